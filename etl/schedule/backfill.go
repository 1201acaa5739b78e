package schedule

import (
	"context"
	"fmt"
	"time"

	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Steps of a backfill.
const (
	StepDay   = "day"
	StepWeek  = "week" // Monday to Sunday
	StepMonth = "month"
)

// mostWindows of one backfill: ten years of days.
const mostWindows = 3660

// BackfillRequest asks for a span of days, both inside, to be loaded again, one run a step, the oldest first.
type BackfillRequest struct {
	Pipeline string
	From, To safety.Date
	Step     string // StepMonth when empty
	By, Why  string
}

// Backfill starts one and returns it as it is kept: it goes on over restarts, one window at a time, lets the job's own due
// times through, and stops (paused) at a window that fails for good.
func (s *Scheduler) Backfill(ctx context.Context, r BackfillRequest) (state.Backfill, error) {
	job, err := s.known(r.Pipeline)
	if err != nil {
		return state.Backfill{}, err
	}
	if !job.Windowed {
		return state.Backfill{}, warehouse.Fault(warehouse.BadRequest, "%s cannot be loaded by windows of days: its source is files, or does not say by which column or parameter it is asked for days; run it once instead", r.Pipeline)
	}
	if r.Step == "" {
		r.Step = StepMonth
	}
	windows, err := windowsOf(r.From, r.To, r.Step)
	if err != nil {
		return state.Backfill{}, err
	}
	now := s.config.Clock.Now().Truncate(time.Millisecond)
	tasks := make([]state.Task, len(windows))
	for i, w := range windows {
		tasks[i] = state.Task{Job: job.Pipeline, Kind: warehouse.TriggerBackfill, Due: now, NotBefore: now, State: state.TaskWaiting, Requested: r.By, From: w.From, To: w.To}
	}
	return s.state.AddBackfill(ctx, state.Backfill{Job: job.Pipeline, From: r.From, To: r.To, Step: r.Step, Requested: r.By, Why: r.Why, CreatedAt: now}, tasks)
}

// Backfills lists them with their progress, the latest first, at most a hundred.
func (s *Scheduler) Backfills(ctx context.Context) ([]state.Backfill, error) {
	return s.state.Backfills(ctx, "", 100)
}

// BackfillWindows lists the windows of a backfill in their order.
func (s *Scheduler) BackfillWindows(ctx context.Context, id string) ([]state.Task, error) {
	return s.state.Windows(ctx, id)
}

// PauseBackfill lets no further window begin; one that runs goes on.
func (s *Scheduler) PauseBackfill(ctx context.Context, id, by, why string) error {
	return s.state.SetBackfill(ctx, id, state.BackfillPaused, by, why, s.config.Clock.Now())
}

// ResumeBackfill goes on, with windows that failed once more.
func (s *Scheduler) ResumeBackfill(ctx context.Context, id, by string) error {
	return s.state.SetBackfill(ctx, id, state.BackfillRunning, by, "", s.config.Clock.Now())
}

// CancelBackfill ends it for good, with the window that runs; windows that are done stay loaded.
func (s *Scheduler) CancelBackfill(ctx context.Context, id, by string) error {
	return s.state.SetBackfill(ctx, id, state.BackfillCanceled, by, "", s.config.Clock.Now())
}

// settleBackfills ends those whose windows are all done, and pauses those with a window that did not succeed.
func (s *Scheduler) settleBackfills(ctx context.Context, v view) error {
	for _, b := range v.backfills {
		if b.State != state.BackfillRunning || b.Running > 0 {
			continue
		}
		switch {
		case b.Done == b.Windows:
			if err := s.state.SetBackfill(ctx, b.ID, state.BackfillDone, s.config.Server, "", v.now); err != nil {
				return err
			}
		case b.Failed > 0:
			if err := s.pauseAtFailure(ctx, b, v.now); err != nil {
				return err
			}
			b.State = state.BackfillPaused
			v.backfills[b.ID] = b
		}
	}
	return nil
}

func (s *Scheduler) pauseAtFailure(ctx context.Context, b state.Backfill, now time.Time) error {
	windows, err := s.state.Windows(ctx, b.ID)
	if err != nil {
		return err
	}
	why := ""
	for _, w := range windows {
		if w.State == state.TaskFailed || w.State == state.TaskCanceled {
			why = fmt.Sprintf("the window %s..%s %s%s", w.From, w.To, w.State, because(w.Message))
		}
	}
	return s.state.SetBackfill(ctx, b.ID, state.BackfillPaused, s.config.Server, why, now)
}

// windowsOf cuts a span into calendar steps; the first and last may be shorter.
func windowsOf(from, to safety.Date, step string) ([]window, error) {
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return nil, warehouse.Fault(warehouse.BadRequest, "a backfill goes from a day to the same or a later one, not from %s to %s", from, to)
	}
	var list []window
	for day := from; !day.After(to); {
		end := day
		switch step {
		case StepMonth:
			end = day.YearMonth().Last()
		case StepWeek:
			end = day.AddDays((7 - int(day.Weekday())) % 7)
		case StepDay:
		default:
			return nil, warehouse.Fault(warehouse.BadRequest, "the step of a backfill is day, week or month, not %q", step)
		}
		if end.After(to) {
			end = to
		}
		list = append(list, window{day, end})
		if len(list) > mostWindows {
			return nil, warehouse.Fault(warehouse.BadRequest, "more than %d windows: take a longer step", mostWindows)
		}
		day = end.AddDays(1)
	}
	return list, nil
}

type window struct{ From, To safety.Date }
