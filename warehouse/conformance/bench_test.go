package conformance

import (
	"bytes"
	"context"
	"io"
	"os"
	"testing"

	"anlan/warehouse/dial"
)

func benchConn(b *testing.B) *dial.Conn {
	db, err := dial.Open(context.Background(), dial.Config{Dir: b.TempDir(), Library: os.Getenv("ANLAN_CHDB_LIB")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	return db
}

// BenchmarkSelectOne is what a query costs before it does anything.
func BenchmarkSelectOne(b *testing.B) {
	db, ctx := benchConn(b), context.Background()
	var one uint8
	for b.Loop() {
		if err := db.QueryRow(ctx, "SELECT 1").Scan(&one); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkInsertFormat loads two million rows of seven columns into a MergeTree table.
func BenchmarkInsertFormat(b *testing.B) {
	const rows = 2_000_000
	db, ctx := benchConn(b), context.Background()
	const columns = "(id UInt64, code LowCardinality(String), day Date, level UInt8, yuan Decimal(18, 2), name String, found DateTime)"
	for _, format := range []string{"RowBinary", "Native", "CSV"} {
		r, err := db.QueryFormat(ctx, format, `SELECT number AS id, toLowCardinality(toString(370000 + number % 136)) AS code, toDate('2025-01-01') + number % 365 AS day,
			toUInt8(number % 4) AS level, toDecimal64(number, 2) AS yuan, concat('隐患', toString(number)) AS name, toDateTime('2025-01-01 00:00:00') + number AS found FROM numbers(2000000)`)
		if err != nil {
			b.Fatal(err)
		}
		data, err := io.ReadAll(r)
		_ = r.Close()
		if err != nil {
			b.Fatal(err)
		}
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				for _, sql := range []string{"DROP TABLE IF EXISTS t SYNC", "CREATE TABLE t " + columns + " ENGINE = MergeTree ORDER BY id"} {
					if err := db.Exec(ctx, sql); err != nil {
						b.Fatal(err)
					}
				}
				if err := db.InsertFormat(ctx, format, "INSERT INTO t", bytes.NewReader(data)); err != nil {
					b.Fatal(err)
				}
			}
			var n uint64
			if err := db.QueryRow(ctx, "SELECT count() FROM t").Scan(&n); err != nil || n != rows {
				b.Fatalf("%d rows (%v)", n, err)
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}
