package schedule

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"anlan/etl"
	"anlan/state"
	"anlan/warehouse"
)

// errCanceled ends a run that a person wants ended.
var errCanceled = errors.New("the run was canceled")

// Limits of tries that the job's own rule does not know.
const (
	busyWait      = 10 * time.Second // until a pipeline that runs by other means is asked again
	mostTakeovers = 3                // of a task whose server dies each time: the run may be what kills it
	longestWait   = 24 * time.Hour
)

// codeInterrupted says that a task's server died.
const codeInterrupted = warehouse.RunInterrupted

// work runs a task that was begun here, and returns when it is on its way.
func (s *Scheduler) work(job Job, t state.Task, orphan bool) {
	ctx, end := context.WithCancelCause(s.root)
	s.mu.Lock()
	s.running[t.ID] = end
	s.mu.Unlock()
	s.runs.Go(func() {
		defer end(nil)
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.running, t.ID)
		}()
		if orphan && (t.Kind == warehouse.TriggerManual || t.Attempts > mostTakeovers) {
			err := &etl.RunError{Code: codeInterrupted, Message: fmt.Sprintf("the server ended during the run; it was tried %d times", t.Attempts-1)}
			s.over(ctx, job, t, warehouse.Run{ID: t.Run}, err)
			return
		}
		s.attempt(ctx, end, job, t, optionsOf(t))
	})
}

// optionsOf says how a task is run.
func optionsOf(t state.Task) etl.RunOptions {
	o := etl.RunOptions{Trigger: t.Kind, Attempt: t.Attempts}
	if t.Attempts > 1 && t.Backfill == "" {
		o.Trigger = warehouse.TriggerRetry
	}
	if !t.From.IsZero() {
		o.Window = &etl.Window{From: t.From, To: t.To}
	}
	return o
}

// attempt makes one try of a task.
func (s *Scheduler) attempt(ctx context.Context, end context.CancelCauseFunc, job Job, t state.Task, o etl.RunOptions) {
	if limit := job.Schedule.Timeout; limit > 0 {
		timer := s.config.Clock.AfterFunc(limit, func() { end(etl.ErrTimeout) })
		defer timer.Stop()
	}
	id, wait, err := s.config.Runner.Start(ctx, t.Job, o)
	if err != nil {
		s.over(ctx, job, t, warehouse.Run{}, err)
		return
	}
	s.follow(ctx, end, job, t, id, wait)
}

// follow waits for a run that has begun.
func (s *Scheduler) follow(ctx context.Context, end context.CancelCauseFunc, job Job, t state.Task, id string, wait func() (warehouse.Run, error)) {
	t.Run = id
	ours, err := s.state.NoteRun(context.WithoutCancel(ctx), t, id)
	if err == nil && !ours {
		end(state.ErrLost)
	}
	run, err := wait()
	s.over(ctx, job, t, run, err)
}

// over writes down what came of a try and tells whoever wants to know.
func (s *Scheduler) over(ctx context.Context, job Job, t state.Task, run warehouse.Run, err error) {
	cause, class := context.Cause(ctx), etl.ClassOf(err)
	if err != nil && errors.Is(cause, etl.ErrTimeout) {
		class = etl.ClassTimeout
		err = &etl.RunError{Code: string(etl.ClassTimeout), Message: "the run took longer than its timeout of " + job.Schedule.Timeout.String() + "; nothing of it was published", Err: err}
	}
	o := outcome(job.Schedule.Retry, t, err, class, cause, s.config.Clock.Now())
	o.Aside = run.DryRun || !t.From.IsZero()
	always := context.WithoutCancel(ctx)
	ours, writing := s.finish(always, t, o)
	if writing != nil || !ours {
		s.config.Logger.Error("what came of a run could not be written into the state, or another server has taken it over", "task", t.ID, "run", t.Run, "error", writing)
		return
	}
	t.State, t.Code, t.Message, t.NotBefore = o.State, o.Code, o.Message, o.NotBefore
	if !o.Uncounted {
		s.config.Ended(always, Ended{Task: t, Run: run, Err: err, Class: class})
	}
}

// finish tries for a while: a database that is away for a moment must not cost the outcome.
func (s *Scheduler) finish(ctx context.Context, t state.Task, o state.Outcome) (ours bool, err error) {
	for wait := 100 * time.Millisecond; wait < s.config.Lease; wait *= 2 {
		if ours, err = s.state.Finish(ctx, t, o); err == nil {
			return ours, nil
		}
		time.Sleep(wait)
	}
	return false, err
}

// outcome decides what becomes of a task after a try.
func outcome(r etl.Retry, t state.Task, err error, class etl.Class, cause error, now time.Time) state.Outcome {
	o := state.Outcome{State: state.TaskSucceeded, At: now}
	if err == nil {
		return o
	}
	o.Message = err.Error()
	o.Code = string(class)
	var run *etl.RunError
	if errors.As(err, &run) {
		o.Code = run.Code
	}
	switch {
	case errors.Is(cause, errStopping):
		o.State, o.Uncounted, o.NotBefore, o.Code, o.Message = state.TaskWaiting, true, now, codeInterrupted, "the server was stopped during the run"
		if t.Kind == warehouse.TriggerManual {
			o.State, o.Uncounted = state.TaskFailed, false
		}
	case t.Kind == warehouse.TriggerManual && class != etl.ClassCanceled:
		o.State = state.TaskFailed
	case class == etl.ClassBusy, errors.Is(cause, state.ErrLost), errors.Is(err, state.ErrLost):
		o.State, o.Uncounted, o.NotBefore = state.TaskWaiting, true, now.Add(busyWait)
	case class == etl.ClassCanceled:
		o.State = state.TaskCanceled
	case t.Attempts <= r.Times && slices.Contains(r.On, class):
		o.State, o.NotBefore = state.TaskWaiting, now.Add(retryWait(r, t.Attempts))
	default:
		o.State = state.TaskFailed
	}
	return o
}

// retryWait is how long to wait after try number n, from 1.
func retryWait(r etl.Retry, n int) time.Duration {
	return time.Duration(min(float64(r.Wait)*math.Pow(max(r.Backoff, 1), float64(n-1)), float64(longestWait)))
}
