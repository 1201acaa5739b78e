package conformance

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/ClickHouse/clickhouse-go/v2"
)

func batchInsert(b *bundle) {
	table := b.table("batch", "n UInt64, s LowCardinality(String), d Nullable(Date)", "n")
	const n = 200_000
	batch, err := b.db.PrepareBatch(b.ctx, "INSERT INTO "+table+" (s, n)")
	if err != nil {
		b.Fatal(err)
	}
	for i := range uint64(n) {
		if err := batch.Append([]string{"一般", "重大"}[i%2], i); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		b.Fatal(err)
	}
	b.equal("rows", one[uint64](b, "SELECT count() FROM "+table+" WHERE d IS NULL AND s = if(n % 2 = 0, '一般', '重大')"), n)
}

func plainInserts(b *bundle) {
	table := b.table("plain", "n UInt64, s String DEFAULT 'd'", "n")
	b.exec("INSERT INTO "+table+" VALUES (1, 'a'), (1 + 1, upper('b')), ({n:UInt64}, {s:String})", named("n", 3), named("s", "it's"))
	b.exec("INSERT INTO " + table + " (n) VALUES (4)")
	b.exec("INSERT INTO "+table+" SELECT number + 5, 'x' FROM numbers({n:UInt64}) SETTINGS max_threads = 1", named("n", 3))
	b.exec("INSERT INTO " + table + " FORMAT JSONEachRow {\"n\": 8, \"s\": \"; FORMAT CSV\"}")
	b.exec("INSERT INTO " + table + " WITH 9 AS n SELECT n, 'w'")
	got := one[string](b, "SELECT arrayStringConcat(groupArray(toString(n) || s), ',') FROM (SELECT * FROM "+table+" ORDER BY n)")
	b.equal("rows", got, "1a,2B,3it's,4d,5x,6x,7x,8; FORMAT CSV,9w")
	var values strings.Builder // 3 MB of VALUES: more than a statement may be long
	values.WriteString("INSERT INTO " + table + " VALUES ")
	for i := range 100_000 {
		fmt.Fprintf(&values, "(%d, 'row number %d'),", 100+i, i)
	}
	b.exec(strings.TrimSuffix(values.String(), ","))
	b.equal("a long list of VALUES", one[uint64](b, "SELECT count() FROM "+table+" WHERE n >= 100"), 100_000)
	async := clickhouse.Context(b.ctx, clickhouse.WithAsync(true))
	if err := b.db.Exec(async, "INSERT INTO "+table+" VALUES (10, 'async')"); err != nil {
		b.Error(err)
	}
	b.equal("an asynchronous insert that was waited for", one[string](b, "SELECT s FROM "+table+" WHERE n = 10"), "async")
}

// roundTripColumns survive every format below.
const roundTripColumns = "n UInt64, s String, d Date32, x Nullable(Float64), a Array(String)"

func formatsRoundTrip(b *bundle) {
	from := b.table("from", roundTripColumns, "n")
	b.exec("INSERT INTO " + from + ` SELECT number, concat('隐患,"', toString(number), '\'\n'), toDate32('1950-01-01') + number % 40000,
		if(number % 3 = 0, NULL, number / 7), arrayMap(i -> toString(i), range(number % 4)) FROM numbers(300000)`)
	const sum = "SELECT groupBitXor(cityHash64(n, s, d, ifNull(x, -1), a)) FROM "
	want := one[uint64](b, sum+from)
	small := clickhouse.Context(b.ctx, clickhouse.WithSettings(clickhouse.Settings{"max_block_size": 5000}))
	for _, f := range []string{"RowBinary", "Native", "CSV", "CSVWithNames", "TabSeparated", "TabSeparatedWithNamesAndTypes", "JSONEachRow",
		"JSONCompactEachRow", "JSON", "ArrowStream", "Arrow", "Parquet", "ORC", "Avro", "MsgPack", "Values", "RowBinaryWithNamesAndTypes"} {
		into := b.table("into_"+strings.ToLower(f), strings.Replace(roundTripColumns, "Date32", dateIn(f), 1), "n")
		r, err := b.db.QueryFormat(small, f, "SELECT * REPLACE (CAST(d, '"+dateIn(f)+"') AS d) FROM "+from)
		if err != nil {
			b.Errorf("%s: %v", f, err)
			continue
		}
		err = b.db.InsertFormat(b.ctx, f, "INSERT INTO "+into, r)
		if err := errors.Join(err, r.Close()); err != nil {
			b.Errorf("%s: %v", f, err)
			continue
		}
		b.equal(f+": rows", one[uint64](b, "SELECT count() FROM "+into), 300_000)
		b.equal(f+": checksum", one[uint64](b, strings.Replace(sum, ", d,", ", toDate32(d),", 1)+into), want)
	}
}

// dateIn is a type for days that a format keeps. Avro and MsgPack have none for Date32.
func dateIn(format string) string {
	if format == "Avro" || format == "MsgPack" {
		return "Int32"
	}
	return "Date32"
}

func badInsert(b *bundle) {
	table := b.table("bad", "n UInt8", "n")
	for range 50 { // more often than there are connections
		err := b.db.InsertFormat(b.ctx, "CSV", "INSERT INTO "+table, strings.NewReader("1\n2\nthree\n"))
		b.code(err, 117)
	}
	b.code(b.db.InsertFormat(b.ctx, "CSV", "INSERT INTO no_such_table", strings.NewReader("1\n")), 60)
	b.code(b.db.InsertFormat(b.ctx, "NoSuchFormat", "INSERT INTO "+table, strings.NewReader("1\n")), 73)
	if err := b.db.InsertFormat(b.ctx, "Native", "INSERT INTO "+table, strings.NewReader("garbage that is no block")); err == nil {
		b.Error("garbage was accepted as Native")
	}
	b.equal("rows", one[uint64](b, "SELECT count() FROM "+table), 0)
	if err := b.db.InsertFormat(b.ctx, "CSV", "INSERT INTO "+table, strings.NewReader("")); err != nil {
		b.Errorf("no data at all: %v", err)
	}
	if err := b.db.InsertFormat(b.ctx, "CSV", "INSERT INTO "+table, strings.NewReader("7\n")); err != nil {
		b.Error(err)
	}
	b.equal("value", one[uint8](b, "SELECT n FROM "+table), 7)
}

var errBroken = errors.New("the source broke off")

// broken yields rows and then fails.
type broken struct{ left int }

func (r *broken) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, errBroken
	}
	r.left--
	return copy(p, "1\n2\n3\n"), nil
}

func brokenInsert(b *bundle) {
	table := b.table("broken", "n UInt8", "n")
	for range 50 {
		if err := b.db.InsertFormat(b.ctx, "CSV", "INSERT INTO "+table, &broken{left: 3}); !errors.Is(err, errBroken) {
			b.Fatalf("error %v, want the reader's own", err)
		}
	}
	b.eventually("INSERT INTO "+table, 0)
	b.equal("rows", one[uint64](b, "SELECT count() FROM "+table), 0)
}

func stuckInsert(b *bundle) {
	table := b.table("stuck", "n UInt8", "n")
	ctx, cancel := context.WithCancel(b.ctx)
	r, w := io.Pipe()
	defer w.Close()
	done := make(chan error, 1)
	go func() { done <- b.db.InsertFormat(ctx, "CSV", "INSERT INTO "+table, r) }()
	if _, err := w.Write([]byte("1\n")); err != nil {
		b.Fatal(err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		b.Errorf("error %v, want context.Canceled", err)
	}
	b.eventually("INSERT INTO "+table, 0)
	b.equal("rows", one[uint64](b, "SELECT count() FROM "+table), 0)
}

func concurrency(b *bundle) {
	table := b.table("busy", "w UInt8, n UInt64", "(w, n)")
	const writers, rounds, rows = 6, 10, 10_000
	var busy, writing sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		busy.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				var n, torn uint64
				err := b.db.QueryRow(b.ctx, "SELECT count(), countIf(c % {rows:UInt64} != 0) FROM (SELECT w, count() AS c FROM "+table+" GROUP BY w)",
					named("rows", rows)).Scan(&n, &torn)
				if err != nil || torn != 0 {
					b.Errorf("reader: %d writers show part of an insert, error %v", torn, err)
					return
				}
			}
		})
	}
	for w := range byte(writers) {
		writing.Go(func() {
			for round := range rounds {
				var data bytes.Buffer
				for i := range rows {
					data.WriteByte(w)
					_ = binary.Write(&data, binary.LittleEndian, uint64(round*rows+i))
				}
				if err := b.db.InsertFormat(b.ctx, "RowBinary", "INSERT INTO "+table, &data); err != nil {
					b.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	writing.Wait()
	close(stop)
	busy.Wait()
	b.equal("rows", one[uint64](b, "SELECT uniqExact(w, n) FROM "+table), writers*rounds*rows)
	b.equal("in flight", b.db.Stats().Open, 0)
}
