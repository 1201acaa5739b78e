package warehouse

import (
	"context"
	"errors"
	"testing"
)

// sharing is a Writer that notes what it is asked.
type sharing struct {
	lost       error // what confirm says
	held       bool
	confirmed  int
	generation uint32
}

func (s *sharing) Lock(context.Context) (func(context.Context) error, func(), error) {
	if s.held {
		return nil, nil, errors.New("somebody else publishes")
	}
	s.held = true
	return func(context.Context) error { s.confirmed++; return s.lost }, func() { s.held = false }, nil
}

func (s *sharing) Generation(_ context.Context, least uint32) (uint32, error) {
	s.generation = max(s.generation+10, least) // others take some in between
	return s.generation, nil
}

// Nothing is published by a process that has lost the right to, and what it wrote is gone; after it has the right again the
// same load goes through.
func TestNoChangeWithoutTheWritersLease(t *testing.T) {
	shared := &sharing{}
	w := openTest(t, func(c *Config) { c.Writer = shared })
	const hazards = "id,region,found_on"
	_, before := load(t, w, "hazard", rows(hazards, "1,330106,2025-03-01"))
	f, _ := FactNamed("hazard")
	change := func() (uint64, error) {
		work := fillWork(t, w, f, rows(hazards, "2,330106,2025-03-02"))
		_, after, err := w.Update(t.Context(), "run", "test", func(ctx context.Context, u *Update) error {
			_, err := u.Merge(ctx, f, work)
			return err
		})
		return after, errors.Join(err, w.DropWork(t.Context(), work))
	}
	lost := errors.New("the lease was lost")
	shared.lost = lost
	if after, err := change(); !errors.Is(err, lost) || after != before {
		t.Errorf("published version %d after %d with %v, expected nothing and that the lease was lost", after, before, err)
	}
	if current, err := w.Current(t.Context()); err != nil || current.Number != before {
		t.Errorf("the version is %d (%v), expected %d", current.Number, err, before)
	}
	shared.lost = nil
	shared.held = true
	if _, err := change(); err == nil {
		t.Error("published while another process had the lease")
	}
	shared.held = false
	if after, err := change(); err != nil || after != before+1 {
		t.Errorf("published version %d (%v), expected %d", after, err, before+1)
	}
	if shared.held || shared.confirmed == 0 || shared.generation < 10 {
		t.Errorf("the lease is still held or was not asked for: %+v", shared)
	}
}

// A condition of the caller stands beside that of the lease.
func TestAConditionKeepsAChangeFromBeingPublished(t *testing.T) {
	w := openTest(t)
	f, _ := FactNamed("hazard")
	work := fillWork(t, w, f, rows("id,region,found_on", "1,330106,2025-03-01"))
	refused := errors.New("another server runs this pipeline now")
	before, after, err := w.Update(t.Context(), "run", "test", func(ctx context.Context, u *Update) error {
		u.Require(func(context.Context) error { return refused })
		_, err := u.Merge(ctx, f, work)
		return err
	})
	if !errors.Is(err, refused) || before != after {
		t.Errorf("%d → %d (%v), expected nothing published", before, after, err)
	}
}
