package export

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"anlan/warehouse"
)

// turns are the places of exports that run at once. One caller holds only so many, so that who reads slowly leaves one to the others; a place that falls free goes to
// the caller with the fewest, and among those to the one who was given one longest ago.
type turns struct {
	mu      sync.Mutex
	all     int // places
	each    int // of them one caller may hold
	given   int
	callers map[string]*holder
	waiting []*waiter // in the order in which they came
	clock   uint64    // counts what was given
}

// holder is a caller who holds places, or waits for one.
type holder struct {
	held, waits int
	last        uint64 // when he was given a place
}

// waiter waits until its place is given.
type waiter struct {
	who  string
	turn chan struct{} // closed with mu held
}

func newTurns(all, each int) *turns {
	if each <= 0 {
		each = max(1, all-1)
	}
	return &turns{all: all, each: each, callers: map[string]*holder{}}
}

// take waits for a place, so long at most; done gives it back.
func (t *turns) take(ctx context.Context, who string, most time.Duration) (done func(), err error) {
	w := t.ask(who)
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-w.turn:
	case <-ctx.Done():
		err = fmt.Errorf("wait for other exports: %w", context.Cause(ctx))
	case <-timer.C:
		err = t.full(who)
	}
	if err != nil && t.leave(w) {
		return nil, err
	}
	return sync.OnceFunc(func() { t.back(who) }), nil
}

// ask stands in line.
func (t *turns) ask(who string) *waiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := &waiter{who: who, turn: make(chan struct{})}
	if t.callers[who] == nil {
		t.callers[who] = &holder{}
	}
	t.callers[who].waits++
	t.waiting = append(t.waiting, w)
	t.give()
	return w
}

// leave goes out of the line; false says that the place was given at the same moment.
func (t *turns) leave(w *waiter) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := slices.Index(t.waiting, w)
	if at < 0 {
		return false
	}
	t.waiting = slices.Delete(t.waiting, at, at+1)
	t.callers[w.who].waits--
	t.forget(w.who)
	return true
}

func (t *turns) back(who string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.given--
	t.callers[who].held--
	t.forget(who)
	t.give()
}

func (t *turns) forget(who string) {
	if h := t.callers[who]; h.held == 0 && h.waits == 0 {
		delete(t.callers, who)
	}
}

// give gives what is free to those whose turn it is.
func (t *turns) give() {
	for t.given < t.all {
		var next *waiter
		for _, w := range t.waiting {
			h := t.callers[w.who]
			if h.held < t.each && (next == nil || cmp.Or(cmp.Compare(h.held, t.callers[next.who].held), cmp.Compare(h.last, t.callers[next.who].last)) < 0) {
				next = w
			}
		}
		if next == nil {
			return
		}
		t.clock++
		t.given++
		h := t.callers[next.who]
		h.held, h.waits, h.last = h.held+1, h.waits-1, t.clock
		t.waiting = slices.DeleteFunc(t.waiting, func(w *waiter) bool { return w == next })
		close(next.turn)
	}
}

// full says why there was no place.
func (t *turns) full(who string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h := t.callers[who]; h.held >= t.each {
		return warehouse.Fault(warehouse.Unavailable, "%d exports of yours are running, and more are not at the same time: try again when one of them has ended", h.held)
	}
	return warehouse.Fault(warehouse.Unavailable, "%d exports are running: try again in a minute", t.given)
}

// crowded reports whether somebody waits only for lack of places.
func (t *turns) crowded() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.ContainsFunc(t.waiting, func(w *waiter) bool { return t.callers[w.who].held < t.each })
}
