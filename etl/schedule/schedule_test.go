package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"anlan/etl/schedule"
	"anlan/safety"
)

// A week from Friday 1 May 2026, 00:00 in Beijing.
func TestJobsRunAtTheirTimesInBeijing(t *testing.T) {
	clock := clockwork.NewFakeClockAt(time.Date(2026, 5, 1, 0, 0, 0, 0, safety.Beijing()))
	ran := make(chan string, 100)
	s, err := schedule.New(schedule.Config{
		Jobs: []schedule.Job{{Pipeline: "hazards", Cron: "30 6 * * *"}, {Pipeline: "accidents", Cron: "0 8 * * 1"}},
		Run: func(_ context.Context, pipeline string) error {
			ran <- pipeline
			return errors.New("the source is away") // a failed run keeps its next time
		},
		Logger: slog.New(slog.DiscardHandler), Clock: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	defer func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	}()
	next, ok := s.Next("hazards")
	if want := time.Date(2026, 5, 1, 6, 30, 0, 0, safety.Beijing()); !ok || !next.Equal(want) {
		t.Errorf("hazards run next at %v, expected %v", next, want)
	}
	// hazards every day; accidents on Monday, 4 May
	for i, want := range []string{"hazards", "hazards", "hazards", "hazards", "accidents", "hazards"} {
		got := advanceUntil(t, clock, ran)
		if got != want {
			t.Errorf("run %d is of %s, expected %s", i, got, want)
		}
	}
}

// advanceUntil moves the clock in steps of half an hour until a job has run.
func advanceUntil(t *testing.T, clock *clockwork.FakeClock, ran <-chan string) string {
	t.Helper()
	for range 24 * 2 * 8 {
		select {
		case p := <-ran:
			return p
		case <-time.After(20 * time.Millisecond):
			clock.Advance(30 * time.Minute)
		}
	}
	t.Fatal("nothing ran in eight days")
	return ""
}

func TestStopEndsARun(t *testing.T) {
	clock := clockwork.NewFakeClockAt(time.Date(2026, 5, 1, 0, 0, 0, 0, safety.Beijing()))
	began := make(chan bool)
	var ended atomic.Bool
	s, err := schedule.New(schedule.Config{
		Jobs: []schedule.Job{{Pipeline: "hazards", Cron: "* * * * *"}},
		Run: func(ctx context.Context, _ string) error {
			close(began)
			<-ctx.Done()
			ended.Store(true)
			return ctx.Err()
		},
		Logger: slog.New(slog.DiscardHandler), Clock: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	for running := false; !running; {
		select {
		case <-began:
			running = true
		case <-time.After(20 * time.Millisecond):
			clock.Advance(time.Minute)
		}
	}
	if err := s.Stop(); err != nil || !ended.Load() {
		t.Errorf("stop: %v, run ended: %v", err, ended.Load())
	}
}

func TestEveryFaultyCronLineIsNamed(t *testing.T) {
	_, err := schedule.New(schedule.Config{Jobs: []schedule.Job{{Pipeline: "hazards", Cron: "nightly"}, {Pipeline: "accidents", Cron: "99 * * * *"}}})
	if err == nil || !strings.Contains(err.Error(), "hazards") || !strings.Contains(err.Error(), "accidents") {
		t.Errorf("err = %v, expected both pipelines named", err)
	}
}
