package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrHeld says that somebody else holds the lease.
var ErrHeld = errors.New("the lease is held by somebody else")

// ErrLost says that a lease is no longer ours: its time ran out, and somebody else may hold it.
var ErrLost = errors.New("the lease was lost")

// Lease is the right to do something alone until a time of the database's clock, unless it is renewed. Token grows with
// every new holder.
type Lease struct {
	Name   string
	Holder string
	Token  int64
	Until  time.Time
}

// Acquire takes a lease that nobody holds, or whose time is over; also one that this holder holds already. The error wraps
// ErrHeld, and names the holder, when somebody else holds it.
func (s *Store) Acquire(ctx context.Context, name, holder string, ttl time.Duration) (Lease, error) {
	taken, err := list(ctx, s, s.db, "lease_acquire", scanLease, name, holder, ttl.Milliseconds())
	if err != nil {
		return Lease{}, err
	}
	if len(taken) == 1 {
		return taken[0], nil
	}
	other, err := s.Holder(ctx, name)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Lease{}, err
	}
	return Lease{}, fmt.Errorf("%w: %s by %s until %s", ErrHeld, name, other.Holder, other.Until.Format(time.DateTime))
}

// Renew holds a lease longer. The error wraps ErrLost when it is no longer ours.
func (s *Store) Renew(ctx context.Context, l Lease, ttl time.Duration) (Lease, error) {
	renewed, err := list(ctx, s, s.db, "lease_renew", scanLease, l.Name, l.Holder, l.Token, ttl.Milliseconds())
	if err != nil {
		return l, err
	}
	if len(renewed) == 0 {
		return l, fmt.Errorf("%w: %s", ErrLost, l.Name)
	}
	return renewed[0], nil
}

// Release gives a lease back; one that was lost is left alone.
func (s *Store) Release(ctx context.Context, l Lease) error {
	_, err := s.exec(ctx, s.db, "lease_release", l.Name, l.Holder, l.Token)
	return err
}

// Holder says who holds a lease now; ErrNotFound when nobody does.
func (s *Store) Holder(ctx context.Context, name string) (Lease, error) {
	leases, err := list(ctx, s, s.db, "lease_holder", scanLease, name)
	if err == nil && len(leases) == 0 {
		err = fmt.Errorf("lease %s: %w", name, ErrNotFound)
	}
	if err != nil {
		return Lease{}, err
	}
	return leases[0], nil
}

// Leases lists what is held now, by name.
func (s *Store) Leases(ctx context.Context) ([]Lease, error) {
	return list(ctx, s, s.db, "lease_list", scanLease)
}

// ReleaseAll ends every lease. Only a process that knows itself alone with the state, as the owner of the data folder in
// which it is, may do so: whoever held them before is gone.
func (s *Store) ReleaseAll(ctx context.Context) error {
	_, err := s.exec(ctx, s.db, "lease_release_all")
	return err
}

func scanLease(row *sql.Rows, l *Lease) error {
	return row.Scan(&l.Name, &l.Holder, &l.Token, scanTime{&l.Until})
}
