package conformance

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"

	"anlan/warehouse/dial"
)

func bigResult(b *bundle) {
	const n = 5_000_000
	const sum = uint64(n) * (n - 1) / 2 // 0 + 1 + … + 4,999,999
	rows, err := b.db.Query(b.ctx, "SELECT number, toString(number) FROM numbers({n:UInt64})", named("n", n))
	if err != nil {
		b.Fatal(err)
	}
	var count, total uint64
	var text string
	for rows.Next() {
		var v uint64
		if err := rows.Scan(&v, &text); err != nil {
			b.Fatal(err)
		}
		count, total = count+1, total+v
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		b.Fatal(err)
	}
	b.equal("rows and sum by the driver", []uint64{count, total}, []uint64{n, sum})
	b.equal("last text", text, n-1)

	r, err := b.db.QueryFormat(b.ctx, "RowBinary", "SELECT number FROM numbers({n:UInt64})", named("n", n))
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	count, total = 0, 0
	var cell [8]byte
	for in := bufio.NewReaderSize(r, 1<<20); ; count++ {
		if _, err := io.ReadFull(in, cell[:]); err == io.EOF {
			break
		} else if err != nil {
			b.Fatal(err)
		}
		total += binary.LittleEndian.Uint64(cell[:])
	}
	b.equal("rows and sum by bytes", []uint64{count, total}, []uint64{n, sum})
}

// countReads: a table of two parts of 100,000 rows in granules of 8,192; a query that needs 9,000 of them reads two granules.
func countReads(b *bundle) {
	name := b.table("reads", "a UInt64, b String", "a")
	b.exec("INSERT INTO " + name + " SELECT number, toString(number) FROM numbers(100000)")
	b.exec("INSERT INTO " + name + " SELECT 100000 + number, toString(number) FROM numbers(100000)")
	for _, c := range []struct {
		query string
		rows  uint64 // at least
		most  uint64
	}{
		{"SELECT sum(length(b)) FROM " + name, 200_000, 200_000},
		{"SELECT a % 10 AS k, sum(length(b)) FROM " + name + " GROUP BY k ORDER BY k", 200_000, 200_000},
		{"SELECT sum(length(b)) FROM " + name + " WHERE a < 9000", 9_000, 2 * 8_192},
		{"SELECT sum(length(b)) FROM (SELECT b FROM " + name + " UNION ALL SELECT b FROM " + name + ")", 400_000, 400_000},
		{"SELECT a, b FROM " + name, 200_000, 200_000},
		{"SELECT a, b FROM " + name + " WHERE a > 1000000", 0, 0},
	} {
		ctx, reads := dial.CountReads(b.ctx)
		rows, err := b.db.Query(ctx, c.query)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() { //nolint:revive // to the end
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			b.Fatal(err)
		}
		if n := reads.Rows(); n < c.rows || n > c.most {
			b.Errorf("%s read %d rows, expected %d to %d", c.query, n, c.rows, c.most)
		}
	}
	ctx, reads := dial.CountReads(b.ctx)
	var n uint64
	for range 2 { // two queries of one context add up
		if err := b.db.QueryRow(ctx, "SELECT uniqExact(b) FROM "+name).Scan(&n); err != nil {
			b.Fatal(err)
		}
	}
	b.equal("rows of two queries", []uint64{n, reads.Rows()}, []uint64{100_000, 400_000})
	if err := b.db.QueryRow(ctx, "SELECT throwIf(number = 3) FROM numbers(10)").Scan(new(uint8)); err == nil {
		b.Error("a query that fails gave no error")
	}
}

func emptyResult(b *bundle) {
	rows, err := b.db.Query(b.ctx, "SELECT 1 WHERE 0")
	if err != nil {
		b.Fatal(err)
	}
	for rows.Next() {
		b.Error("a row in an empty result")
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		b.Error(err)
	}
	for _, f := range []string{"CSV", "JSONEachRow", "RowBinary", "TabSeparated"} {
		b.equal("empty "+f, len(b.format(f, "SELECT 1 WHERE 0")), 0)
	}
	b.equal("a header remains", string(b.format("CSVWithNames", "SELECT 1 AS `数` WHERE 0")), "\"数\"\n")
	var none []struct {
		N uint64 `ch:"n"`
	}
	if err := b.db.Select(b.ctx, &none, "SELECT number AS n FROM numbers(0)"); err != nil || len(none) != 0 {
		b.Errorf("%d rows, error %v", len(none), err)
	}
}

func errorsBefore(b *bundle) {
	for sql, code := range map[string]int32{
		"SELECT * FROM no_such_table":             60,
		"SELECT no_such_column FROM numbers(1)":   47,
		"SELECT no_such_function(1)":              46,
		"SELECT FROM WHERE":                       62,
		"SELECT * FROM no_such_database.t":        81,
		"SELECT throwIf(1, '隐患')":                 395,
		"SELECT toUInt8('x')":                     6,
		"DROP TABLE no_such_table":                60,
		"INSERT INTO no_such_table SELECT 1":      60,
		"INSERT INTO no_such_table VALUES (1)":    60,
		"ALTER TABLE no_such_table DROP COLUMN a": 60,
	} {
		b.code(b.db.Exec(b.ctx, sql), code)
		if !strings.HasPrefix(sql, "SELECT") {
			continue
		}
		rows, err := b.db.Query(b.ctx, sql)
		if err == nil {
			for rows.Next() {
			}
			err = errors.Join(rows.Err(), rows.Close())
		}
		b.code(err, code)
		for _, f := range []string{"CSV", "JSON", "Parquet", "ArrowStream"} {
			_, err := b.tryFormat(b.ctx, f, sql)
			b.code(err, code)
		}
	}
	var ex *clickhouse.Exception
	if err := b.db.Exec(b.ctx, "SELECT throwIf(1, '隐患')"); !errors.As(err, &ex) || !strings.Contains(ex.Message, "隐患") {
		b.Errorf("the message is lost: %v", err)
	}
}

func errorsInside(b *bundle) {
	const sql = "SELECT number, throwIf(number = 3000000, '第三百万行') AS bad FROM numbers(5000000)"
	one := clickhouse.Context(b.ctx, clickhouse.WithSettings(clickhouse.Settings{"max_threads": 1}))
	rows, err := b.db.Query(one, sql)
	if err != nil {
		b.Fatal(err)
	}
	var n int
	for rows.Next() {
		n++
	}
	b.code(errors.Join(rows.Err(), rows.Close()), 395)
	if n == 0 || n > 3_000_000 {
		b.Errorf("%d rows came before the error, want some, and at most 3,000,000", n)
	}
	for _, f := range []string{"CSV", "Native", "RowBinary", "JSONEachRow", "TabSeparated", "CSVWithNames", "JSON", "ArrowStream", "Arrow", "Parquet"} {
		data, err := b.tryFormat(one, f, sql)
		if err == nil {
			b.Errorf("%s: %d bytes and no error", f, len(data))
			continue
		}
		b.code(err, 395)
	}
	b.equal("the connection lives on", b.format("CSV", "SELECT 1"), []byte("1\n"))
}

func severalStatements(b *bundle) {
	table := b.table("several", "a UInt8", "a")
	b.code(b.db.Exec(b.ctx, "SELECT 1; DROP TABLE "+table), 62)
	b.code(b.db.Exec(b.ctx, "SET max_threads = 1; SELECT 1"), 62)
	b.exec("SELECT 1;")
	b.exec("SELECT ';' /* ; */ -- ;\n")
	b.equal("the table is still there", one[uint64](b, "SELECT count() FROM "+table), 0)
}

func formatWords(b *bundle) {
	for sql, want := range map[string]string{
		"SELECT 'x FORMAT JSON'":                                                     "\"x FORMAT JSON\"\n",
		"SELECT 1 -- FORMAT JSON .":                                                  "1\n",
		"SELECT /* FORMAT JSON */ 2":                                                 "2\n",
		"SELECT `a FORMAT JSON` FROM (SELECT 3 AS `a FORMAT JSON`)":                  "3\n",
		"SELECT (SELECT format FROM (SELECT 5 AS format)) AS x":                      "5\n",
		"SELECT $doc$6 FORMAT JSON$doc$":                                             "\"6 FORMAT JSON\"\n",
		"SELECT 7 SETTINGS max_threads = 1":                                          "7\n",
		"WITH 8 AS x SELECT x":                                                       "8\n",
		"(SELECT 9) UNION ALL (SELECT 9)":                                            "9\n9\n",
		"SELECT 'it''s \\' FORMAT JSON'":                                             "\"it's ' FORMAT JSON\"\n",
		"SELECT format('{}-{}', 'a', 'b')":                                           "\"a-b\"\n",
		"SELECT formatDateTime(toDate('2025-01-02'), '%Y')":                          "\"2025\"\n",
		"SELECT 10 /* outer /* inner */ FORMAT JSON */":                              "10\n",
		"SELECT number FROM numbers(1) GROUP BY number ORDER BY number LIMIT 1 BY 1": "0\n",
	} {
		b.equal(sql, string(b.format("CSV", sql)), want)
	}
	rows, err := b.db.Query(b.ctx, "SELECT 4 AS format ORDER BY format DESC")
	if err != nil {
		b.Fatal(err)
	}
	if !rows.Next() || rows.Columns()[0] != "format" {
		b.Error("a column called format is lost")
	}
	if err := rows.Close(); err != nil {
		b.Error(err)
	}
}
