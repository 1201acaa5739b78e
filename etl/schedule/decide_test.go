package schedule_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"anlan/etl"
	"anlan/etl/schedule"
	"anlan/state"
)

var (
	away  = &etl.RunError{Code: etl.NoFiles, Message: "the source is away"}
	wrong = &etl.RunError{Code: etl.MissingColumn, Message: "the column 区划 is missing"}
)

// The server is down from Monday 12:00 to Thursday 12:00; due times at 06:30 of Tuesday, Wednesday and Thursday are missed.
func TestDowntime(t *testing.T) {
	for misfire, want := range map[string][]string{
		"once": {"hazards 05-14 12:00 schedule"},
		"all":  {"hazards 05-14 12:00 schedule", "hazards 05-14 12:00 schedule", "hazards 05-14 12:00 schedule"},
		"skip": nil,
	} {
		t.Run(misfire, func(t *testing.T) {
			b := setup(t, at(5, 11, 6, 0), "hazards", `{cron: "30 6 * * *", misfire: `+misfire+`}`)
			b.until(at(5, 11, 12, 0))
			b.expectRuns("hazards 05-11 06:30 schedule")
			b.restart(3 * 24 * time.Hour)
			b.look()
			b.expectRuns(want...)
			b.until(at(5, 15, 12, 0))
			b.expectRuns("hazards 05-15 06:30 schedule")
			audits, err := b.Audits(t.Context(), 10)
			if err != nil {
				t.Fatal(err)
			}
			told := len(audits) == 1 && audits[0].Action == "missed" && strings.Contains(audits[0].Detail, "2026-05-12 06:30")
			if misfire != "all" && !told || misfire == "all" && len(audits) != 0 {
				t.Errorf("the audit says %+v", audits)
			}
		})
	}
}

// Catching up each missed time has a limit: of 48 missed half hours only the last three run.
func TestCatchingUpHasALimit(t *testing.T) {
	b := setup(t, at(5, 11, 0, 0), "hazards", `{every: 30m, misfire: all, catch_up: 3}`)
	b.restart(24 * time.Hour)
	b.look()
	tasks, err := b.Tasks(t.Context(), "hazards", 10)
	if err != nil || len(tasks) != 3 || !tasks[0].Due.Equal(at(5, 12, 0, 0)) || !tasks[2].Due.Equal(at(5, 11, 23, 0)) {
		t.Errorf("%d tasks %+v (%v), expected 23:00, 23:30 and 00:00", len(tasks), tasks, err)
	}
}

// What helps by waiting is tried again, ever later; what is wrong with the data is not.
func TestRetry(t *testing.T) {
	const yaml = `{cron: "0 6 * * *", retry: {times: 3, wait: 5m, backoff: 2}}`
	for name, c := range map[string]struct {
		err  error
		want []string
		code string
	}{
		"source away": {away, []string{"hazards 05-11 06:00 schedule", "hazards 05-11 06:05 retry try 2", "hazards 05-11 06:15 retry try 3", "hazards 05-11 06:35 retry try 4"}, "no_files"},
		"wrong data":  {wrong, []string{"hazards 05-11 06:00 schedule"}, "missing_column"},
		"canceled":    {&etl.RunError{Code: etl.Canceled, Message: "ended"}, []string{"hazards 05-11 06:00 schedule"}, "canceled"},
		"a program's": {errors.New("index out of range"), []string{"hazards 05-11 06:00 schedule", "hazards 05-11 06:05 retry try 2", "hazards 05-11 06:15 retry try 3", "hazards 05-11 06:35 retry try 4"}, "engine"},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, at(5, 11, 5, 0), "hazards", yaml)
			b.runner.fail = func(string, int) error { return c.err }
			b.until(at(5, 11, 12, 0))
			b.expectRuns(c.want...)
			if s := b.status("hazards"); s.Last == nil || s.Last.Code != c.code || len(s.Waiting) != 0 || s.Last.Attempts != len(c.want) {
				t.Errorf("last %+v, waiting %v, expected code %s and nothing waiting", s.Last, s.Waiting, c.code)
			}
		})
	}
}

func TestRetryOfOneClassOnly(t *testing.T) {
	b := setup(t, at(5, 11, 5, 0), "hazards", `{cron: "0 6 * * *", retry: {times: 2, wait: 1m, on: [timeout]}}`)
	b.runner.fail = func(string, int) error { return away }
	b.until(at(5, 11, 12, 0))
	b.expectRuns("hazards 05-11 06:00 schedule")
}

// While a try waits its reason is to be seen; the second try is good.
func TestARetryIsShownAndSucceeds(t *testing.T) {
	b := setup(t, at(5, 11, 5, 0), "hazards", `{cron: "0 6 * * *", retry: {times: 1, wait: 10m}}`)
	b.runner.fail = func(_ string, n int) error {
		if n == 1 {
			return away
		}
		return nil
	}
	b.until(at(5, 11, 6, 5))
	s := b.status("hazards")
	if len(s.Waiting) != 1 || len(s.Waiting[0].Holds) != 1 || s.Waiting[0].Holds[0].For != schedule.HoldTime || !s.Waiting[0].Holds[0].Until.Equal(at(5, 11, 6, 10)) ||
		!strings.Contains(s.Waiting[0].Holds[0].Why, "the source is away") {
		t.Errorf("waiting %+v, expected the next try at 06:10 and why", s.Waiting)
	}
	b.until(at(5, 11, 7, 0))
	b.expectRuns("hazards 05-11 06:00 schedule", "hazards 05-11 06:10 retry try 2")
	if s := b.status("hazards"); s.Last.State != state.TaskSucceeded || !s.LastSuccess.Equal(at(5, 11, 6, 10)) {
		t.Errorf("last %+v at %v", s.Last, s.LastSuccess)
	}
}

// A run that is not done when its time comes again: no second one begins, and one run makes up for all times that went by.
func TestNoOverlap(t *testing.T) {
	b := setup(t, at(5, 11, 0, 0), "hazards", `{every: 15m}`)
	gate := make(chan error)
	b.runner.gates["hazards"] = gate
	b.until(at(5, 11, 1, 20)) // 00:15 begins; 00:30, 00:45, 01:00 and 01:15 come
	b.expectRuns("hazards 05-11 00:15 schedule")
	if s := b.status("hazards"); s.Running == nil || s.Running.Run != "hazards#1" || len(s.Waiting) != 1 || s.Waiting[0].Holds[0].For != schedule.HoldBusy {
		t.Errorf("running %+v, waiting %+v", s.Running, s.Waiting)
	}
	delete(b.runner.gates, "hazards")
	gate <- nil
	b.idle()
	b.until(at(5, 11, 1, 30))
	b.expectRuns("hazards 05-11 01:20 schedule", "hazards 05-11 01:30 schedule")
}

// After midnight the header is loaded at six, then its details; the ranking waits for both.
func TestDependencies(t *testing.T) {
	b := setup(t, at(5, 11, 0, 0), "headers", `0 6 * * *`, "details", `{cron: "30 5 * * *", after: headers}`, "figures", `{after: [headers, details]}`)
	b.until(at(5, 11, 5, 45))
	b.expectRuns()
	s := b.status("details")
	if len(s.Waiting) != 1 || len(s.Waiting[0].Holds) != 1 || s.Waiting[0].Holds[0].Job != "headers" {
		t.Fatalf("details wait for %+v, expected headers", s.Waiting)
	}
	b.until(at(5, 12, 5, 0))
	b.expectRuns("headers 05-11 06:00 schedule", "details 05-11 06:00 schedule", "figures 05-11 06:00 dependency")
	b.until(at(5, 12, 5, 40)) // headers of yesterday are there
	b.expectRuns("details 05-12 05:30 schedule")
}

// What failed holds what comes after it, and says so, until somebody has put it right.
func TestAFailedDependencyHolds(t *testing.T) {
	b := setup(t, at(5, 11, 0, 0), "headers", `0 6 * * *`, "details", `{cron: "0 6 * * *", after: headers}`)
	broken := true
	b.runner.fail = func(name string, _ int) error {
		if name == "headers" && broken {
			return wrong
		}
		return nil
	}
	b.until(at(5, 11, 8, 0))
	b.expectRuns("headers 05-11 06:00 schedule")
	s := b.status("details")
	if len(s.Waiting) != 1 || s.Waiting[0].Holds[0].Why != "headers failed: the column 区划 is missing" {
		t.Fatalf("details wait for %+v", s.Waiting)
	}
	broken = false
	if _, err := b.Trigger(t.Context(), "headers", "张三", etl.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	b.idle()
	b.look()
	b.expectRuns("headers 05-11 08:00 manual", "details 05-11 08:00 schedule")
}

// Neither a rehearsal nor a backfill of last year is what a ranking waits for.
func TestWhatIsNoSuccessOfADependency(t *testing.T) {
	b := setup(t, at(5, 11, 8, 0), "hazards", "", "ranking", `{after: hazards}`)
	b.runner.dry = true
	if _, err := b.Trigger(t.Context(), "hazards", "张三", etl.RunOptions{DryRun: true}); err != nil {
		t.Fatal(err)
	}
	b.idle()
	b.runner.dry = false
	b.clock.Advance(time.Minute)
	b.backfill("2025-01-01", "2025-01-31", "month")
	b.look()
	b.expectRuns("hazards 05-11 08:00 manual", "hazards 05-11 08:01 backfill 2025-01-01..2025-01-31")
	b.clock.Advance(time.Minute)
	if _, err := b.Trigger(t.Context(), "hazards", "张三", etl.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	b.idle()
	b.look()
	b.expectRuns("hazards 05-11 08:02 manual", "ranking 05-11 08:02 dependency")
}

// Paused on Monday, resumed on Wednesday: one run makes up for Tuesday and Wednesday. By hand it runs all the same.
func TestPause(t *testing.T) {
	b := setup(t, at(5, 11, 12, 0), "hazards", `30 6 * * *`)
	if err := b.Pause(t.Context(), "hazards", "张三", "源系统升级"); err != nil {
		t.Fatal(err)
	}
	b.restart(time.Hour)
	b.until(at(5, 13, 9, 0))
	b.expectRuns()
	if s := b.status("hazards"); !s.Paused || s.PausedBy != "张三" || s.PausedWhy != "源系统升级" || !s.PausedAt.Equal(at(5, 11, 12, 0)) {
		t.Errorf("status %+v", s)
	}
	if _, err := b.Trigger(t.Context(), "hazards", "李四", etl.RunOptions{Full: true}); err != nil {
		t.Fatal(err)
	}
	b.idle()
	b.expectRuns("hazards 05-13 09:00 manual")
	if !b.runner.last.Full {
		t.Error("the options of a run by hand are lost")
	}
	if err := b.Resume(t.Context(), "hazards", "张三", ""); err != nil {
		t.Fatal(err)
	}
	b.until(at(5, 14, 9, 0))
	b.expectRuns("hazards 05-13 09:00 schedule", "hazards 05-14 06:30 schedule")
	if err := b.Pause(t.Context(), "harzards", "张三", ""); !errors.Is(err, schedule.ErrUnknownJob) || !strings.Contains(err.Error(), "only hazards") {
		t.Errorf("a job that is not there: %v", err)
	}
}

// A schedule that is new, or another, was not missed before it was there.
func TestANewScheduleMissedNothing(t *testing.T) {
	b := setup(t, at(5, 11, 5, 0), "hazards", "")
	b.restart(30 * 24 * time.Hour)
	b.jobs[0] = scheduled(t, "hazards", `{cron: "0 6 * * *", misfire: all}`)
	b.restart(time.Hour) // 10 June, 06:00
	b.until(at(6, 11, 5, 0))
	b.expectRuns()
	b.until(at(6, 11, 7, 0))
	b.expectRuns("hazards 06-11 06:00 schedule")
}

// Jitter spreads, within its bounds, and every server computes the same.
func TestJitter(t *testing.T) {
	var jobs []string
	for i := range 20 {
		jobs = append(jobs, fmt.Sprintf("job_%d", i), `{cron: "0 6 * * *", jitter: 30m}`)
	}
	var first []string
	for range 2 {
		b := setup(t, at(5, 11, 5, 0), jobs...)
		b.until(at(5, 11, 5, 59))
		b.expectRuns()
		b.until(at(5, 11, 6, 30))
		got := b.runner.take()
		times := map[string]bool{}
		for _, run := range got {
			times[strings.Fields(run)[2]] = true
		}
		if len(got) != 20 || len(times) < 10 {
			t.Errorf("%d of 20 ran, at %d different minutes", len(got), len(times))
		}
		if first != nil && strings.Join(first, " ") != strings.Join(got, " ") {
			t.Errorf("another server would begin at other times: %v, %v", first, got)
		}
		first = got
	}
}

func TestTimeout(t *testing.T) {
	b := setup(t, at(5, 11, 5, 0), "hazards", `{cron: "0 6 * * *", timeout: 2h}`)
	b.runner.gates["hazards"] = make(chan error)
	b.until(at(5, 11, 7, 59))
	if s := b.status("hazards"); s.Running == nil {
		t.Fatal("it does not run")
	}
	b.clock.Advance(time.Minute)
	b.idle()
	if s := b.status("hazards"); s.Last == nil || s.Last.Code != "timeout" || !strings.Contains(s.Last.Message, "longer than its timeout of 2h") {
		t.Errorf("last %+v", s.Last)
	}
}

func TestCancel(t *testing.T) {
	b := setup(t, at(5, 11, 5, 0), "hazards", `{cron: "0 6 * * *", retry: {times: 5, wait: 1m}}`)
	b.runner.gates["hazards"] = make(chan error)
	b.until(at(5, 11, 6, 0))
	if err := b.Cancel(t.Context(), "hazards#1", "张三"); err != nil {
		t.Fatal(err)
	}
	b.idle()
	b.until(at(5, 11, 8, 0))
	b.expectRuns("hazards 05-11 06:00 schedule")
	if s := b.status("hazards"); s.Last == nil || s.Last.State != state.TaskCanceled || s.Last.CancelBy != "张三" {
		t.Errorf("last %+v", s.Last)
	}
	if err := b.Cancel(t.Context(), "hazards#1", "张三"); !errors.Is(err, schedule.ErrUnknownJob) {
		t.Errorf("what is over: %v", err)
	}
}

// A run by hand while one goes on is refused, and leaves nothing behind.
func TestARunByHandWhileOneGoesOn(t *testing.T) {
	b := setup(t, at(5, 11, 5, 0), "hazards", "")
	gate := make(chan error)
	b.runner.gates["hazards"] = gate
	run, err := b.Trigger(t.Context(), "hazards", "张三", etl.RunOptions{})
	if err != nil || run != "hazards#1" {
		t.Fatalf("run %q (%v)", run, err)
	}
	b.clock.Advance(time.Second)
	if _, err := b.Trigger(t.Context(), "hazards", "李四", etl.RunOptions{}); etl.ClassOf(err) != etl.ClassBusy {
		t.Errorf("the second: %v", err)
	}
	gate <- nil
	b.idle()
	if s := b.status("hazards"); s.Last.State != state.TaskSucceeded || len(s.Waiting) != 0 {
		t.Errorf("status %+v", s)
	}
}

// The server is stopped during a run: after the start the same due time runs again, and no try was used up.
func TestAStopDuringARun(t *testing.T) {
	b := setup(t, at(5, 11, 5, 0), "hazards", `0 6 * * *`)
	b.runner.gates["hazards"] = make(chan error)
	b.until(at(5, 11, 6, 0))
	delete(b.runner.gates, "hazards")
	b.restart(time.Hour)
	b.look()
	b.expectRuns("hazards 05-11 06:00 schedule", "hazards 05-11 07:00 schedule")
	if s := b.status("hazards"); s.Last.State != state.TaskSucceeded || s.Last.Attempts != 1 || !s.Last.Due.Equal(at(5, 11, 6, 0)) {
		t.Errorf("last %+v", s.Last)
	}
}

// Nobody announced the working days of 2027 yet: Monday to Friday count, and the status says so.
func TestAnUnknownCalendar(t *testing.T) {
	b := setup(t, at(12, 31, 12, 0), "hazards", `{cron: "0 6 * * *", calendar: workdays}`)
	if s := b.status("hazards"); !s.CalendarUnknown || s.NextDue.Format(time.DateTime) != "2027-01-01 06:00:00" {
		t.Errorf("next %v, unknown %v", s.NextDue, s.CalendarUnknown)
	}
}
