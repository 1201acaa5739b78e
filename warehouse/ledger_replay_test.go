package warehouse

import (
	"errors"
	"fmt"
	"testing"

	"anlan/safety"
)

// Six rows of one file were rejected, rows 1 and 4 in Zhangdian (Zibo), 2 and 5 in Jinan, 3 and 6 without a region; row 6 is a
// record that could not be read.
func rejectSix(t *testing.T, w *Warehouse) {
	t.Helper()
	if err := w.conn.Exec(t.Context(), `INSERT INTO quarantine (run, pipeline, fact, region, file, row, line, codes, reasons, raw, at)
		SELECT 'run1', 'hazards', 'hazard', ['370303', '370102', ''][number % 3 + 1], 'hazards.csv', number + 1, number + 2,
		['bad_value'], ['found_on: "x" is no date'], if(number = 5, '1,2,"', '{"a":1}'), now64(3) FROM numbers(6)`); err != nil {
		t.Fatal(err)
	}
}

// states lists rejected rows as "row state", with the reasons of those that are open.
func rowStates(t *testing.T, w *Warehouse, scope Scope, q QuarantineQuery) string {
	t.Helper()
	page, err := w.Quarantine(t.Context(), scope, q)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, 0, len(page.Rows))
	for _, r := range page.Rows {
		out = append(out, fmt.Sprintf("%d %s", r.Row, r.State))
	}
	return fmt.Sprint(out)
}

func TestDismissedRowsStayAndComeBack(t *testing.T) {
	w := openTest(t)
	rejectSix(t, w)
	zibo := Scope{Regions: []safety.RegionCode{"370300"}}
	for _, step := range []struct {
		what string
		do   func() (uint64, error)
		rows uint64
		open string
	}{
		{"a caller settles the rows that it sees", func() (uint64, error) {
			return w.Dismiss(t.Context(), zibo, QuarantineQuery{Run: "run1"}, Decision{By: "zhang", Why: "测试数据"})
		}, 2, "[2 open 3 open 5 open 6 open]"},
		{"settled rows are not settled again", func() (uint64, error) {
			return w.Dismiss(t.Context(), zibo, QuarantineQuery{Run: "run1"}, Decision{By: "zhang", Why: "again"})
		}, 0, "[2 open 3 open 5 open 6 open]"},
		{"some rows by number", func() (uint64, error) {
			return w.Dismiss(t.Context(), Everything(), QuarantineQuery{Pipeline: "hazards", File: "hazards.csv", FromRow: 3, ToRow: 5}, Decision{By: "li", Why: "no region"})
		}, 2, "[2 open 6 open]"},
		{"a decision is taken back", func() (uint64, error) {
			return w.Reopen(t.Context(), Everything(), QuarantineQuery{Run: "run1", Region: "370300"}, Decision{By: "li", Why: "they are real"})
		}, 2, "[1 open 2 open 4 open 6 open]"},
	} {
		if n, err := step.do(); err != nil || n != step.rows {
			t.Fatalf("%s: %d rows, %v; want %d", step.what, n, err, step.rows)
		}
		if got := rowStates(t, w, Everything(), QuarantineQuery{Run: "run1"}); got != step.open {
			t.Errorf("%s: open are %s, want %s", step.what, got, step.open)
		}
	}
	if got := rowStates(t, w, Everything(), QuarantineQuery{State: RowsAll}); got != "[1 open 2 open 3 dismissed 4 open 5 dismissed 6 open]" {
		t.Errorf("nothing goes: %s", got)
	}
	page, err := w.Quarantine(t.Context(), Everything(), QuarantineQuery{State: RowsAll, First: 1})
	if err != nil || len(page.Rows[0].Events) != 2 || page.Rows[0].Events[0].Outcome != RowDismissed || page.Rows[0].Events[0].By != "zhang" ||
		page.Rows[0].Events[0].Why != "测试数据" || page.Rows[0].Events[1].Outcome != Reopened {
		t.Errorf("a row knows its history: %+v %v", page.Rows[0].Events, err)
	}
	reasons, err := w.QuarantineReasons(t.Context(), Everything(), QuarantineQuery{})
	if err != nil || fmt.Sprint(reasons) != `[{bad_value 4 found_on: "x" is no date}]` {
		t.Errorf("reasons count open rows: %v %v", reasons, err)
	}
	var fault *Error
	if _, err := w.Dismiss(t.Context(), Everything(), QuarantineQuery{Run: "run1"}, Decision{By: "li"}); !errors.As(err, &fault) || fault.Code != BadRequest {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := w.Dismiss(t.Context(), Everything(), QuarantineQuery{}, Decision{By: "li", Why: "all"}); !errors.As(err, &fault) || fault.Code != BadRequest {
		t.Errorf("without a run or pipeline: %v", err)
	}
	if _, err := w.Quarantine(t.Context(), Everything(), QuarantineQuery{State: "closed"}); !errors.As(err, &fault) || fault.Code != BadRequest {
		t.Errorf("an unknown state: %v", err)
	}
}

// Rows 1, 2 and 5 are chosen by their ids, whatever run they stand in: who sees Zibo settles row 1 of them and leaves row 4, which was not
// chosen. A row with two reasons is one row.
func TestRejectedRowsAreChosenByTheirIDs(t *testing.T) {
	w := openTest(t)
	rejectSix(t, w)
	if err := w.conn.Exec(t.Context(), `INSERT INTO quarantine (run, pipeline, fact, region, file, row, line, codes, reasons, raw, at)
		VALUES ('run2', 'hazards', 'hazard', '370303', 'later.csv', 1, 2, ['bad_value', 'unknown_region'], ['a', 'b'], '{"a":1}', now64(3))`); err != nil {
		t.Fatal(err)
	}
	all, err := w.Quarantine(t.Context(), Everything(), QuarantineQuery{})
	if err != nil || len(all.Rows) != 7 {
		t.Fatalf("%d rows, %v", len(all.Rows), err)
	}
	if n, err := w.CountQuarantine(t.Context(), Everything(), QuarantineQuery{}); err != nil || n != 7 { // reasons count 8
		t.Errorf("counted %d, %v", n, err)
	}
	// The latest run comes first: all.Rows are run2's row 1, then rows 1 to 6 of run1.
	chosen := []string{all.Rows[0].ID(), all.Rows[1].ID(), all.Rows[2].ID(), all.Rows[5].ID()}
	q := QuarantineQuery{Pipeline: "hazards", Rows: chosen}
	if got := rowStates(t, w, Everything(), q); got != "[1 open 1 open 2 open 5 open]" {
		t.Errorf("chosen are %s", got)
	}
	zibo := Scope{Regions: []safety.RegionCode{"370300"}}
	if n, err := w.CountQuarantine(t.Context(), zibo, q); err != nil || n != 2 {
		t.Errorf("Zibo sees %d of them, %v", n, err)
	}
	if n, err := w.Dismiss(t.Context(), zibo, q, Decision{By: "zhang", Why: "重复"}); err != nil || n != 2 {
		t.Errorf("settled %d, %v", n, err)
	}
	if got := rowStates(t, w, Everything(), QuarantineQuery{}); got != "[2 open 3 open 4 open 5 open 6 open]" {
		t.Errorf("open are %s", got)
	}
	var fault *Error
	for _, wrong := range [][]string{{"row 1"}, {""}, make([]string, 1001)} {
		if _, err := w.Quarantine(t.Context(), Everything(), QuarantineQuery{Rows: wrong}); !errors.As(err, &fault) {
			t.Errorf("%d ids such as %q: %v", len(wrong), wrong[0], err)
		}
	}
}
