package web

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/etl/connection"
	"anlan/etl/source"
)

// testNow is 15 May 2025, 10:00 in Beijing.
var testNow = time.Date(2025, 5, 15, 2, 0, 0, 0, time.UTC)

// token is the secret of the connections; no message may hold it.
const token = "s3cr3t+t0ken"

// bundle is an API on this machine and a source that reads it.
type bundle struct {
	t      *testing.T
	spec   Spec
	ask    Ask
	conn   connection.Connection
	mu     sync.Mutex
	asked  []string // path?query of each request
	slept  []time.Duration
	server *httptest.Server
}

// setup serves an API. GET /api/hazards, no paging, the answer is the list; each test changes what it is about.
func setup(t *testing.T, api http.HandlerFunc) *bundle {
	t.Helper()
	b := &bundle{t: t}
	b.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		b.asked = append(b.asked, r.URL.RequestURI())
		b.mu.Unlock()
		api(w, r)
	}))
	t.Cleanup(b.server.Close)
	at, err := url.Parse(b.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	b.conn = connection.Connection{Name: "api", Kind: connection.HTTP, URL: at, Bearer: connection.NewSecret(token)}
	b.spec = Spec{Connection: "api", Path: "/api/hazards", Method: http.MethodGet, Limits: DefaultLimits()}
	b.ask = Ask{Columns: []string{"id", "name"}, Clock: Clock{
		Now: func() time.Time { return testNow }, Random: func() float64 { return 1 },
		Sleep: func(ctx context.Context, d time.Duration) error { b.slept = append(b.slept, d); return ctx.Err() },
	}}
	return b
}

// outcome is what reading gave.
type outcome struct {
	rows  [][]string // columns and raw
	bad   []source.Bad
	stats source.Stats
	in    *Input
	err   error
}

func (b *bundle) read() outcome {
	b.t.Helper()
	in, err := Open(b.conn, b.spec, b.ask)
	if err != nil {
		return outcome{err: err}
	}
	defer in.Close()
	out := outcome{in: in}
	var native bytes.Buffer
	out.stats, out.err = in.Stream(b.t.Context(), &native, source.Layout{Bad: func(bad source.Bad) error { out.bad = append(out.bad, bad); return nil }})
	out.rows = decode(b.t, native.Bytes())
	if out.err != nil && strings.Contains(fmt.Sprintf("%v %+v", out.err, out.err), token) {
		b.t.Errorf("the message shows the token: %v", out.err)
	}
	return out
}

// ids joins the first column of all rows.
func (o outcome) ids() string {
	ids := make([]string, len(o.rows))
	for i, r := range o.rows {
		ids[i] = r[0]
	}
	return strings.Join(ids, " ")
}

// want checks that all went well and that these came.
func (o outcome) want(t *testing.T, ids string) {
	t.Helper()
	if o.err != nil || o.ids() != ids {
		t.Errorf("got %q, %v; want %q", o.ids(), o.err, ids)
	}
}

// fails checks code and words.
func (o outcome) fails(t *testing.T, code string, words ...string) {
	t.Helper()
	fault, ok := errors.AsType[*source.Error](o.err)
	if !ok || fault.Code != code {
		t.Fatalf("got %T %v; want %s", o.err, o.err, code)
	}
	for _, w := range words {
		if !strings.Contains(fault.Message, w) {
			t.Errorf("%q does not say %q", fault.Message, w)
		}
	}
}

// decode reads blocks of Native: three numbers and texts.
func decode(t *testing.T, b []byte) (rows [][]string) {
	t.Helper()
	number := func() int {
		n, size := binary.Uvarint(b)
		b = b[size:]
		return int(n)
	}
	text := func() string {
		n := number()
		s := string(b[:n])
		b = b[n:]
		return s
	}
	for len(b) > 0 {
		columns, count := number(), number()
		block := make([][]string, count)
		for c := range columns {
			text()
			switch typ := text(); typ {
			case "UInt32":
				b = b[4*count:]
			case "UInt64":
				b = b[8*count:]
			default:
				nulls := b[:count]
				b = b[count:]
				for i := range count {
					value := text()
					if nulls[i] == 1 {
						value = "NULL"
					}
					block[i] = append(block[i], value)
				}
			}
			_ = c
		}
		rows = append(rows, block...)
	}
	return rows
}

// listOf is the records of an API with n of them, from number first on, at most size.
func listOf(n, first, size int) string {
	var out []string
	for i := first; i < n && i < first+size; i++ {
		out = append(out, fmt.Sprintf(`{"id":%d,"name":"第%d条"}`, i, i))
	}
	return "[" + strings.Join(out, ",") + "]"
}
