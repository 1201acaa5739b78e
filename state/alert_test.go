package state_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/safety"
	"anlan/state"
)

var noon = time.Date(2026, 5, 6, 12, 0, 0, 0, safety.Beijing())

// warning is one that is raised at noon.
func warning(id string, rank int) state.AlertChange {
	return state.AlertChange{
		Alert: state.Alert{ID: id, Rule: "overdue", RuleHash: "h1", Stage: state.AlertOn, Rank: rank, Highest: rank,
			FirstSeen: noon, LastSeen: noon, Version: 7, Body: `{"id":"` + id + `"}`},
		Raised: true,
		Events: []state.AlertEvent{{At: noon, Event: "raised", Rank: rank, Reason: "{}", Version: 7}},
	}
}

func evaluated(t *testing.T, s *state.Store, version uint64, changes ...state.AlertChange) {
	t.Helper()
	e := state.AlertEvaluation{At: noon, Version: version, Day: safety.NewDate(2026, 5, 6), Rules: "r"}
	if err := s.Evaluated(t.Context(), e, func(state.AlertState) (*state.AlertDecision, error) {
		return &state.AlertDecision{Changes: changes}, nil
	}); err != nil {
		t.Fatal(err)
	}
}

func idsOf(alerts []state.Alert) string {
	ids := make([]string, len(alerts))
	for i, a := range alerts {
		ids[i] = a.ID
	}
	return strings.Join(ids, " ")
}

// Warnings, the evaluation and its history are there after the program began again.
func testAlert(t *testing.T, c state.Config) {
	s := open(t, c)
	if last, err := s.LastEvaluation(t.Context()); err != nil || last.Version != 0 || !last.Day.IsZero() {
		t.Errorf("before any evaluation: %+v (%v)", last, err)
	}
	evaluated(t, s, 7, warning("a", 2), warning("b", 4))
	acknowledge := func(id string) error {
		return s.AcknowledgeAlert(t.Context(), id, state.AlertEvent{At: noon.Add(time.Hour), Event: "acknowledged", Who: "张三", Remark: "已挂牌督办"}, func(string) (string, error) { return "{}", nil })
	}
	if err := acknowledge("a"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, c)
	a, err := s.Alert(t.Context(), "a")
	if err != nil || a.AckBy != "张三" || a.AckRank != 2 || a.Times != 1 || !a.FirstSeen.Equal(noon) || a.Body != `{"id":"a"}` {
		t.Errorf("after a restart %+v (%v)", a, err)
	}
	if last, err := s.LastEvaluation(t.Context()); err != nil || last.Version != 7 || last.Day != safety.NewDate(2026, 5, 6) || last.Rules != "r" {
		t.Errorf("the last evaluation is %+v (%v)", last, err)
	}
	// the same again, as it was: the acknowledgement stays; then worse: it goes; then over, and raised a second time
	same := warning("a", 2)
	same.Raised, same.Events = false, nil
	evaluated(t, s, 8, same)
	if a, _ = s.Alert(t.Context(), "a"); a.AckBy != "张三" || a.Times != 1 {
		t.Errorf("seen again: %+v", a)
	}
	worse := warning("a", 4)
	worse.Raised, worse.Reopened, worse.Events = false, true, []state.AlertEvent{{At: noon, Event: "reopened", Rank: 4, Reason: "{}", Version: 9}}
	evaluated(t, s, 9, worse)
	if a, _ = s.Alert(t.Context(), "a"); a.AckBy != "" || !a.AckAt.IsZero() || a.AckRemark != "" || a.Rank != 4 {
		t.Errorf("worse: %+v", a)
	}
	over := same
	over.Stage, over.ClearedAt, over.Ended = state.AlertOver, noon, "cleared"
	evaluated(t, s, 10, over)
	if err := acknowledge("a"); !errors.Is(err, state.ErrOver) {
		t.Errorf("one that is over is acknowledged: %v", err)
	}
	evaluated(t, s, 11, warning("a", 1))
	if a, _ = s.Alert(t.Context(), "a"); a.Times != 2 || a.Stage != state.AlertOn || a.Ended != "" || !a.ClearedAt.IsZero() {
		t.Errorf("raised again: %+v", a)
	}
	events, err := s.AlertEvents(t.Context(), "a", 10)
	var said []string
	for _, e := range events {
		said = append(said, fmt.Sprint(e.Event, e.Rank, e.Who))
	}
	if want := "raised1 reopened4 acknowledged2张三 raised2"; err != nil || strings.Join(said, " ") != want {
		t.Errorf("the history is %v (%v), expected %s", said, err, want)
	}
	if _, err := s.Alert(t.Context(), "nowhere"); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
}

func testAlertList(t *testing.T, c state.Config) {
	s := open(t, c)
	late := warning("late", 2)
	late.FirstSeen = noon.Add(time.Minute)
	single, over, other := warning("single", 3), warning("over", 1), warning("other", 2)
	single.Single, over.Stage, other.Rule = true, state.AlertOver, "late_source"
	evaluated(t, s, 7, warning("red", 4), warning("x", 2), warning("a", 2), late, single, over, other)
	if err := s.AcknowledgeAlert(t.Context(), "x", state.AlertEvent{At: noon, Event: "acknowledged", Who: "张三"}, func(string) (string, error) { return "{}", nil }); err != nil {
		t.Fatal(err)
	}
	yes, no := true, false
	for _, one := range []struct {
		filter state.AlertFilter
		want   string
	}{
		{state.AlertFilter{}, "red late a other x over"},
		{state.AlertFilter{Single: true}, "red single late a other x over"},
		{state.AlertFilter{Stage: state.AlertOn}, "red late a other x"},
		{state.AlertFilter{Stage: state.AlertOver}, "over"},
		{state.AlertFilter{Rule: "late_source"}, "other"},
		{state.AlertFilter{Acknowledged: &yes}, "x"},
		{state.AlertFilter{Stage: state.AlertOn, Acknowledged: &no}, "red late a other"},
	} {
		one.filter.First = 100
		got, err := s.Alerts(t.Context(), one.filter)
		if err != nil || idsOf(got) != one.want {
			t.Errorf("%+v gives %s (%v), expected %s", one.filter, idsOf(got), err, one.want)
		}
		// page by page it is the same
		var paged []state.Alert
		for one.filter.First = 2; ; one.filter.After = &paged[len(paged)-1] {
			page, err := s.Alerts(t.Context(), one.filter)
			if err != nil {
				t.Fatal(err)
			}
			if paged = append(paged, page...); len(page) < 2 {
				break
			}
		}
		if idsOf(paged) != one.want {
			t.Errorf("two by two %s, expected %s", idsOf(paged), one.want)
		}
	}
}

// Evaluations of several servers come one after the other, each sees what the one before left, and a decision that fails
// leaves nothing.
func testAlertTurns(t *testing.T, c state.Config) {
	stores := []*state.Store{open(t, c), open(t, c)}
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			e := state.AlertEvaluation{At: noon, Version: 1, Day: safety.NewDate(2026, 5, 6)}
			err := stores[i%2].Evaluated(context.Background(), e, func(now state.AlertState) (*state.AlertDecision, error) {
				return &state.AlertDecision{
					Changes: []state.AlertChange{warning(fmt.Sprintf("w%d", len(now.On)), 1)},
					Waiting: append(now.Waiting, state.AlertWait{ID: fmt.Sprintf("v%d", len(now.Waiting)), Held: 1, Since: e.Day}),
				}, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	got, err := stores[0].Alerts(t.Context(), state.AlertFilter{First: 100})
	if ids := idsOf(got); err != nil || ids != "w0 w1 w2 w3 w4 w5 w6 w7" {
		t.Errorf("%s (%v), expected each to see those before", ids, err)
	}
	broken := errors.New("broken")
	if err := stores[0].Evaluated(t.Context(), state.AlertEvaluation{At: noon, Version: 2}, func(state.AlertState) (*state.AlertDecision, error) {
		return &state.AlertDecision{Changes: []state.AlertChange{warning("half", 1)}}, broken
	}); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	var now state.AlertState
	skipped := state.AlertEvaluation{At: noon, Version: 3}
	if err := stores[1].Evaluated(t.Context(), skipped, func(found state.AlertState) (*state.AlertDecision, error) {
		now = found
		return nil, nil //nolint:nilnil // nothing is to change
	}); err != nil {
		t.Error(err)
	}
	if n := len(now.Waiting); n != 8 || now.Waiting[7].ID != "v7" || now.Waiting[7].Since != safety.NewDate(2026, 5, 6) {
		t.Errorf("%d wait: %+v", n, now.Waiting)
	}
	got, _ = stores[0].Alerts(t.Context(), state.AlertFilter{First: 100})
	if last, err := stores[0].LastEvaluation(t.Context()); err != nil || last.Version != 1 || len(got) != 8 || slices.ContainsFunc(got, func(a state.Alert) bool { return a.ID == "half" }) {
		t.Errorf("after one that failed and one that was skipped: %+v, %s (%v)", last, idsOf(got), err)
	}
}
