package etl

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Total is one figure over the rows of a join that have a row's key: how many there are, or the sum of a column.
type Total struct {
	Name  string
	Sum   string // the column that is added up; "" counts the rows
	Where string // expression over the columns of the join; "" is every row
	line  int
}

// readTotals reads the key totals of a join.
func readTotals(n yamlNode) []Total {
	var totals []Total
	for _, e := range n.entries() {
		t := Total{Name: e.name, line: e.value.line()}
		if e.value.scalar() {
			if e.value.text() != "count" {
				e.value.faultf("a total is count, {count: true, where: …} or {sum: COLUMN}")
			}
			totals = append(totals, t)
			continue
		}
		counts := false
		e.value.fields(map[string]func(yamlNode){
			"count": func(n yamlNode) { counts = n.boolean() },
			"sum":   func(n yamlNode) { t.Sum = n.text() },
			"where": func(n yamlNode) {
				t.Where = n.text()
				for _, reason := range checkExpression(t.Where) {
					n.faultf("totals: %s", reason)
				}
			},
		})
		if counts == (t.Sum != "") {
			e.value.faultf("a total is count, {count: true, where: …} or {sum: COLUMN}")
		}
		totals = append(totals, t)
	}
	return totals
}

// total finds a total by its name.
func (j Join) total(name string) int {
	return slices.IndexFunc(j.Totals, func(t Total) bool { return t.Name == name })
}

// totalsNeed lists the columns of a join that its totals read.
func (j Join) totalsNeed(add func(string)) {
	for _, t := range j.Totals {
		if t.Sum != "" {
			add(t.Sum)
		}
		compileExpression(t.Where, func(path []string) (string, string) { add(path[0]); return "", "" })
	}
}

// checkTotals finds what the totals of joins read and their files lack.
func (b *plan) checkTotals(missing func(line int, message string)) {
	for i, j := range b.pipeline.Joins {
		for _, t := range j.Totals {
			Join{Totals: []Total{t}}.totalsNeed(func(column string) {
				if _, unknown := b.columnOf(i+1, column); unknown != "" {
					missing(t.line, "join "+j.Name+": "+unknown)
				}
			})
		}
	}
}

// totalColumn is a total as a column of the row: without rows of its key a count is 0 and a sum unknown.
func (b *plan) totalColumn(i int, name string) (sql, fault string) {
	j := b.pipeline.Joins[i]
	k := j.total(name)
	if k < 0 {
		names := make([]string, len(j.Totals))
		for i, t := range j.Totals {
			names[i] = t.Name
		}
		return "", fmt.Sprintf("the join %s has no total %q%s", j.Name, name, didYouMean(name, names))
	}
	s := "s" + strconv.Itoa(i+1)
	column := s + ".a" + strconv.Itoa(k+1)
	if j.Totals[k].Sum == "" {
		return "if(" + s + ".found, " + column + ", '0')", ""
	}
	return "nullIf(" + column + ", '')", ""
}

// totals is SQL for the figures of a join by its keys. A sum over a text that is no number is that text, so that the row is rejected
// with it.
func (b *plan) totals(i int, keys []string) string {
	s, in := "s"+strconv.Itoa(i+1), b.inputs[i+1]
	list := make([]string, 0, len(keys)+len(b.pipeline.Joins[i].Totals))
	grouped := make([]string, len(keys))
	for k, key := range keys {
		grouped[k] = s + "." + key
		list = append(list, grouped[k]+" AS "+key)
	}
	for k, t := range b.pipeline.Joins[i].Totals {
		where := "true"
		if t.Where != "" {
			sql, _ := compileExpression(t.Where, func(path []string) (string, string) { return b.columnOf(i+1, path[0]) })
			where = "ifNull(toBool(" + sql + "), false)"
		}
		name := "a" + strconv.Itoa(k+1)
		if t.Sum == "" {
			list = append(list, "toString(countIf("+where+")) AS "+name)
			continue
		}
		text := b.amountText(b.args, i+1, t.Sum)
		number := "toDecimal128OrNull(" + narrow(text) + ", 6)"
		bad := where + " AND isNotNull(" + text + ") AND isNull(" + number + ")"
		list = append(list, fmt.Sprintf("if(countIf(%s) > 0, anyIf(%s, %s), toString(sumOrNullIf(%s, %s))) AS %s", bad, text, bad, number, where, name))
	}
	return "(SELECT " + strings.Join(list, ", ") + ", true AS found FROM " + in.table + " AS " + s + " GROUP BY " + strings.Join(grouped, ", ") + ")"
}
