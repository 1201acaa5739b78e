package flight

import (
	"context"
	"log/slog"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"anlan/access"
	"anlan/export"
	"anlan/warehouse"
)

// answers is what Flight SQL is answered with. Everything that writes, and every transaction, is refused.
type answers struct {
	flightsql.BaseServer
	data     export.Data
	office   *office
	running  *running
	prepared *prepared
	facts    map[uint32]bool
	mem      memory.Allocator
	audits   export.Audits
	log      *slog.Logger
}

func newAnswers(data export.Data, c Config) (*answers, error) {
	a := &answers{
		data: data, office: newOffice(c.Now), running: newRunning(c), prepared: newPrepared(c.Now),
		facts: map[uint32]bool{}, mem: c.Memory, audits: c.Audits, log: c.Logger,
	}
	a.Alloc = c.Memory
	for number, value := range facts(c.Version) {
		a.facts[uint32(number)] = true
		if err := a.RegisterSqlInfo(number, value); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// GetFlightInfoStatement plans a query: nothing is read yet.
func (a *answers) GetFlightInfoStatement(ctx context.Context, q flightsql.StatementQuery, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	statement, err := a.parse(q.GetQuery(), q.GetTransactionId())
	if err != nil {
		return nil, err
	}
	question, err := bound(statement, nil)
	if err != nil {
		return nil, err
	}
	return a.plan(ctx, question, d)
}

// GetSchemaStatement describes the answer of a query.
func (a *answers) GetSchemaStatement(ctx context.Context, q flightsql.StatementQuery, _ *flight.FlightDescriptor) (*flight.SchemaResult, error) {
	statement, err := a.parse(q.GetQuery(), q.GetTransactionId())
	if err != nil {
		return nil, err
	}
	return a.describe(ctx, shape(statement))
}

// plan settles a question, describes its answer and issues a ticket for it.
func (a *answers) plan(ctx context.Context, question asked, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	settled, schema, err := a.look(ctx, question)
	if err != nil {
		return nil, err
	}
	caller, _ := access.From(ctx)
	t, sealed, err := a.office.issue(caller, settled)
	if err != nil {
		return nil, err
	}
	handle, err := flightsql.CreateStatementQueryTicket(sealed)
	if err != nil {
		return nil, err
	}
	return &flight.FlightInfo{
		Schema: flight.SerializeSchema(schema, a.mem), FlightDescriptor: d, TotalRecords: -1, TotalBytes: -1,
		Endpoint: []*flight.FlightEndpoint{{Ticket: &flight.Ticket{Ticket: handle}, ExpirationTime: timestamppb.New(t.Expires)}},
	}, nil
}

func (a *answers) describe(ctx context.Context, question asked) (*flight.SchemaResult, error) {
	_, schema, err := a.look(ctx, question)
	if err != nil {
		return nil, err
	}
	return &flight.SchemaResult{Schema: flight.SerializeSchema(schema, a.mem)}, nil
}

// look settles a question of the caller's and describes its answer; nothing is read.
func (a *answers) look(ctx context.Context, question asked) (asked, *arrow.Schema, error) {
	if question.Probe != nil {
		record, err := a.constants(question.Probe)
		if err != nil {
			return question, nil, err
		}
		defer record.Release()
		return question, record.Schema(), nil
	}
	reading, err := a.open(ctx, question.Query)
	if err != nil {
		return question, nil, err
	}
	defer reading.Close()
	caller, _ := access.From(ctx)
	schema, err := resultSchema(caller, reading)
	return asked{Query: reading.Query()}, schema, err
}

// open opens a question that the caller may ask.
func (a *answers) open(ctx context.Context, question warehouse.DataQuery) (warehouse.DataReading, error) {
	caller, _ := access.From(ctx) // nobody at all may do nothing
	if err := export.Permit(caller, a.data.DataSets(), question); err != nil {
		return nil, err
	}
	reading, err := a.data.OpenData(ctx, caller.Scope, question)
	if err == nil {
		accountOf(ctx).set.Store(&question.Set)
	}
	return reading, err
}

// ticketOf opens the ticket of a statement.
func (a *answers) ticketOf(caller access.Caller, shown *flight.Ticket) (ticket, error) {
	statement, err := flightsql.GetStatementQueryTicket(shown)
	if err != nil {
		return ticket{}, warehouse.Fault(warehouse.BadRequest, "this is not the ticket of a query")
	}
	return a.office.open(caller, statement.GetStatementHandle())
}

// CancelFlightInfo ends what is read by the tickets of a plan, and lets nothing more be read by them. When it comes back nothing goes out any more; the engine is
// told at once.
func (a *answers) CancelFlightInfo(ctx context.Context, q *flight.CancelFlightInfoRequest) (flight.CancelFlightInfoResult, error) {
	caller, _ := access.From(ctx)
	var tickets []ticket
	for _, endpoint := range q.GetInfo().GetEndpoint() {
		t, err := a.ticketOf(caller, endpoint.GetTicket())
		if err != nil {
			return flight.CancelFlightInfoResult{}, err
		}
		tickets = append(tickets, t)
	}
	if len(tickets) == 0 {
		return flight.CancelFlightInfoResult{}, warehouse.Fault(warehouse.BadRequest, "there is no ticket in what is to be cancelled")
	}
	for _, t := range tickets {
		a.running.cancel(t)
	}
	return flight.CancelFlightInfoResult{Status: flight.CancelStatusCancelled}, nil
}

// RenewFlightEndpoint makes a ticket good for longer.
func (a *answers) RenewFlightEndpoint(ctx context.Context, q *flight.RenewFlightEndpointRequest) (*flight.FlightEndpoint, error) {
	caller, _ := access.From(ctx)
	t, err := a.ticketOf(caller, q.GetEndpoint().GetTicket())
	if err != nil {
		return nil, err
	}
	t.Expires = a.office.now().Add(ticketLife).Truncate(time.Microsecond)
	sealed, err := a.office.seal(t)
	if err != nil {
		return nil, err
	}
	handle, err := flightsql.CreateStatementQueryTicket(sealed)
	if err != nil {
		return nil, err
	}
	return &flight.FlightEndpoint{Ticket: &flight.Ticket{Ticket: handle}, ExpirationTime: timestamppb.New(t.Expires)}, nil
}

var (
	errReadOnly      = status.Error(codes.Unimplemented, "data sets can only be read: ask with SELECT; records come in through pipelines")
	errTransactions  = status.Error(codes.Unimplemented, "there are no transactions: every query reads one version of the data, whole")
	errSubstraitPlan = status.Error(codes.Unimplemented, "Substrait plans are not understood: ask with SQL")
)

// DoPutCommandStatementUpdate refuses, as the rest does.
func (a *answers) DoPutCommandStatementUpdate(context.Context, flightsql.StatementUpdate) (int64, error) {
	return 0, errReadOnly
}

func (a *answers) DoPutPreparedStatementUpdate(context.Context, flightsql.PreparedStatementUpdate, flight.MessageReader) (int64, error) {
	return 0, errReadOnly
}

func (a *answers) BeginTransaction(context.Context, flightsql.ActionBeginTransactionRequest) ([]byte, error) {
	return nil, errTransactions
}

func (a *answers) EndTransaction(context.Context, flightsql.ActionEndTransactionRequest) error {
	return errTransactions
}

func (a *answers) BeginSavepoint(context.Context, flightsql.ActionBeginSavepointRequest) ([]byte, error) {
	return nil, errTransactions
}

func (a *answers) EndSavepoint(context.Context, flightsql.ActionEndSavepointRequest) error {
	return errTransactions
}

func (a *answers) GetFlightInfoSubstraitPlan(context.Context, flightsql.StatementSubstraitPlan, *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return nil, errSubstraitPlan
}

func (a *answers) GetSchemaSubstraitPlan(context.Context, flightsql.StatementSubstraitPlan, *flight.FlightDescriptor) (*flight.SchemaResult, error) {
	return nil, errSubstraitPlan
}

func (a *answers) CreatePreparedSubstraitPlan(context.Context, flightsql.ActionCreatePreparedSubstraitPlanRequest) (flightsql.ActionCreatePreparedStatementResult, error) {
	return flightsql.ActionCreatePreparedStatementResult{}, errSubstraitPlan
}

func (a *answers) DoPutCommandSubstraitPlan(context.Context, flightsql.StatementSubstraitPlan) (int64, error) {
	return 0, errSubstraitPlan
}
