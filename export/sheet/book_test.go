package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/xuri/excelize/v2"

	"anlan/warehouse"
)

// records gives its records one after another.
type records struct {
	all []arrow.Record
	now arrow.Record
	err error
}

func (r *records) Next() bool {
	if len(r.all) == 0 {
		return false
	}
	r.now, r.all = r.all[0], r.all[1:]
	return true
}
func (r *records) Record() arrow.Record { return r.now }
func (r *records) Err() error           { return r.err }

// record is one record out of JSON, one object a row.
func record(t *testing.T, schema *arrow.Schema, rows string) arrow.Record {
	t.Helper()
	r, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func texts(values ...string) arrow.Record {
	schema := arrow.NewSchema([]arrow.Field{{Name: "note", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for _, v := range values {
		b.Field(0).(*array.StringBuilder).Append(v)
	}
	return b.NewRecord()
}

func columns(names ...string) []warehouse.DataColumn {
	all := make([]warehouse.DataColumn, 0, len(names))
	for _, n := range names {
		all = append(all, warehouse.DataColumn{Name: n, Title: warehouse.Text{ZH: "列" + n, EN: "column " + n}, Type: "String", Unit: "元", Doc: "=what it means"})
	}
	return all
}

// made writes a book and opens it again with a library that is not ours.
func made(t *testing.T, b Book, most uint64, all ...arrow.Record) (*excelize.File, Result) {
	t.Helper()
	b.Dir = t.TempDir()
	var out bytes.Buffer
	done, err := b.write(context.Background(), &out, &records{all: all}, nil, most)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, done
}

// A cell is what its value is: a date is a date for Excel, a number a number, and neither a long number nor a text that looks like a formula is changed.
func TestCells(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "day", Type: arrow.FixedWidthTypes.Date32, Nullable: true}, {Name: "at", Type: &arrow.TimestampType{Unit: arrow.Second, TimeZone: "Asia/Shanghai"}, Nullable: true},
		{Name: "fine", Type: &arrow.Decimal128Type{Precision: 18, Scale: 2}, Nullable: true}, {Name: "exact", Type: &arrow.Decimal128Type{Precision: 38, Scale: 6}, Nullable: true},
		{Name: "n", Type: arrow.PrimitiveTypes.Uint64, Nullable: true}, {Name: "ok", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
		{Name: "share", Type: arrow.PrimitiveTypes.Float64, Nullable: true}, {Name: "note", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "tags", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true},
	}, nil)
	rows := record(t, schema, `[
		{"day": "2026-05-01", "at": "2026-05-01 00:30:00Z", "fine": "1234.50", "exact": "12345678901234567890.123456", "n": 123456789012345, "ok": true, "share": 0.125, "note": "=1+1", "tags": ["甲", "b\"c"]},
		{"day": "1899-12-31", "at": "1899-12-31 00:00:00Z", "fine": "-0.01", "exact": "1.500000", "n": 9007199254740992, "ok": false, "share": -2, "note": "", "tags": []},
		{"day": null, "at": null, "fine": null, "exact": null, "n": null, "ok": null, "share": null, "note": null, "tags": null}]`)
	f, _ := made(t, Book{Title: warehouse.Text{ZH: "隐患"}, Columns: columns("day", "at", "fine", "exact", "n", "ok", "share", "note", "tags"), Rows: 3}, 100, rows)
	type want struct {
		cell, raw, shown string
		kind             excelize.CellType
	}
	for _, w := range []want{
		{"A2", "46143", "2026-05-01", excelize.CellTypeUnset}, // 46143 days from 1899-12-30
		{"B2", "46143.35416666667", "2026-05-01 08:30:00", excelize.CellTypeUnset},
		{"C2", "1234.5", "1234.50", excelize.CellTypeUnset},
		{"D2", "12345678901234567890.123456", "12345678901234567890.123456", excelize.CellTypeInlineString}, // 26 digits are more than 15
		{"E2", "123456789012345", "123456789012345", excelize.CellTypeUnset},
		{"F2", "1", "TRUE", excelize.CellTypeBool},
		{"G2", "0.125", "0.125", excelize.CellTypeUnset},
		{"H2", "=1+1", "=1+1", excelize.CellTypeInlineString},
		{"I2", `["甲","b\"c"]`, `["甲","b\"c"]`, excelize.CellTypeInlineString},
		{"A3", "1899-12-31", "1899-12-31", excelize.CellTypeInlineString}, // before Excel's calendar
		{"B3", "1899-12-31 08:05:43", "1899-12-31 08:05:43", excelize.CellTypeInlineString},
		{"C3", "-0.01", "-0.01", excelize.CellTypeUnset},
		{"D3", "1.5", "1.500000", excelize.CellTypeUnset},
		{"E3", "9007199254740992", "9007199254740992", excelize.CellTypeInlineString}, // 16 digits
		{"F3", "0", "FALSE", excelize.CellTypeBool},
		{"H3", "", "", excelize.CellTypeInlineString}, // an empty text is one
		{"I3", "[]", "[]", excelize.CellTypeInlineString},
		{"H4", "", "", excelize.CellTypeUnset}, // NULL is no cell at all
	} {
		raw, err := f.GetCellValue("隐患", w.cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		shown, _ := f.GetCellValue("隐患", w.cell)
		kind, _ := f.GetCellType("隐患", w.cell)
		if raw != w.raw || shown != w.shown || kind != w.kind {
			t.Errorf("%s: %q, shown %q, kind %d; want %+v", w.cell, raw, shown, kind, w)
		}
		if formula, _ := f.GetCellFormula("隐患", w.cell); formula != "" {
			t.Errorf("%s is the formula %q", w.cell, formula)
		}
	}
}

// Excel holds 1,048,576 rows a sheet: what is more goes onto the next, below the same header, which stays in sight. Three rows a sheet here.
func TestRowsGoOntoAsManySheetsAsTheyNeed(t *testing.T) {
	first := texts("1", "2")
	second := texts("3", "4", "5", "6", "7")
	f, done := made(t, Book{Title: warehouse.Text{ZH: "隐患/[一]"}, Columns: columns("note"), Rows: 7, About: []Line{{"数据版本", "12"}}}, 3, first, second)
	if got := fmt.Sprint(f.GetSheetList()); got != "[隐患一 1 隐患一 2 隐患一 3 说明]" || done.Rows != 7 {
		t.Fatalf("sheets %s, %d rows", got, done.Rows)
	}
	all := make([]string, 0, 3)
	for _, name := range f.GetSheetList()[:3] {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(rows))
		panes, err := f.GetPanes(name)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: the header does not stay in sight: %+v, %v", name, panes, err)
		}
		if dim, _ := f.GetSheetDimension(name); dim != fmt.Sprintf("A1:A%d", len(rows)) {
			t.Errorf("%s says that it is %s, and has %d rows", name, dim, len(rows))
		}
	}
	if got := strings.Join(all, " "); got != "[[note] [1] [2] [3]] [[note] [4] [5] [6]] [[note] [7]]" {
		t.Errorf("rows %s", got)
	}
	about, err := f.GetRows(aboutName)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(about); !strings.Contains(got, "数据版本 12") || !strings.Contains(got, "行数 Rows 7") || !strings.Contains(got, "note 列note column note 元 文本 Text  =what it means") {
		t.Errorf("the last sheet says %s", got)
	}
}

// A column is as wide as what is in it: twice for Chinese, never narrower than a date or a number of its type is, which Excel would show as ###.
func TestWidths(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "on", Type: arrow.FixedWidthTypes.Date32, Nullable: true}, {Name: "at", Type: &arrow.TimestampType{Unit: arrow.Second, TimeZone: "Asia/Shanghai"}, Nullable: true},
		{Name: "fine", Type: &arrow.Decimal128Type{Precision: 18, Scale: 2}, Nullable: true}, {Name: "a", Type: arrow.BinaryTypes.String}, {Name: "b", Type: arrow.BinaryTypes.String},
		{Name: "a_name_longer_than_values", Type: arrow.BinaryTypes.String},
	}, nil)
	rows := record(t, schema, `[{"a": "安全生产委员会", "b": "`+strings.Repeat("长", 100)+`", "a_name_longer_than_values": "x"}]`)
	f, _ := made(t, Book{Title: warehouse.Text{ZH: "隐患"}, Columns: columns("on", "at", "fine", "a", "b", "a_name_longer_than_values"), Rows: 1}, 100, rows)
	for column, want := range map[string]float64{"A": 12, "B": 25, "C": 18, "D": 16, "E": widest, "F": 29} {
		if got, err := f.GetColWidth("隐患", column); err != nil || got != want {
			t.Errorf("column %s is %v wide, want %v, %v", column, got, want, err)
		}
	}
}

// A cell holds 32,767 units of UTF-16. What is longer ends with a mark, and the last sheet says how many do.
func TestLongAndStrangeTexts(t *testing.T) {
	exactly := strings.Repeat("安", excelize.TotalCellChars)
	double := strings.Repeat("𠮷", excelize.TotalCellChars/2) // each two units
	rows := texts(exactly, exactly+"全", double+"𠮷", "a\x01b", "_x0041_", " spaces ", "第一行\n第二行")
	f, done := made(t, Book{Title: warehouse.Text{ZH: "隐患"}, Columns: columns("note"), Rows: 7}, 100, rows)
	for cell, want := range map[string]string{
		"A2": exactly, "A3": strings.Repeat("安", excelize.TotalCellChars-units(CutMark)) + CutMark,
		"A4": strings.Repeat("𠮷", (excelize.TotalCellChars-units(CutMark))/2) + CutMark, "A5": "a\ufffdb", "A6": "_x0041_", "A7": " spaces ", "A8": "第一行\n第二行",
	} {
		if got, err := f.GetCellValue("隐患", cell); err != nil || got != want {
			t.Errorf("%s has %d characters (%.20q…), want %d (%.20q…), %v", cell, len([]rune(got)), got, len([]rune(want)), want, err)
		}
	}
	about, _ := f.GetRows(aboutName)
	if done.Altered != 3 || !strings.Contains(fmt.Sprint(about), "Altered cells 3 ") {
		t.Errorf("%d cells were altered, and the last sheet says %v", done.Altered, about)
	}
}

// Nothing is written of a book that cannot be whole, and nothing of it stays.
func TestABookIsWholeOrNothing(t *testing.T) {
	rows := texts("1", "2")
	broken := texts("\xff")
	broke := errors.New("the query was killed")
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx     context.Context
		records *records
		rows    uint64
		want    string
	}{
		"fewer rows than counted": {context.Background(), &records{all: []arrow.Record{rows}}, 3, "2 rows came where 3 were counted"},
		"more rows than counted":  {context.Background(), &records{all: []arrow.Record{rows}}, 1, "more rows came than the 1"},
		"the query fails":         {context.Background(), &records{all: []arrow.Record{rows}, err: broke}, 2, "the query was killed"},
		"no characters":           {context.Background(), &records{all: []arrow.Record{broken}}, 1, "row 1, column note: a text has bytes that are no characters"},
		"nobody waits any more":   {gone, &records{all: []arrow.Record{rows}}, 2, "context canceled"},
	} {
		var out bytes.Buffer
		b := Book{Dir: t.TempDir(), Title: warehouse.Text{ZH: "隐患"}, Columns: columns("note"), Rows: c.rows}
		_, err := b.Write(c.ctx, &out, c.records, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || out.Len() > 0 {
			t.Errorf("%s: error %v and %d bytes, want %q and none", name, err, out.Len(), c.want)
		}
		if left, _ := os.ReadDir(b.Dir); len(left) > 0 {
			t.Errorf("%s: %d files stay", name, len(left))
		}
	}
}

// The same rows at another time are the same bytes: the file's own time is that of the data.
func TestEqualBooksAreEqualBytes(t *testing.T) {
	rows := texts(strings.Split(strings.Repeat("安 全 生 产 ", 300), " ")...)
	var before []byte
	for range 4 { // sheets are handed over in no order
		var out bytes.Buffer
		b := Book{Dir: t.TempDir(), Title: warehouse.Text{ZH: "隐患"}, Columns: columns("note"), Rows: uint64(rows.NumRows()), Created: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}
		if _, err := b.write(context.Background(), &out, &records{all: []arrow.Record{rows}}, nil, 100); err != nil {
			t.Fatal(err)
		}
		if before != nil && !bytes.Equal(before, out.Bytes()) {
			t.Fatal("two writings of one book differ")
		}
		before = out.Bytes()
	}
}
