package schedule

import (
	"context"
	"fmt"
	"time"

	"anlan/etl"
	"anlan/state"
)

// view is what the state says at one moment, by job.
type view struct {
	now       time.Time
	jobs      map[string]state.Job
	open      map[string][]state.Task
	last      map[string]state.Task
	backfills map[string]state.Backfill // that are not over, by id
	alive     map[string]bool           // leases that are held
}

func (s *Scheduler) view(ctx context.Context) (view, error) {
	v := view{now: s.config.Clock.Now(), jobs: map[string]state.Job{}, open: map[string][]state.Task{}, last: map[string]state.Task{}, backfills: map[string]state.Backfill{}, alive: map[string]bool{}}
	jobs, err := s.state.Jobs(ctx)
	if err != nil {
		return v, err
	}
	for _, j := range jobs {
		v.jobs[j.Name] = j
	}
	open, err := s.state.OpenTasks(ctx)
	if err != nil {
		return v, err
	}
	for _, t := range open {
		v.open[t.Job] = append(v.open[t.Job], t)
	}
	last, err := s.state.LastTasks(ctx)
	if err != nil {
		return v, err
	}
	for _, t := range last {
		v.last[t.Job] = t
	}
	backfills, err := s.state.OpenBackfills(ctx)
	if err != nil {
		return v, err
	}
	for _, b := range backfills {
		v.backfills[b.ID] = b
	}
	leases, err := s.state.Leases(ctx)
	for _, l := range leases {
		v.alive[l.Name] = true
	}
	return v, err
}

// look admits what has become due and begins what may run. It is called every few seconds.
func (s *Scheduler) look() {
	ctx := s.root
	if err := s.once(ctx); err != nil && ctx.Err() == nil {
		s.config.Logger.Error("the scheduler cannot read or write its state; it tries again", "error", err)
	}
}

func (s *Scheduler) once(ctx context.Context) error {
	if err := s.alive(ctx); err != nil {
		return err
	}
	v, err := s.view(ctx)
	if err != nil {
		return err
	}
	s.obeyCancels(v)
	changed := false
	for _, job := range s.config.Jobs {
		admitted, err := s.admit(ctx, job, v)
		if err != nil {
			return fmt.Errorf("job %s: %w", job.Pipeline, err)
		}
		changed = changed || admitted
	}
	if changed {
		if v, err = s.view(ctx); err != nil {
			return err
		}
	}
	if err := s.settleBackfills(ctx, v); err != nil {
		return err
	}
	for _, job := range s.config.Jobs {
		if err := s.begin(ctx, job, v); err != nil {
			return fmt.Errorf("job %s: %w", job.Pipeline, err)
		}
	}
	return nil
}

// obeyCancels ends what runs here and somebody, perhaps through another server, wants ended.
func (s *Scheduler) obeyCancels(v view) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, tasks := range v.open {
		for _, t := range tasks {
			if end, here := s.running[t.ID]; here && t.State == state.TaskRunning && t.CancelBy != "" {
				end(errCanceled)
			}
		}
	}
}

// admit turns due times into tasks, on whichever server comes first.
func (s *Scheduler) admit(ctx context.Context, job Job, v view) (bool, error) {
	known, ok := v.jobs[job.Pipeline]
	if !ok || known.Paused() {
		return false, nil
	}
	a := admission(job, known, v)
	if a.handled.IsZero() {
		return false, nil
	}
	won, err := s.state.Admit(ctx, job.Pipeline, known.Handled, a.handled, a.tasks)
	if err != nil || !won {
		return false, err
	}
	if a.missed != "" {
		s.config.Logger.Warn("due times were missed", "pipeline", job.Pipeline, "what", a.missed)
		if err := s.state.AppendAudit(ctx, state.Audit{At: v.now, Who: s.config.Server, Action: "missed", Subject: job.Pipeline, Detail: a.missed}); err != nil {
			return true, err
		}
	}
	for _, old := range a.superseded {
		if err := s.state.Skip(ctx, old.ID, codeSuperseded, "a later time of the job came before this one could run", v.now); err != nil {
			return true, err
		}
		if old.Attempts > 0 { // it had failed, and its other tries will not be
			old.State = state.TaskFailed
			s.config.Ended(ctx, Ended{Task: old, Err: &etl.RunError{Code: old.Code, Message: old.Message}})
		}
	}
	return true, nil
}

// begin takes at most one task of a job: one whose server is gone, or the first that nothing holds back.
func (s *Scheduler) begin(ctx context.Context, job Job, v view) error {
	for _, t := range v.open[job.Pipeline] {
		if t.State == state.TaskRunning && !v.alive[state.ServerLease(t.Holder)] {
			return s.take(ctx, job, t, true, v.now)
		}
	}
	for _, t := range ordered(v.open[job.Pipeline]) {
		if t.State == state.TaskRunning {
			return nil
		}
		if len(s.holds(job, t, v)) == 0 {
			return s.take(ctx, job, t, false, v.now)
		}
	}
	return nil
}

// take begins a task here, unless enough runs here or another server was faster.
func (s *Scheduler) take(ctx context.Context, job Job, t state.Task, orphan bool, now time.Time) error {
	s.mu.Lock()
	full := len(s.running) >= s.config.Parallel
	s.mu.Unlock()
	if full {
		return nil
	}
	t, ours, err := s.state.Begin(ctx, t, s.config.Server, now)
	if err != nil || !ours {
		return err
	}
	if orphan {
		s.config.Logger.Warn("a run is taken over: its server is gone", "pipeline", job.Pipeline, "task", t.ID, "run", t.Run)
	}
	s.work(job, t, orphan)
	return nil
}
