package flight_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"google.golang.org/grpc/codes"

	"anlan/export/flight"
	"anlan/state"
	"anlan/warehouse"
)

// book is an audit that remembers; a broken one takes nothing.
type book struct {
	broken bool

	mu      sync.Mutex
	entries []state.Audit
}

func (b *book) AppendAudit(_ context.Context, a state.Audit) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken {
		return errors.New("the disk of the audit is full")
	}
	b.entries = append(b.entries, a)
	return nil
}

func (b *book) all() []state.Audit {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.entries
}

func TestWhoTookWhatAwayIsWrittenDown(t *testing.T) {
	e, audit := &engine{rows: 2500}, &book{}
	s := serve(t, e, func(c *flight.Config) { c.Callers, c.Audits = callers(), audit })
	client := s.client(t)
	county := as(t.Context(), "anlan_county")
	info, err := client.Execute(county, everything)
	if err != nil {
		t.Fatal(err)
	}
	if len(audit.all()) != 0 {
		t.Errorf("a plan takes nothing away: %v", audit.all())
	}
	if _, _, err := rows(county, client, info); err != nil {
		t.Fatal(err)
	}
	e.fail = warehouse.Fault(warehouse.Unavailable, "the engine was stopped")
	if _, _, err := rows(county, client, info); err == nil {
		t.Fatal("no error")
	}
	if len(audit.all()) != 4 {
		t.Fatalf("written down: %v", audit.all())
	}
	for i, want := range []struct{ action, detail string }{
		{"export", `"version":7,"columns":["id","detail","found_on"]`}, {"export whole", `"rows":2500`},
		{"export", `"format":"flight"`}, {"export broken", `"rows":2500`}, // all of them had left when the engine failed
	} {
		got := audit.all()[i]
		if got.Who != "桓台县" || got.Action != want.action || got.Subject != "hazard" || !strings.Contains(got.Detail, want.detail) {
			t.Errorf("entry %d is %+v, want %+v", i, got, want)
		}
	}
	if !strings.Contains(audit.all()[0].Detail, `"scope":["370321"]`) {
		t.Errorf("it does not say of what: %s", audit.all()[0].Detail)
	}
	audit.broken = true
	n, _, err := rows(county, client, info)
	wantStatus(t, err, codes.Unavailable, "could not be written down")
	if n != 0 {
		t.Errorf("%d rows left all the same", n)
	}
}
