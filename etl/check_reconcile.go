package etl

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// ReconcileTest wants what headers state about their details to be what the details are: 发现隐患数 of an inspection, and the
// rows of hazards that name it. One side is this load; the other is a join of the pipeline, compared file with file, or
// records that the warehouse holds.
type ReconcileTest struct {
	Header, Detail Side
	// On pairs our column with theirs, where the other side is in the warehouse; a join has keys of its own.
	On []JoinKey
	// Tolerance is how far the two figures of a header may differ.
	Tolerance amount
	// AtMost is how many headers may disagree.
	AtMost amount
	// Touched looks only at headers that rows of this load belong to; otherwise at all of its systems' headers from its first day on.
	Touched *bool
	// Grace leaves out headers of the last days, whose details may still be on their way.
	Grace int
}

// Side is where one of the two figures comes from.
type Side struct {
	Join string          // a join of the pipeline
	Fact *warehouse.Fact // records of the warehouse; without Join and Fact: this load
	// Column states the figure, or is summed; of details empty, which counts them.
	Column string
}

func (s Side) other() bool { return s.Join != "" || s.Fact != nil }

func (s Side) String() string {
	where := s.Join
	if s.Fact != nil {
		where = s.Fact.Name
	}
	if where == "" {
		return s.Column
	}
	return where + "." + s.Column
}

// amount is a number, or a share of what it limits.
type amount struct {
	value float64
	share bool
}

func (a amount) String() string {
	if a.share {
		return percent(a.value)
	}
	return number(a.value)
}

// of is the number that the amount comes to.
func (a amount) of(whole float64) float64 {
	if a.share {
		return a.value * whole
	}
	return a.value
}

// Kind is reconcile.
func (ReconcileTest) Kind() string { return "reconcile" }

// Subject names the two figures.
func (t ReconcileTest) Subject() string {
	if t.Detail.Column == "" {
		return t.Header.String() + " = count(" + strings.TrimSuffix(t.Detail.String(), ".") + ")"
	}
	return t.Header.String() + " = sum(" + t.Detail.String() + ")"
}

func (t ReconcileTest) measure(ctx context.Context, l *loaded) (finding, error) {
	expected := "≤ " + t.AtMost.String()
	r := &reconciliation{ReconcileTest: t, loaded: l, args: &arguments{}}
	if zh, en := r.impossible(); en != "" {
		return skipped(expected, zh, en), nil
	}
	compared := "(SELECT " + r.list("h.k%d AS k%d") + ", h.text AS text, h.stated AS stated, d.n AS found,\n  isNull(h.stated) OR abs(ifNull(h.stated, 0) - d.n) > " + r.tolerance() +
		" AS differs\nFROM (" + r.header() + ") AS h\nLEFT JOIN (" + r.detail() + ") AS d ON " + r.list("h.k%d = d.k%d", " AND ") + ")"
	var headers, wrong uint64
	if err := l.run.conn.QueryRow(ctx, "SELECT count(), countIf(differs) FROM "+compared, r.args.values...).Scan(&headers, &wrong); err != nil {
		return finding{}, err
	}
	if headers == 0 {
		return skipped(expected, "没有一条主记录写明应有数", "no header states a figure"), nil
	}
	f := finding{outcome: judged(float64(wrong) <= t.AtMost.of(float64(headers))), measured: strconv.FormatUint(wrong, 10), value: new(float64(wrong)), expected: expected,
		zh: fmt.Sprintf("%d 条主记录中 %d 条与明细不符（写明 ≠ 实有）", headers, wrong), en: fmt.Sprintf("%d of %d headers disagree with their details (stated ≠ found)", wrong, headers)}
	if wrong == 0 {
		return f, nil
	}
	var err error
	f.keys, err = l.keys(ctx, "SELECT concat("+r.list("k%[1]d", ", ' + ', ")+", ': ', text, ' ≠ ', toString(found)) AS line FROM "+compared+" WHERE differs ORDER BY "+r.list("k%[1]d"), r.args.values...)
	return f, err
}

// compared lists the columns of an input that checks of the load look at.
func (p *Pipeline) compared(input int) (names []string) {
	for _, c := range p.LoadChecks {
		switch t := c.Test.(type) {
		case ReconcileTest:
			other := t.Header.Join + t.Detail.Join
			for _, side := range []Side{t.Header, t.Detail} {
				if other != "" && side.Column != "" && side.Join == p.input(input) {
					names = append(names, side.Column)
				}
			}
		case ControlTest:
			for _, sum := range t.Sums {
				if input == 0 {
					names = append(names, sum.Ours)
				}
			}
		}
	}
	return names
}

// reconciliation is a ReconcileTest on its way to SQL. Both sides come as keys k1, k2 … and figures: headers with text and
// stated, details with n.
type reconciliation struct {
	ReconcileTest
	*loaded
	args *arguments
}

// figureType holds every figure of either side.
const figureType = "Decimal(38, 4)"

// impossible says why the two sides cannot be compared; empty when they can.
func (r *reconciliation) impossible() (zh, en string) {
	if zh, en := r.partial(); en != "" && r.Header.Fact == nil {
		return zh, en
	}
	if fact := r.Header.Fact; fact != nil && len(r.parts(fact.Name)) == 0 {
		return "库中还没有" + fact.Title.ZH, "the warehouse has no " + fact.Name + " yet"
	}
	if fact := r.Detail.Fact; fact != nil && len(r.parts(fact.Name)) == 0 {
		return "库中还没有" + fact.Title.ZH, "the warehouse has no " + fact.Name + " yet"
	}
	return "", ""
}

func (r *reconciliation) tolerance() string {
	if r.Tolerance.share {
		return "abs(ifNull(h.stated, 0)) * " + number(r.Tolerance.value)
	}
	return number(r.Tolerance.value)
}

// joined is the number of the input that the other side is, 0 when it is in the warehouse.
func (r *reconciliation) joined() int {
	name := r.Header.Join + r.Detail.Join
	if name == "" {
		return 0
	}
	return r.plan.pipeline.join(name) + 1
}

// keysOf are the names of the key's columns, of this load or of the other side.
func (r *reconciliation) keysOf(other bool) []string {
	on := r.On
	if i := r.joined(); i > 0 {
		on = r.plan.pipeline.Joins[i-1].On
	}
	names := make([]string, len(on))
	for i, k := range on {
		if names[i] = k.Ours; other {
			names[i] = k.Theirs
		}
	}
	return names
}

// list repeats a form for every key.
func (r *reconciliation) list(form string, between ...string) string {
	parts := make([]string, len(r.keysOf(false)))
	for i := range parts {
		if strings.Contains(form, "[1]") {
			parts[i] = fmt.Sprintf(form, i+1)
		} else {
			parts[i] = fmt.Sprintf(form, i+1, i+1)
		}
	}
	return strings.Join(parts, append(between, ", ")[0])
}

// header is the SQL of what is stated. Headers that state nothing are not compared.
func (r *reconciliation) header() string {
	if r.joined() > 0 {
		input := 0
		if r.Header.other() {
			input = r.joined()
		}
		rows := r.staged(input, r.Header.Column) + " ORDER BY row DESC LIMIT 1 BY " + r.list("k%[1]d") // the last row of a key counts
		return "SELECT " + r.list("k%[1]d") + ", assumeNotNull(t) AS text, " + r.figure() + " AS stated FROM (" + rows + ") WHERE isNotNull(t)"
	}
	columns := r.recordKeys(r.Header.other()) + ", toString(assumeNotNull(" + r.Header.Column + ")) AS text, CAST(" + r.Header.Column + " AS Nullable(" + figureType + ")) AS stated"
	if !r.Header.other() {
		return "SELECT " + columns + " FROM " + r.work + " WHERE isNotNull(" + r.Header.Column + ")"
	}
	return "SELECT " + columns + " FROM " + r.Header.Fact.Name + " WHERE _partition_id IN " + r.args.add(r.parts(r.Header.Fact.Name), "Array(String)") +
		" AND isNotNull(" + r.Header.Column + ") AND (" + r.belonging() + ")"
}

// belonging limits the warehouse's headers to those that this load is about.
func (r *reconciliation) belonging() string {
	touched := "(" + strings.Join(r.keysOf(true), ", ") + ") IN (SELECT " + strings.Join(r.keysOf(false), ", ") + " FROM " + r.work + ")"
	date := r.Header.Fact.Date
	late := ""
	if r.Grace > 0 && date != "" {
		late = " AND " + date + " <= " + r.args.add(r.run.warehouse.Today().AddDays(-r.Grace).String(), "Date")
	}
	if ours := r.run.pipeline.Fact.Date; date != "" && ours != "" && !r.onlyTouched() {
		return touched + late + " OR system IN (SELECT system FROM " + r.work + ") AND " + date + " >= (SELECT min(" + ours + ") FROM " + r.work + ")" + late
	}
	return touched + late
}

// onlyTouched is what the pipeline says, or: a load of what is new does not tell what should be there besides.
func (r *reconciliation) onlyTouched() bool {
	if r.Touched != nil {
		return *r.Touched
	}
	return r.incremental()
}

// detail is the SQL of what is there.
func (r *reconciliation) detail() string {
	if r.joined() > 0 {
		input := r.joined()
		if r.Header.other() {
			input = 0
		}
		n := "count()"
		if r.Detail.Column != "" {
			n = "sum(ifNull(" + r.figure() + ", 0))"
		}
		return "SELECT " + r.list("k%[1]d") + ", CAST(" + n + " AS " + figureType + ") AS n FROM (" + r.staged(input, r.Detail.Column) + ") GROUP BY " + r.list("k%[1]d")
	}
	n := "count()"
	if r.Detail.Column != "" {
		n = "sum(ifNull(CAST(" + r.Detail.Column + " AS Nullable(" + figureType + ")), 0))"
	}
	rows := r.work
	if r.Detail.other() {
		rows = r.Detail.Fact.Name + " WHERE _partition_id IN " + r.args.add(r.parts(r.Detail.Fact.Name), "Array(String)")
	} else {
		rows = "(" + r.afterLoad() + ")"
	}
	return "SELECT " + r.recordKeys(r.Detail.other()) + ", CAST(" + n + " AS " + figureType + ") AS n FROM " + rows + " GROUP BY " + r.list("k%[1]d")
}

// afterLoad are the records of the fact as they would stand: those of the load, and those that it does not replace.
func (r *reconciliation) afterLoad() string {
	names := r.keysOf(false)
	if r.Detail.Column != "" {
		names = append(names, r.Detail.Column)
	}
	columns := strings.Join(names, ", ")
	key := "sipHash128(system, id)"
	return "SELECT " + columns + " FROM " + r.work + " UNION ALL SELECT " + columns + " FROM " + r.run.pipeline.Fact.Name + " WHERE _partition_id IN " +
		r.args.add(r.parts(r.run.pipeline.Fact.Name), "Array(String)") + " AND " + key + " NOT IN (SELECT " + key + " FROM " + r.work + ")"
}

// recordKeys are the key's columns of records, as texts.
func (r *reconciliation) recordKeys(other bool) string {
	names := r.keysOf(other)
	for i, name := range names {
		names[i] = "toString(" + name + ") AS k" + strconv.Itoa(i+1)
	}
	return strings.Join(names, ", ")
}

// staged are the rows of a staged input: the key's columns, and one more as the text t.
func (r *reconciliation) staged(input int, column string) string {
	names := r.keysOf(input > 0)
	for i, name := range names {
		sql, _ := r.plan.columnOf(input, name) // found when the run began: see needs
		names[i] = "ifNull(" + sql + ", '') AS k" + strconv.Itoa(i+1)
	}
	t := "NULL"
	if column != "" {
		t, _ = r.plan.columnOf(input, column)
	}
	return "SELECT " + strings.Join(names, ", ") + ", CAST(" + t + " AS Nullable(String)) AS t, row FROM " + r.plan.inputs[input].table + " AS s" + strconv.Itoa(input)
}

// figure converts t; what is no number is NULL.
func (r *reconciliation) figure() string {
	return converter{args: r.args}.value(warehouse.FactColumn{Type: "Nullable(" + figureType + ")"}, "t", "")
}
