package alert_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

var zichuan = access.Caller{Name: "淄川区安委办", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370302"}}}

// What becomes of signals: each part begins without any, on the data that it loads itself.
func TestTheLifeOfSignals(t *testing.T) {
	b := watched(t, onTime)
	for name, part := range map[string]func(*testing.T, *bundle){
		"an acknowledgement lasts until it is worse": testAnAcknowledgementLastsUntilItIsWorse,
		"signals end with their rule":                testSignalsEndWithTheirRule,
		"something must hold before it is told":      testSomethingMustHoldBeforeItIsTold,
		"an evaluation happens once for all servers": testAnEvaluationHappensOnceForAllServers,
		"a rule that cannot be evaluated":            testARuleThatCannotBeEvaluatedChangesNothing,
	} {
		t.Run(name, func(t *testing.T) { part(t, b) })
	}
}

func testAnAcknowledgementLastsUntilItIsWorse(t *testing.T, b *bundle) {
	b.again(t, onTime)
	b.load("hazard", hazardColumns, append(due("370302", 10, 7), lastDay)...) // yellow
	b.expect("raised yellow 370302")
	id := b.only("370302").ID
	for name, caller := range map[string]access.Caller{
		"who only reads": {Name: "大屏", Role: access.Reader, Scope: access.Everything()}, "nobody": {},
	} {
		if _, err := b.Acknowledge(t.Context(), caller, id, ""); faultCode(t, err) != warehouse.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Acknowledge(t.Context(), zichuan, id, strings.Repeat("长", 1001)); faultCode(t, err) != warehouse.BadRequest {
		t.Errorf("a remark without an end: %v", err)
	}
	b.now = b.now.Add(time.Hour)
	s, err := b.Acknowledge(t.Context(), zichuan, id, " 已约谈三家企业 ")
	if err != nil || !s.On || s.Acknowledged == nil || s.Acknowledged.By != "淄川区安委办" || s.Acknowledged.Remark != "已约谈三家企业" || s.Acknowledged.Severity != "yellow" || !s.Acknowledged.At.Equal(b.now) {
		t.Fatalf("acknowledged: %+v (%v)", s, err)
	}
	for state, want := range map[alert.State]string{alert.On: "yellow 370302", alert.Acknowledged: "yellow 370302", alert.Unacknowledged: "", alert.Cleared: "", alert.All: "yellow 370302"} {
		if got := b.list(zichuan.Scope, alert.Query{State: state}); got != want {
			t.Errorf("%s: %q, expected %q", state, got, want)
		}
	}
	b.load("hazard", hazardColumns, due("370302", 10, 6)...) // 60 %: yellow still
	b.expect("")
	if s := b.only("370302"); s.Acknowledged == nil || !strings.Contains(s.Reason.ZH, "60%") {
		t.Errorf("as bad as before: %+v", s)
	}
	b.load("hazard", hazardColumns, due("370302", 10, 5)...)
	b.expect("reopened orange 370302; worsened orange 370302")
	if got := b.list(zichuan.Scope, alert.Query{State: alert.Unacknowledged}); got != "orange 370302" {
		t.Errorf("worse: %q", got)
	}
	if _, err := b.Acknowledge(t.Context(), zichuan, id, "再约谈"); err != nil {
		t.Fatal(err)
	}
	raised := safety.DateOf(b.now)
	b.now = b.now.Add(24 * time.Hour)
	b.load("hazard", hazardColumns, due("370302", 10, 10)...)
	b.expect("cleared orange 370302")
	for day, want := range map[safety.Date]string{raised.AddDays(-1): "", raised: "orange 370302", raised.AddDays(1): ""} {
		if got := b.list(zichuan.Scope, alert.Query{Day: day}); got != want {
			t.Errorf("on %s: %q, expected %q", day, got, want)
		}
	}
	if _, err := b.Acknowledge(t.Context(), zichuan, id, ""); faultCode(t, err) != warehouse.Conflict {
		t.Errorf("one that is over: %v", err)
	}
	events, err := b.History(t.Context(), zichuan.Scope, id, false)
	var said []string
	for _, e := range events {
		said = append(said, string(e.Event)+" "+string(e.Severity)+" "+e.By)
	}
	if want := "cleared orange |acknowledged orange 淄川区安委办|reopened orange |worsened orange |acknowledged yellow 淄川区安委办|raised yellow "; err != nil || strings.Join(said, "|") != want {
		t.Errorf("the history is\n%s (%v)\nexpected\n%s", strings.Join(said, "|"), err, want)
	}
}

func testSignalsEndWithTheirRule(t *testing.T, b *bundle) {
	b.again(t, onTime)
	b.load("hazard", hazardColumns, append(due("370302", 10, 7), lastDay)...)
	b.expect("raised yellow 370302")
	// other words are no other rule
	b.rules(strings.ReplaceAll(onTime, "按期整改率低", "整改慢"))
	b.expect("")
	// other numbers are: it ends, and is raised by the new ones
	b.rules(strings.ReplaceAll(onTime, "orange: 60", "orange: 75"))
	b.expect("raised orange 370302; rule_changed yellow 370302")
	if s := b.only("370302"); s.Times != 2 || s.Highest != "orange" {
		t.Errorf("by the new rule: %+v", s)
	}
	b.rules(strings.ReplaceAll(onTime, "kind: threshold", "off: true\n    kind: threshold"))
	b.expect("rule_deleted orange 370302")
	s := b.only("370302")
	if s.On || s.Ended != safety.AlertRuleDeleted || s.EndReason.ZH != "规则已停用" {
		t.Errorf("withdrawn: %+v", s)
	}
}

func testSomethingMustHoldBeforeItIsTold(t *testing.T, b *bundle) {
	b.again(t, strings.ReplaceAll(onTime, "minimum: 4", "minimum: 4\n    for: {days: 2, evaluations: 3}"))
	b.load("hazard", hazardColumns, append(due("370302", 10, 7), lastDay)...)
	b.expect("")
	b.expect("") // the same data on the same day is no second evaluation
	b.load("hazard", hazardColumns, due("370302", 10, 6)...)
	b.expect("") // the second
	b.load("hazard", hazardColumns, due("370302", 10, 5)...)
	b.expect("") // the third, but on the first day
	if got := b.list(access.Everything(), alert.Query{State: alert.All}); got != "" {
		t.Errorf("told before its time: %s", got)
	}
	b.day(2025, 5, 2)
	b.expect("")
	b.day(2025, 5, 3)
	b.expect("raised orange 370302")
}

func testAnEvaluationHappensOnceForAllServers(t *testing.T, b *bundle) {
	b.again(t, onTime)
	b.load("hazard", hazardColumns, append(due("370302", 10, 7), lastDay)...)
	// it is broken off: nothing is kept
	broken, end := context.WithCancel(t.Context())
	end()
	if _, err := b.Evaluate(broken); !errors.Is(err, context.Canceled) {
		t.Errorf("broken off: %v", err)
	}
	if last, err := b.store.LastEvaluation(t.Context()); err != nil || last.Version != 0 {
		t.Errorf("after it was broken off: %+v (%v)", last, err)
	}
	other, err := alert.Open(b.w, b.store, alert.Options{RuleDir: b.dir})
	if err != nil {
		t.Fatal(err)
	}
	results := make(chan *alert.Evaluation, 8)
	for i := range 8 {
		go func() {
			e, err := []*alert.Alerts{b.Alerts, other}[i%2].Evaluate(context.Background())
			if err != nil {
				t.Error(err)
			}
			results <- e
		}()
	}
	done, changes := 0, 0
	for range 8 {
		if e := <-results; e != nil && !e.Skipped {
			done++
			changes += len(e.Changes)
		}
	}
	if s := b.only("370302"); done != 1 || changes != 1 || s.Times != 1 {
		t.Errorf("%d evaluations changed %d signals, raised %d times; expected one each", done, changes, s.Times)
	}
	// a server that still sees older data, or an older day, changes nothing
	last, err := b.store.LastEvaluation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if judged, err := b.Judged(t.Context()); err != nil || judged == nil || judged.Version != last.Version || judged.Day != last.Day || !judged.At.Equal(last.At) {
		t.Errorf("judged: %+v (%v), expected %+v", judged, err, last)
	}
	ahead := state.AlertEvaluation{At: b.now, Version: last.Version + 5, Day: last.Day, Rules: last.Rules}
	if err := b.store.Evaluated(t.Context(), ahead, func(now state.AlertState) (*state.AlertDecision, error) {
		return &state.AlertDecision{Waiting: now.Waiting}, nil
	}); err != nil {
		t.Fatal(err)
	}
	b.load("hazard", hazardColumns, due("370302", 10, 10)...)
	if e, err := b.Evaluate(t.Context()); err != nil || !e.Skipped {
		t.Errorf("older data than was judged: %+v (%v)", e, err)
	}
}

// A rule that cannot be evaluated leaves its signals as they are, and the others go on.
func testARuleThatCannotBeEvaluatedChangesNothing(t *testing.T, b *bundle) {
	b.again(t, onTime+`
  - rule: trained
    title: {zh: 培训, en: trained}
    kind: threshold
    metric: exam_pass_rate
    levels: [county]
    period: month
    when: below
    at: {red: 100}
`)
	b.load("hazard", hazardColumns, append(due("370302", 10, 7), lastDay)...)
	e, err := b.Evaluate(t.Context())
	if err != nil || len(e.Changes) != 1 || e.Rules[1].Error != "there are no training records" || e.Rules[1].Rule != "trained" {
		t.Errorf("%+v (%v), expected one signal of the other rule", e, err)
	}
}

// Three years of 10 hazards a month, and 30 in the last.
func TestAnUnusualMonthIsASignal(t *testing.T) {
	b := watched(t, `
  - rule: unusual
    title: {zh: 异常, en: unusual}
    kind: unusual
    metric: hazards_found
    levels: [county]
    when: above
    at: {blue: 3, orange: 50}
    minimum: 20
  - rule: fallen
    title: {zh: 骤减, en: fallen}
    kind: unusual
    metric: hazards_found
    levels: [county]
    when: below
    at: {blue: 3}
`)
	var days [][]string
	april := safety.NewMonth(2025, time.April)
	for i := range 36 {
		month := april.Add(-i)
		counts := map[string]int{"370302": 10, "370303": 10, "370304": 5, "370305": 10}
		if i == 0 {
			counts = map[string]int{"370302": 30, "370303": 10, "370304": 15, "370305": 1}
		}
		if i >= 20 {
			delete(counts, "370305") // known for twenty months only
		}
		for region, n := range counts {
			days = append(days, so(n, region, month.Last().String()))
		}
	}
	b.found(days...)
	// 370304: 15 are fewer than the least that is judged; 370305: too short a series
	b.expect("raised orange 370302")
	s := b.only("370302")
	if !strings.HasPrefix(s.Reason.ZH, "淄川区2025年4月发现隐患数30项，按历年同月和走势预计10项（正常范围9.") || s.Figures[1].Value.String() != "10" {
		t.Errorf("says %s\n%+v", s.Reason.ZH, s.Figures)
	}
	b.load("hazard", hazardColumns, "next,370303,mine,self,general,2025-05-31,,")
	b.day(2025, 6, 1)
	// in May there is nothing in Zichuan: 10 fewer than 10 are more than 3 × √10 = 9.5, which chance explains; one in Zhangdian
	// is nine fewer, none in Boshan five fewer than 5, where it is 3 × √5 = 6.7
	b.expect("cleared orange 370302; raised blue 370302")
}
