package etl

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"anlan/warehouse"
)

// workbook puts a workbook of one sheet into the folder of sources. A text with = is a formula that nobody has computed.
func (b *bundle) workbook(name, sheet string, rows [][]any) {
	b.t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		b.t.Fatal(err)
	}
	for r, row := range rows {
		at, _ := excelize.CoordinatesToCellName(1, r+1)
		if err := f.SetSheetRow(sheet, at, &row); err != nil {
			b.t.Fatal(err)
		}
		for c, value := range row {
			if text, _ := value.(string); strings.HasPrefix(text, "=") {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if err := errors.Join(f.SetCellValue(sheet, at, nil), f.SetCellFormula(sheet, at, text)); err != nil {
					b.t.Fatal(err)
				}
			}
		}
	}
	if err := f.SaveAs(filepath.Join(b.sources, name)); err != nil {
		b.t.Fatal(err)
	}
}

// Names in numbered columns, and in columns whose title is spread, are withheld like any other.
func TestPersonalDataOfWorkbooks(t *testing.T) {
	b := setup(t, `pipeline: sheets
fact: training
system: x
source: {files: "*.xlsx", repeat: ["姓名#", "身份证号#"], withhold: [姓名, 手机]}
columns:
  id: {sql: "concat(`+"`编号`"+`, '-', _item)"}
  region: 区划
  trained_on: 日期
  person: {from: 身份证号, pseudonym: people}
  audience: {value: 一线职工}
`)
	b.withKeys(peopleKey)
	b.workbook("班组.xlsx", "一班", [][]any{
		{"编号", "区划", "日期", "姓名1", "身份证号1", "姓名2", "身份证号2", "手 机*"},
		{"1", "370303", "2025-03-01", "欧阳修", "37030319800101123X", "苏东坡", "370303198001011248", "13905330001"},
		{"2", "000000", "2025-03-02", "欧阳修", "37030319800101123X", nil, nil, "13905330001"},
	})
	run := b.run("sheets")
	if got, want := count(run), "succeeded: read 3, loaded 2, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	kept := b.ask("SELECT id, person FROM training WHERE {parts} ORDER BY id", "training") + b.ask("SELECT raw, reasons FROM quarantine")
	for _, clear := range []string{"欧阳修", "苏东坡", "37030319800101123X", "370303198001011248", "13905330001"} {
		if strings.Contains(kept, clear) {
			t.Errorf("%s is kept: %s", clear, kept)
		}
	}
	if got := b.ask("SELECT count(), uniqExact(person), countIf(person = '') FROM training WHERE {parts}", "training"); got != "(2,2,0)" {
		t.Errorf("pseudonyms %s", got)
	}
}

// Sheets of one run may differ: what is optional is unknown where it is missing, what is not names the sheet that lacks it.
func TestColumnsThatSomeSheetsLack(t *testing.T) {
	pipeline := func(optional string) string {
		return fmt.Sprintf(`pipeline: sheets
fact: hazard
system: x
source: {files: "*月.xlsx"}
columns:
  id: 编号
  region: {value: 370303}
  source: {value: 自查}
  level: 级别
  found_on: 日期
  due_on: {from: 期限%s}
  description: {sql: "concat(_file, ' ', _sheet, ' ', _row)"}
`, optional)
	}
	b := setup(t, pipeline(""))
	b.workbook("1月.xlsx", "台账", [][]any{{"编号", "级别", "日期", "期限"}, {"1", "一般", 45658, 45689}})
	b.workbook("2月.xlsx", "台账", [][]any{{"标题"}, {"级别", "编号", "日期"}, {"重大", "2", "2025.2.3"}})
	b.file("~$1月.xlsx", "who has it open")
	b.fail("sheets", MissingColumn, `2月.xlsx 表“台账”: the column "期限" is missing`)
	b.open(pipeline(", optional: true"))
	b.run("sheets")
	if got, want := b.ask("SELECT id, level, found_on, due_on, description FROM hazard WHERE {parts} ORDER BY id", "hazard"),
		"('1','general','2025-01-01','2025-02-01','1月.xlsx 台账 2')\n('2','major','2025-02-03',NULL,'2月.xlsx 台账 3')"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A county whose sheet has titles of its own, or is hidden, is missing from the figures: the ledger and the report name it.
func TestSheetsThatWereNotRead(t *testing.T) {
	b := setup(t, strings.NewReplacer(", format: csv", "").Replace(small("csv")))
	header := []any{"编号", "区划", "级别", "发现日期", "描述"}
	b.workbook("small.xlsx", "张店区", [][]any{header, {"1", "370303", "一般", "2025-04-01", "a"}})
	path := filepath.Join(b.sources, "small.xlsx")
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, rows := range map[string][][]any{"博山区": {{"隐患编号", "所在地", "等级", "排查日期", "描述"}, {"2"}}, "淄川区": {header, {"3"}}} {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", r+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(f.SetSheetVisible("淄川区", false), f.Save()); err != nil {
		t.Fatal(err)
	}
	run := b.run("small_csv")
	if got, want := fmt.Sprint(count(run), run.Warnings), "succeeded: read 1, loaded 1, updated 0, unchanged 0, rejected 0, duplicate 0map[skipped_hidden_sheets:1 skipped_sheets:1]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	report, err := b.loader.Report(t.Context(), warehouse.Everything(), run.ID, ReportOptions{Language: "zh"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"small.xlsx 表“张店区”：1 行", "small.xlsx 表“博山区”：未读取", "small.xlsx 表“淄川区”：未读取", "被隐藏、未读取的工作表"} {
		if !strings.Contains(report, want) {
			t.Errorf("the report lacks %s:\n%s", want, report)
		}
	}
}
