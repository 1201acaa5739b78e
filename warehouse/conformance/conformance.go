// Package conformance is what the warehouse relies on in a ClickHouse, written as tests. The embedded engine, the embedded
// engine served on TCP and a real server have to pass the same suite.
package conformance

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"anlan/warehouse/dial"
)

// Run runs the whole suite; open gives a connection for one test, closed by whoever made it.
func Run(t *testing.T, open func(t *testing.T) *dial.Conn) {
	for _, c := range []struct {
		name string
		test func(b *bundle)
	}{
		{"every type of the warehouse comes back as it went in", types},
		{"NULL stays apart from empty and zero", nulls},
		{"Chinese text and control characters are exact", chineseText},
		{"parameters carry values, never SQL", parameters},
		{"a parameter may name a table", identifiers},
		{"five million rows arrive whole", bigResult},
		{"an empty result is no error", emptyResult},
		{"the rows that a query read are counted", countReads},
		{"an error before the first row has its code", errorsBefore},
		{"an error in mid-stream is never a short success", errorsInside},
		{"several statements in one request are refused", severalStatements},
		{"cancelling the context ends the query in the engine", cancelQuery},
		{"cancelling the context ends a statement without rows", cancelStatement},
		{"closing rows early ends the query in the engine", closeRows},
		{"closing a stream early ends the query in the engine", closeStream},
		{"a query is killed by its id", killByID},
		{"a deadline ends the query", deadline},
		{"readers and writers work at the same time", concurrency},
		{"what a batch sends is there", batchInsert},
		{"INSERT … VALUES and INSERT … SELECT work", plainInserts},
		{"every format that leaves can come back", formatsRoundTrip},
		{"a document in a format with an envelope is one document", oneDocument},
		{"an insert that cannot be parsed says so and changes nothing", badInsert},
		{"an insert whose data breaks off is abandoned", brokenInsert},
		{"an insert whose data never comes ends with its context", stuckInsert},
		{"settings hold for one statement", settings},
		{"SET, USE and temporary tables end with their request", sessions},
		{"a FORMAT in a string, a comment or a name is no clause", formatWords},
		{"tables, views and dictionaries can be made and dropped", ddl},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(setup(t, open(t))) })
	}
}

// bundle is what one test works with: a connection and the names of its own tables.
type bundle struct {
	*testing.T
	db  *dial.Conn
	ctx context.Context
	tag string
}

func setup(t *testing.T, db *dial.Conn) *bundle {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	return &bundle{T: t, db: db, ctx: ctx, tag: strings.ToLower(rand.Text()[:10])}
}

// table creates a MergeTree table and returns its name.
func (b *bundle) table(name, columns, order string) string {
	b.Helper()
	full := "c_" + name + "_" + b.tag
	b.exec(fmt.Sprintf("CREATE TABLE %s (%s) ENGINE = MergeTree ORDER BY %s", full, columns, order))
	b.Cleanup(func() {
		if err := b.db.Exec(context.Background(), "DROP TABLE IF EXISTS "+full+" SYNC"); err != nil {
			b.Errorf("drop %s: %v", full, err)
		}
	})
	return full
}

func (b *bundle) exec(sql string, args ...any) {
	b.Helper()
	if err := b.db.Exec(b.ctx, sql, args...); err != nil {
		b.Fatalf("%.200s: %v", sql, err)
	}
}

// one reads the only row of a query with one column.
func one[T any](b *bundle, sql string, args ...any) T {
	b.Helper()
	var v T
	if err := b.db.QueryRow(b.ctx, sql, args...).Scan(&v); err != nil {
		b.Fatalf("%.200s: %v", sql, err)
	}
	return v
}

// format reads a whole result in a format.
func (b *bundle) format(format, sql string, args ...any) []byte {
	b.Helper()
	data, err := b.tryFormat(b.ctx, format, sql, args...)
	if err != nil {
		b.Fatalf("%.200s as %s: %v", sql, format, err)
	}
	return data
}

func (b *bundle) tryFormat(ctx context.Context, format, sql string, args ...any) ([]byte, error) {
	r, err := b.db.QueryFormat(ctx, format, sql, args...)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return data, err
}

// code requires that an error is one of ClickHouse's with this code.
func (b *bundle) code(err error, want int32) {
	b.Helper()
	if got, ok := dial.Code(err); !ok || got != want {
		b.Errorf("error %v: code %d (%v), want %d", err, got, ok, want)
	}
}

// equal requires that two values print alike.
func (b *bundle) equal(what string, got, want any) {
	b.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		b.Errorf("%s: got %s, want %s", what, g, w)
	}
}

// running counts the queries in the engine whose text holds a mark.
func (b *bundle) running(mark string) uint64 {
	b.Helper()
	var n uint64
	err := b.db.QueryRow(context.Background(), `SELECT count() FROM system.processes
		WHERE position(query, {mark:String}) > 0 AND position(query, 'system.processes') = 0`, named("mark", mark)).Scan(&n)
	if err != nil {
		b.Fatalf("look at the running queries: %v", err)
	}
	return n
}

// eventually waits for a number of running queries; the bound only keeps a failure from lasting for ever.
func (b *bundle) eventually(mark string, want uint64) {
	b.Helper()
	for range 600 {
		if b.running(mark) == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.Fatalf("%d queries marked %s run, want %d", b.running(mark), mark, want)
}
