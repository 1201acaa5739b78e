package server_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/server"
	"anlan/state"
	"anlan/warehouse"
)

// leaving is a warehouse with one data set, version 7, whose rows are what a test says.
type leaving struct {
	rows   func(ctx context.Context, out io.Writer) error // as the engine encodes them
	closed chan struct{}                                  // is told when a query ends
}

func hazards() *warehouse.DataSet {
	return &warehouse.DataSet{
		Name: "hazard", Kind: warehouse.RecordSet, Title: warehouse.Text{ZH: "隐患", EN: "Hazard"}, Fact: "hazard", Date: "found_on", Key: []string{"id"},
		Columns: []warehouse.DataColumn{
			{Name: "id", Type: "String", Title: warehouse.Text{ZH: "编号", EN: "Id"}}, {Name: "found_on", Type: "Date32", Title: warehouse.Text{ZH: "发现日期", EN: "Found on"}},
			{Name: "phone", Type: "Nullable(String)", Title: warehouse.Text{ZH: "电话", EN: "Phone"}, Sensitive: true},
		},
	}
}

func (l *leaving) DataSets() []*warehouse.DataSet { return []*warehouse.DataSet{hazards()} }

func (l *leaving) OpenData(_ context.Context, scope warehouse.Scope, q warehouse.DataQuery) (warehouse.DataReading, error) {
	if !scope.SeesFact("hazard") {
		return nil, warehouse.Fault(warehouse.Forbidden, "hazard records are outside what this caller may see")
	}
	if q.Version = 7; len(q.Select) == 0 {
		q.Select = []warehouse.Selected{{Expr: &warehouse.Expr{Column: "id"}}, {Expr: &warehouse.Expr{Column: "found_on"}}}
	}
	return &leavingRows{of: l, query: q}, nil
}

// leavingRows is an open question about it.
type leavingRows struct {
	of    *leaving
	query warehouse.DataQuery
}

func (*leavingRows) Set() *warehouse.DataSet                                    { return hazards() }
func (*leavingRows) Version() *warehouse.Version                                { return &warehouse.Version{Number: 7} }
func (*leavingRows) Columns() []warehouse.DataColumn                            { return hazards().Columns[:2] }
func (r *leavingRows) Query() warehouse.DataQuery                               { return r.query }
func (*leavingRows) Parts() []warehouse.DataPart                                { return []warehouse.DataPart{{}} }
func (*leavingRows) Close()                                                     {}
func (*leavingRows) Count(context.Context, *warehouse.DataPart) (uint64, error) { return 2, nil }
func (*leavingRows) Estimate(context.Context) (rows, bytes uint64, exact bool, err error) {
	return 2, 40, true, nil
}

func (r *leavingRows) Encode(ctx context.Context, _ string, _ map[string]any, _ *warehouse.DataPart) (io.ReadCloser, error) {
	out, in := io.Pipe()
	go func() { _ = in.CloseWithError(r.of.rows(ctx, in)) }()
	return &query{out, r.of.closed}, nil
}

// query is a query that tells when it ends.
type query struct {
	*io.PipeReader

	closed chan struct{}
}

func (q *query) Close() error {
	if q.closed != nil {
		q.closed <- struct{}{}
	}
	return q.PipeReader.Close()
}

// twoRows are rows that end as they should.
func twoRows(_ context.Context, out io.Writer) error {
	_, err := io.WriteString(out, "\"h1\",\"2025-01-05\"\n\"h2\",\"2025-01-06\"\n")
	return err
}

var errEngine = errors.New("the engine was killed")

// failingAfter writes so many rows of 25 bytes, which pack badly, and then fails as an engine that is killed.
func failingAfter(rows uint32) func(context.Context, io.Writer) error {
	return func(_ context.Context, out io.Writer) error {
		var text []byte
		for i := range rows {
			text = fmt.Appendf(text, "\"h%010d\",\"2025-01-05\"\n", i*2654435761)
		}
		if _, err := out.Write(text); err != nil {
			return err
		}
		return errEngine
	}
}

// endless writes rows until nobody reads them.
func endless(_ context.Context, out io.Writer) error {
	many := strings.Repeat("\"h0001\",\"2025-01-05\"\n", 10_000)
	for {
		if _, err := io.WriteString(out, many); err != nil {
			return err
		}
	}
}

// book is an audit that remembers; broken ones take nothing.
type book struct {
	mu      sync.Mutex
	entries []state.Audit
	broken  bool
}

func (b *book) AppendAudit(_ context.Context, a state.Audit) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken {
		return errors.New("the disk of the audit is full")
	}
	b.entries = append(b.entries, a)
	return nil
}

func (b *book) all() []state.Audit {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.entries)
}

// leavers are callers of an office: an analyst of everything, one of Zibo who may see accidents only, somebody else's analyst, a reader, a
// leader and the administrator.
type leavers struct{ analyst, accidents, other, reader, leader, admin string }

// exporting is a server whose one data set leaves as the test says.
type exporting struct {
	*running
	leavers

	book   *book
	tokens string // the file
}

func startExporting(t *testing.T, data *leaving, config server.Config, limits export.Config) *exporting {
	t.Helper()
	file, secrets := tokens(t,
		access.Entry{Name: "analyst", Role: access.Analyst, Regions: []string{"*"}},
		access.Entry{Name: "accidents", Role: access.Analyst, Regions: []string{"370300"}, Facts: []string{"accident"}},
		access.Entry{Name: "other", Role: access.Analyst, Regions: []string{"*"}},
		access.Entry{Name: "reader", Role: access.Reader, Regions: []string{"*"}},
		access.Entry{Name: "leader", Role: access.Leader, Regions: []string{"*"}},
		access.Entry{Name: "admin", Role: access.Admin, Regions: []string{"*"}},
	)
	config.TokenFile = file
	limits.Program = "anlan test"
	e := &exporting{leavers: leavers{secrets[0], secrets[1], secrets[2], secrets[3], secrets[4], secrets[5]}, book: &book{}, tokens: file}
	e.running = start(t, config, server.Parts{Exports: server.Exports{
		Exporter: export.New(data, limits, &export.MemoryManifests{}), Sets: data, Audits: e.book,
	}})
	return e
}

// get asks for an address below /export.
func (e *exporting) get(t *testing.T, token, path string, header ...string) answer {
	t.Helper()
	return e.send(t, http.MethodGet, "/export"+path, headers(token, header...), "")
}

func headers(token string, more ...string) map[string]string {
	h := map[string]string{"Authorization": "Bearer " + token, "Accept-Encoding": "identity"}
	for i := 0; i < len(more); i += 2 {
		h[more[i]] = more[i+1]
	}
	return h
}

// open asks and does not read yet.
func (e *exporting) open(t *testing.T, token, path string, header ...string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, e.url+"/export"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers(token, header...) {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

// soon waits for something that happens in a moment.
func soon(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for range 6000 { // a minute
		if happened() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal(what)
}
