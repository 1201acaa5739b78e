package etl

import (
	"fmt"
	"strings"
	"testing"

	"anlan/warehouse"
)

const ledgerWithDeletions = `pipeline: ledger
fact: hazard
system: 市安委办台账
source: {files: ledger*.csv}
columns:
  id: 编号
  region: 区划
  source: {value: 自查}
  level: {value: 一般}
  found_on: 日期
deletes: DELETES
`

func deleting(rule string) string { return strings.Replace(ledgerWithDeletions, "DELETES", rule, 1) }

// gone lists the deletions of a run as "id why".
func (b *bundle) gone(run warehouse.Run) string {
	b.t.Helper()
	list, err := b.warehouse.Deletions(b.t.Context(), warehouse.Everything(), run.ID, 100)
	if err != nil {
		b.t.Fatal(err)
	}
	var out []string
	for _, d := range list {
		out = append(out, d.ID+" "+d.Why)
	}
	return strings.Join(out, ", ")
}

func (b *bundle) ids() string {
	b.t.Helper()
	return strings.ReplaceAll(b.ask("SELECT id FROM hazard WHERE {parts} ORDER BY id", "hazard"), "\n", "")
}

// A column 是否删除 takes records out; the last row of a record counts.
func TestRowsThatMarkTheirRecordAsDeleted(t *testing.T) {
	b := setup(t, deleting(`{when: "是否删除 = '是'"}`))
	const header = "编号,区划,日期,是否删除\n"
	b.file("ledger.csv", header+"1,370303,2025-03-01,\n2,370303,2025-03-01,否\n3,370321,2025-04-01,\n4,370303,2025-03-01,\n")
	first := b.run("ledger")
	if got := count(first); got != "succeeded: read 4, loaded 4, updated 0, unchanged 0, rejected 0, duplicate 0" {
		t.Error(got)
	}
	b.file("ledger.csv", header+
		"1,,,是\n"+ // a mark needs no more than its number
		"2,370303,2025-03-02,\n"+ // changed, then deleted: the later row counts
		"2,370303,2025-03-02,是\n"+
		"3,,,是\n"+ // deleted, then there again with another day
		"3,370321,2025-04-05,\n"+
		"9,,,是\n"+ // was never there
		",370303,2025-03-01,是\n"+ // which one?
		"5,370303,2025-03-01,\n")
	run := b.run("ledger")
	// read 8 = loaded 1 + updated 1 + unchanged 1 (9) + rejected 1 + duplicate 2 (2 before its mark, the mark of 3) + deleted 2
	if got := count(run); got != "succeeded: read 8, loaded 1, updated 1, unchanged 1, rejected 1, duplicate 2" || run.RowsDeleted != 2 {
		t.Errorf("%s, deleted %d", got, run.RowsDeleted)
	}
	if got := b.ids(); got != "('3')('4')('5')" {
		t.Errorf("records %s", got)
	}
	if got := b.gone(run); got != "1 marked, 2 marked" {
		t.Errorf("deletions %s", got)
	}
	if got := b.figures("370300"); got != "370303 2, 370321 0, total 2" {
		t.Errorf("figures %s", got)
	}
	if got := b.ask("SELECT codes FROM quarantine WHERE run = '" + run.ID + "'"); got != "(['missing_value'])" {
		t.Errorf("quarantine %s", got)
	}
	// The version before still has them: 1, 2 and 4 in March.
	if got := b.figures("370300", first.VersionAfter); got != "370303 3, 370321 0, total 3" {
		t.Errorf("figures of the version before: %s", got)
	}
	// Marks of what is gone change nothing; without a mark the record comes back.
	b.file("ledger.csv", header+"1,,,是\n2,370303,2025-03-02,\n")
	if run := b.run("ledger"); count(run) != "succeeded: read 2, loaded 1, updated 0, unchanged 1, rejected 0, duplicate 0" || run.RowsDeleted != 0 {
		t.Errorf("%s, deleted %d", count(run), run.RowsDeleted)
	}
	b.file("ledger.csv", header+"1,,,是\n")
	if run := b.run("ledger"); count(run) != "unchanged: read 1, loaded 0, updated 0, unchanged 1, rejected 0, duplicate 0" {
		t.Error(count(run))
	}
	b.file("ledger.csv", header+"4,,,是\n")
	if run := b.run("ledger"); count(run) != "succeeded: read 1, loaded 0, updated 0, unchanged 0, rejected 0, duplicate 0" || run.RowsDeleted != 1 || b.ids() != "('2')('3')('5')" {
		t.Errorf("%s, deleted %d, left %s", count(run), run.RowsDeleted, b.ids())
	}
}

// ledgerOf writes records with these numbers.
func ledgerOf(numbers ...int) string {
	var out strings.Builder
	out.WriteString("编号,区划,日期\n")
	for _, n := range numbers {
		fmt.Fprintf(&out, "%d,%s,2025-%02d-%02d\n", n, []string{"370303", "370321"}[n%2], 1+n%3, 1+n%28)
	}
	return out.String()
}

func numbers(from, to int, but ...int) (list []int) {
	for n := from; n <= to; n++ {
		missing := false
		for _, m := range but {
			missing = missing || m == n
		}
		if !missing {
			list = append(list, n)
		}
	}
	return list
}

// What a complete file no longer has is deleted, unless it is too much to be true.
func TestWhatACompleteFileLacksIsDeleted(t *testing.T) {
	b := setup(t, deleting(`{missing: true}`), strings.NewReplacer("pipeline: ledger", "pipeline: other", "市安委办台账", "区台账", "ledger*", "other*").Replace(deleting(`{missing: true, at_most: 1}`)))
	b.file("ledger.csv", ledgerOf(numbers(1, 100)...))
	b.file("other.csv", ledgerOf(numbers(1, 3)...))
	b.run("ledger")
	b.run("other")
	b.file("ledger.csv", ledgerOf(numbers(2, 101, 50)...))
	before := b.ids()
	if dry, err := b.loader.Run(t.Context(), "ledger", RunOptions{DryRun: true}); err != nil || dry.RowsDeleted != 2 || dry.RowsLoaded != 1 || b.gone(dry) != "" || b.ids() != before {
		t.Errorf("a dry run says %s, deleted %d, lists %q, %v", count(dry), dry.RowsDeleted, b.gone(dry), err)
	}
	run := b.run("ledger")
	if got := count(run); got != "succeeded: read 99, loaded 1, updated 0, unchanged 98, rejected 0, duplicate 0" || run.RowsDeleted != 2 || b.gone(run) != "1 missing, 50 missing" {
		t.Errorf("%s, deleted %d: %s", got, run.RowsDeleted, b.gone(run))
	}
	// Another system's records of the same numbers stay.
	if got := b.ask("SELECT system, count() FROM hazard WHERE {parts} GROUP BY system ORDER BY system", "hazard"); got != "('区台账',3)\n('市安委办台账',99)" {
		t.Errorf("records %s", got)
	}
	// A file cut short: nothing goes, and the run says what would have gone.
	b.file("ledger.csv", ledgerOf(numbers(2, 60)...))
	b.fail("ledger", TooManyDeleted, "lacks 41 of the 99 records that the warehouse has of it (41.4 %), more than at_most of the pipeline (5 %)")
	if got := b.ids(); strings.Count(got, "(") != 102 {
		t.Errorf("records %s", got)
	}
	// A rejected row is not missing.
	b.file("ledger.csv", strings.Replace(ledgerOf(numbers(2, 101)...), "101,370321", "101,999999", 1))
	if run := b.run("ledger"); run.RowsDeleted != 0 || run.RowsRejected != 1 || run.RowsLoaded != 1 {
		t.Errorf("%s, deleted %d", count(run), run.RowsDeleted)
	}
	// A row without a number might be any record: nothing is deleted, and the run says so.
	b.file("ledger.csv", strings.Replace(ledgerOf(numbers(3, 101)...), "101,", ",", 1))
	if run := b.run("ledger"); run.RowsDeleted != 0 || run.Warnings[deletionsSkipped] != 1 {
		t.Errorf("%s, deleted %d, %v", count(run), run.RowsDeleted, run.Warnings)
	}
	// What was deleted comes back when the file has it again.
	b.file("ledger.csv", ledgerOf(numbers(1, 101)...))
	if run := b.run("ledger"); run.RowsLoaded != 1 || run.RowsDeleted != 0 {
		t.Errorf("%s, deleted %d", count(run), run.RowsDeleted)
	}
	// Where the pipeline lets all go, all go.
	b.file("other.csv", ledgerOf())
	if run := b.run("other"); run.RowsDeleted != 3 || b.gone(run) != "1 missing, 2 missing, 3 missing" {
		t.Errorf("%s, deleted %d", count(run), run.RowsDeleted)
	}
}

// A file that is complete for a county, or for the months that it has, says nothing of the rest.
func TestAFileIsCompleteForWhatItCovers(t *testing.T) {
	// 1 and 3 are of 370321 in February and January, 2 and 4 of 370303 in March and February.
	all := "编号,区划,日期\n1,370321,2025-02-02\n2,370303,2025-03-03\n3,370321,2025-01-04\n4,370303,2025-02-05\n"
	cases := []struct{ within, file, left, why string }{
		{"system", "4,370303,2025-02-05\n", "('4')", "of everything"},
		{"region", "4,370303,2025-02-05\n", "('1')('3')('4')", "of the county that it names"},
		{`"370321"`, "1,370321,2025-02-02\n", "('1')('2')('4')", "of the county that the pipeline names"},
		{`"370321"`, "", "('2')('4')", "of that county also when it has none"},
		{"period", "4,370303,2025-02-05\n", "('2')('3')('4')", "of February"},
		{"[region, period]", "4,370303,2025-02-05\n5,370303,2025-03-01\n", "('1')('3')('4')('5')", "of the county's February and March"},
		{"period", "", "('1')('2')('3')('4')", "of no month at all"},
	}
	var pipelines []string
	for i, c := range cases {
		name := fmt.Sprintf("case%d", i)
		pipelines = append(pipelines, strings.NewReplacer("pipeline: ledger", "pipeline: "+name, "市安委办台账", name, "ledger*.csv", name+".csv").Replace(deleting("{missing: true, within: "+c.within+", at_most: 1}")))
	}
	b := setup(t, pipelines...)
	for i, c := range cases {
		name := fmt.Sprintf("case%d", i)
		b.file(name+".csv", all)
		b.run(name)
		b.file(name+".csv", "编号,区划,日期\n"+c.file)
		b.run(name)
		if got := strings.ReplaceAll(b.ask("SELECT id FROM hazard WHERE {parts} AND system = '"+name+"' ORDER BY id", "hazard"), "\n", ""); got != c.left {
			t.Errorf("%s: left %s, expected %s", c.why, got, c.left)
		}
	}
}
