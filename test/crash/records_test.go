package crash

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"anlan/demo"
	"anlan/safety"
)

// loads are the facts that are loaded again and again, in two states each: records of the demo and a changed copy of them.
type loads map[string][2]string

// writeLoads writes the files. Between the two states of a fact every month loses and gains records, many records change,
// and a month comes and goes in which there is nothing else.
func writeLoads(t *testing.T) loads {
	t.Helper()
	dir := t.TempDir()
	if _, err := demo.Generate(t.Context(), demo.Options{Dir: dir, Scale: demo.Small, Until: safety.NewDate(2024, 6, 30)}); err != nil {
		t.Fatal(err)
	}
	out := loads{}
	for fact, change := range map[string]func(i int, row record){
		"hazard": func(i int, row record) {
			if i%3 == 0 {
				row.set("隐患级别", map[string]string{"一般": "重大", "重大": "一般"}[row.get("隐患级别")])
			}
			if found, done := row.get("发现日期"), row.get("整改完成日期"); i%7 == 0 && of2024(found) && (done == "" || done >= found) {
				row.set("发现日期", "2023-12-05")
			}
		},
		"accident": func(i int, row record) {
			if deaths, err := strconv.Atoi(row.get("死亡人数")); err == nil && i%2 == 0 {
				row.set("死亡人数", strconv.Itoa(deaths+1))
			}
			if i%5 == 0 && of2024(row.get("发生日期")) {
				row.set("发生日期", "2023-11-05")
			}
		},
	} {
		rows := readRows(t, filepath.Join(dir, demo.FileName(fact)))
		out[fact] = [2]string{filepath.Join(dir, fact+"_a.csv"), filepath.Join(dir, fact+"_b.csv")}
		writeRows(t, out[fact][0], rows)
		for i, row := range rows {
			if i > 0 && len(row) == len(rows[0]) { // others are wrong on purpose
				change(i, record{rows[0], row})
			}
		}
		writeRows(t, out[fact][1], rows)
	}
	return out
}

// of2024 reports a day of the year: a row that is rejected for its date must stay rejected.
func of2024(day string) bool {
	d, err := time.Parse(time.DateOnly, day)
	return err == nil && d.Year() == 2024
}

// record is a row with its header.
type record struct{ header, fields []string }

func (r record) get(column string) string { return r.fields[slices.Index(r.header, column)] }

func (r record) set(column, value string) { r.fields[slices.Index(r.header, column)] = value }

// readRows reads a CSV file with its header, and of its rows no more than a few thousand from all over it.
func readRows(t *testing.T, path string) [][]string {
	t.Helper()
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	reader := csv.NewReader(in)
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true // some rows are wrong on purpose
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	const most = 3000
	some := [][]string{rows[0]}
	for i := 1; i < len(rows); i += 1 + len(rows)/most {
		some = append(some, rows[i])
	}
	return some
}

func writeRows(t *testing.T, path string, rows [][]string) {
	t.Helper()
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := csv.NewWriter(out).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
}
