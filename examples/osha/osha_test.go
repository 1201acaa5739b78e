// Package osha_test loads the records of the US OSHA without a line of Go of their own, and holds them to what an independent
// reader finds in the files.
package osha_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"anlan/etl"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

// open makes a warehouse that knows the United States, and a loader for the folder of files given.
func open(t *testing.T, files string) (*warehouse.Warehouse, *etl.Loader) {
	t.Helper()
	return openWith(t, files, "pipelines")
}

// openWith is open with another folder of pipelines.
func openWith(t *testing.T, files, pipelines string) (*warehouse.Warehouse, *etl.Loader) {
	t.Helper()
	now := time.Date(2025, 5, 15, 2, 0, 0, 0, time.UTC)
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: t.TempDir(), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if _, _, err := w.LoadDimensions(t.Context(), warehouse.DimensionFiles{Dir: ".", WithoutChina: true}); err != nil {
		t.Fatal(err)
	}
	loader, err := etl.Open(w, etl.Options{PipelineDir: pipelines, SourceDir: files, NotShipped: true})
	if err != nil {
		t.Fatal(err)
	}
	return w, loader
}

// load runs all pipelines and returns their rows: read, loaded, updated, unchanged, rejected, duplicate.
func load(t *testing.T, loader *etl.Loader) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, p := range loader.Pipelines() {
		r, err := loader.Run(t.Context(), p.Name, etl.RunOptions{})
		if err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		out[p.Name] = r.State + " " + fmt.Sprint(r.RowsRead, r.RowsLoaded, r.RowsUpdated, r.RowsUnchanged, r.RowsRejected, r.RowsDuplicate)
	}
	return out
}

// ask returns the rows of a query over one fact of the current version, as the engine writes them.
func ask(t *testing.T, w *warehouse.Warehouse, fact, columns, rest string) []string {
	t.Helper()
	v, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Conn().Query(t.Context(), "SELECT toString(tuple("+columns+")) FROM "+fact+" WHERE _partition_id IN {parts:Array(String)} "+rest,
		dial.Named("parts", v.Partitions(fact)))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestMadeUpFiles(t *testing.T) {
	w, loader := open(t, "testdata")
	got := load(t, loader)
	want := map[string]string{
		"osha_inspections": "succeeded 5 4 0 0 1 0", // 30 February 2012
		"osha_violations":  "succeeded 4 3 0 0 1 0", // an inspection that is not there
		"osha_accidents":   "succeeded 3 3 0 0 0 0",
	}
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: %s, want %s", name, got[name], want[name])
		}
	}
	same(t, ask(t, w, "inspection", "id, region, sector, inspected_on, mode, subject, planned, hazards_found, penalty", "ORDER BY id"), []string{
		"('900000001','US-NC','23','2005-05-09','unannounced','enterprise',false,2,1925)",
		"('900000002','US-CA','31-33','1991-12-31','unannounced','enterprise',false,1,0)", // SIC 34: manufacturing
		"('900000003','US-PR','92','2012-02-29','','government',true,NULL,NULL)",          // no penalty stated: not 0
		"('900000004','US-XX','81','1985-07-04','unannounced','enterprise',false,NULL,12000)",
	})
	same(t, ask(t, w, "hazard", "id, inspection, region, sector, level, found_on, due_on, rectified_on, penalty, description", "ORDER BY id"), []string{
		"('900000001-01001','900000001','US-NC','23','major','2005-05-27','2005-06-23',NULL,0,'Serious, standard 19260416 A01; D - Govt Dismissed; Citation has been deleted.')",
		"('900000001-02001A','900000001','US-NC','23','major','2005-08-04','2005-08-09',NULL,1925,'Serious, standard 19260652 A01')",
		"('900000002-01001','900000002','US-CA','31-33','general','1992-01-15',NULL,NULL,0,'Other, standard 19100212 A01; F - Formal Settlement')",
	})
	same(t, ask(t, w, "accident", "id, region, occurred_on, deaths, serious_injuries, direct_loss, grade", "ORDER BY id"), []string{
		"('900000001-800000001','US-NC','2005-04-27',NULL,NULL,NULL,'')",
		"('900000002-800000002','US-CA','1991-12-30',NULL,NULL,NULL,'')",
		"('900000004-800000002','US-XX','1991-12-30',NULL,NULL,NULL,'')",
	})
	page, err := w.Quarantine(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range page.Rows {
		switch q.Pipeline {
		case "osha_violations":
			same(t, q.Reasons, []string{"Inspection Nr “900000099” is not among the records of inspections.csv"})
		case "osha_inspections":
			same(t, q.Reasons, []string{`inspected_on (检查日期), column "Date Opened": “02/30/2012” is no date or time in the form %m/%d/%Y`})
		}
	}
	for name, rows := range load(t, loader) {
		if !strings.HasPrefix(rows, "unchanged") {
			t.Errorf("%s loaded again: %s", name, rows)
		}
	}
}

// The real files are not ours to ship. ANLAN_OSHA_DIR names the folder with inspections.csv, violations.csv and accidents.csv.
func TestRealFiles(t *testing.T) {
	dir := os.Getenv("ANLAN_OSHA_DIR")
	if dir == "" {
		t.Skip("ANLAN_OSHA_DIR is not set")
	}
	w, loader := open(t, dir)
	first := load(t, loader)
	before, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"osha_inspections": "succeeded 4989 4989 0 0 0 0", "osha_violations": "succeeded 13426 13426 0 0 0 0", "osha_accidents": "succeeded 4989 4989 0 0 0 0",
	} {
		if first[name] != want {
			t.Errorf("%s: %s, want %s", name, first[name], want)
		}
	}
	for _, test := range []struct {
		fact, file, date, penalty string // columns of the file
		main                      string // column of the fact
	}{
		{"inspection", "inspections.csv", "Date Opened", "Current Penalty Total", "inspected_on"},
		{"hazard", "violations.csv", "Issuance Date", "Current Penalty", "found_on"},
		{"accident", "accidents.csv", "Event", "", "occurred_on"},
	} {
		t.Run(test.fact, func(t *testing.T) {
			columns := "toYear(" + test.main + "), count()"
			if test.penalty != "" {
				columns += ", sum(penalty), count(penalty)"
			}
			same(t, ask(t, w, test.fact, columns, "GROUP BY toYear("+test.main+") ORDER BY toYear("+test.main+")"), byYear(t, filepath.Join(dir, test.file), test.date, test.penalty))
		})
	}
	same(t, ask(t, w, "accident", "count(deaths), count(serious_injuries), count(direct_loss)", ""), []string{"(0,0,0)"})
	same(t, ask(t, w, "inspection", "region", "AND region = 'US-XX'"), []string{"('US-XX')"}) // one address is cut off
	for name, rows := range load(t, loader) {
		if !strings.HasPrefix(rows, "unchanged") {
			t.Errorf("%s loaded again: %s", name, rows)
		}
	}
	after, err := w.Current(t.Context())
	if err != nil || after.Number != before.Number {
		t.Errorf("loading twice made version %d of %d, %v", after.Number, before.Number, err)
	}
}

// byYear adds up a file with encoding/csv: (year, rows, penalty, rows with a penalty).
func byYear(t *testing.T, path, date, penalty string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	counts, sums, stated := map[int]int{}, map[int]int{}, map[int]int{}
	for _, row := range rows[1:] {
		year, err := strconv.Atoi(row[column[date]][6:])
		if err != nil {
			t.Fatal(err)
		}
		counts[year]++
		if penalty == "" {
			continue
		}
		if text := strings.NewReplacer("$", "", ",", "").Replace(row[column[penalty]]); text != "" {
			dollars, err := strconv.Atoi(text)
			if err != nil {
				t.Fatal(err)
			}
			sums[year] += dollars
			stated[year]++
		}
	}
	var out []string
	for year := 1970; year < 2030; year++ {
		switch {
		case counts[year] == 0:
		case penalty == "":
			out = append(out, fmt.Sprintf("(%d,%d)", year, counts[year]))
		case stated[year] == 0:
			out = append(out, fmt.Sprintf("(%d,%d,NULL,0)", year, counts[year]))
		default:
			out = append(out, fmt.Sprintf("(%d,%d,%d,%d)", year, counts[year], sums[year], stated[year]))
		}
	}
	return out
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}
