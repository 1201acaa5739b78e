package flight_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	arrowflight "github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"anlan/access"
	"anlan/export/flight"
	"anlan/warehouse"
)

func wantStatus(t *testing.T, err error, code codes.Code, words string) {
	t.Helper()
	if status.Code(err) != code || !strings.Contains(status.Convert(err).Message(), words) {
		t.Errorf("got %v, want %s with %q", err, code, words)
	}
}

func TestAQueryIsPlannedFirstAndReadByItsTicket(t *testing.T) {
	e := &engine{rows: 2500}
	client := serve(t, e, nil).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	if e.queries.Load() != 0 || len(info.GetEndpoint()) != 1 || info.GetEndpoint()[0].GetExpirationTime() == nil {
		t.Errorf("planning has read something, or the plan is not one endpoint that expires: %v", info.GetEndpoint())
	}
	planned, err := arrowflight.DeserializeSchema(info.GetSchema(), memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	n, read, err := rows(t.Context(), client, info)
	if err != nil || n != 2500 {
		t.Fatalf("read %d rows, %v", n, err)
	}
	if !planned.Equal(read) {
		t.Errorf("planned %s\nread %s", planned, read)
	}
	// What was planned is what is read: the version of the plan, not the newest.
	if asked := e.last(); asked.Version != 7 || asked.Set != "hazard" {
		t.Errorf("read %+v", asked)
	}
	if version, _ := read.Metadata().GetValue("data_version"); version != "7" {
		t.Errorf("metadata %v", read.Metadata())
	}
	detail := read.Field(1)
	if title, _ := detail.Metadata.GetValue("title"); title != "内容" || !detail.Nullable || !arrow.TypeEqual(detail.Type, arrow.BinaryTypes.String) {
		t.Errorf("column %v", detail)
	}
	if _, sensitive := read.FieldsByName("reporter"); sensitive {
		t.Error("a sensitive column came along with *")
	}
}

func TestAnEmptyAnswerStillHasColumns(t *testing.T) {
	client := serve(t, &engine{}, nil).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	n, schema, err := rows(t.Context(), client, info)
	if err != nil || n != 0 || schema.NumFields() != 3 {
		t.Errorf("%d rows, %v, %v", n, schema, err)
	}
}

func TestAFaultInMidStreamIsNoShortAnswer(t *testing.T) {
	e := &engine{rows: 5000, fail: &warehouse.Error{Code: warehouse.Unavailable, Message: "the engine was stopped", Err: errors.New("SELECT secret")}}
	client := serve(t, e, nil).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	n, _, err := rows(t.Context(), client, info)
	wantStatus(t, err, codes.Unavailable, "the engine was stopped")
	if n == 0 || strings.Contains(err.Error(), "secret") {
		t.Errorf("%d rows, %v", n, err)
	}
	e.fail = errors.New("Code: 999 in /var/lib")
	_, _, err = rows(t.Context(), client, info)
	wantStatus(t, err, codes.Internal, "something went wrong here")
	e.rows = 0 // before the first row
	_, _, err = rows(t.Context(), client, info)
	wantStatus(t, err, codes.Internal, "something went wrong here")
}

func TestFaultsKeepTheirWordsAndTheirKind(t *testing.T) {
	e := &engine{}
	client := serve(t, e, nil).client(t)
	for fault, code := range map[string]codes.Code{
		warehouse.BadRequest: codes.InvalidArgument, warehouse.NotFound: codes.NotFound, warehouse.Forbidden: codes.PermissionDenied,
		warehouse.TooLarge: codes.ResourceExhausted, warehouse.Timeout: codes.DeadlineExceeded, warehouse.Unavailable: codes.Unavailable,
	} {
		e.refuse = func(warehouse.DataQuery) error { return warehouse.Fault(fault, "原因") }
		_, err := client.Execute(t.Context(), everything)
		wantStatus(t, err, code, "原因")
	}
}

func TestATicketIsForOneCallerForAWhileAndCannotBeMade(t *testing.T) {
	now := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	s := serve(t, &engine{rows: 10}, func(c *flight.Config) { c.Callers, c.Now = callers(), func() time.Time { return now } })
	client := s.client(t)
	county, other := as(t.Context(), "anlan_county"), as(t.Context(), "anlan_other")
	info, err := client.Execute(county, everything)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = rows(other, client, info)
	wantStatus(t, err, codes.PermissionDenied, "issued to somebody else")
	forged, _ := flightsql.CreateStatementQueryTicket([]byte(strings.Repeat("x", 32) + `{"caller":"桓台县","query":{"Set":"hazard"}}`))
	_, err = client.DoGet(county, &arrowflight.Ticket{Ticket: forged})
	wantStatus(t, err, codes.NotFound, "not issued here")
	_, err = client.DoGet(county, &arrowflight.Ticket{Ticket: []byte("x")})
	wantStatus(t, err, codes.InvalidArgument, "no ticket")

	now = now.Add(14 * time.Minute)
	renewed, err := client.RenewFlightEndpoint(county, &arrowflight.RenewFlightEndpointRequest{Endpoint: info.GetEndpoint()[0]})
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Minute)
	_, _, err = rows(county, client, info)
	wantStatus(t, err, codes.NotFound, "was good until 2026-05-01T08:15:00Z")
	n, _, err := rows(county, client, &arrowflight.FlightInfo{Endpoint: []*arrowflight.FlightEndpoint{renewed}})
	if err != nil || n != 10 {
		t.Errorf("renewed: %d rows, %v", n, err)
	}
}

// The rights that count are those of the moment of reading.
func TestWhatIsReadIsWhatTheCallerMaySee(t *testing.T) {
	e := &engine{rows: 10}
	var seen []access.Scope
	e.scopes = func(s access.Scope, _ warehouse.DataQuery) { seen = append(seen, s) }
	held := callers()
	s := serve(t, e, func(c *flight.Config) { c.Callers = held })
	client := s.client(t)
	county := as(t.Context(), "anlan_county")
	info, err := client.Execute(county, everything)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := rows(county, client, info); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 2 || seen[0].All || seen[1].All || seen[1].Regions[0] != "370321" {
		t.Errorf("asked under %+v", seen)
	}
	_, err = client.Execute(as(t.Context(), "anlan_reader"), everything)
	wantStatus(t, err, codes.PermissionDenied, "may not take data sets away")
	held.expire("anlan_county")
	_, _, err = rows(county, client, info)
	wantStatus(t, err, codes.Unauthenticated, "valid token")
}
