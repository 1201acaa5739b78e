package warehouse

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"anlan/safety"
)

// comparison sets the rollup of one fact as it was before a change against the rollup after it, month by month.
type comparison struct {
	fact     string
	measures []*Metric
	before   []string // partitions of the months concerned
	after    []string
}

// comparisons lists, for every fact that the change touched, its months up to the last one given. Months in which the fact had
// no record before the change come apart, as first.
func (u *Update) comparisons(ctx context.Context, last safety.Month) (known, first []comparison, err error) {
	base, now := Version{Parts: u.Base.Parts}, Version{Parts: map[string][]string{rollupTable: u.current(rollupTable)}}
	for _, fact := range Facts() {
		measures := rollupMeasuresOf(fact.Name)
		months := u.monthsOf(fact.Name, last)
		if len(measures) == 0 || len(months) == 0 {
			continue
		}
		had, err := u.monthsWith(ctx, measures, base.in(rollupTable, months))
		if err != nil {
			return nil, nil, err
		}
		for _, c := range []struct {
			had    bool
			into   *[]comparison
			months []uint32
		}{{true, &known, had}, {false, &first, slices.DeleteFunc(months, func(m uint32) bool { return slices.Contains(had, m) })}} {
			if len(c.months) > 0 {
				*c.into = append(*c.into, comparison{fact.Name, measures, base.in(rollupTable, c.months), now.in(rollupTable, c.months)})
			}
		}
	}
	return known, first, nil
}

func rollupMeasuresOf(fact string) []*Metric {
	return slices.DeleteFunc(rollupMeasures(), func(m *Metric) bool { return m.Measure.Fact != fact })
}

// monthsOf lists the months of the rollup that a change of the fact made stale, in order.
func (u *Update) monthsOf(fact string, last safety.Month) []uint32 {
	var months []uint32
	for month := range u.stale[fact] {
		if safety.Month(month) <= last {
			months = append(months, month)
		}
	}
	slices.Sort(months)
	return months
}

// in lists the partitions of a table that hold the given months.
func (v *Version) in(table string, months []uint32) []string {
	out := []string{}
	for _, id := range v.Parts[table] {
		if slices.Contains(months, uint32(partitionMonth(id))) {
			out = append(out, id)
		}
	}
	return out
}

// monthsWith lists the months of the partitions in which any of the measures has a figure.
func (u *Update) monthsWith(ctx context.Context, measures []*Metric, parts []string) (months []uint32, err error) {
	err = u.w.conn.QueryRow(ctx, "SELECT arraySort(groupUniqArray(month)) FROM (SELECT month FROM "+rollupTable+
		" WHERE _partition_id IN {parts:Array(String)} GROUP BY month HAVING "+anyFigure(measures, func(m *Metric) string { return "sum(" + m.Name + ")" })+")",
		named("parts", parts)).Scan(&months)
	return months, faultOf(ctx, "find the months that had records", err)
}

// anyFigure is true where any of the measures has a figure other than none.
func anyFigure(measures []*Metric, figure func(*Metric) string) string {
	parts := make([]string, len(measures))
	for i, m := range measures {
		parts[i] = "ifNull(" + figure(m) + ", 0) != 0"
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// cells is the SQL of every cell that differs, as columns of the groups, metric, before and after. Rows come from both
// sides, with the column was.
func (c comparison) cells(groups, from string) string {
	was := func(m *Metric) string { return m.Name + "_was" }
	is := func(m *Metric) string { return m.Name + "_is" }
	var sums, names, differ, before, after []string //nolint:prealloc // a few dozen
	for i, m := range c.measures {
		sums = append(sums, "sumIf("+m.Name+", was) AS "+was(m), "sumIf("+m.Name+", NOT was) AS "+is(m))
		names = append(names, "'"+m.Name+"'")
		differ = append(differ, differs(was(m), is(m)))
		at := "i = " + strconv.Itoa(i+1)
		before, after = append(before, at, exact(was(m))), append(after, at, exact(is(m)))
	}
	return "SELECT " + groups + ", [" + strings.Join(names, ", ") + "][i] AS metric,\n  if(had, multiIf(" + strings.Join(before, ", ") + ", NULL), NULL) AS before,\n  if(has, multiIf(" +
		strings.Join(after, ", ") + ", NULL), NULL) AS after\nFROM (\nSELECT " + groups + ", " + strings.Join(sums, ", ") +
		",\n  " + anyFigure(c.measures, was) + " AS had, " + anyFigure(c.measures, is) + " AS has\nFROM " + from + "\nGROUP BY " + groups +
		"\n)\nARRAY JOIN arrayFilter((i, d) -> d, range(1, " + strconv.Itoa(len(names)+1) + "), [" + strings.Join(differ, ", ") + "]) AS i"
}

// exact is a sum as corrections keep it.
func exact(sum string) string { return "CAST(" + sum + " AS Nullable(Decimal(38, 4)))" }

func differs(a, b string) string {
	return "(isNull(" + a + ") != isNull(" + b + ") OR ifNull(" + a + " != " + b + ", false))"
}

// both are the rows of the rollup before and after; the column was tells them apart.
func (c comparison) both() string {
	return "SELECT month, region, sector, " + names(c.measures) + ", _partition_id IN {before:Array(String)} AS was\nFROM " + rollupTable +
		"\nWHERE (_partition_id IN {before:Array(String)} OR _partition_id IN {after:Array(String)})"
}

// sides are the rows of both, less the cells that are equal: their hashes cancel out.
func (c comparison) sides() string {
	return "(" + c.both() + " AND (month, region, sector) IN (SELECT month, region, sector FROM (" + c.both() +
		")\nGROUP BY month, region, sector HAVING groupBitXor(cityHash64(tuple(" + names(c.measures) + "))) != 0))"
}

func (c comparison) args(more ...any) []any {
	return append([]any{named("before", texts(c.before)), named("after", texts(c.after))}, more...)
}

// firsts is the SQL of a month's first figures, one row a measure that has one.
func (c comparison) firsts() string {
	tuples := make([]string, len(c.measures))
	for i, m := range c.measures {
		tuples[i] = "tuple('" + m.Name + "', " + exact("sum("+m.Name+")") + ")"
	}
	return "SELECT month, '' AS region, '' AS sector, c.1 AS metric, CAST(NULL AS Nullable(Decimal(38, 4))) AS before, c.2 AS after\nFROM (\nSELECT month, [" +
		strings.Join(tuples, ", ") + "] AS figures\nFROM " + rollupTable + " WHERE _partition_id IN {after:Array(String)}\nGROUP BY month\n)\nARRAY JOIN arrayFilter(f -> ifNull(f.2, 0) != 0, figures) AS c"
}
