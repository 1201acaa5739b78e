package flight

import (
	"context"
	"errors"
	"time"

	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	pb "github.com/apache/arrow/go/v15/arrow/flight/gen/flight"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"anlan/access"
	"anlan/warehouse"
)

// service routes calls: what carries rows goes out from here, everything else by flightsql's own routes.
type service struct {
	flight.FlightServer
	answers *answers
	door    door
	stall   time.Duration
	again   time.Duration // between two looks at who calls
}

func newService(a *answers, d door, stall, again time.Duration) *service {
	return &service{FlightServer: flightsql.NewFlightServerWithAllocator(a, a.mem), answers: a, door: d, stall: stall, again: again}
}

// Handshake hands out what a client shows from then on.
func (s *service) Handshake(stream flight.FlightService_HandshakeServer) error {
	return s.door.handshake(stream)
}

// DoGet sends what a ticket stands for.
func (s *service) DoGet(shown *flight.Ticket, stream flight.FlightService_DoGetServer) error {
	caller, _ := access.From(stream.Context())
	t, list, err := s.answers.presented(stream.Context(), caller, shown)
	if list {
		return s.FlightServer.DoGet(shown, stream)
	}
	if err != nil {
		return err
	}
	known, forget := access.Watch(stream.Context(), s.again)
	defer forget()
	ctx, end, err := s.answers.running.begin(known, t)
	if err != nil {
		return refusal(known, s.answers.log, err)
	}
	watched := watch(stream, s.stall)
	sent := make(chan error, 1)
	go func() {
		defer end()
		err := guarded(func() error { return s.answers.send(ctx, t, watched) })
		sent <- refusal(ctx, s.answers.log, err)
	}()
	select {
	case err = <-sent:
		return err
	case <-withdrawn(known):
		return errWithdrawn // which ends the stream as well
	case <-watched.stalled:
		return errStalled // which ends the stream, and so what waits to write into it
	}
}

// withdrawn is closed once the caller may not go on.
func withdrawn(known context.Context) <-chan struct{} {
	gone := make(chan struct{})
	context.AfterFunc(known, func() {
		if errors.Is(context.Cause(known), access.ErrWithdrawn) {
			close(gone)
		}
	})
	return gone
}

// presented reads what a client shows: the ticket of a query, a prepared statement itself, or the command of a list.
func (a *answers) presented(ctx context.Context, caller access.Caller, shown *flight.Ticket) (t ticket, list bool, err error) {
	var command anypb.Any
	if err := proto.Unmarshal(shown.GetTicket(), &command); err != nil {
		return t, false, warehouse.Fault(warehouse.BadRequest, "this is no ticket of Flight SQL")
	}
	if command.MessageIs((*pb.TicketStatementQuery)(nil)) {
		t, err = a.ticketOf(caller, shown)
		return t, false, err
	}
	var statement pb.CommandPreparedStatementQuery
	if command.MessageIs(&statement) {
		if err := command.UnmarshalTo(&statement); err != nil {
			return t, false, warehouse.Fault(warehouse.BadRequest, "this is no ticket of Flight SQL")
		}
		question, err := a.settled(ctx, &statement)
		return ticket{ID: newHandle(), Caller: caller.Name, asked: question}, false, err
	}
	return t, true, nil
}
