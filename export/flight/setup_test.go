package flight_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	arrowflight "github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	"anlan/access"
	"anlan/export/flight"
	"anlan/safety"
	"anlan/warehouse"
)

// engine stands for the warehouse: one fact of a key and a text, one dimension, and as many rows as a test wants. It knows how many questions are open and how many
// queries run, so that a test can say that none is left.
type engine struct {
	rows   int                                     // of every answer
	batch  int                                     // rows that the engine hands over at once
	text   func(row int) string                    // of the column detail
	fail   error                                   // instead of the end of the answer
	refuse func(warehouse.DataQuery) error         // in OpenData
	scopes func(access.Scope, warehouse.DataQuery) // sees under what each question was asked
	hold   chan struct{}                           // the answer stops after its first batch until it is closed

	open, queries atomic.Int64
	mu            sync.Mutex
	asked         []warehouse.DataQuery
}

// everything is asked where the question does not matter.
const everything = "SELECT * FROM hazard" //nolint:unqueryvet // that is what people ask

var sets = []*warehouse.DataSet{
	{
		Name: "hazard", Kind: warehouse.RecordSet, Title: warehouse.Text{ZH: "隐患", EN: "Hazards"}, Fact: "hazard", Date: "found_on", Key: []string{"id"},
		Columns: []warehouse.DataColumn{
			{Name: "id", Type: "UInt64", Title: warehouse.Text{ZH: "编号", EN: "Number"}},
			{Name: "detail", Type: "Nullable(String)", Title: warehouse.Text{ZH: "内容", EN: "Detail"}, Unit: "", Doc: "What was found.", Source: "隐患台账"},
			{Name: "found_on", Type: "Date32", Title: warehouse.Text{ZH: "发现日期", EN: "Found on"}},
			{Name: "reporter", Type: "Nullable(String)", Sensitive: true},
		},
	},
	{Name: "hazard_readable", Kind: warehouse.ReadableSet, Fact: "hazard", Key: []string{"id"}, Columns: []warehouse.DataColumn{{Name: "id", Type: "UInt64"}}},
	{Name: "region", Kind: warehouse.DimensionSet, Key: []string{"code", "valid_from"}, Columns: []warehouse.DataColumn{{Name: "code", Type: "String"}}},
}

func (e *engine) DataSets() []*warehouse.DataSet { return sets }

func (e *engine) OpenData(_ context.Context, scope warehouse.Scope, q warehouse.DataQuery) (warehouse.DataReading, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = append(e.asked, q)
	if e.scopes != nil {
		e.scopes(scope, q)
	}
	if e.refuse != nil {
		if err := e.refuse(q); err != nil {
			return nil, err
		}
	}
	if q.Version == 0 {
		q.Version = 7
	}
	for _, set := range sets {
		if set.Name == q.Set {
			e.open.Add(1)
			return &reading{engine: e, set: set, query: q}, nil
		}
	}
	return nil, warehouse.Fault(warehouse.NotFound, "there is no data set %q", q.Set)
}

// last is the newest question.
func (e *engine) last() warehouse.DataQuery {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.asked[len(e.asked)-1]
}

type reading struct {
	engine *engine
	set    *warehouse.DataSet
	query  warehouse.DataQuery
	once   sync.Once
}

func (r *reading) Set() *warehouse.DataSet     { return r.set }
func (r *reading) Version() *warehouse.Version { return &warehouse.Version{Number: r.query.Version} }
func (r *reading) Query() warehouse.DataQuery  { return r.query }
func (r *reading) Parts() []warehouse.DataPart { return []warehouse.DataPart{{}} }
func (r *reading) Close()                      { r.once.Do(func() { r.engine.open.Add(-1) }) }

func (r *reading) Columns() []warehouse.DataColumn {
	var columns []warehouse.DataColumn
	for _, c := range r.set.Columns {
		if !c.Sensitive {
			columns = append(columns, c)
		}
	}
	return columns
}

func (r *reading) Estimate(context.Context) (rows, bytes uint64, exact bool, err error) {
	return uint64(r.engine.rows), 0, false, nil
}

func (r *reading) Count(context.Context, *warehouse.DataPart) (uint64, error) {
	return uint64(r.engine.rows), nil
}

// Encode answers as the engine does: a query runs until its answer was read, or until it is cancelled.
func (r *reading) Encode(ctx context.Context, format string, _ map[string]any, _ *warehouse.DataPart) (io.ReadCloser, error) {
	if format != "ArrowStream" {
		return nil, fmt.Errorf("unexpected format %s", format)
	}
	ctx, cancel := context.WithCancel(ctx)
	out, in := io.Pipe()
	context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	r.engine.queries.Add(1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer r.engine.queries.Add(-1)
		in.CloseWithError(r.write(ctx, in))
	}()
	return &answer{out, cancel, ended}, nil
}

type answer struct {
	*io.PipeReader
	cancel func()
	ended  chan struct{}
}

func (a *answer) Close() error {
	a.cancel()
	err := a.PipeReader.Close()
	<-a.ended
	return err
}

func (r *reading) write(ctx context.Context, to io.Writer) error {
	if r.engine.rows == 0 {
		return r.engine.fail // the embedded engine says nothing at all of an empty answer
	}
	fields := []arrow.Field{{Name: "id", Type: arrow.PrimitiveTypes.Uint64}, {Name: "detail", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "found_on", Type: arrow.FixedWidthTypes.Date32}}
	schema := arrow.NewSchema(fields[:len(r.Columns())], nil)
	writer := ipc.NewWriter(to, ipc.WithSchema(schema))
	for from := 0; from < r.engine.rows; from += r.engine.batch {
		builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for row := from; row < min(from+r.engine.batch, r.engine.rows); row++ {
			builder.Field(0).(*array.Uint64Builder).Append(uint64(row))
			if len(schema.Fields()) == 3 {
				builder.Field(1).(*array.StringBuilder).Append(r.engine.detail(row))
				builder.Field(2).(*array.Date32Builder).Append(arrow.Date32(20000 + row%365))
			}
		}
		if err := writer.Write(builder.NewRecord()); err != nil {
			return err
		}
		if r.engine.hold != nil {
			select {
			case <-r.engine.hold:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	if r.engine.fail != nil {
		return r.engine.fail
	}
	return writer.Close()
}

func (e *engine) detail(row int) string {
	if e.text != nil {
		return e.text(row)
	}
	return fmt.Sprintf("配电箱未接地 %d", row)
}

// tokens knows callers by their token.
type tokens struct {
	mu   sync.Mutex
	held map[string]access.Caller
}

func (t *tokens) Authenticate(bearer string) (access.Caller, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(bearer) > 7 && bearer[:7] == "Bearer " {
		bearer = bearer[7:]
	}
	caller, ok := t.held[bearer]
	return caller, ok
}

func (t *tokens) give(token string, caller access.Caller) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held[token] = caller
}

func (t *tokens) expire(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.held, token)
}

// callers are an administrator, an analyst of a county, and a reader who may not take anything away.
func callers() *tokens {
	return &tokens{held: map[string]access.Caller{
		"anlan_admin":  {Name: "省局", Role: access.Admin, Scope: access.Everything()},
		"anlan_county": {Name: "桓台县", Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}},
		"anlan_other":  {Name: "沂源县", Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370323"}}},
		"anlan_reader": {Name: "大屏", Role: access.Reader, Scope: access.Everything()},
	}}
}

// serving runs a server until the test ends, and then checks that nothing is left of it: no query, no open question, no memory.
type serving struct {
	server  *flight.Server
	address string
	stop    func() error
}

func serve(t *testing.T, e *engine, change func(*flight.Config)) *serving {
	t.Helper()
	memory := memory.NewCheckedAllocator(memory.DefaultAllocator)
	ready := make(chan net.Addr, 1)
	config := flight.Config{
		Listen: "127.0.0.1:0", Version: "0.6.0", Memory: memory, Logger: slog.New(slog.DiscardHandler), Grace: time.Second,
		OnListen: func(a net.Addr) { ready <- a },
	}
	if change != nil {
		change(&config)
	}
	if e.batch == 0 {
		e.batch = 1000
	}
	ctx, cancel := context.WithCancel(t.Context())
	s := &serving{server: flight.New(e, config)}
	done := make(chan error, 1)
	go func() { done <- s.server.Serve(ctx) }()
	s.stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Errorf("serve: %v", err)
		}
		memory.AssertSize(t, 0)
		if open, queries := e.open.Load(), e.queries.Load(); open != 0 || queries != 0 {
			t.Errorf("left behind: %d open questions, %d running queries", open, queries)
		}
	})
	select {
	case address := <-ready:
		s.address = address.String()
	case err := <-done:
		t.Fatalf("serve: %v", err)
	}
	return s
}

// client connects as a driver does that was told nothing but the address.
func (s *serving) client(t *testing.T) *flightsql.Client {
	t.Helper()
	client, err := flightsql.NewClient(s.address, nil, nil, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// as shows a token.
func as(ctx context.Context, token string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

// rows reads all that a plan gives.
func rows(ctx context.Context, client *flightsql.Client, info *arrowflight.FlightInfo) (n int64, schema *arrow.Schema, err error) {
	for _, endpoint := range info.GetEndpoint() {
		reader, err := client.DoGet(ctx, endpoint.GetTicket())
		if err != nil {
			return n, nil, err
		}
		for reader.Next() {
			n += reader.Record().NumRows()
		}
		schema, err = reader.Schema(), reader.Err()
		reader.Release()
		if err != nil {
			return n, schema, err
		}
	}
	return n, schema, nil
}
