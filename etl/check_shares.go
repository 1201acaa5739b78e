package etl

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// namedKeys is how many keys a result names.
const namedKeys = 5

// UniqueTest wants no two rows of a load to agree in all of some columns. Rows in which one of them is empty are left out.
type UniqueTest struct{ Columns []warehouse.FactColumn }

// Kind is unique.
func (UniqueTest) Kind() string { return "unique" }

// Subject names the columns.
func (t UniqueTest) Subject() string {
	return "unique(" + strings.Join(columnNames(t.Columns), ", ") + ")"
}

func (t UniqueTest) measure(ctx context.Context, l *loaded) (finding, error) {
	if l.rows == 0 {
		return noRows("0"), nil
	}
	filled := make([]string, len(t.Columns))
	texts := make([]string, len(t.Columns))
	secret := false
	for i, c := range t.Columns {
		filled[i], texts[i] = c.Filled(), "toString("+c.Name+")"
		secret = secret || c.Sensitive
	}
	columns := strings.Join(columnNames(t.Columns), ", ")
	groups := "(SELECT " + columns + ", count() AS times FROM " + l.work + " WHERE " + strings.Join(filled, " AND ") + " GROUP BY " + columns + ")"
	var all, repeated, rows uint64
	if err := l.run.conn.QueryRow(ctx, "SELECT sum(times), countIf(times > 1), sumIf(times, times > 1) FROM "+groups).Scan(&all, &repeated, &rows); err != nil {
		return finding{}, err
	}
	if all == 0 {
		return skipped("0", "没有一条记录填有这些字段", "no row has all of these columns"), nil
	}
	f := finding{outcome: judged(repeated == 0), measured: fmt.Sprint(repeated), value: new(float64(repeated)), expected: "0",
		zh: fmt.Sprintf("%d 组重复，涉及 %d 行", repeated, rows), en: fmt.Sprintf("%d combinations stand in several rows, %d rows in all", repeated, rows)}
	if secret || repeated == 0 {
		return f, nil
	}
	var err error
	f.keys, err = l.keys(ctx, "SELECT concat(arrayStringConcat(arrayMap(x -> ifNull(x, ''), ["+strings.Join(texts, ", ")+"]), ' + '), ' × ', toString(times)) AS name FROM "+groups+" WHERE times > 1 ORDER BY times DESC, name")
	return f, err
}

// KnownTest wants a share of the rows that name a record of another kind to name one that the warehouse has.
type KnownTest struct {
	Column  warehouse.FactColumn
	Of      *warehouse.Fact
	AtLeast float64
}

// Kind is known.
func (KnownTest) Kind() string { return "known" }

// Subject names the column and what it refers to.
func (t KnownTest) Subject() string { return t.Column.Name + " in " + t.Of.Name }

func (t KnownTest) measure(ctx context.Context, l *loaded) (finding, error) {
	expected := "≥ " + percent(t.AtLeast)
	there := "SELECT id FROM " + t.Of.Name + " WHERE _partition_id IN {parts:Array(String)} AND id IN (SELECT toString(" + t.Column.Name + ") FROM " + l.work + ")"
	if t.Of == l.run.pipeline.Fact {
		there += " UNION ALL SELECT id FROM " + l.work
	} else if len(l.parts(t.Of.Name)) == 0 {
		return skipped(expected, "库中还没有"+t.Of.Title.ZH, "the warehouse has no "+t.Of.Name+" yet"), nil
	}
	var naming, known uint64
	parts := named("parts", l.parts(t.Of.Name))
	if err := l.run.conn.QueryRow(ctx, "SELECT count(), countIf("+t.Column.Name+" IN ("+there+")) FROM "+l.work+" WHERE "+t.Column.Filled(), parts).Scan(&naming, &known); err != nil {
		return finding{}, err
	}
	if naming == 0 {
		return skipped(expected, "没有一条记录填有"+t.Column.Title.ZH, "no row has "+t.Column.Name), nil
	}
	share := float64(known) / float64(naming)
	f := finding{outcome: judged(share >= t.AtLeast), measured: percent(share), value: &share, expected: expected,
		zh: fmt.Sprintf("填有%s的 %d 行中，%d 行的%s在库中", t.Column.Title.ZH, naming, known, t.Of.Title.ZH),
		en: fmt.Sprintf("of %d rows with %s, %d name one that the warehouse has", naming, t.Column.Name, known)}
	if known == naming {
		return f, nil
	}
	var err error
	f.keys, err = l.keys(ctx, "SELECT DISTINCT toString("+t.Column.Name+") AS name FROM "+l.work+" WHERE "+t.Column.Filled()+" AND "+t.Column.Name+" NOT IN ("+there+") ORDER BY name", parts)
	return f, err
}

// FilledTest wants a share of the rows to have each of some columns filled.
type FilledTest struct {
	Columns []warehouse.FactColumn
	AtLeast float64
}

// Kind is filled.
func (FilledTest) Kind() string { return "filled" }

// Subject names the columns.
func (t FilledTest) Subject() string {
	return "filled(" + strings.Join(columnNames(t.Columns), ", ") + ")"
}

func (t FilledTest) measure(ctx context.Context, l *loaded) (finding, error) {
	expected := "≥ " + percent(t.AtLeast)
	if l.rows == 0 {
		return noRows(expected), nil
	}
	counts := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		counts[i] = "countIf(" + c.Filled() + ")"
	}
	var filled []uint64
	if err := l.run.conn.QueryRow(ctx, "SELECT ["+strings.Join(counts, ", ")+"] FROM "+l.work).Scan(&filled); err != nil {
		return finding{}, err
	}
	lowest := 1.0
	zh, en := make([]string, len(filled)), make([]string, len(filled))
	for i, n := range filled {
		share := float64(n) / float64(l.rows)
		lowest = min(lowest, share)
		zh[i] = fmt.Sprintf("%s %s", t.Columns[i].Title.ZH, percent(share))
		en[i] = fmt.Sprintf("%s %s", t.Columns[i].Name, percent(share))
	}
	return finding{outcome: judged(lowest >= t.AtLeast), measured: percent(lowest), value: &lowest, expected: expected,
		zh: fmt.Sprintf("%d 行中填写率：%s", l.rows, strings.Join(zh, "，")), en: fmt.Sprintf("filled in %d rows: %s", l.rows, strings.Join(en, ", "))}, nil
}

func columnNames(columns []warehouse.FactColumn) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}

// keys reads the first keys that a result names; the last one is … when there are more.
func (l *loaded) keys(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := l.run.conn.Query(ctx, query+" LIMIT "+strconv.Itoa(namedKeys+1), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	if len(keys) > namedKeys {
		keys[namedKeys] = "…"
	}
	return keys, rows.Err()
}
