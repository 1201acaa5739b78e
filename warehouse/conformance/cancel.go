package conformance

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"anlan/warehouse/dial"
)

// endless never finishes by itself: it hashes about as many numbers as there are.
func (b *bundle) endless(mark string) string {
	return "SELECT count() FROM numbers(1000000000000000) WHERE NOT ignore(sipHash64(number), '" + mark + "')"
}

// rowsForever yields rows for as long as anybody reads.
func (b *bundle) rowsForever(mark string) string {
	return "SELECT number, '" + mark + "' AS mark FROM numbers(1000000000000000)"
}

func cancelQuery(b *bundle) {
	mark := "endless-" + b.tag
	for _, run := range []func(ctx context.Context) error{
		func(ctx context.Context) error {
			var n uint64
			return b.db.QueryRow(ctx, b.endless(mark)).Scan(&n)
		},
		func(ctx context.Context) error {
			ctx, _ = dial.CountReads(ctx)
			var n uint64
			return b.db.QueryRow(ctx, b.endless(mark)).Scan(&n)
		},
		func(ctx context.Context) error {
			_, err := b.tryFormat(ctx, "CSV", b.endless(mark))
			return err
		},
		func(ctx context.Context) error {
			_, err := b.tryFormat(ctx, "Parquet", b.endless(mark))
			return err
		},
	} {
		ctx, cancel := context.WithCancel(b.ctx)
		done := make(chan error, 1)
		go func() { done <- run(ctx) }()
		b.eventually(mark, 1)
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			b.Errorf("error %v, want context.Canceled", err)
		}
		b.eventually(mark, 0)
	}
}

func cancelStatement(b *bundle) {
	table := b.table("cancel", "n UInt64, s String", "n")
	mark := "insert-" + b.tag
	ctx, cancel := context.WithCancel(b.ctx)
	done := make(chan error, 1)
	go func() { done <- b.db.Exec(ctx, "INSERT INTO "+table+" "+b.rowsForever(mark)) }()
	b.eventually(mark, 1)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		b.Errorf("error %v, want context.Canceled", err)
	}
	b.eventually(mark, 0)
	b.exec("SELECT 1")
}

func closeRows(b *bundle) {
	mark := "rows-" + b.tag
	rows, err := b.db.Query(b.ctx, b.rowsForever(mark))
	if err != nil {
		b.Fatal(err)
	}
	for range 3 {
		if !rows.Next() {
			b.Fatalf("no row: %v", rows.Err())
		}
	}
	b.eventually(mark, 1)
	if err := rows.Close(); err != nil {
		b.Errorf("close: %v", err)
	}
	b.eventually(mark, 0)
}

func closeStream(b *bundle) {
	for _, f := range []string{"CSV", "ArrowStream", "JSON"} {
		mark := f + "-stream-" + b.tag
		r, err := b.db.QueryFormat(b.ctx, f, b.rowsForever(mark))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(r, make([]byte, 100)); err != nil {
			b.Fatal(err)
		}
		b.eventually(mark, 1)
		if err := r.Close(); err != nil {
			b.Errorf("close %s: %v", f, err)
		}
		b.eventually(mark, 0)
	}
}

func killByID(b *bundle) {
	id, mark := "检查 "+b.tag, "kill-"+b.tag
	ctx := clickhouse.Context(b.ctx, clickhouse.WithQueryID(id))
	done := make(chan error, 1)
	go func() { done <- b.db.Exec(ctx, b.endless(mark)) }()
	b.eventually(mark, 1)
	b.code(b.db.Exec(ctx, "SELECT 1"), 216) // the id is in use
	if err := b.db.Kill(b.ctx, id+" other"); err != nil {
		b.Error(err)
	}
	b.equal("another id kills nothing", b.running(mark), 1)
	if err := b.db.Kill(b.ctx, id); err != nil {
		b.Error(err)
	}
	b.code(<-done, 394)
	b.eventually(mark, 0)
}

func deadline(b *bundle) {
	mark := "deadline-" + b.tag
	ctx, cancel := context.WithTimeout(b.ctx, 300*time.Millisecond)
	defer cancel()
	if err := b.db.Exec(ctx, b.endless(mark)); !errors.Is(err, context.DeadlineExceeded) {
		b.Errorf("error %v, want context.DeadlineExceeded", err)
	}
	b.eventually(mark, 0)
	// The driver sets max_execution_time itself when the context has a deadline.
	limited := clickhouse.Context(context.Background(), clickhouse.WithSettings(clickhouse.Settings{"max_execution_time": 1}))
	b.code(b.db.Exec(limited, b.endless(mark)), 159)
}
