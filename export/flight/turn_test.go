package flight_test

import (
	"testing"
	"time"

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
