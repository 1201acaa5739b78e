package file_test

import (
	"bytes"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"pgregory.net/rapid"

	"anlan/reports/document"
)

// checkXLSX reads the sheets as Excel would show them, and the numbers behind.
func checkXLSX(t rapid.TB, d *document.Document, book []byte) {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatalf("open the workbook: %v", err)
	}
	defer file.Close()
	sheets, want := file.GetSheetList(), tables(d)
	if len(sheets) != len(want)+1 {
		t.Fatalf("the workbook has %d sheets for %d tables and the sources", len(sheets), len(want))
	}
	for i, table := range want {
		first := 2 // below the title
		if table.Unit != "" {
			first++
		}
		if len(table.Spans) > 0 {
			first++
		}
		for r, row := range table.Rows {
			for c, cell := range row.Cells {
				at, _ := excelize.CoordinatesToCellName(c+1, first+r+1)
				checkCell(t, d, file, sheets[i], at, cell)
			}
		}
	}
	for i, f := range d.Figures {
		row := i + 2
		for column, text := range map[int]string{1: f.ID, 2: f.Label, 4: f.Text} {
			at, _ := excelize.CoordinatesToCellName(column, row)
			checkShown(t, file, sheets[len(sheets)-1], at, text)
		}
	}
}

func checkCell(t rapid.TB, d *document.Document, file *excelize.File, sheet, at string, cell document.Cell) {
	t.Helper()
	checkShown(t, file, sheet, at, plain(cell.Runs))
	if len(cell.Runs) != 1 {
		return
	}
	f := d.Figure(cell.Runs[0].Figure)
	if f == nil || f.Exact == nil {
		return
	}
	kind, err := file.GetCellType(sheet, at)
	if err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Fatalf("%s!%s is no number: %v, %v", sheet, at, kind, err)
	}
	raw, err := file.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want := decimal.RequireFromString(strings.TrimSuffix(f.Text, "%"))
	if strings.HasSuffix(f.Text, "%") {
		want = want.Shift(-2)
	}
	if got, err := decimal.NewFromString(raw); err != nil || !got.Equal(want) {
		t.Fatalf("%s!%s holds %s for the figure %s", sheet, at, raw, f.Text)
	}
}

func checkShown(t rapid.TB, file *excelize.File, sheet, at, want string) {
	t.Helper()
	if formula, err := file.GetCellFormula(sheet, at); err != nil || formula != "" {
		t.Fatalf("%s!%s is a formula: %q, %v", sheet, at, formula, err)
	}
	if got, err := file.GetCellValue(sheet, at); err != nil || got != want {
		t.Fatalf("%s!%s shows %q, the model has %q (%v)", sheet, at, got, want, err)
	}
}
