package warehouse

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"anlan/safety"
)

func TestLedgerOfRuns(t *testing.T) {
	w := openTest(t)
	ctx := t.Context()
	at := testNow
	var warnings map[string]uint64
	event := func(id string, seq uint32, state string, files ...RunFile) {
		t.Helper()
		err := w.AppendRun(ctx, Run{ID: id, Seq: seq, Pipeline: "hazards", Fact: "hazard", State: state, At: at, StartedAt: at, RowsRead: uint64(seq), Files: files, Warnings: warnings})
		if err != nil {
			t.Fatal(err)
		}
	}
	event("20250515a", 1, RunRunning)
	warnings = map[string]uint64{"few": 1, "many": 7}
	event("20250515a", 2, RunSucceeded, RunFile{Name: "hazards.csv", SHA256: "ab", Bytes: 12, Rows: 2})
	warnings = nil
	event("20250515b", 1, RunRunning)
	event("20250515c", 1, RunFailed)

	// The last event of a run is its state; the newest run comes first.
	if got := states(t, w, RunQuery{}); got != "[20250515c failed 20250515b running 20250515a succeeded]" {
		t.Errorf("runs %s", got)
	}
	if got := states(t, w, RunQuery{State: RunRunning}); got != "[20250515b running]" {
		t.Errorf("a run that went on is not running any more: %s", got)
	}
	if got := states(t, w, RunQuery{After: "20250515c", First: 1}); got != "[20250515b running]" {
		t.Errorf("page %s", got)
	}
	run, err := w.Run(ctx, "20250515a")
	if err != nil || len(run.Files) != 1 || run.Files[0].SHA256 != "ab" || run.RowsRead != 2 || fmt.Sprint(run.WarningCounts()) != "[{many 7} {few 1}]" || !run.StartedAt.Equal(at) {
		t.Errorf("run %+v %v", run, err)
	}
	var fault *Error
	if _, err := w.Run(ctx, "none"); !errors.As(err, &fault) || fault.Code != NotFound {
		t.Errorf("got %v", err)
	}

	// What was running when the process died is marked at the next start, once.
	for _, want := range []int{1, 0} {
		if n, err := w.InterruptRuns(ctx, nil); n != want || err != nil {
			t.Errorf("interrupted %d, %v; want %d", n, err, want)
		}
	}
	if got := states(t, w, RunQuery{State: RunInterrupted}); got != "[20250515b interrupted]" {
		t.Errorf("runs %s", got)
	}
}

// A run that was killed after its version was published and before the ledger said so had published all the same.
func TestARunKilledBehindItsPublication(t *testing.T) {
	w := openTest(t)
	for _, run := range []string{"a_published", "b_not"} {
		if err := w.AppendRun(t.Context(), Run{ID: run, Seq: 1, Pipeline: run, State: RunRunning, At: testNow, StartedAt: testNow}); err != nil {
			t.Fatal(err)
		}
	}
	hazard, _ := FactNamed("hazard")
	work := fillWork(t, w, hazard, rows(hazardHeader, "h1,370321,mine,self,general,2025-04-05,,"))
	before, after, err := w.Update(t.Context(), "a_published", "", func(ctx context.Context, u *Update) error {
		_, err := u.Merge(ctx, hazard, work)
		return err
	})
	if err != nil || before == after {
		t.Fatalf("version %d → %d, %v", before, after, err)
	}
	if n, err := w.InterruptRuns(t.Context(), nil); n != 2 || err != nil {
		t.Fatalf("interrupted %d, %v", n, err)
	}
	for run, want := range map[string][2]uint64{"a_published": {before, after}, "b_not": {0, 0}} {
		got, err := w.Run(t.Context(), run)
		if err != nil || got.State != RunInterrupted || got.VersionBefore != want[0] || got.VersionAfter != want[1] {
			t.Errorf("%s: %s, version %d → %d, expected %v; %v", run, got.State, got.VersionBefore, got.VersionAfter, want, err)
		}
	}
}

func states(t *testing.T, w *Warehouse, q RunQuery) string {
	t.Helper()
	list, err := w.Runs(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, 0, len(list))
	for _, r := range list {
		out = append(out, r.ID+" "+r.State)
	}
	return fmt.Sprint(out)
}

func TestQuarantineIsPagedAndScoped(t *testing.T) {
	w := openTest(t)
	insert := `INSERT INTO quarantine (run, pipeline, fact, region, file, row, line, codes, reasons, raw, at) SELECT 'run1', 'hazards', 'hazard', ['370303', '370102', ''][number % 3 + 1], 'hazards.csv', number + 1, number + 2,
		['bad_value', 'unknown_code'], ['found_on: "x" is no date', 'level: "y" is none'], '{"a":1}', now64(3) FROM numbers(9)`
	if err := w.conn.Exec(t.Context(), insert); err != nil {
		t.Fatal(err)
	}
	rows := func(scope Scope, q QuarantineQuery) (out []uint64) {
		t.Helper()
		for {
			page, err := w.Quarantine(t.Context(), scope, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Rows {
				out = append(out, r.Row)
			}
			if !page.HasNext {
				return out
			}
			q.After = page.Cursors[len(page.Cursors)-1]
		}
	}
	zibo := Scope{Regions: []safety.RegionCode{"370300"}}
	for _, test := range []struct {
		name  string
		scope Scope
		query QuarantineQuery
		want  string
	}{
		{"everything, four a page", Everything(), QuarantineQuery{First: 4}, "[1 2 3 4 5 6 7 8 9]"},
		{"Zibo sees the rows of its districts, none without a region", zibo, QuarantineQuery{First: 2}, "[1 4 7]"},
		{"the zero scope sees nothing", Scope{}, QuarantineQuery{}, "[]"},
		{"another data set", Scope{All: true, Facts: []string{"training"}}, QuarantineQuery{}, "[]"},
		{"a data set that the scope has not", Scope{All: true, Facts: []string{"training"}}, QuarantineQuery{Fact: "hazard"}, "[]"},
		{"a reason", Everything(), QuarantineQuery{Code: "unknown_region"}, "[]"},
	} {
		if got := fmt.Sprint(rows(test.scope, test.query)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	page, err := w.Quarantine(t.Context(), Everything(), QuarantineQuery{First: 1})
	if err != nil || page.Rows[0].Raw != "" || page.Rows[0].Line != 2 || len(page.Rows[0].Reasons) != 2 {
		t.Errorf("the row's own text comes only when asked for: %+v %v", page, err)
	}
	reasons, err := w.QuarantineReasons(context.Background(), zibo, QuarantineQuery{Run: "run1"})
	if err != nil || fmt.Sprint(reasons) != `[{bad_value 3 found_on: "x" is no date} {unknown_code 3 level: "y" is none}]` {
		t.Errorf("reasons %v %v", reasons, err)
	}
	var fault *Error
	if _, err := w.Quarantine(t.Context(), Everything(), QuarantineQuery{After: "??"}); !errors.As(err, &fault) || fault.Code != BadRequest {
		t.Errorf("got %v", err)
	}
}
