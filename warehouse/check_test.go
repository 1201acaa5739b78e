package warehouse

import (
	"fmt"
	"slices"
	"testing"

	"anlan/safety"
)

func TestResultsOfChecksArePagedAndScoped(t *testing.T) {
	w := openTest(t)
	for i, fact := range []string{"hazard", "inspection", "hazard"} {
		var results []CheckResult
		for n := range 3 {
			results = append(results, CheckResult{Run: fmt.Sprintf("r%d", i+1), Number: uint32(n + 1), Pipeline: "p", Fact: fact, Code: []string{"rows", "sum", "fresh"}[n], Kind: "rows",
				Severity: []string{CheckBlocks, CheckWarns, CheckWarns}[n], Outcome: []string{CheckPassed, CheckFailed, CheckSkipped}[n], Measured: "4", Keys: []string{"JC-1"}, At: testNow})
		}
		if err := w.AppendChecks(t.Context(), results); err != nil {
			t.Fatal(err)
		}
	}
	list := func(scope Scope, q CheckQuery) (out []string) {
		t.Helper()
		for {
			page, err := w.Checks(t.Context(), scope, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Results {
				out = append(out, fmt.Sprintf("%s/%d%v", r.Run, r.Number, r.Keys))
			}
			if !page.HasNext {
				return out
			}
			q.After = page.Cursors[len(page.Cursors)-1]
		}
	}
	for _, c := range []struct {
		name  string
		scope Scope
		query CheckQuery
		want  string
	}{
		{"everything, two at a time", Everything(), CheckQuery{First: 2}, "[r3/1[JC-1] r3/2[JC-1] r3/3[JC-1] r2/1[JC-1] r2/2[JC-1] r2/3[JC-1] r1/1[JC-1] r1/2[JC-1] r1/3[JC-1]]"},
		{"a run", Everything(), CheckQuery{Run: "r2"}, "[r2/1[JC-1] r2/2[JC-1] r2/3[JC-1]]"},
		{"failed ones of a fact", Everything(), CheckQuery{Fact: "hazard", Outcome: CheckFailed}, "[r3/2[JC-1] r1/2[JC-1]]"},
		{"by code and severity", Everything(), CheckQuery{Code: "fresh", Severity: CheckWarns}, "[r3/3[JC-1] r2/3[JC-1] r1/3[JC-1]]"},
		{"a county sees no keys", Scope{Regions: []safety.RegionCode{"370303"}}, CheckQuery{Run: "r1"}, "[r1/1[] r1/2[] r1/3[]]"},
		{"who may not see the fact", Scope{All: true, Facts: []string{"inspection"}}, CheckQuery{Fact: "hazard"}, "[]"},
		{"who may see one fact", Scope{All: true, Facts: []string{"inspection"}}, CheckQuery{Code: "sum"}, "[r2/2[JC-1]]"},
		{"nobody", Scope{}, CheckQuery{}, "[]"},
	} {
		if got := fmt.Sprint(list(c.scope, c.query)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	if _, err := w.Checks(t.Context(), Everything(), CheckQuery{After: "x"}); err == nil {
		t.Error("a cursor of another list is taken")
	}
	if _, err := w.Checks(t.Context(), Everything(), CheckQuery{First: 1001}); err == nil {
		t.Error("a page of any size is taken")
	}
}

// Important columns are optional: required ones are always full, and would only flatter.
func TestImportantColumnsAreOptional(t *testing.T) {
	for _, f := range Delivered() {
		for _, name := range f.Important {
			if c, ok := f.Column(name); !ok || c.Required || c.Filled() == "true" {
				t.Errorf("%s.%s: %+v", f.Name, name, c)
			}
		}
		if len(f.Important) == 0 && !slices.Contains([]string{"obligation", "denominator"}, f.Name) {
			t.Errorf("%s has no important columns", f.Name)
		}
	}
}

// What a load is compared with: the last good runs that measured the same. Runs that failed, dry ones, windows, backfills and replays
// say nothing about what is usual, and a load of everything nothing about one of what is new.
func TestWhatACheckMeasuredBefore(t *testing.T) {
	w := openTest(t)
	value := func(v float64) *float64 { return &v }
	for i, r := range []struct {
		change  func(*Run)
		subject string
		value   float64
	}{
		{func(r *Run) { r.RowsLoaded, r.RowsUpdated, r.RowsUnchanged = 5, 2, 1 }, "", 0}, // from before the check
		{func(r *Run) { r.RowsLoaded = 9 }, "rows", 9},
		{func(r *Run) { r.State = RunFailed }, "rows", 99},
		{func(r *Run) { r.DryRun = true; r.RowsLoaded = 99 }, "rows", 99},
		{func(r *Run) { r.WindowFrom = "2025-05-01"; r.RowsLoaded = 99 }, "rows", 99},
		{func(r *Run) { r.Trigger = TriggerBackfill; r.RowsLoaded = 99 }, "rows", 99},
		{func(r *Run) { r.Trigger = TriggerReplay; r.RowsLoaded = 99 }, "rows", 99},
		{func(r *Run) { r.Pipeline = "other"; r.RowsLoaded = 99 }, "rows", 99},
		{func(r *Run) { r.Cursor, r.RowsLoaded = "c1", 99 }, "rows", 99}, // the first load of an incremental source: everything
		{func(r *Run) { r.Cursor, r.RowsLoaded = "c2", 3 }, "rows of what is new", 3},
		{func(r *Run) { r.Cursor, r.State = "c3", RunUnchanged }, "rows of what is new", 0},
		{func(r *Run) { r.State, r.RowsUnchanged = RunUnchanged, 7 }, "rows", 7},
	} {
		run := Run{ID: fmt.Sprintf("r%02d", i), Seq: 1, Pipeline: "p", Fact: "hazard", State: RunSucceeded, At: testNow, StartedAt: testNow, Trigger: TriggerManual, Attempt: 1}
		r.change(&run)
		if err := w.AppendRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
		if r.subject == "" {
			continue
		}
		if err := w.AppendChecks(t.Context(), []CheckResult{{Run: run.ID, Number: 1, Pipeline: run.Pipeline, Fact: "hazard", Code: "size", Subject: r.subject, Value: value(r.value), At: testNow}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		subject string
		last    int
		want    string
	}{
		{"rows", 5, "[7 99 9 8]"}, {"rows", 2, "[7 99]"}, {"rows of what is new", 5, "[0 3]"}, {"sum(penalty)", 5, "[]"},
	} {
		if got, err := w.CheckHistory(t.Context(), "p", "size", c.subject, c.last); err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s: got %v, %v, want %s", c.subject, got, err, c.want)
		}
	}
}
