package etl

import (
	"fmt"
	"strings"
	"testing"

	"anlan/warehouse"
)

// checked is a pipeline of hazards with the checks given, each a line of YAML.
func checked(checks ...string) string {
	return strings.Replace(small("csv"), "columns:\n", "columns:\n  penalty: 备注\n  inspection: 检查\n", 1) + "load_checks:\n  - " + strings.Join(checks, "\n  - ") + "\n"
}

const checkedHeader = "编号,区划,级别,发现日期,描述,备注,检查\n"

// Every kind of check passes, fails, and says so when there is nothing to compare with.
func TestKindsOfChecks(t *testing.T) {
	const two = checkedHeader + "1,370303,一般,2025-05-10,a,100.50,JC-1\n2,370303,重大,2025-05-12,b,,\n"
	const three = two + "3,370304,一般,2025-05-12,b,20,JC-2\n"
	cases := []struct{ name, check, file, want string }{
		{"enough rows", "rows: {at_least: 2}", two, "passed [2] ≥ 2"},
		{"too few rows", "rows: {at_least: 3}", two, "failed [2] ≥ 3"},
		{"too many rows", "rows: {at_most: 1}", two, "failed [2] ≤ 1"},
		{"an empty file has few rows", "rows: {at_least: 1}", checkedHeader, "failed [0] ≥ 1"},
		{"no run to compare with", "rows: {at_least: 1, change: 50%}", two, "skipped [2] ≥ 1, ±50 %"},
		{"too few rows, and no run to compare with", "rows: {at_least: 3, change: 50%}", two, "failed [2] ≥ 3, ±50 %"},
		{"a sum", "sum: {column: penalty, at_least: 120.5, at_most: 120.5}", three, "passed [120.5] ≥ 120.5, ≤ 120.5"},
		{"a sum that is too large", "sum: {column: penalty, at_most: 120}", three, "failed [120.5] ≤ 120"},
		{"a sum of nothing", "sum: {column: money_spent, at_least: 0}", two, "skipped [] ≥ 0"},
		{"fresh enough: 15 May less 3 days", "fresh: {within_days: 3}", two, "passed [2025-05-12] ≤ 3 d"},
		{"stale", "fresh: {within_days: 2}", two, "failed [2025-05-12] ≤ 2 d"},
		{"another date", "fresh: {column: due_on, within_days: 2}", two, "skipped [] ≤ 2 d"},
		{"nothing to be newer than", "fresh: {newer: true}", two, "skipped [2025-05-12] newer"},
		{"how fresh an empty load is", "fresh: {within_days: 2}", checkedHeader, "skipped [] ≤ 2 d"},
		{"unique", "unique: [region, found_on]", two, "passed [0] 0"},
		{"twice", "unique: description", three, "failed [1] 0 b × 2"},
		{"twice in two columns", "unique: [found_on, description]", three, "failed [1] 0 2025-05-12 + b × 2"},
		{"unknown values are not equal", "unique: money_spent", three, "skipped [] 0"},
		{"unique in nothing", "unique: region", checkedHeader, "skipped [] 0"},
		{"filled", "filled: {columns: [description, penalty], at_least: 50%}", two, "passed [50 %] ≥ 50 %"},
		{"not filled", "filled: {columns: [description, penalty]}", three, "failed [66.6667 %] ≥ 100 %"},
		{"filled in nothing", "filled: {columns: description}", checkedHeader, "skipped [] ≥ 100 %"},
		{"no inspection was ever loaded", "known: {column: inspection}", two, "skipped [] ≥ 100 %"},
		{"a condition", "holds: countIf(level = 'major') = 1 AND max(found_on) > '2025-05-01'", two, "passed [true] true"},
		{"a condition that is not true", "holds: avg(penalty) < 50", three, "failed [false] true"},
		{"a condition about nothing", "holds: avg(money_spent) < 50", three, "skipped [] true"},
		{"a condition that cannot be computed", "holds: sum(toInt64(description)) > 1", two, "error [] "},
	}
	pipelines := make([]string, len(cases))
	for i, c := range cases {
		pipelines[i] = strings.Replace(checked("code: checked\n    "+c.check), "pipeline: small_csv", fmt.Sprintf("pipeline: p%d", i), 1)
	}
	b := setup(t, pipelines...)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b.file("small.csv", c.file)
			run, err := b.loader.Run(t.Context(), fmt.Sprintf("p%d", i), RunOptions{})
			if got := b.results(run.ID); got != "checked "+c.want {
				t.Errorf("got\n%s\nwant\nchecked %s", got, c.want)
			}
			blocked := strings.HasPrefix(c.want, warehouse.CheckFailed) || strings.HasPrefix(c.want, warehouse.CheckErrored)
			if (codeOf(err) == CheckFailed) != blocked || (err != nil) != blocked {
				t.Errorf("run %s: %v", run.State, err)
			}
			if err != nil && !strings.Contains(err.Error(), "checked: ") {
				t.Errorf("the message does not name the check: %v", err)
			}
		})
	}
	b.tidy()
}

// What only warns is published, and the result is kept.
func TestAWarningPublishes(t *testing.T) {
	b := setup(t, checked("{code: many, severity: warn, rows: {at_least: 10}}", "code: broken\n    severity: warn\n    holds: sum(toInt64(description)) > 1"))
	b.file("small.csv", checkedHeader+"1,370303,一般,2025-05-10,a,,\n")
	if got := count(b.run("small_csv")); got != "succeeded: read 1, loaded 1, updated 0, unchanged 0, rejected 0, duplicate 0" {
		t.Error(got)
	}
	b.wantResults("many failed [1] ≥ 10\nbroken error [] ")
}

// A load is set beside the median of the last five good ones. Runs that failed, dry ones and windows say nothing about what is
// usual, and are not compared themselves.
func TestLoadsAreComparedWithThoseBefore(t *testing.T) {
	b := setup(t, checked("{code: rows, rows: {change: 50%}}", "{code: sum, severity: warn, sum: {column: penalty, change: 10%}}", "{code: newer, severity: warn, fresh: {newer: true}}"))
	load := func(rows int, penalty float64, day int, o RunOptions) error {
		t.Helper()
		var file strings.Builder
		file.WriteString(checkedHeader)
		for i := range rows {
			fmt.Fprintf(&file, "%d,370303,一般,2025-05-%02d,a,%g,\n", i+1, day, penalty/float64(rows))
		}
		b.file("small.csv", file.String())
		_, err := b.loader.Run(t.Context(), "small_csv", o)
		return err
	}
	for i, rows := range []int{1000, 10, 12, 8, 11, 9} { // the first is six runs ago at the end
		if err := load(rows, 100, i+1, RunOptions{}); (err != nil) != (i == 1) {
			t.Fatal(rows, err)
		}
		if i == 1 { // 10 after 1000 is a fall of 99 %: the operator puts it right, here by loading 10 in a pipeline without the check
			b.wantResults("rows failed [10] ±50 %\nsum passed [100] ±10 %\nnewer passed [2025-05-02] newer")
			plain := checked("{code: newer, severity: warn, fresh: {newer: true}}", "{code: sum, severity: warn, sum: {column: penalty, change: 10%}}")
			kept := b.loader
			b.open(plain)
			if err := load(rows, 100, i+1, RunOptions{}); err != nil {
				t.Fatal(err)
			}
			// From here on the median is of 1000 and 10: 505, and 10 again would fail; so the usual loads come before the check.
			for range 3 {
				if err := load(rows, 100, i+1, RunOptions{}); err != nil {
					t.Fatal(err)
				}
			}
			b.loader = kept
		}
	}
	// Good runs before: 10, 12, 8, 11, 9. Median 10.
	if err := load(16, 100, 7, RunOptions{}); codeOf(err) != CheckFailed || !strings.Contains(err.Error(), "16 found; the median of the last 5 good loads is 10, a change of +60.0 %, more than 50 %") {
		t.Errorf("got %v", err)
	}
	if err := load(4, 80, 6, RunOptions{}); codeOf(err) != CheckFailed || !strings.Contains(err.Error(), "-60.0 %") {
		t.Errorf("got %v", err)
	}
	b.wantResults("rows failed [4] ±50 %\nsum failed [80] ±10 %\nnewer failed [2025-05-06] newer")
	if err := load(15, 100, 7, RunOptions{}); err != nil {
		t.Error(err)
	}
	b.wantResults("rows passed [15] ±50 %\nsum passed [100.05] ±10 %\nnewer passed [2025-05-07] newer")
	// A window brings what it brings.
	if err := load(2, 1, 1, RunOptions{Window: &Window{}, Trigger: warehouse.TriggerBackfill}); err != nil {
		t.Error(err)
	}
	b.wantResults("rows skipped [2] ±50 %\nsum skipped [1] ±10 %\nnewer skipped [2025-05-01] newer")
	if history, err := b.warehouse.CheckHistory(t.Context(), "small_csv", "rows", "rows", 5); err != nil || fmt.Sprint(history) != "[15 9 11 8 12]" {
		t.Errorf("history %v, %v", history, err)
	}
}

func TestShareOfKnownInspections(t *testing.T) {
	b := setup(t, visitsAlone, checked("{code: known, known: {column: inspection, at_least: 60%}}"))
	b.file("检查.csv", visits)
	b.run("visits")
	b.file("small.csv", checkedHeader+"1,370303,一般,2025-05-10,a,,JC-1\n2,370303,一般,2025-05-10,a,,JC-2\n3,370303,一般,2025-05-10,a,,JC-8\n4,370303,一般,2025-05-10,a,,\n")
	b.run("small_csv") // two of the three that name one; the fourth was found by nobody's inspection
	b.wantResults("known passed [66.6667 %] ≥ 60 % JC-8")
	b.file("small.csv", checkedHeader+"1,370303,一般,2025-05-10,a,,JC-9\n2,370303,一般,2025-05-10,a,,JC-2\n3,370303,一般,2025-05-10,a,,JC-8\n")
	b.fail("small_csv", CheckFailed, "known: of 3 rows with inspection, 1 name one that the warehouse has – JC-8, JC-9")
}
