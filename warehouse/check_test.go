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
	for _, f := range Facts() {
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
