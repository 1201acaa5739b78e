package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/graph"
	"anlan/reports/alert"
	"anlan/safety"
	"anlan/warehouse"
)

// alerts keeps one warning, about a single hazard of a county.
type alerts struct{ *fake }

func (a alerts) signal() alert.Signal {
	seen := time.Date(2025, 5, 1, 22, 0, 0, 0, time.UTC)
	return alert.Signal{
		ID: "a1", Rule: "overdue", Kind: safety.AlertOverdue, Severity: safety.AlertRed, Highest: safety.AlertRed, On: true, Times: 1, FirstSeen: seen, LastSeen: seen,
		Reason:  warehouse.Text{ZH: "逾期12天", EN: "12 days late"},
		Subject: alert.Subject{Region: "370321", RegionName: "桓台县", Fact: "hazard", System: "s", Record: "h1"},
		Figures: []alert.Figure{{Name: "days", Value: decimal.NewFromInt(12), Unit: "天"}},
		AsOf:    safety.NewDate(2025, 5, 2), Version: 7,
		Records: &warehouse.RecordQuery{Fact: "hazard", Region: "370321", Metric: "hazards_overdue_major", Version: 7},
	}
}

func (a alerts) Rules() []*alert.Rule {
	return []*alert.Rule{{Name: "overdue", Kind: safety.AlertOverdue}}
}

func (a alerts) List(_ context.Context, scope access.Scope, q alert.Query) (*alert.Page, error) {
	a.askedAbout(scope, q)
	if !q.Records {
		return &alert.Page{}, nil
	}
	return &alert.Page{Signals: []alert.Signal{a.signal()}, Cursors: []string{"c1"}}, nil
}

func (a alerts) Judged(context.Context) (*alert.Judgement, error) {
	if a.version < 7 {
		return nil, nil //nolint:nilnil // nobody asked the rules yet
	}
	return &alert.Judgement{At: time.Date(2025, 5, 1, 12, 27, 23, 0, time.UTC), Version: a.version, Day: safety.NewDate(2025, 5, 1)}, nil
}

func (a alerts) Evaluate(context.Context) (*alert.Evaluation, error) {
	changes := []alert.Change{{Event: safety.AlertRaised, Signal: a.signal()}, {Event: safety.AlertRaised, Signal: a.signal()}}
	return &alert.Evaluation{Version: 7, Day: safety.NewDate(2025, 5, 2), Changes: changes, Rules: []alert.RuleOutcome{{Rule: "overdue", On: 2}}}, nil
}

func (a alerts) Counts(_ context.Context, scope access.Scope, q alert.Query) ([]alert.Count, error) {
	a.askedAbout(scope, q)
	return []alert.Count{{Severity: safety.AlertRed, Signals: 1, Unacknowledged: 1}}, nil
}

func (a alerts) Get(_ context.Context, scope access.Scope, id string, records bool) (*alert.Signal, error) {
	a.decided = fmt.Sprint(scope.Regions, id, records)
	if id != "a1" || !records {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no warning %q", id)
	}
	return new(a.signal()), nil
}

func (a alerts) History(_ context.Context, scope access.Scope, id string, records bool) ([]alert.Event, error) {
	if _, err := a.Get(context.Background(), scope, id, records); err != nil {
		return nil, err
	}
	return []alert.Event{{Event: safety.AlertAcknowledged, Severity: safety.AlertRed, By: "值班员"}, {Event: safety.AlertRaised, Severity: safety.AlertRed, Version: 7}}, nil
}

func (a alerts) Acknowledge(ctx context.Context, caller access.Caller, id, remark string) (*alert.Signal, error) {
	a.decided = fmt.Sprint(caller.Name, caller.Scope.Regions, id, remark)
	if id != "a1" {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no warning %q", id)
	}
	s := a.signal()
	s.Acknowledged = &alert.Acknowledgement{By: caller.Name, Remark: remark, Severity: s.Severity}
	return &s, nil
}

const warnings = `{ alerts(query: {severities: [RED], kinds: [OVERDUE_MAJOR_HAZARD]}) { nodes { id kind severity reason { zh } figures { name value unit } subject { regionName sector record }
	firstSeen clearedAt ended acknowledged { by } period records { fact region metric version } metrics { region } } pageInfo { endCursor } } }`

func TestWarningsAsTheyStand(t *testing.T) {
	b := setup(t, nil)
	const want = `{"alerts":{"nodes":[{"id":"a1","kind":"OVERDUE_MAJOR_HAZARD","severity":"RED","reason":{"zh":"逾期12天"},"figures":[{"name":"days","value":"12","unit":"天"}],` +
		`"subject":{"regionName":"桓台县","sector":null,"record":"h1"},"firstSeen":"2025-05-02T06:00:00+08:00","clearedAt":null,"ended":null,"acknowledged":null,"period":null,` +
		`"records":{"fact":"hazard","region":"370321","metric":"hazards_overdue_major","version":7},"metrics":null}],"pageInfo":{"endCursor":"c1"}}}`
	if got := b.ask(t, warnings, nil); string(got.Data) != want {
		t.Errorf("%s", got.body)
	}
	if !strings.Contains(b.decided, "State:on Day: Severities:[red] Kinds:[overdue_major_hazard]") {
		t.Errorf("asked for %s", b.decided)
	}
}

// Warnings about single records are asked for by those alone who may read records; all are asked for within the scope.
func TestWarningsAboutRecords(t *testing.T) {
	for role, told := range map[access.Role]bool{access.Leader: true, access.Analyst: true, access.Admin: true, access.Reader: false, access.Operator: false} {
		caller := county()
		caller.Role = role
		b := setup(t, nil)
		for _, query := range []string{warnings, `{ alert(id: "a1") { id } }`, `{ alertEvents(id: "a1") { event by version } }`} {
			got := b.askAs(t, caller, query, nil)
			if strings.Contains(got.body, "a1") != told && strings.Contains(got.body, "RAISED") != told || len(got.Errors) > 0 || !strings.HasPrefix(b.decided, "[370321]") {
				t.Errorf("%s asks %s under %q: %s", role, query, b.decided, got.body)
			}
		}
	}
}

func TestTakingNoteOfAWarning(t *testing.T) {
	b := setup(t, nil)
	caller := county()
	got := b.askAs(t, caller, `mutation { acknowledgeAlert(id: "a1", remark: "已督办") { alert { acknowledged { by remark severity } } faults { code } } }`, nil)
	if string(got.Data) != `{"acknowledgeAlert":{"alert":{"acknowledged":{"by":"桓台县应急局","remark":"已督办","severity":"RED"}},"faults":[]}}` || b.decided != "桓台县应急局[370321]a1已督办" {
		t.Errorf("%q: %s", b.decided, got.body)
	}
	got = b.askAs(t, caller, `mutation { acknowledgeAlert(id: "a9") { alert { id } faults { code argument message } } }`, nil)
	if string(got.Data) != `{"acknowledgeAlert":{"alert":null,"faults":[{"code":"not_found","argument":"id","message":"there is no warning \"a9\""}]}}` {
		t.Errorf("%s", got.body)
	}
}

// What is on changes without new data: warnings are never kept.
func TestWarningsAreNotKept(t *testing.T) {
	b := setup(t, nil)
	before := b.handler.CacheStats()
	b.ask(t, warnings, nil)
	b.ask(t, `{ alertCounts { severity alerts unacknowledged } }`, nil)
	if b.handler.CacheStats() != before {
		t.Error("kept")
	}
}

func TestNothingIsWatched(t *testing.T) {
	b := serveFake(t, nil, func(s *graph.Sources) { s.Alerts = nil })
	if got := b.ask(t, warnings, nil); got.code() != "UNAVAILABLE" {
		t.Errorf("%s", got.body)
	}
}

// That there are no warnings says nothing before the rules were asked.
func TestWhenWarningsWereJudged(t *testing.T) {
	for version, want := range map[uint64]string{7: `{"at":"2025-05-01T20:27:23+08:00","version":7,"day":"2025-05-01"}`, 1: `null`} {
		b := setup(t, func(f *fake, _ *graph.Options) { f.version = version })
		if got := b.askAs(t, county(), `{ alertJudgement { at version day } }`, nil); string(got.Data) != `{"alertJudgement":`+want+`}` {
			t.Errorf("version %d: %s", version, got.body)
		}
	}
}

func TestWarningsAreEvaluatedByWhoSeesAll(t *testing.T) {
	b := setup(t, nil)
	const evaluate = `mutation { evaluateAlerts { version day skipped events { event alerts } rules { rule on error } } }`
	operator := access.Caller{Name: "运维", Role: access.Operator, Scope: access.Everything()}
	if got := b.askAs(t, operator, evaluate, nil); string(got.Data) != `{"evaluateAlerts":{"version":7,"day":"2025-05-02","skipped":false,"events":[{"event":"RAISED","alerts":2}],"rules":[{"rule":"overdue","on":2,"error":null}]}}` {
		t.Errorf("got %s %v", got.Data, got.Errors)
	}
	operator.Scope = access.Scope{Regions: []safety.RegionCode{"370321"}}
	if got := b.askAs(t, operator, evaluate, nil); got.code() != "FORBIDDEN" {
		t.Errorf("who sees a county: %s %v", got.Data, got.Errors)
	}
	if got := b.askAs(t, access.Caller{Name: "安委办", Role: access.Office, Scope: access.Everything()}, evaluate, nil); got.code() != "FORBIDDEN" {
		t.Errorf("the office: %s %v", got.Data, got.Errors)
	}
}
