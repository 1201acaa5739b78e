package flight

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	pb "github.com/apache/arrow/go/v15/arrow/flight/gen/flight"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"anlan/access"
	"anlan/export"
	"anlan/warehouse"
)

// service routes calls: what carries rows goes out from here, everything else by flightsql's own routes.
type service struct {
	flight.FlightServer
	answers *answers
	door    door
	stall   time.Duration
}

func newService(a *answers, d door, stall time.Duration) *service {
	return &service{FlightServer: flightsql.NewFlightServerWithAllocator(a, a.mem), answers: a, door: d, stall: stall}
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
	ctx, end, err := s.answers.running.begin(stream.Context(), t)
	if err != nil {
		return err
	}
	watched := watch(stream, s.stall)
	sent := make(chan error, 1)
	go func() {
		defer end()
		err := guarded(func() error { return s.answers.send(ctx, t.asked, watched) })
		sent <- refusal(ctx, s.answers.log, err)
	}()
	select {
	case err = <-sent:
		return err
	case <-watched.stalled:
		return errStalled // which ends the stream, and so what waits to write into it
	}
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

// send reads an answer from the engine and writes it in messages that every client takes.
func (a *answers) send(ctx context.Context, question asked, stream flight.DataStreamWriter) error {
	if question.Probe != nil {
		return a.sendConstants(question.Probe, stream)
	}
	reading, err := a.open(ctx, question.Query)
	if err != nil {
		return err
	}
	defer reading.Close()
	caller, _ := access.From(ctx)
	schema, err := resultSchema(caller, reading)
	if err != nil {
		return err
	}
	body, err := reading.Encode(ctx, "ArrowStream", export.ArrowSettings(), nil)
	if err != nil {
		return err
	}
	defer body.Close() //nolint:errcheck // the error of its reading counts
	source := &source{r: body}
	writer := flight.NewRecordWriter(stream, ipc.WithSchema(schema), ipc.WithAllocator(a.mem))
	err = a.copy(ctx, source, schema, writer)
	if source.err != nil {
		err = source.err // the cause itself, not what a decoder made of it
	}
	if err != nil {
		return err
	}
	return writer.Close()
}

func (a *answers) sendConstants(probe []warehouse.Selected, stream flight.DataStreamWriter) error {
	record, err := a.constants(probe)
	if err != nil {
		return err
	}
	defer record.Release()
	writer := flight.NewRecordWriter(stream, ipc.WithSchema(record.Schema()), ipc.WithAllocator(a.mem))
	return errors.Join(writer.Write(record), writer.Close())
}

func (a *answers) copy(ctx context.Context, source io.Reader, schema *arrow.Schema, writer *flight.Writer) error {
	records, err := ipc.NewReader(source, ipc.WithAllocator(a.mem))
	if errors.Is(err, io.EOF) {
		return nil // no rows at all
	}
	if err != nil {
		return fmt.Errorf("read the engine's answer: %w", err)
	}
	defer records.Release()
	if err := same(schema, records.Schema()); err != nil {
		return err
	}
	tally := accountOf(ctx)
	for records.Next() {
		record := array.NewRecord(schema, records.Record().Columns(), records.Record().NumRows())
		err := pieces(record, tally.rows.Load(), func(piece arrow.Record) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return writer.Write(piece)
		})
		tally.rows.Add(record.NumRows())
		record.Release()
		if err != nil {
			return err
		}
	}
	if err := records.Err(); err != nil {
		return fmt.Errorf("read the engine's answer: %w", err)
	}
	_, err = io.Copy(io.Discard, source) // its end says whether the document was whole
	return err
}

// same refuses records whose columns are not of the types that were promised.
func same(promised, found *arrow.Schema) error {
	if promised.NumFields() != found.NumFields() {
		return fmt.Errorf("the engine answered with %d columns, %d were promised", found.NumFields(), promised.NumFields())
	}
	for i, p := range promised.Fields() {
		if f := found.Field(i); !arrow.TypeEqual(p.Type, f.Type) {
			return fmt.Errorf("the engine answered column %s as %s, %s was promised", p.Name, f.Type, p.Type)
		}
	}
	return nil
}

// source remembers why the engine's answer broke off.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}
