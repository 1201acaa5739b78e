package flight_test

import (
	"context"
	"strings"
	"testing"
	"time"

	arrowflight "github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"anlan/export/flight"
)

// begun starts to read a plan and comes back when the first rows are there.
func begun(ctx context.Context, t *testing.T, client *flightsql.Client, info *arrowflight.FlightInfo) *arrowflight.Reader {
	t.Helper()
	reader, err := client.DoGet(ctx, info.GetEndpoint()[0].GetTicket())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(reader.Release)
	if !reader.Next() {
		t.Fatalf("no rows: %v", reader.Err())
	}
	return reader
}

// ended waits until the engine runs no query.
func ended(t *testing.T, e *engine) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); e.queries.Load() != 0 || e.open.Load() != 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("still %d queries, %d open questions", e.queries.Load(), e.open.Load())
		}
	}
}

func TestCancellingEndsTheEnginesQuery(t *testing.T) {
	for name, cancel := range map[string]func(context.Context, *flightsql.Client, *arrowflight.FlightInfo) error{
		"by CancelFlightInfo": func(ctx context.Context, c *flightsql.Client, info *arrowflight.FlightInfo) error {
			result, err := c.CancelFlightInfo(ctx, &arrowflight.CancelFlightInfoRequest{Info: info})
			if err == nil && result.GetStatus() != arrowflight.CancelStatusCancelled {
				t.Errorf("status %v", result.GetStatus())
			}
			return err
		},
		"by the older CancelQuery": func(ctx context.Context, c *flightsql.Client, info *arrowflight.FlightInfo) error {
			result, err := c.CancelQuery(ctx, info) //nolint:staticcheck // older clients call it
			if err == nil && result != flightsql.CancelResultCancelled {
				t.Errorf("result %v", result)
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := &engine{rows: 1_000_000, hold: make(chan struct{})}
			s := serve(t, e, func(c *flight.Config) { c.Callers = callers() })
			client := s.client(t)
			county := as(t.Context(), "anlan_county")
			info, err := client.Execute(county, everything)
			if err != nil {
				t.Fatal(err)
			}
			reader := begun(county, t, client, info)
			wantStatus(t, cancel(as(t.Context(), "anlan_other"), client, info), codes.PermissionDenied, "issued to somebody else")
			if e.queries.Load() != 1 {
				t.Error("somebody else has cancelled it")
			}
			if err := cancel(county, client, info); err != nil {
				t.Fatal(err)
			}
			ended(t, e)
			for reader.Next() {
			}
			wantStatus(t, reader.Err(), codes.Canceled, "the query was cancelled")
			_, _, err = rows(county, client, info)
			wantStatus(t, err, codes.NotFound, "was cancelled")
		})
	}
}

func TestAClientThatGoesAwayEndsTheEnginesQuery(t *testing.T) {
	e := &engine{rows: 1_000_000, hold: make(chan struct{})}
	client := serve(t, e, nil).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	begun(ctx, t, client, info)
	leave()
	ended(t, e)
}

func TestTheTimeThatAClientAllowsEndsTheEnginesQuery(t *testing.T) {
	e := &engine{rows: 1_000_000, hold: make(chan struct{})}
	client := serve(t, e, nil).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	began := false
	for allowed := 200 * time.Millisecond; !began && allowed < time.Minute; allowed *= 2 { // until there is time for the first rows
		ctx, cancel := context.WithTimeout(t.Context(), allowed)
		defer cancel()
		reader, err := client.DoGet(ctx, info.GetEndpoint()[0].GetTicket())
		if err == nil {
			for reader.Next() {
				began = true
			}
			err = reader.Err()
			reader.Release()
		}
		if status.Code(err) != codes.DeadlineExceeded {
			t.Errorf("got %v", err)
		}
	}
	if !began {
		t.Error("no rows came")
	}
	ended(t, e)
}

// A client that takes nothing of a long answer holds a connection of the engine: not for ever.
func TestAClientThatReadsNothingIsLetGo(t *testing.T) {
	e := &engine{rows: 10_000_000, text: func(int) string { return strings.Repeat("安", 1000) }}
	client := serve(t, e, func(c *flight.Config) { c.Stall = time.Second }).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	reader := begun(t.Context(), t, client, info)
	ended(t, e)
	for reader.Next() {
	}
	wantStatus(t, reader.Err(), codes.DeadlineExceeded, "nothing was read for too long")
}

func TestNoMoreQueriesAreReadAtOnceThanAreAllowed(t *testing.T) {
	e := &engine{rows: 10_000, hold: make(chan struct{})}
	client := serve(t, e, func(c *flight.Config) { c.Concurrent, c.Wait = 2, 50*time.Millisecond }).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	first := begun(t.Context(), t, client, info)
	begun(t.Context(), t, client, info)
	_, _, err = rows(t.Context(), client, info)
	wantStatus(t, err, codes.ResourceExhausted, "2 queries are being read: try again")
	close(e.hold)
	for first.Next() {
	}
	n, _, err := rows(t.Context(), client, info)
	for tries := 0; tries < 600 && status.Code(err) == codes.ResourceExhausted; tries++ { // the server gives the room back in a moment
		n, _, err = rows(t.Context(), client, info)
	}
	if err != nil || n != 10_000 {
		t.Errorf("once there is room: %d rows, %v", n, err)
	}
}

func TestStoppingLetsShortAnswersEndAndSaysWhyLongOnesDoNot(t *testing.T) {
	e := &engine{rows: 1_000_000, hold: make(chan struct{})}
	s := serve(t, e, func(c *flight.Config) { c.Grace = 50 * time.Millisecond })
	client := s.client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	reader := begun(t.Context(), t, client, info)
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if e.queries.Load() != 0 {
		t.Error("the server is gone, and its query runs")
	}
	for reader.Next() {
	}
	wantStatus(t, reader.Err(), codes.Unavailable, "the server is stopping")
}
