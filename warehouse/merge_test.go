package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

const hazardHeader = "id,region,sector,source,level,found_on,due_on,rectified_on"

// countIn counts the rows of a table in a version.
func countIn(t *testing.T, w *Warehouse, v *Version, table string, months ...uint32) (n uint64) {
	t.Helper()
	where := ""
	if len(months) > 0 {
		where = " AND month IN {months:Array(UInt32)}"
	}
	if err := w.conn.QueryRow(t.Context(), "SELECT count() FROM "+table+" WHERE _partition_id IN {parts:Array(String)}"+where,
		named("parts", v.Partitions(table)), named("months", months)).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// filled is fillWork for tests that merge on their own; the table goes at the end of the test.
func filled(t *testing.T, w *Warehouse, f *Fact, csv string) string {
	t.Helper()
	work := fillWork(t, w, f, csv)
	t.Cleanup(func() {
		if err := w.DropWork(context.Background(), work); err != nil {
			t.Error(err)
		}
	})
	return work
}

func current(t *testing.T, w *Warehouse) *Version {
	t.Helper()
	v, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestMerge(t *testing.T) {
	w := openTest(t)
	d := zibo(w)
	wantStats := func(t *testing.T, got MergeStats, inserted, updated, unchanged uint64, months ...uint32) {
		t.Helper()
		if got.Inserted != inserted || got.Updated != updated || got.Unchanged != unchanged || !slices.Equal(got.Months, months) {
			t.Errorf("stats = %+v, expected %d inserted, %d updated, %d unchanged, months %v", got, inserted, updated, unchanged, months)
		}
	}

	t.Run("a first load inserts", func(t *testing.T) {
		stats, version := load(t, w, "hazard", rows(hazardHeader,
			"h1,370321,construction,self,general,2025-03-10,2025-03-20,",
			"h2,370321,construction,self,major,2025-04-10,2025-04-20,",
			"h3,370303,construction,self,general,2025-04-11,,"))
		wantStats(t, stats, 3, 0, 0, 202503, 202504)
		v := current(t, w)
		if v.Number != version || len(v.Watermarks) != 1 || v.Watermarks[0].LastRecord.String() != "2025-04-11" {
			t.Errorf("version %d has watermarks %+v", v.Number, v.Watermarks)
		}
	})

	t.Run("the same records from another file and row change nothing and publish nothing", func(t *testing.T) {
		before := current(t, w).Number
		stats, version := load(t, w, "hazard", rows(hazardHeader+",run,row",
			"h3,370303,construction,self,general,2025-04-11,,,another,7",
			"h1,370321,construction,self,general,2025-03-10,2025-03-20,,another,8"))
		wantStats(t, stats, 0, 0, 2)
		if version != before {
			t.Errorf("version %d was published over %d", version, before)
		}
	})

	t.Run("new, changed and equal records in one load", func(t *testing.T) {
		stats, _ := load(t, w, "hazard", rows(hazardHeader,
			"h1,370321,construction,self,general,2025-03-10,2025-03-20,2025-03-15", // rectified
			"h2,370321,construction,self,major,2025-04-10,2025-04-20,",
			"h4,370303,construction,self,general,2025-02-01,,"))
		wantStats(t, stats, 1, 1, 1, 202502, 202503)
		if got, _ := d.figure(t, "hazards_rectified", "2025-03"); got != 1 {
			t.Errorf("rectified in March = %v, expected 1", got)
		}
	})

	t.Run("a figure that becomes unknown, or known to be zero, is a change", func(t *testing.T) {
		load(t, w, "accident", rows("id,region,sector,occurred_on,deaths", "a1,370321,mine,2025-04-01,0"))
		stats, _ := load(t, w, "accident", rows("id,region,sector,occurred_on,deaths", "a1,370321,mine,2025-04-01,"))
		wantStats(t, stats, 0, 1, 0, 202504)
		if _, state := d.figure(t, "deaths", "2025-04"); state != NotRecorded {
			t.Errorf("deaths are %s, expected not recorded", state)
		}
		stats, _ = load(t, w, "accident", rows("id,region,sector,occurred_on,deaths", "a1,370321,mine,2025-04-01,0"))
		wantStats(t, stats, 0, 1, 0, 202504)
	})

	t.Run("a corrected date takes the record out of its old month", func(t *testing.T) {
		stats, _ := load(t, w, "hazard", rows(hazardHeader, "h2,370321,construction,self,major,2025-01-31,2025-04-20,"))
		wantStats(t, stats, 0, 1, 0, 202501, 202504)
		for code, want := range map[string]float64{"2025-01": 1, "2025-02": 1, "2025-03": 1, "2025-04": 1, "2025-01..04": 4} {
			if got, _ := d.figure(t, "hazards_found", code); got != want {
				t.Errorf("found in %s = %v, expected %v", code, got, want)
			}
		}
		if got, _ := d.figure(t, "hazards_found_major", "2025-04"); got != 0 {
			t.Errorf("the rollup of April still counts %v major hazards", got)
		}
	})

	t.Run("a month whose last record left is gone", func(t *testing.T) {
		stats, _ := load(t, w, "hazard", rows(hazardHeader, "h4,370303,construction,self,general,2025-03-01,,"))
		wantStats(t, stats, 0, 1, 0, 202502, 202503)
		if n := countIn(t, w, current(t, w), "hazard", 202502); n != 0 {
			t.Errorf("February still has %d records", n)
		}
		if got := current(t, w).PartitionsBetween("hazard", 202502, 202502); len(got) != 0 {
			t.Errorf("February still has the partitions %v", got)
		}
	})

	t.Run("the same number in two systems are two records", func(t *testing.T) {
		stats, _ := load(t, w, "hazard", "system,"+hazardHeader+"\nother,h1,370321,construction,self,general,2025-03-10,2025-03-20,2025-03-15\n")
		wantStats(t, stats, 1, 0, 0, 202503)
	})

	t.Run("records of fifty years in one load, quarter by quarter", func(t *testing.T) {
		var lines []string
		var months []uint32
		for year := 1976; year <= 2024; year++ {
			for month := 1; month <= 12; month += 3 {
				lines = append(lines, fmt.Sprintf("y%d-%02d,370321,mine,self,general,%d-%02d-28,,", year, month, year, month))
				months = append(months, uint32(year*100+month))
			}
		}
		stats, _ := load(t, w, "hazard", rows(hazardHeader, lines...))
		wantStats(t, stats, 196, 0, 0, months...)
		for code, want := range map[string]float64{"1976": 4, "1999Q4": 1, "2024": 4} {
			if got, _ := d.figure(t, "hazards_found", code); got != want {
				t.Errorf("found in %s = %v, expected %v", code, got, want)
			}
		}
		// all of them move by a month: 196 months lose their record, 196 others get one
		for i := range lines {
			lines[i] = fmt.Sprintf("y%d-%02d,370321,mine,self,general,%d-%02d-28,,", 1976+i/4, i%4*3+1, 1976+i/4, i%4*3+2)
		}
		stats, _ = load(t, w, "hazard", rows(hazardHeader, lines...))
		if stats.Updated != 196 || len(stats.Months) != 392 {
			t.Errorf("%d updated over %d months, expected 196 over 392", stats.Updated, len(stats.Months))
		}
		for code, want := range map[string]float64{"1976-02": 1, "1976-04": 0, "2024": 4, "2024-10": 0, "2024-11": 1} {
			rollup, facts := d.both(t, MetricQuery{Measures: []string{"hazards_found"}, Period: period(t, code)})
			checkFigures(t, facts, cellIs("hazards_found", want))
			sameTable(t, code, rollup, facts)
		}
	})

	t.Run("two facts in one update are one version", func(t *testing.T) {
		hazard, inspection := mustFact(t, "hazard"), mustFact(t, "inspection")
		hazards := filled(t, w, hazard, rows(hazardHeader, "two,370321,mine,self,general,2025-05-01,,"))
		inspections := filled(t, w, inspection, rows("id,region,inspected_on,kind", "two,370321,2025-05-01,special"))
		before, after := update(t, w, func(ctx context.Context, u *Update) error {
			_, first := u.Merge(ctx, hazard, hazards)
			_, second := u.Merge(ctx, inspection, inspections)
			return errors.Join(first, second)
		})
		if after != before+1 {
			t.Errorf("version %d became %d", before, after)
		}
		table := d.ask(t, MetricQuery{Measures: []string{"inspections", "hazards_found"}, Period: period(t, "2025-05")})
		checkFigures(t, table, cellIs("inspections", 1), cellIs("hazards_found", 1))
	})

	t.Run("one fact twice in one update is refused, and nothing of the update stays", func(t *testing.T) {
		hazard := mustFact(t, "hazard")
		first := filled(t, w, hazard, rows(hazardHeader, "twice,370321,mine,self,general,2025-05-02,,"))
		before := current(t, w)
		_, after, err := w.Update(t.Context(), "run", "twice", func(ctx context.Context, u *Update) error {
			_, err := u.Merge(ctx, hazard, first)
			if err != nil {
				return err
			}
			_, err = u.Merge(ctx, hazard, first)
			return err
		})
		if err == nil || after != before.Number || current(t, w) != before {
			t.Errorf("err = %v, version %d after %d", err, after, before.Number)
		}
	})

	t.Run("an update whose part failed is not published even when the caller goes on", func(t *testing.T) {
		hazard := mustFact(t, "hazard")
		good := filled(t, w, hazard, rows(hazardHeader, "good,370321,mine,self,general,2025-05-03,,"))
		before := current(t, w)
		_, after, err := w.Update(t.Context(), "run", "half", func(ctx context.Context, u *Update) error {
			_, _ = u.Merge(ctx, mustFact(t, "training"), "work_that_is_not_there")
			_, err := u.Merge(ctx, hazard, good)
			return err
		})
		if err == nil || after != before.Number || current(t, w) != before {
			t.Errorf("err = %v, version %d after %d", err, after, before.Number)
		}
	})

	t.Run("an empty load publishes nothing", func(t *testing.T) {
		before := current(t, w).Number
		stats, version := load(t, w, "hazard", "system,"+hazardHeader+"\n")
		wantStats(t, stats, 0, 0, 0)
		if version != before {
			t.Errorf("version %d was published over %d", version, before)
		}
		stats, _ = load(t, w, "training", "system,id,region,trained_on\n")
		wantStats(t, stats, 0, 0, 0)
	})

	t.Run("enterprises have no date and change like other records", func(t *testing.T) {
		stats, _ := load(t, w, "enterprise", rows("id,region,name", "e1,370321,甲", "e2,370321,乙"))
		wantStats(t, stats, 2, 0, 0, 0)
		stats, _ = load(t, w, "enterprise", rows("id,region,name", "e1,370303,甲", "e2,370321,乙"))
		wantStats(t, stats, 0, 1, 1, 0)
		table := d.ask(t, MetricQuery{Measures: []string{"enterprises"}, Dimensions: []string{"region"}, Period: period(t, "2025-04")})
		checkFigures(t, table, cellIs("enterprises", 1, "370321"), cellIs("enterprises", 1, "370303"))
	})
}

func TestTheNameOfAWorkTableHoldsNothingOfTheRunThatSQLWouldRead(t *testing.T) {
	t.Parallel()
	for run, want := range map[string]string{"2025-04-17T08:30": "2025_04_17T08_30", "a; DROP TABLE x": "a__DROP_TABLE_x", "检查`'": "____"} {
		if got := identifier(run); got != want || strings.ContainsAny(got, " ;`'") {
			t.Errorf("%q becomes %q, expected %q", run, got, want)
		}
	}
}
