package etl

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anlan/warehouse"
)

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
	args    *arguments
	leaving string // table of the keys of records that the load takes out; "" for none
}

// findLeaving lists the records that go when the load is published: they are no details any more.
func (r *reconciliation) findLeaving(ctx context.Context) error {
	gone := r.run.deleted
	if r.Header.Fact == nil || gone.keys == 0 && gone.seen == "" {
		return nil
	}
	r.leaving = "stage_" + r.run.id + "_compared"
	if !slices.Contains(r.run.tables, r.leaving) {
		r.run.tables = append(r.run.tables, r.leaving)
	}
	if err := r.run.conn.Exec(ctx, "CREATE OR REPLACE TABLE "+r.leaving+" (key UInt128, why LowCardinality(String)) ENGINE = MergeTree ORDER BY key"); err != nil {
		return err
	}
	if gone.keys > 0 {
		if err := r.run.conn.Exec(ctx, "INSERT INTO "+r.leaving+" SELECT key, '"+deletedMarked+"' FROM "+gone.marked); err != nil {
			return err
		}
	}
	if gone.seen == "" {
		return nil
	}
	_, err := r.run.findMissing(ctx, r.version, r.work, r.leaving) // whether that is too many is not for this check to say
	return err
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

// difference is what a header lacks, or has too much.
func (r *reconciliation) difference() string {
	lacking := "ifNull(h.stated, 0) - d.n"
	if r.Surplus {
		return lacking
	}
	return "abs(" + lacking + ")"
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
	return r.news
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
	key := warehouse.RecordKey
	staying := ""
	if r.leaving != "" {
		staying = " AND " + key + " NOT IN (SELECT key FROM " + r.leaving + ")"
	}
	return "SELECT " + columns + " FROM " + r.work + " UNION ALL SELECT " + columns + " FROM " + r.run.pipeline.Fact.Name + " WHERE _partition_id IN " +
		r.args.add(r.parts(r.run.pipeline.Fact.Name), "Array(String)") + " AND " + key + " NOT IN (SELECT key FROM " + r.work + ")" + staying
}

// recordKeys are the key's columns of records, as texts.
func (r *reconciliation) recordKeys(other bool) string {
	names := r.keysOf(other)
	for i, name := range names {
		names[i] = "toString(" + name + ") AS k" + strconv.Itoa(i+1)
	}
	return strings.Join(names, ", ")
}

// staged are the rows of a staged input: the key's columns, and one more as the text t. Rows that mark their record as deleted are no
// details; a mark that depends on a join cannot be told here.
func (r *reconciliation) staged(input int, column string) string {
	names := r.keysOf(input > 0)
	for i, name := range names {
		sql, _ := r.plan.columnOf(input, name) // found when the run began: see needs
		names[i] = "ifNull(" + sql + ", '') AS k" + strconv.Itoa(i+1)
	}
	t := "NULL"
	if column != "" {
		t = r.plan.amountText(r.args, input, column)
	}
	kept := ""
	if gone := r.plan.gone; input == 0 && gone != "" && !strings.Contains(gone, "s1.") {
		kept = " WHERE NOT (" + gone + ")"
	}
	return "SELECT " + strings.Join(names, ", ") + ", CAST(" + t + " AS Nullable(String)) AS t, row FROM " + r.plan.inputs[input].table + " AS s" + strconv.Itoa(input) + kept
}

// figure converts t; what is no number is NULL.
func (r *reconciliation) figure() string { return figureOf(r.args, "t") }

// figureOf converts the text of a total as people write it: 1200, １２００, $1,200.00, 1,200元.
func figureOf(args *arguments, t string) string {
	plain := "replaceRegexpAll(" + narrow(t) + `, '[$¥￥元 ]', '')`
	plain = "if(match(" + plain + `, '^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$'), replaceAll(` + plain + ", ',', ''), " + plain + ")"
	return converter{args: args}.value(warehouse.FactColumn{Type: "Nullable(" + figureType + ")"}, plain, "")
}
