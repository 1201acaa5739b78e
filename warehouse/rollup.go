package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// rollupTable is the wide monthly rollup: month × recorded region × sector, one column a measure that adds up.
const rollupTable = "rollup_monthly"

// rollupMeasures lists the shipped measures that the rollup keeps. A catalogue of the user's own cannot change them.
func rollupMeasures() []*Metric {
	var out []*Metric
	for _, m := range shippedCatalogue.metrics {
		if m.Measure != nil && m.Measure.Rollup {
			out = append(out, m)
		}
	}
	return out
}

var shippedCatalogue = func() *Catalogue {
	c, err := LoadCatalogue("")
	if err != nil {
		panic(fmt.Sprintf("embedded catalogue: %v", err)) // a test loads it
	}
	return c
}()

// rollupDates lists the dates of a fact that put a record into a month of the rollup.
func (*Catalogue) rollupDates(fact string) []string {
	var dates []string
	for _, m := range rollupMeasures() {
		if m.Measure.Fact == fact && !slices.Contains(dates, m.Measure.Date) {
			dates = append(dates, m.Measure.Date)
		}
	}
	return dates
}

// rollupType is the type of a measure's column. A figure that may be unknown is Nullable, so that unknown never reads as 0.
func rollupType(m *Metric) string {
	switch v := m.Measure.Value; {
	case v.Aggregation == Count && m.Measure.Known == "":
		return "UInt64"
	case v.Aggregation == Count:
		return "Nullable(UInt64)"
	default:
		f, _ := FactNamed(m.Measure.Fact)
		column, _ := f.Column(v.Of)
		if _, decimals, found := strings.Cut(column.Type, "Decimal("); found {
			_, scale, _ := strings.Cut(decimals, ", ")
			return "Nullable(Decimal(38, " + strings.TrimRight(scale, ")") + "))"
		}
		return "Nullable(UInt64)"
	}
}

// aggregate is the SQL of a measure over its records, under a further condition (empty for none). It is NULL when records
// exist but none of them tells the figure.
func (m *Measure) aggregate(where string) string {
	condition := and(m.Where, where)
	switch m.Value.Aggregation {
	case Sum:
		return "sumIf(" + m.Value.Of + ", " + condition + ")"
	case Distinct:
		return "uniqExactIf(" + m.Value.Of + ", " + condition + ")"
	default:
		if m.Known != "" {
			return "if(countIf(" + and(m.Known, where) + ") = 0, NULL, countIf(" + condition + "))"
		}
		return "countIf(" + condition + ")"
	}
}

// and joins conditions; a NULL counts as not true. No condition at all is true.
func and(conditions ...string) string {
	var parts []string
	for _, c := range conditions {
		if c != "" {
			parts = append(parts, "("+c+")")
		}
	}
	if len(parts) == 0 {
		return "true"
	}
	return "ifNull(" + strings.Join(parts, " AND ") + ", false)"
}

// markStale notes every month that any date of the given rows of a fact names; from is the fact's table or a work table.
func (u *Update) markStale(ctx context.Context, fact, from, where string, args ...any) error {
	months := u.stale[fact]
	if months == nil {
		months = map[uint32]bool{}
		u.stale[fact] = months
	}
	dates := u.w.catalogue.rollupDates(fact)
	if len(dates) == 0 {
		return nil
	}
	named := make([]string, len(dates))
	for i, d := range dates {
		named[i] = "ifNull(toYYYYMM(" + d + "), 0)"
	}
	rows, err := u.w.conn.Query(ctx, "SELECT DISTINCT arrayJoin(["+strings.Join(named, ", ")+"]) FROM "+from+" WHERE "+where, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var month uint32
		if err := rows.Scan(&month); err != nil {
			return err
		}
		if month != 0 {
			months[month] = true
		}
	}
	return rows.Err()
}

// rebuildRollup rewrites the months of the rollup that the change made stale: the columns of the changed facts are computed
// from the facts, the others are taken over.
func (u *Update) rebuildRollup(ctx context.Context) error {
	months := map[uint32]bool{}
	for _, of := range u.stale {
		maps.Copy(months, of)
	}
	all := slices.Sorted(maps.Keys(months))
	for chunk := range slices.Chunk(all, partitionsPerInsert) {
		query, args := u.rollupInsert(chunk)
		if err := u.w.conn.Exec(ctx, query, args...); err != nil {
			return err
		}
	}
	return u.replace(ctx, rollupTable, all)
}

func (u *Update) rollupInsert(months []uint32) (string, []any) {
	view := Version{Parts: map[string][]string{rollupTable: u.current(rollupTable)}}
	taken := view.in(rollupTable, months)
	measures := slices.DeleteFunc(rollupMeasures(), func(m *Metric) bool {
		fact := m.Measure.Fact
		return !u.touches(fact) && (len(taken) == 0 || len(u.current(fact)) == 0) // no figures: what the columns hold by default
	})
	args := []any{named("generation", u.Generation), named("months", months)}
	outer := make([]string, len(measures))
	for i, m := range measures {
		outer[i] = "sum(" + m.Name + ")"
	}
	var legs []string
	if slices.ContainsFunc(measures, func(m *Metric) bool { return !u.touches(m.Measure.Fact) }) {
		args = append(args, named("rollup", taken))
		legs = append(legs, u.rollupTaken(measures))
	}
	for _, fact := range slices.Sorted(maps.Keys(u.stale)) {
		args = append(args, named("parts_"+fact, u.current(fact)))
		for _, date := range u.w.catalogue.rollupDates(fact) {
			legs = append(legs, rollupLeg(measures, fact, date))
		}
	}
	return "INSERT INTO " + rollupTable + " (month, generation, region, sector, " + names(measures) + ")\n" +
		"WITH legs (m, region, sector, " + names(measures) + ") AS (\n" + strings.Join(legs, "\nUNION ALL\n") + "\n)\n" +
		"SELECT m, {generation:UInt32}, region, sector, " + strings.Join(outer, ", ") + " FROM legs GROUP BY m, region, sector", args
}

// rollupTaken takes over what the changed facts do not touch.
func (u *Update) rollupTaken(measures []*Metric) string {
	return rollupSelect(measures, "month", rollupTable, "_partition_id IN {rollup:Array(String)} AND month IN {months:Array(UInt32)}",
		func(m *Metric) (string, bool) { return m.Name, !u.touches(m.Measure.Fact) }, "")
}

// touches reports whether the change concerns records of a fact.
func (u *Update) touches(fact string) bool {
	_, changed := u.stale[fact]
	return changed
}

// rollupLeg computes the measures of one fact that go by one date.
func rollupLeg(measures []*Metric, fact, date string) string {
	month := "ifNull(toYYYYMM(" + date + "), 0)"
	return rollupSelect(measures, month, fact, "_partition_id IN {parts_"+fact+":Array(String)} AND "+month+" IN {months:Array(UInt32)}",
		func(m *Metric) (string, bool) {
			return m.Measure.aggregate(""), m.Measure.Fact == fact && m.Measure.Date == date
		}, " GROUP BY m, region, sector")
}

func rollupSelect(measures []*Metric, month, from, where string, column func(*Metric) (string, bool), group string) string {
	columns := make([]string, len(measures))
	for i, m := range measures {
		expression, has := column(m)
		if !has {
			expression = "NULL"
			if rollupType(m) == "UInt64" {
				expression = "0"
			}
		}
		columns[i] = "CAST(" + expression + " AS " + rollupType(m) + ")"
	}
	return "SELECT " + month + " AS m, region, sector, " + strings.Join(columns, ", ") + " FROM " + from + " WHERE " + where + group
}

func names(metrics []*Metric) string {
	list := make([]string, len(metrics))
	for i, m := range metrics {
		list[i] = m.Name
	}
	return strings.Join(list, ", ")
}

// rollupDefinition identifies what the rollup's columns mean, so that a program with other definitions rebuilds it.
func rollupDefinition() string {
	h := sha256.New()
	for _, m := range rollupMeasures() {
		fmt.Fprintf(h, "%s %+v\n", m.Name, *m.Measure)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// rollupIsCurrent reports whether the rollup was built under the definitions of this program.
func (w *Warehouse) rollupIsCurrent(ctx context.Context) (bool, error) {
	var built string
	err := w.conn.QueryRow(ctx, "SELECT argMax(value, at) FROM setting WHERE name = 'rollup_definition'").Scan(&built)
	return built == rollupDefinition(), err
}

// refreshRollupDefinition rebuilds the whole rollup when it was built under other definitions.
func (w *Warehouse) refreshRollupDefinition(ctx context.Context) error {
	if current, err := w.rollupIsCurrent(ctx); current || err != nil {
		return err
	}
	base, err := w.Current(ctx)
	if err != nil {
		return err
	}
	if base.Number > 0 {
		err = w.rebuildWholeRollup(ctx)
	}
	if err != nil {
		return err
	}
	return w.conn.Exec(ctx, "INSERT INTO setting (name, value) SELECT 'rollup_definition', {value:String}", named("value", rollupDefinition()))
}

func (w *Warehouse) rebuildWholeRollup(ctx context.Context) error {
	_, _, err := w.Update(ctx, "", "rollup rebuilt under new definitions", func(ctx context.Context, u *Update) error {
		for _, fact := range Facts() {
			if err := u.markStale(ctx, fact.Name, fact.Name, "_partition_id IN {parts:Array(String)}", named("parts", u.Base.Partitions(fact.Name))); err != nil {
				return err
			}
			for _, id := range u.Base.Partitions(rollupTable) {
				u.stale[fact.Name][uint32(partitionMonth(id))] = true
			}
		}
		return nil
	})
	return err
}
