package etl

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"anlan/warehouse"
)

// sheetsOf makes the workbooks that a page shows as tables: numbers and days in ISO form as cells of these kinds, the rest as texts.
func sheetsOf(t *testing.T, doc string) map[string]*excelize.File {
	t.Helper()
	books := map[string]*excelize.File{}
	for _, m := range regexp.MustCompile("`([^`]+\\.xlsx)`, sheet `([^`]+)`(?:, merged `([^`]+)`)?:\n\n((?:\\|.*\n)+)").FindAllStringSubmatch(doc, -1) {
		f := books[m[1]]
		if f == nil {
			f = excelize.NewFile()
			books[m[1]] = f
			if err := f.SetSheetName("Sheet1", m[2]); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(m[2]); err != nil {
			t.Fatal(err)
		}
		for r, row := range tableOf(m[4]) {
			for c, text := range row[1:] {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				var value any = text
				if n, err := strconv.ParseFloat(text, 64); err == nil && len(text) < 8 {
					value = n
				}
				if day, err := time.Parse(time.DateOnly, text); err == nil {
					value = day
				}
				if text == "" {
					continue
				}
				if err := f.SetCellValue(m[2], at, value); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, area := range strings.Fields(m[3]) {
			from, to, _ := strings.Cut(area, ":")
			if err := f.MergeCell(m[2], from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	return books
}

// tableOf reads the rows of a table below its head.
func tableOf(text string) [][]string {
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n")[2:] {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

// The examples of the page on workbooks load, and give what stands there.
func TestTheDocumentedWorkbooksLoad(t *testing.T) {
	text, err := os.ReadFile("../docs/sources/workbooks.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(text)
	books := sheetsOf(t, doc)
	if names := slices.Sorted(maps.Keys(books)); fmt.Sprint(names) != "[安全检查记录.xlsx 隐患台账2025-03.xlsx]" {
		t.Fatalf("the page has the workbooks %v", names)
	}
	var pipelines []string
	for _, m := range regexp.MustCompile("`[a-z_]+\\.yaml`:\n\n```yaml\n((?s:.*?))```").FindAllStringSubmatch(doc, -1) {
		pipelines = append(pipelines, m[1])
	}
	b := setup(t, pipelines...)
	for name, f := range books {
		if err := f.SaveAs(filepath.Join(b.sources, name)); err != nil {
			t.Fatal(err)
		}
	}
	shows := func(head, columns, system string) {
		t.Helper()
		_, after, _ := strings.Cut(doc, head)
		table := head + after[:strings.Index(after, "\n\n")]
		var want []string
		for _, row := range tableOf(table) {
			want = append(want, strings.Join(row, "|"))
		}
		got := b.ask("SELECT arrayStringConcat(["+columns+"], '|') FROM hazard WHERE {parts} AND system = '"+system+"' ORDER BY id", "hazard")
		got = strings.NewReplacer("('", "", "')", "").Replace(got)
		if got != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
		}
	}
	run := b.run("county_hazards")
	if got, want := count(run), "succeeded: read 5, loaded 4, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := fmt.Sprint(run.Warnings), "map[filled_cells:1 skipped_remarks:1 skipped_sheets:1 skipped_totals:2]"; got != want {
		t.Errorf("warnings %s, want %s", got, want)
	}
	shows("| id | region | level |", "id, region, level, toString(found_on), ifNull(toString(rectified_on), ''), ifNull(toString(money_spent), '')", "市安委办台账")
	page, err := b.warehouse.Quarantine(t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{Run: run.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range page.Rows {
		if line := fmt.Sprintf("| %s | %d | %s |", row.File, row.Row, strings.Join(row.Reasons, "; ")); !strings.Contains(doc, line) {
			t.Errorf("the quarantine holds\n%s", line)
		}
	}
	run = b.run("inspected_hazards")
	if got, want := count(run), "succeeded: read 3, loaded 3, updated 0, unchanged 0, rejected 0, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	shows("| id | inspection | region |", "id, inspection, region, toString(found_on), ifNull(toString(due_on), ''), description", "检查记录")
	if again := b.run("inspected_hazards"); again.State != warehouse.RunUnchanged {
		t.Errorf("loaded again: %s", count(again))
	}
}
