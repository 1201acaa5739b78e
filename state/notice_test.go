package state_test

import (
	"testing"
	"time"

	"anlan/state"
)

// A source fails for two days and then recovers: a notice at once, a reminder after a day, one notice of the recovery.
func testOutage(t *testing.T, c state.Config) {
	s := open(t, c)
	const day = 24 * time.Hour
	about := func(kind string) func(state.Outage) (state.Notice, error) {
		return func(o state.Outage) (state.Notice, error) {
			return state.Notice{ID: state.NewNoticeID(), Kind: kind, Subject: o.Subject, Body: "{}"}, nil
		}
	}
	for _, at := range []struct {
		after time.Duration
		told  bool
	}{{0, true}, {time.Hour, false}, {23 * time.Hour, false}, {24 * time.Hour, true}, {25 * time.Hour, false}} {
		told, err := s.OpenOutage(t.Context(), "hazards", "failure", six.Add(at.after), day, about("failure"))
		if err != nil || told != at.told {
			t.Errorf("after %v told %v (%v), expected %v", at.after, told, err, at.told)
		}
	}
	outages, err := s.Outages(t.Context())
	if err != nil || len(outages) != 1 || !outages[0].Since.Equal(six) || outages[0].Notices != 2 {
		t.Errorf("outages %+v (%v), expected one since six with two notices", outages, err)
	}
	for i, want := range []bool{true, false} {
		told, err := s.CloseOutages(t.Context(), "hazards", "", six.Add(2*day), func(over []state.Outage) (state.Notice, error) { return about("recovery")(over[0]) })
		if err != nil || told != want {
			t.Errorf("recovery %d told %v (%v)", i+1, told, err)
		}
	}
	if notices, err := s.Notices(t.Context(), 10); err != nil || len(notices) != 3 || notices[0].Kind != "recovery" {
		t.Errorf("notices %+v (%v), expected three, the recovery last", notices, err)
	}
	if told, err := s.OpenOutage(t.Context(), "hazards", "failure", six.Add(2*day), day, about("failure")); err != nil || !told {
		t.Errorf("the next failure: told %v (%v)", told, err)
	}
}

func testNotices(t *testing.T, c state.Config) {
	s := open(t, c)
	if _, err := s.OpenOutage(t.Context(), "hazards", "failure", six, time.Hour, func(state.Outage) (state.Notice, error) {
		return state.Notice{ID: "no_1", Kind: "failure", Subject: "hazards", Body: `{"text":"隐患"}`}, nil
	}); err != nil {
		t.Fatal(err)
	}
	waiting, err := s.WaitingNotices(t.Context(), six, 10)
	if err != nil || len(waiting) != 1 || waiting[0].Body != `{"text":"隐患"}` {
		t.Fatalf("waiting %+v (%v)", waiting, err)
	}
	n := waiting[0]
	n.Attempts, n.NotBefore, n.Message = 1, six.Add(time.Minute), "connection refused"
	if err := s.SetNotice(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]int{0: 0, time.Minute: 1} {
		if waiting, err = s.WaitingNotices(t.Context(), six.Add(after), 10); err != nil || len(waiting) != want {
			t.Errorf("after %v %d wait (%v), expected %d", after, len(waiting), err, want)
		}
	}
	n.State, n.SentAt = state.NoticeSent, six.Add(2*time.Minute)
	if err := s.SetNotice(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if waiting, err = s.WaitingNotices(t.Context(), six.Add(time.Hour), 10); err != nil || len(waiting) != 0 {
		t.Errorf("%d wait though it was sent (%v)", len(waiting), err)
	}
}
