package result

import (
	"context"
	"sync"
	"testing"

	"anlan/access"
	"anlan/state"
	"anlan/test/databases"
	"anlan/warehouse"
)

// Two servers share a state in PostgreSQL. On one the leader approves what he saw, on the other the office adjusts a score at the same
// moment: one of the two is told to look again, and what is approved is what the leader saw.
func TestTwoServersDecideAtOnce(t *testing.T) {
	server := databases.PostgreSQL(t)
	var servers []*Results
	for range 2 {
		store, err := state.Open(t.Context(), state.Config{URL: server.URL()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		servers = append(servers, &Results{store: store, source: newOffice(), program: "1.0"})
	}
	one, other := servers[0], servers[1]
	ctx := context.Background()
	for range 6 {
		run, err := one.Compute(ctx, preparer, quarter(t, "2026Q1"), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []Kind{Send, Examine} {
			if run, err = other.Step(ctx, Doing{Caller: preparer, Run: run.ID}, kind); err != nil {
				t.Fatal(err)
			}
		}
		var approving, adjusting error
		var wait sync.WaitGroup
		wait.Go(func() {
			_, approving = one.Step(ctx, Doing{Caller: director, Run: run.ID, Seen: run.Acts}, Approve)
		})
		wait.Go(func() {
			_, adjusting = other.Adjust(ctx, Doing{Caller: preparer, Run: run.ID, Remark: "x"}, Adjustment{Subject: "370321", Marks: number("9"), Evidence: "y"})
		})
		wait.Wait()
		now, err := other.Run(ctx, access.Local(), run.ID)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case approving == nil && codeOf(adjusting) == warehouse.BadRequest:
			if now.Stage != Approved || now.Digest != run.Digest {
				t.Errorf("approved: %s at %s, the leader saw %s", now.Digest, now.Stage, run.Digest)
			}
		case codeOf(approving) == warehouse.Conflict && adjusting == nil:
			if now.Stage != Review || now.Document.Subject("370321").Line("adjustment_4") == nil {
				t.Errorf("adjusted: %+v", now)
			}
		default:
			t.Errorf("approving: %v, adjusting: %v; expected one of the two", approving, adjusting)
		}
		if now.Acts != 4 {
			t.Errorf("%d acts, expected 4", now.Acts)
		}
	}
}
