package flight

import (
	"context"
	"sync"
	"time"

	"anlan/warehouse"
)

// running knows what is being read by which ticket, and which tickets were cancelled.
type running struct {
	now  func() time.Time
	turn Turn

	all sync.WaitGroup

	mu        sync.Mutex
	reads     map[string]map[*read]bool
	cancelled map[string]time.Time // until when the ticket would have been good
}

// read is one stream.
type read struct{ cancel context.CancelCauseFunc }

func newRunning(c Config) *running {
	if c.Turn == nil {
		c.Turn = ownTurns(c.Concurrent, c.Wait)
	}
	return &running{now: c.Now, turn: c.Turn, reads: map[string]map[*read]bool{}, cancelled: map[string]time.Time{}}
}

// ownTurns are so many places, given as callers come.
func ownTurns(concurrent int, wait time.Duration) Turn {
	slots := make(chan struct{}, concurrent)
	return func(ctx context.Context, _ string) (func(), error) {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case slots <- struct{}{}:
			return func() { <-slots }, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-timer.C:
			return nil, warehouse.Fault(warehouse.TooLarge, "%d queries are being read: try again in a minute", cap(slots))
		}
	}
}

// begin waits until few enough streams run and gives a context that ends when the ticket is cancelled. end gives the place back.
func (r *running) begin(ctx context.Context, t ticket) (reading context.Context, end func(), err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	one := &read{cancel}
	r.mu.Lock()
	if _, gone := r.cancelled[t.ID]; gone {
		r.mu.Unlock()
		cancel(errCancelled)
		return ctx, nil, warehouse.Fault(warehouse.NotFound, "this query was cancelled")
	}
	if r.reads[t.ID] == nil {
		r.reads[t.ID] = map[*read]bool{}
	}
	r.reads[t.ID][one] = true
	r.all.Add(1)
	r.mu.Unlock()
	forget := func() {
		r.mu.Lock()
		delete(r.reads[t.ID], one)
		if len(r.reads[t.ID]) == 0 {
			delete(r.reads, t.ID)
		}
		r.mu.Unlock()
		cancel(nil)
		r.all.Done()
	}
	if t.Probe != nil { // constants: nothing is read for them, and clients ask for them to see whether we are there
		return ctx, forget, nil
	}
	done, err := r.turn(ctx, t.Caller)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		forget()
		return ctx, nil, err
	}
	return ctx, func() { done(); forget() }, nil
}

// cancel ends whatever is read by a ticket and lets nothing more be read by it.
func (r *running) cancel(t ticket) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, until := range r.cancelled {
		if r.now().After(until) {
			delete(r.cancelled, id)
		}
	}
	r.cancelled[t.ID] = t.Expires
	for one := range r.reads[t.ID] {
		one.cancel(errCancelled)
	}
}

// stop ends every stream.
func (r *running) stop(reason error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, reads := range r.reads {
		for one := range reads {
			one.cancel(reason)
		}
	}
}

// count says how many streams run or wait.
func (r *running) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, reads := range r.reads {
		n += len(reads)
	}
	return n
}
