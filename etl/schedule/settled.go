package schedule

import (
	"context"
	"time"

	"anlan/state"
)

// settledWithin is how long it may take to write down what came of a run.
const settledWithin = 5 * time.Second

// Settled returns once the state knows what came of a run of this server that has ended: only then may the same job begin again.
func (s *Scheduler) Settled(ctx context.Context, run string) {
	ctx, cancel := context.WithTimeout(ctx, settledWithin)
	defer cancel()
	for {
		t, err := s.state.TaskOfRun(ctx, run)
		if err != nil || t.State != state.TaskRunning {
			return
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return
		}
	}
}
