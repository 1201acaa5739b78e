package flight

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/protobuf/encoding/protowire"

	"anlan/access"
	"anlan/export/query"
	"anlan/warehouse"
)

const (
	// preparedLife is how long a prepared statement is kept that nobody uses.
	preparedLife = 30 * time.Minute
	// mostPrepared is how many statements a caller may have prepared; the one not used for longest goes for the next.
	mostPrepared = 256
	// longestStatement is told to drivers: what is read of one.
	longestStatement = 64 << 10
	// mostStatements is told to drivers.
	mostStatements = mostPrepared
)

// statement is what was prepared: the text understood, and what is bound to it. Statements are kept here: a handle that carries its own bindings would have to
// change when they do, and older clients go on using the first one.
type statement struct {
	handle string
	caller string
	read   *query.Statement
	values []warehouse.Literal // that are bound; nil: none yet
	used   time.Time
}

// prepared keeps the statements of all callers.
type prepared struct {
	now func() time.Time

	mu   sync.Mutex
	kept map[string]*statement
}

func newPrepared(now func() time.Time) *prepared {
	return &prepared{now: now, kept: map[string]*statement{}}
}

func (p *prepared) add(caller access.Caller, read *query.Statement) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	var own []*statement
	for handle, s := range p.kept {
		if now.Sub(s.used) > preparedLife {
			delete(p.kept, handle)
		} else if s.caller == caller.Name {
			own = append(own, s)
		}
	}
	if len(own) >= mostPrepared {
		oldest := slices.MinFunc(own, func(a, b *statement) int { return a.used.Compare(b.used) })
		delete(p.kept, oldest.handle)
	}
	handle := newHandle()
	p.kept[handle] = &statement{handle: handle, caller: caller.Name, read: read, used: now}
	return handle
}

var errNotPrepared = warehouse.Fault(warehouse.NotFound, "there is no such prepared statement: it was closed, or nobody used it for %d minutes", preparedLife/time.Minute)

// use gives a copy of a caller's statement, after a change to it.
func (p *prepared) use(caller access.Caller, handle []byte, change func(*statement)) (statement, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.kept[string(handle)]
	if !ok || s.caller != caller.Name || p.now().Sub(s.used) > preparedLife {
		return statement{}, errNotPrepared
	}
	s.used = p.now()
	if change != nil {
		change(s)
	}
	return *s, nil
}

func (p *prepared) remove(caller access.Caller, handle []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.kept[string(handle)]; ok && s.caller == caller.Name {
		delete(p.kept, s.handle)
	}
}

// CreatePreparedStatement understands a statement, describes its answer and its parameters, and keeps it.
func (a *answers) CreatePreparedStatement(ctx context.Context, q flightsql.ActionCreatePreparedStatementRequest) (result flightsql.ActionCreatePreparedStatementResult, err error) {
	statement, err := a.parse(q.GetQuery(), q.GetTransactionId())
	if err != nil {
		return result, err
	}
	if _, result.DatasetSchema, err = a.look(ctx, shape(statement)); err != nil {
		return result, err
	}
	if result.ParameterSchema, err = parametersOf(statement); err != nil {
		return result, err
	}
	caller, _ := access.From(ctx)
	result.Handle = []byte(a.prepared.add(caller, statement))
	return result, nil
}

// ClosePreparedStatement forgets a statement. One that is not there is as good as closed.
func (a *answers) ClosePreparedStatement(ctx context.Context, q flightsql.ActionClosePreparedStatementRequest) error {
	caller, _ := access.From(ctx)
	a.prepared.remove(caller, q.GetPreparedStatementHandle())
	return nil
}

// DoPutPreparedStatementQuery binds one row of parameters. The handle is sent back as it was: newer clients look for one, plainly encoded.
func (a *answers) DoPutPreparedStatementQuery(ctx context.Context, q flightsql.PreparedStatementQuery, rows flight.MessageReader, w flight.MetadataWriter) error {
	caller, _ := access.From(ctx)
	s, err := a.prepared.use(caller, q.GetPreparedStatementHandle(), nil)
	if err != nil {
		return err
	}
	values, err := bindings(rows)
	if err != nil {
		return err
	}
	if _, err := s.read.Bind(values); err != nil {
		return err
	}
	if _, err := a.prepared.use(caller, q.GetPreparedStatementHandle(), func(s *statement) { s.values = values }); err != nil {
		return err
	}
	return w.WriteMetadata(protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), q.GetPreparedStatementHandle()))
}

// settled is the question of a prepared statement with what is bound to it.
func (a *answers) settled(ctx context.Context, q flightsql.PreparedStatementQuery) (asked, error) {
	caller, _ := access.From(ctx)
	s, err := a.prepared.use(caller, q.GetPreparedStatementHandle(), nil)
	if err != nil {
		return asked{}, err
	}
	return bound(s.read, s.values)
}

// GetFlightInfoPreparedStatement plans a prepared statement with what is bound to it.
func (a *answers) GetFlightInfoPreparedStatement(ctx context.Context, q flightsql.PreparedStatementQuery, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	question, err := a.settled(ctx, q)
	if err != nil {
		return nil, err
	}
	return a.plan(ctx, question, d)
}

// GetSchemaPreparedStatement describes the answer of a prepared statement; nothing needs to be bound for it.
func (a *answers) GetSchemaPreparedStatement(ctx context.Context, q flightsql.PreparedStatementQuery, _ *flight.FlightDescriptor) (*flight.SchemaResult, error) {
	caller, _ := access.From(ctx)
	s, err := a.prepared.use(caller, q.GetPreparedStatementHandle(), nil)
	if err != nil {
		return nil, err
	}
	return a.describe(ctx, shape(s.read))
}

// bindings reads the one row of parameters that a client sends.
func bindings(rows flight.MessageReader) ([]warehouse.Literal, error) {
	values := []warehouse.Literal{}
	seen := int64(0)
	for {
		record, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, warehouse.Fault(warehouse.BadRequest, "the parameters cannot be read: %v", err)
		}
		if seen += record.NumRows(); seen > 1 {
			return nil, warehouse.Fault(warehouse.BadRequest, "a query takes one row of parameters, not several: execute it once for each")
		}
		if record.NumRows() == 1 {
			if values, err = rowOf(record); err != nil {
				return nil, err
			}
		}
	}
	return values, nil
}

func rowOf(record arrow.Record) ([]warehouse.Literal, error) {
	values := make([]warehouse.Literal, record.NumCols())
	for i, column := range record.Columns() {
		var err error
		if values[i], err = literalOf(column, 0); err != nil {
			return nil, warehouse.Fault(warehouse.BadRequest, "parameter %d: %v", i+1, err)
		}
	}
	return values, nil
}
