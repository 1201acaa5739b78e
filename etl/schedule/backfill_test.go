package schedule_test

import (
	"strings"
	"testing"
	"time"

	"anlan/etl/schedule"
	"anlan/safety"
	"anlan/state"
)

func (b *testBundle) backfill(from, to, step string) state.Backfill {
	b.t.Helper()
	day := func(text string) safety.Date {
		d, err := safety.ParseDate(text)
		if err != nil {
			b.t.Fatal(err)
		}
		return d
	}
	fill, err := b.Backfill(b.t.Context(), schedule.BackfillRequest{Pipeline: "hazards", From: day(from), To: day(to), Step: step, By: "张三", Why: "源系统补录"})
	if err != nil {
		b.t.Fatal(err)
	}
	return fill
}

func (b *testBundle) progress(id string) state.Backfill {
	b.t.Helper()
	fills, err := b.Backfills(b.t.Context())
	if err != nil || len(fills) != 1 || fills[0].ID != id {
		b.t.Fatalf("backfills %+v (%v)", fills, err)
	}
	return fills[0]
}

func TestABackfillRunsWindowByWindow(t *testing.T) {
	for step, want := range map[string][]string{
		"month": {"2024-01-15..2024-01-31", "2024-02-01..2024-02-29", "2024-03-01..2024-03-04"},
		"week":  {"2024-01-15..2024-01-21", "2024-01-22..2024-01-28", "2024-01-29..2024-02-04", "2024-02-05..2024-02-11", "2024-02-12..2024-02-18", "2024-02-19..2024-02-25", "2024-02-26..2024-03-03", "2024-03-04..2024-03-04"},
	} {
		t.Run(step, func(t *testing.T) {
			b := setup(t, at(5, 11, 12, 0), "hazards", "")
			fill := b.backfill("2024-01-15", "2024-03-04", step)
			b.look()
			var windows []string
			for _, run := range b.runner.take() {
				windows = append(windows, strings.TrimPrefix(run, "hazards 05-11 12:00 backfill "))
			}
			if strings.Join(windows, " ") != strings.Join(want, " ") {
				t.Errorf("windows\n%q\nexpected\n%q", windows, want)
			}
			if p := b.progress(fill.ID); p.State != state.BackfillDone || p.Done != len(want) {
				t.Errorf("progress %+v", p)
			}
		})
	}
}

// A backfill of four months: the server stops in the second, the third fails, somebody mends it and goes on. Its job's own
// due time comes in between.
func TestABackfillGoesOnAfterARestart(t *testing.T) {
	b := setup(t, at(5, 11, 5, 30), "hazards", `0 6 * * *`)
	fill := b.backfill("2025-01-01", "2025-04-30", "month")
	b.runner.gates["hazards"] = make(chan error)
	b.look()
	b.runner.gates["hazards"] <- nil
	b.idle()
	b.look() // the second window is on its way
	if p := b.progress(fill.ID); p.Windows != 4 || p.Done != 1 || p.Running != 1 || p.State != state.BackfillRunning {
		t.Errorf("before the stop %+v", p)
	}
	b.expectRuns("hazards 05-11 05:30 backfill 2025-01-01..2025-01-31", "hazards 05-11 05:30 backfill 2025-02-01..2025-02-28")
	delete(b.runner.gates, "hazards")
	b.runner.fail = func(_ string, n int) error {
		if n == 5 {
			return wrong
		}
		return nil
	}
	b.restart(time.Hour)
	b.look()
	b.expectRuns("hazards 05-11 06:30 schedule", "hazards 05-11 06:30 backfill 2025-02-01..2025-02-28", "hazards 05-11 06:30 backfill 2025-03-01..2025-03-31")
	if p := b.progress(fill.ID); p.State != state.BackfillPaused || p.Done != 2 || p.Failed != 1 || !strings.Contains(p.Message, "2025-03-01..2025-03-31 failed: the column 区划 is missing") {
		t.Errorf("after the failure %+v", p)
	}
	if err := b.ResumeBackfill(t.Context(), fill.ID, "张三"); err != nil {
		t.Fatal(err)
	}
	b.look()
	b.expectRuns("hazards 05-11 06:30 backfill 2025-03-01..2025-03-31", "hazards 05-11 06:30 backfill 2025-04-01..2025-04-30")
	if p := b.progress(fill.ID); p.State != state.BackfillDone || p.Done != 4 {
		t.Errorf("at the end %+v", p)
	}
}

func TestABackfillIsPausedAndCanceled(t *testing.T) {
	b := setup(t, at(5, 11, 12, 0), "hazards", "")
	fill := b.backfill("2025-01-01", "2025-01-05", "day")
	gate := make(chan error)
	b.runner.gates["hazards"] = gate
	b.look()
	if err := b.PauseBackfill(t.Context(), fill.ID, "张三", "白天不加载"); err != nil {
		t.Fatal(err)
	}
	gate <- nil
	b.idle()
	b.look()
	b.expectRuns("hazards 05-11 12:00 backfill 2025-01-01..2025-01-01")
	if s := b.status("hazards"); len(s.Waiting) != 1 || s.Waiting[0].Holds[0].For != schedule.HoldPaused || !strings.Contains(s.Waiting[0].Holds[0].Why, "白天不加载") {
		t.Errorf("waiting %+v", s.Waiting)
	}
	if err := b.ResumeBackfill(t.Context(), fill.ID, "张三"); err != nil {
		t.Fatal(err)
	}
	b.look() // the second day is on its way
	if err := b.CancelBackfill(t.Context(), fill.ID, "张三"); err != nil {
		t.Fatal(err)
	}
	b.look()
	b.idle()
	b.look()
	b.expectRuns("hazards 05-11 12:00 backfill 2025-01-02..2025-01-02")
	if p := b.progress(fill.ID); p.State != state.BackfillCanceled || p.Done != 1 {
		t.Errorf("progress %+v", p)
	}
}

func TestABackfillThatCannotBe(t *testing.T) {
	b := setup(t, at(5, 11, 12, 0), "hazards", "")
	b.unwindowed("ledger")
	day := safety.NewDate(2025, 1, 1)
	for want, r := range map[string]schedule.BackfillRequest{
		"only hazards, ledger":   {Pipeline: "harzards", From: day, To: day},
		"to the same or a later": {Pipeline: "hazards", From: day, To: day.AddDays(-1)},
		"is day, week or month":  {Pipeline: "hazards", From: day, To: day, Step: "year"},
		"its source is files":    {Pipeline: "ledger", From: day, To: day},
		"take a longer step":     {Pipeline: "hazards", From: day, To: day.AddDays(4000), Step: "day"},
	} {
		if _, err := b.Backfill(t.Context(), r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, expected %q", r, err, want)
		}
	}
}
