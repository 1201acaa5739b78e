package alert

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/safety"
	"anlan/state"
	_ "anlan/test/chance"
)

// expected is what a person would say of one subject who only wrote down what each evaluation said of it.
type expected struct {
	on               bool
	severity         int
	highest, acked   int // 0: not acknowledged
	times, ends      int
	held             int // evaluations in a row that spoke before it was told
	since            safety.Date
	hash             string
	firstSeen, ended time.Time
}

// saidOf are the things that a rule may say of a subject.
type saidOf int

const (
	quiet saidOf = iota
	speaks
	staysOn
	cannotTell
	gone
)

// Whatever the rules say, in whatever order, with acknowledgements, changed and withdrawn rules and failures between: what
// is kept is what follows from the words of docs/alerts.md. The state is a real one, so that restarts change nothing either.
func TestSignalsFollowFromWhatWasSaid(t *testing.T) {
	store, err := state.Open(t.Context(), state.Config{File: filepath.Join(t.TempDir(), "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	version, number := uint64(0), 0
	one := decimal.NewFromInt(1)
	rapid.Check(t, func(t *rapid.T) {
		number++
		rule := &Rule{Name: fmt.Sprintf("r%d", number), Kind: safety.AlertThreshold, At: Levels{Yellow: &one}, hash: "1",
			For: Hold{Days: rapid.IntRange(0, 1).Draw(t, "days"), Evaluations: rapid.IntRange(0, 2).Draw(t, "evaluations")}}
		regions := []safety.RegionCode{"370302", "370303"}
		model := map[safety.RegionCode]*expected{"370302": {}, "370303": {}}
		day := safety.NewDate(2025, 5, 1)
		at := day.Time(safety.Beijing())
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			at = at.Add(time.Hour)
			switch rapid.SampledFrom([]string{"judged", "judged", "judged", "judged", "acknowledged", "acknowledged", "changed", "a day later"}).Draw(t, "step") {
			case "acknowledged":
				code := rapid.SampledFrom(regions).Draw(t, "acknowledged")
				id := (&finding{subject: Subject{Region: code}}).id(rule.Name)
				err := store.AcknowledgeAlert(t.Context(), id, state.AlertEvent{At: at, Event: "acknowledged", Who: "张三"}, func(string) (string, error) { return "{}", nil })
				if m := model[code]; m.on != (err == nil) {
					t.Fatalf("%s is on: %v; acknowledged: %v", code, m.on, err)
				} else if m.on {
					m.acked = m.severity
				}
				continue
			case "changed":
				rule.hash += "x" // another rule under the same name
			case "a day later":
				day = day.AddDays(1)
			}
			version++
			o := outcome{rule: rule}
			withdrawn := rapid.IntRange(0, 25).Draw(t, "withdrawn") == 0
			if rapid.IntRange(0, 10).Draw(t, "fails") == 0 {
				o.err = errors.New("no answer")
			}
			for _, code := range regions {
				said := rapid.SampledFrom([]saidOf{speaks, speaks, speaks, speaks, speaks, staysOn, staysOn, cannotTell, quiet, gone}).Draw(t, "said")
				severity := rapid.IntRange(1, 4).Draw(t, "severity")
				if o.err == nil && said != gone {
					f := finding{subject: Subject{Region: code}, unknown: said == cannotTell}
					f.stays = said == staysOn
					if said == speaks {
						f.severity = severityOf(severity)
					}
					o.findings = append(o.findings, f)
				}
				if o.err != nil {
					said = cannotTell
				}
				model[code].hear(rule, said, severity, withdrawn, day, at)
			}
			outcomes := []outcome{o}
			if withdrawn {
				outcomes = nil
			}
			e := state.AlertEvaluation{At: at, Version: version, Day: day, Rules: rule.hash}
			if err := store.Evaluated(t.Context(), e, func(now state.AlertState) (*state.AlertDecision, error) {
				turn := turn{at: at, version: version, day: day}
				err := turn.decide(outcomes, now)
				return &turn.decision, err
			}); err != nil {
				t.Fatal(err)
			}
			for _, code := range regions {
				model[code].check(t, store, (&finding{subject: Subject{Region: code}}).id(rule.Name))
			}
		}
	})
}

// hear writes down what an evaluation said.
func (m *expected) hear(r *Rule, said saidOf, severity int, withdrawn bool, day safety.Date, at time.Time) {
	over := func() { m.on, m.ends, m.ended = false, m.ends+1, at }
	if withdrawn {
		if m.on {
			over()
		}
		m.held = 0
		return
	}
	if m.hash != r.hash {
		if m.on {
			over()
		}
		m.held = 0
	}
	m.hash = r.hash
	switch {
	case said == cannotTell:
	case said == speaks && m.on:
		m.severity, m.highest = severity, max(m.highest, severity)
	case said == staysOn && m.on:
		m.severity = 2 // yellow, the mildest of the rule
		m.highest = max(m.highest, 2)
	case said == speaks:
		if m.held == 0 {
			m.since = day
		}
		m.held++
		if m.held >= r.For.Evaluations && day.DaysSince(m.since) >= r.For.Days {
			*m = expected{on: true, severity: severity, highest: severity, times: m.times + 1, ends: m.ends, hash: m.hash, firstSeen: at}
		}
	case m.on:
		over()
		m.held = 0
	default:
		m.held = 0
	}
	if m.on && m.severity > m.acked {
		m.acked = 0
	}
}

// check holds what is kept to it.
func (m *expected) check(t *rapid.T, store *state.Store, id string) {
	a, err := store.Alert(t.Context(), id)
	if m.times == 0 {
		if !errors.Is(err, state.ErrNotFound) {
			t.Fatalf("%+v (%v), expected that nobody was told", a, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	signal, _, err := signalOf(a)
	if err != nil {
		t.Fatal(err)
	}
	acked := 0
	if signal.Acknowledged != nil {
		acked = signal.Acknowledged.Severity.Rank()
	}
	if signal.On != m.on || signal.Severity.Rank() != m.severity || signal.Highest.Rank() != m.highest || acked != m.acked || signal.Times != m.times ||
		!signal.FirstSeen.Equal(m.firstSeen) || signal.On != signal.ClearedAt.IsZero() || signal.On != (signal.Ended == "") || !signal.On && !signal.ClearedAt.Equal(m.ended) {
		t.Fatalf("kept %+v (acknowledged %d)\nexpected %+v", signal, acked, *m)
	}
	events, err := store.AlertEvents(t.Context(), id, 1000)
	if err != nil {
		t.Fatal(err)
	}
	raised, ends := 0, 0
	for _, e := range slices.Backward(events) {
		switch safety.AlertEvent(e.Event) {
		case safety.AlertRaised:
			raised++
		case safety.AlertCleared, safety.AlertRuleChanged, safety.AlertRuleDeleted:
			ends++
		}
		if raised-ends != 0 && raised-ends != 1 {
			t.Fatalf("raised twice, or ended twice: %+v", events)
		}
	}
	if raised != m.times || ends != m.ends {
		t.Fatalf("the history knows %d beginnings and %d ends, expected %d and %d", raised, ends, m.times, m.ends)
	}
}
