package state

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Held is a lease with a heartbeat: it is renewed until it is released or lost.
type Held struct {
	store *Store
	ttl   time.Duration
	stop  context.CancelFunc
	done  chan struct{}
	lost  chan struct{}

	mu    sync.Mutex
	lease Lease
	err   error
}

// Hold takes a lease and renews it three times in ttl until Release. ErrHeld when somebody else has it.
func (s *Store) Hold(ctx context.Context, name, holder string, ttl time.Duration) (*Held, error) {
	lease, err := s.Acquire(ctx, name, holder, ttl)
	if err != nil {
		return nil, err
	}
	beating, stop := context.WithCancel(context.WithoutCancel(ctx))
	h := &Held{store: s, ttl: ttl, stop: stop, done: make(chan struct{}), lost: make(chan struct{}), lease: lease}
	go h.beat(beating)
	return h, nil
}

// askAgain is how often somebody who waits for a lease asks.
const askAgain = 200 * time.Millisecond

// HoldWhenFree waits for a lease as long as ctx lasts.
func (s *Store) HoldWhenFree(ctx context.Context, name, holder string, ttl time.Duration) (*Held, error) {
	for {
		h, err := s.Hold(ctx, name, holder, ttl)
		if !errors.Is(err, ErrHeld) {
			return h, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(min(askAgain, ttl/10)):
		}
	}
}

// Lost is closed when the lease is no longer ours, also when the database was out of reach for so long that it must be
// thought lost.
func (h *Held) Lost() <-chan struct{} { return h.lost }

// Confirm asks the database whether the lease is still ours, and holds it for another ttl; the error wraps ErrLost when it is
// not. It is to be asked right before what only the holder may do.
func (h *Held) Confirm(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.err != nil {
		return h.err
	}
	lease, err := h.store.Renew(ctx, h.lease, h.ttl)
	if err != nil {
		if errors.Is(err, ErrLost) {
			h.giveUp(err)
		}
		return err
	}
	h.lease = lease
	return nil
}

// Release gives the lease back, once; what cannot be given back ends with its time.
func (h *Held) Release() {
	h.stop()
	<-h.done
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = h.store.Release(ctx, h.lease)
}

// Token is the lease's fencing token: later holders have higher ones.
func (h *Held) Token() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lease.Token
}

// giveUp is called under mu.
func (h *Held) giveUp(err error) {
	if h.err == nil {
		h.err = err
		close(h.lost)
	}
}

// beat renews until it is stopped or the lease is lost. This machine's clock only measures how long ago the last renewal was.
func (h *Held) beat(ctx context.Context) {
	defer close(h.done)
	ticker := time.NewTicker(h.ttl / 3)
	defer ticker.Stop()
	good := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.lost:
			return
		case <-ticker.C:
		}
		began := time.Now()
		once, cancel := context.WithTimeout(ctx, h.ttl/3)
		err := h.Confirm(once)
		cancel()
		switch {
		case err == nil:
			good = began
		case ctx.Err() != nil:
			return
		case time.Since(good) >= h.ttl:
			h.mu.Lock()
			h.giveUp(errors.Join(ErrLost, err))
			h.mu.Unlock()
		}
	}
}

// Lease is the lease as it was renewed last.
func (h *Held) Lease() Lease {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lease
}
