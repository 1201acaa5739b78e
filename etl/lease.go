package etl

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anlan/state"
	"anlan/warehouse"
)

// runLease is how long a run may be silent before another process may run its pipeline.
const runLease = 30 * time.Second

// leaseOf is the name of the lease that a run of a pipeline holds; its holder is the run.
func leaseOf(pipeline string) string { return "run/" + pipeline }

// hold takes the lease of the run's pipeline, so that no other process runs it; without a state there is no other.
func (r *run) hold(ctx context.Context) error {
	if r.loader.options.State == nil {
		return nil
	}
	held, err := r.loader.options.State.Hold(ctx, leaseOf(r.pipeline.Name), r.id, runLease)
	switch {
	case errors.Is(err, state.ErrHeld):
		return &RunError{Code: AlreadyRunning, Message: fmt.Sprintf("the pipeline %s is running already, perhaps on another server", r.pipeline.Name), Err: err}
	case err != nil:
		return &RunError{Code: warehouse.Unavailable, Message: "the state of the servers cannot be asked whether the pipeline runs elsewhere; nothing was begun", Err: err}
	}
	r.held = held
	return nil
}

// underLease ends the run's context when its lease is lost: then another process may run the pipeline.
func (r *run) underLease(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	if r.held != nil {
		go func() {
			select {
			case <-r.held.Lost():
				end(state.ErrLost)
			case <-ctx.Done():
			}
		}()
	}
	return ctx, func() { end(nil) }
}

// release gives the lease back.
func (r *run) release() {
	if r.held != nil {
		r.held.Release()
	}
}

// fence lets a change be published only as long as the run holds its lease.
func (r *run) fence(u *warehouse.Update) {
	if r.held != nil {
		u.Require(r.held.Confirm)
	}
}

// InterruptGone marks the runs in the ledger that no process goes on with any more, and returns how many there were. With a
// state several processes may call it at any time; without one the warehouse must be this process's own, and nothing run.
func (l *Loader) InterruptGone(ctx context.Context) (int, error) {
	if l.options.State == nil {
		return l.warehouse.InterruptRuns(ctx, nil)
	}
	return l.warehouse.InterruptRuns(ctx, func(ctx context.Context, run warehouse.Run) (bool, error) {
		held, err := l.options.State.Holder(ctx, leaseOf(run.Pipeline))
		if errors.Is(err, state.ErrNotFound) {
			// It may have ended since the ledger was read: then its last event is there by now.
			now, err := l.warehouse.Run(ctx, run.ID)
			return now.State != warehouse.RunRunning, err
		}
		return held.Holder == run.ID, err
	})
}
