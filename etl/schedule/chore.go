package schedule

import (
	"context"
	"errors"
	"time"

	"anlan/state"
)

// choreState is what came of a chore here.
type choreState struct {
	at  time.Time
	err error
}

// chore does housekeeping, unless another server is doing it.
func (s *Scheduler) chore(c Chore) {
	ctx := s.root
	held, err := s.state.Hold(ctx, "chore/"+c.Name, s.config.Server, s.config.Lease)
	if errors.Is(err, state.ErrHeld) {
		return
	}
	if err == nil {
		err = s.underLease(ctx, held, c.Run)
	}
	if err != nil && ctx.Err() == nil {
		s.config.Logger.Error("housekeeping failed; it is tried again", "what", c.Name, "error", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chores[c.Name] = choreState{s.config.Clock.Now(), err}
}

// underLease runs fn as long as the lease is held.
func (s *Scheduler) underLease(ctx context.Context, held *state.Held, fn func(context.Context) error) error {
	defer held.Release()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	over := make(chan struct{})
	defer close(over)
	go func() {
		select {
		case <-held.Lost():
			end(state.ErrLost)
		case <-over:
		}
	}()
	return fn(ctx)
}
