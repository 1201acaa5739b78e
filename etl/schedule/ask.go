package schedule

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/etl"
	"anlan/state"
	"anlan/warehouse"
)

// ErrUnknownJob is wrapped by the error of whoever names a job, run or backfill that is not there.
var ErrUnknownJob = state.ErrNotFound

// Trigger runs a pipeline now, on this server, also while it is paused, and returns the id of the run, which goes on after
// Trigger returned. by is who asks. A pipeline that is running gives an already_running *etl.RunError.
func (s *Scheduler) Trigger(ctx context.Context, pipeline, by string, o etl.RunOptions) (run string, err error) {
	job, err := s.known(pipeline)
	if err != nil {
		return "", err
	}
	now := s.config.Clock.Now().Truncate(time.Millisecond)
	if o.Trigger == "" {
		o.Trigger = warehouse.TriggerManual
	}
	t := newTask(job, warehouse.TriggerManual, now)
	t.NotBefore, t.Requested, t.ID = now, by, "asked/"+t.ID
	if o.Window != nil {
		t.From, t.To = o.Window.From, o.Window.To
	}
	if err := errors.Join(s.register(ctx), s.alive(ctx)); err != nil {
		return "", err
	}
	if err := s.closeInterrupted(ctx, job); err != nil {
		return "", err
	}
	if _, err := s.state.AddTask(ctx, t); err != nil {
		return "", err
	}
	t, ours, err := s.state.Begin(ctx, t, s.config.Server, now)
	if err == nil && !ours {
		err = &etl.RunError{Code: etl.AlreadyRunning, Message: fmt.Sprintf("the pipeline %s is running already", pipeline)}
	}
	if err != nil {
		return "", errors.Join(err, s.state.Skip(ctx, t.ID, etl.AlreadyRunning, "another run of the pipeline was going on", now))
	}
	running, end := context.WithCancelCause(s.root)
	id, wait, err := s.config.Runner.Start(running, pipeline, o)
	if err != nil {
		defer end(nil)
		s.over(running, job, t, warehouse.Run{}, err)
		return "", err
	}
	s.mu.Lock()
	s.running[t.ID] = end
	s.mu.Unlock()
	s.runs.Go(func() {
		defer end(nil)
		s.follow(running, end, job, t, id, wait)
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.running, t.ID)
	})
	return id, s.state.AppendAudit(ctx, state.Audit{At: now, Who: by, Action: "run", Subject: pipeline, Detail: id})
}

// closeInterrupted ends what was asked of a server that is gone, a command that was killed say: it does not run again by itself,
// and it holds back nobody who asks anew.
func (s *Scheduler) closeInterrupted(ctx context.Context, job Job) error {
	v, err := s.view(ctx)
	if err != nil {
		return err
	}
	for _, t := range v.open[job.Pipeline] {
		if t.State != state.TaskRunning || t.Kind != warehouse.TriggerManual || v.alive[state.ServerLease(t.Holder)] {
			continue
		}
		t, ours, err := s.state.Begin(ctx, t, s.config.Server, v.now)
		if err != nil {
			return err
		}
		if ours {
			s.over(ctx, job, t, warehouse.Run{ID: t.Run}, &etl.RunError{Code: codeInterrupted, Message: "the server ended during the run"})
		}
	}
	return nil
}

// Pause holds a job's due times back until Resume; what runs goes on. by is who does it; why is shown to everybody.
func (s *Scheduler) Pause(ctx context.Context, pipeline, by, why string) error {
	if _, err := s.known(pipeline); err != nil {
		return err
	}
	if err := s.register(ctx); err != nil {
		return err
	}
	return s.state.Pause(ctx, pipeline, by, why, s.config.Clock.Now())
}

// Resume lets a job's due times come again; those that were missed meanwhile are treated as the job's misfire says.
func (s *Scheduler) Resume(ctx context.Context, pipeline, by, why string) error {
	if _, err := s.known(pipeline); err != nil {
		return err
	}
	return s.state.Resume(ctx, pipeline, by, why, s.config.Clock.Now())
}

// Cancel ends a run of the scheduler, named by the id of the run or the task, also one of another server, which sees to it
// within seconds. It is not tried again. ErrUnknownJob when no such run goes on.
func (s *Scheduler) Cancel(ctx context.Context, run, by string) error {
	t, err := s.state.TaskOfRun(ctx, run)
	if errors.Is(err, state.ErrNotFound) {
		t, err = s.state.Task(ctx, run)
	}
	if err != nil {
		return err
	}
	if err := s.state.CancelTask(ctx, t, by, s.config.Clock.Now()); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if end, here := s.running[t.ID]; here {
		end(errCanceled)
	}
	return nil
}

// known finds a job, or says which ones there are.
func (s *Scheduler) known(pipeline string) (Job, error) {
	job, ok := s.job(pipeline)
	if !ok {
		names := make([]string, 0, len(s.config.Jobs))
		for _, job := range s.config.Jobs {
			names = append(names, job.Pipeline)
		}
		slices.Sort(names)
		return job, fmt.Errorf("there is no job %q, only %s: %w", pipeline, strings.Join(names, ", "), ErrUnknownJob)
	}
	return job, nil
}
