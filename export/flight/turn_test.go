package flight_test

import (
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"anlan/export"
	"anlan/export/flight"
)

// A client that only asks whether the server is there waits for nobody: all places are taken by readers who take nothing.
func TestConstantsTakeNoTurn(t *testing.T) {
	e := &engine{rows: 1_000_000, hold: make(chan struct{})}
	client := serve(t, e, func(c *flight.Config) { c.Concurrent, c.Wait = 1, 50*time.Millisecond }).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	begun(t.Context(), t, client, info)
	one, err := client.Execute(t.Context(), "SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	if n, _, err := rows(t.Context(), client, one); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
	close(e.hold)
}

// Places are those of exports: one caller who reads nothing leaves one to the others, and gets no more.
func TestOneCallerLeavesATurnToOthers(t *testing.T) {
	e := &engine{rows: 1_000_000, hold: make(chan struct{})}
	places := export.New(e, export.Config{Concurrent: 2, Wait: 50 * time.Millisecond}, &export.MemoryManifests{})
	client := serve(t, e, func(c *flight.Config) { c.Callers, c.Turn = callers(), places.Turn }).client(t)
	for _, step := range []struct {
		token string
		code  codes.Code
	}{{"anlan_county", codes.OK}, {"anlan_county", codes.Unavailable}, {"anlan_other", codes.OK}} {
		ctx := as(t.Context(), step.token)
		info, err := client.Execute(ctx, everything)
		if err != nil {
			t.Fatal(err)
		}
		if step.code == codes.OK {
			begun(ctx, t, client, info)
		} else if _, _, err := rows(ctx, client, info); status.Code(err) != step.code {
			t.Errorf("%s: %v", step.token, err)
		}
	}
	close(e.hold)
}
