package main

import (
	"context"
	_ "embed"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"anlan/warehouse"
	"anlan/warehouse/dial"
)

//go:embed layout.sql
var layoutSQL string

const layoutRows = 3_000_000

// variant is one way of laying out the hazard table: the table that ships with some of its DDL replaced.
type variant struct {
	name    string
	replace []string // pairs of old and new text
	after   string   // one more statement, %s is the table
}

func variants() []variant {
	const order = "ORDER BY (region, found_on)"
	return []variant{
		{name: "as shipped"},
		{name: "sorted (region, sector, found_on)", replace: []string{order, "ORDER BY (region, sector, found_on)"}},
		{name: "sorted (found_on, region)", replace: []string{order, "ORDER BY (found_on, region)"}},
		{name: "String instead of LowCardinality", replace: []string{"LowCardinality(String)", "String"}},
		{name: "default codecs", replace: []string{" CODEC(ZSTD(1))", "", " CODEC(ZSTD(3))", "", " CODEC(Delta, ZSTD(1))", "", " CODEC(NONE)", ""}},
		{name: "day projection", after: "ALTER TABLE %s ADD PROJECTION by_day (SELECT region, sector, found_on, count() GROUP BY region, sector, found_on)"},
	}
}

// layout measures ways of laying out the largest fact on the same rows, against the one that ships.
func (b *bench) layout(ctx context.Context) error {
	w, err := warehouse.Open(ctx, warehouse.Config{Dir: filepath.Join(b.dir, "layout")})
	if err != nil {
		return err
	}
	defer w.Close(ctx) //nolint:errcheck // the process ends
	var ddl string
	if err := w.Conn().QueryRow(ctx, "SELECT create_table_query FROM system.tables WHERE database = currentDatabase() AND name = 'hazard'").Scan(&ddl); err != nil {
		return err
	}
	base := map[string]float64{}
	for i, v := range variants() {
		table := fmt.Sprintf("layout_%d", i)
		if err := b.layoutVariant(ctx, w.Conn(), table, ddl, v, base); err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
	}
	return nil
}

func (b *bench) layoutVariant(ctx context.Context, conn *dial.Conn, table, ddl string, v variant, base map[string]float64) error {
	create := strings.NewReplacer(v.replace...).Replace(strings.Replace(ddl, ".hazard", "."+table, 1))
	if err := conn.Exec(ctx, create); err != nil {
		return err
	}
	if v.after != "" {
		if err := conn.Exec(ctx, fmt.Sprintf(v.after, table)); err != nil {
			return err
		}
	}
	start := time.Now()
	insert := strings.NewReplacer("{variant}", table, "{rows}", fmt.Sprint(layoutRows)).Replace(layoutSQL)
	if err := conn.Exec(ctx, insert); err != nil {
		return err
	}
	b.layoutResult(base, v.name, "insert", "M rows/s", layoutRows/1e6/time.Since(start).Seconds())
	if err := conn.Exec(ctx, "OPTIMIZE TABLE "+table+" FINAL"); err != nil {
		return err
	}
	var size uint64
	if err := conn.QueryRow(ctx, "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = currentDatabase() AND table = '"+table+"'").Scan(&size); err != nil {
		return err
	}
	b.layoutResult(base, v.name, "size", "bytes/row", float64(size)/layoutRows)
	for _, q := range layoutQueries {
		t, err := repeat(15, func() error {
			rows, err := conn.Query(ctx, strings.ReplaceAll(q.sql, "{table}", table))
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
			}
			return rows.Err()
		})
		if err != nil {
			return err
		}
		b.layoutResult(base, v.name, q.name, "ms p50", t.at(0.5))
	}
	return conn.Exec(ctx, "DROP TABLE "+table+" SYNC")
}

func (b *bench) layoutResult(base map[string]float64, name, what, unit string, value float64) {
	if _, ok := base[what]; !ok {
		base[what] = value
	}
	b.add(Result{Name: "layout, " + what + ", " + name, Value: value, Unit: unit, Baseline: base[what], Against: "as shipped"})
}

var layoutQueries = []struct{ name, sql string }{
	{"a quarter by region", "SELECT region, countIf(level = 'major'), countIf(rectified_on <= due_on) FROM {table} WHERE month BETWEEN 202504 AND 202506 GROUP BY region"},
	{"one county's year by sector", "SELECT sector, count() FROM {table} WHERE region BETWEEN '370300100' AND '370300140' AND month BETWEEN 202501 AND 202512 GROUP BY sector"},
	{"newest 50 of a county", "SELECT * FROM {table} WHERE region BETWEEN '370300100' AND '370300140' AND month BETWEEN 202504 AND 202506 ORDER BY found_on DESC, id LIMIT 50"},
	{"overdue on a day", "SELECT region, count() FROM {table} WHERE found_on <= '2025-06-30' AND due_on < '2025-06-30' AND (rectified_on IS NULL OR rectified_on > '2025-06-30') GROUP BY region"},
	{"keys of a load", "SELECT count() FROM {table} WHERE reinterpretAsUInt128(sipHash128(system, id)) IN (SELECT reinterpretAsUInt128(sipHash128('ledger', 'YH' || leftPad(toString(number * 97), 9, '0'))) FROM numbers(10000))"},
}
