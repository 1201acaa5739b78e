package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// A cell's value counts, not how it is displayed: no rounding, no exponent, no date without its year. A percentage keeps its sign.
func TestCellsAreTextsOfTheirValues(t *testing.T) {
	day := time.Date(2023, 7, 5, 0, 0, 0, 0, time.UTC)
	path := ledger(t, map[string][][]any{"台账": {
		{"编号", "值"},
		{"a", day}, {"b", day.Add(8*time.Hour + 30*time.Minute)}, {"c", day}, {"d", 1200.5}, {"e", 0.855}, {"f", 1e20}, {"g", 370303199001011234},
		{"h", "91370303MA3C00000X"}, {"i", "１２３"}, {"j", false}, {"k", 0.3541666666666667}, {"l", 45112}, {"m", "45112"}, {"n", "  张店 区\n"}, {"o", -12}, {"p", "1,200"},
	}}, func(f *excelize.File) {
		format := func(cell string, style *excelize.Style) {
			id, err := f.NewStyle(style)
			if err == nil {
				err = f.SetCellStyle("台账", cell, cell, id)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		own := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
		format("B2", own(`yyyy"年"m"月"d"日";@`))
		format("B3", own(`[$-804]yyyy/m/d h:mm AM/PM`))
		format("B4", &excelize.Style{NumFmt: 58}) // 7月5日, no year shown
		format("B5", &excelize.Style{NumFmt: 3})  // #,##0 would show 1,201
		format("B6", &excelize.Style{NumFmt: 9})  // 0% would show 86%
		format("B12", own("h:mm;@"))
	})
	expect(t, records(t, path, Spec{Keys: []string{"编号", "值"}, Dates: []string{"值"}}),
		"台账!2: a|2023-07-05", "台账!3: b|2023-07-05 08:30:00", "台账!4: c|2023-07-05", "台账!5: d|1200.5", "台账!6: e|85.5%", "台账!7: f|100000000000000000000",
		"台账!8: g|370303199001011234", "台账!9: h|91370303MA3C00000X", "台账!10: i|１２３", "台账!11: j|FALSE", "台账!12: k|08:30:00",
		"台账!13: l|2023-07-05", "台账!14: m|2023-07-05", // bare numbers of a column of dates
		"台账!15: n|张店 区", "台账!16: o|-12", "台账!17: p|1,200",
		"台账# long_numbers 2")
	expect(t, records(t, path, Spec{Keys: []string{"编号", "值"}})[11:13], "台账!13: l|45112", "台账!14: m|45112")
}

func TestDaysCountedFrom1904(t *testing.T) {
	path := ledger(t, map[string][][]any{"台账": {{"编号", "日期"}, {"a", 43650}}}, func(f *excelize.File) {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
	})
	expect(t, records(t, path, Spec{Keys: []string{"编号", "日期"}, Dates: []string{"日期"}}), "台账!2: a|2023-07-05")
}

// A cell that holds an error in a column that the pipeline uses is no empty cell.
func TestErrorsAndFormulas(t *testing.T) {
	path := ledger(t, map[string][][]any{"台账": {{"编号", "期限", "备注"}, {"a"}, {"b"}, {"c"}, {"d"}}}, func(f *excelize.File) {
		for cell, formula := range map[string]string{"B2": "TODAY()", "B3": "VLOOKUP(1,A:A,1,0)", "C4": "1/0"} {
			if err := f.SetCellFormula("台账", cell, formula); err != nil {
				t.Fatal(err)
			}
		}
	})
	rewrite(t, path, "xl/worksheets/sheet1.xml", `<c r="B3" t="str"><f>VLOOKUP(1,A:A,1,0)</f></c>`, `<c r="B3" t="e"><f>VLOOKUP(1,A:A,1,0)</f><v>#N/A</v></c>`,
		`<c r="C4" t="str"><f>1/0</f></c>`, `<c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D4"><f>A4</f><v>7</v></c>`)
	expect(t, records(t, path, Spec{Keys: []string{"编号", "期限"}}),
		`台账!2! formula_without_value cell B2, column "期限", holds a formula whose result was not stored: open the workbook in a spreadsheet program and save it`,
		`台账!3! error_cell cell B3, column "期限", holds the error #N/A: mend its formula`,
		"台账!4: c|NULL", "台账!5: d|NULL", "台账# cells_beside_table 1")
}

// rewrite replaces texts in a part of a workbook.
func rewrite(t *testing.T, path, part string, replace ...string) {
	t.Helper()
	old, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range old.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		content := text.String()
		if f.Name == part {
			for i := 0; i < len(replace); i += 2 {
				if !strings.Contains(content, replace[i]) {
					t.Fatalf("%s has no %s: %s", part, replace[i], content)
				}
			}
			content = strings.NewReplacer(replace...).Replace(content)
		}
		p, err := w.Create(f.Name)
		if err == nil {
			_, err = p.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Texts as other programs write them: rich text, phonetic guides, control characters, another prefix.
func TestTextsOfOtherPrograms(t *testing.T) {
	path := ledger(t, map[string][][]any{"台账": {{"编号", "描述"}, {"a", "X"}}}, nil)
	rewrite(t, path, "xl/sharedStrings.xml", "<si><t>X</t></si>", `<si><r><t>通道</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 堵塞 &amp; &#x4E71;</t></r><rPh sb="0" eb="1"><t>tongdao</t></rPh></si>`)
	expect(t, records(t, path, Spec{Keys: []string{"编号", "描述"}}), "台账!2: a|通道 堵塞 & 乱")
	rewrite(t, path, "xl/sharedStrings.xml", "堵塞 &amp; &#x4E71;", "堵_x000D_\n塞_x005F_<![CDATA[<b>]]>")
	expect(t, records(t, path, Spec{Keys: []string{"编号", "描述"}}), "台账!2: a|通道 堵\n塞_<b>")
}

func TestHiddenRowsAndSheets(t *testing.T) {
	path := ledger(t, map[string][][]any{
		"a":  {{"编号", "描述"}, {"1", "x"}, {"2", "y"}, {"3", "z"}},
		"b":  {{"编号", "描述"}, {"4", "x"}},
		"字典": {{"级别"}, {"重大"}},
	}, func(f *excelize.File) {
		if err := errors.Join(f.SetRowVisible("a", 3, false), f.SetSheetVisible("b", false)); err != nil {
			t.Fatal(err)
		}
	})
	keys := []string{"编号", "描述"}
	expect(t, records(t, path, Spec{Keys: keys}), "a!2: 1|x", "a!3: 2|y", "a!4: 3|z", "a# hidden_rows 1", "a# skipped_hidden_sheets 1", "a# skipped_sheets 1")
	expect(t, records(t, path, Spec{Keys: keys, Workbook: Workbook{SkipHidden: true}}), "a!2: 1|x", "a!4: 3|z", "a# skipped_hidden 1", "a# skipped_hidden_sheets 1", "a# skipped_sheets 1")
	expect(t, records(t, path, Spec{Keys: keys, Workbook: Workbook{Sheets: []string{"b"}}}), "b!2: 4|x")
	expect(t, records(t, path, Spec{Keys: keys, Workbook: Workbook{Sheets: []string{"[ab]"}}}), "a!2: 1|x", "a!3: 2|y", "a!4: 3|z", "a# hidden_rows 1", "b!2: 4|x")
}

func TestHeaders(t *testing.T) {
	keys := []string{"编号", "区县", "整改/完成时间", "复查/完成时间"}
	two := [][]any{
		{"编号", "区县", "整改", nil, "复查", nil},
		{nil, nil, "责任人", "完成时间", "责任人", "完成时间"},
		{"1", "张店", "甲", "2023-1-1", "乙", "2023-2-1"},
	}
	want := []string{"台账!3: 1|张店|2023-1-1|2023-2-1"}
	t.Run("two rows, not merged", func(t *testing.T) {
		expect(t, records(t, ledger(t, map[string][][]any{"台账": two}, nil), Spec{Keys: keys}), want...)
	})
	t.Run("two rows, merged", func(t *testing.T) {
		expect(t, records(t, ledger(t, map[string][][]any{"台账": two}, func(f *excelize.File) {
			for _, m := range [][2]string{{"A1", "A2"}, {"B1", "B2"}, {"C1", "D1"}, {"E1", "F1"}} {
				if err := f.MergeCell("台账", m[0], m[1]); err != nil {
					t.Fatal(err)
				}
			}
		}), Spec{Keys: keys}), want...)
	})
	t.Run("numbered columns, printed again", func(t *testing.T) {
		expect(t, records(t, ledger(t, map[string][][]any{"台账": {{"编号", "区县", "日期"}, {"甲", "乙", 1}, {"7", "张店", "x"}, {"编号", "区县", "日期"}, {"8", "桓台", "y"}}}, nil), Spec{Keys: []string{"编号", "区县"}}),
			"台账!3: 7|张店", "台账!5: 8|桓台", "台账# skipped_headers 2")
		expect(t, records(t, ledger(t, map[string][][]any{"台账": {{"编号", "区县", "日期"}, {1, 2, 3}, {"7", "张店", "x"}}}, nil), Spec{Keys: []string{"编号", "区县"}}),
			"台账!3: 7|张店", "台账# skipped_headers 1")
	})
	t.Run("a name over two columns", func(t *testing.T) {
		path := ledger(t, map[string][][]any{"台账": {{"标题"}, {"编号", "区县", "备注", nil}, {"1", "张店", "a", "b"}}}, func(f *excelize.File) {
			if err := errors.Join(f.MergeCell("台账", "A1", "D1"), f.MergeCell("台账", "C2", "D2")); err != nil {
				t.Fatal(err)
			}
		})
		expect(t, records(t, path, Spec{Keys: []string{"编号", "备注"}}), "台账!3: 1|a", "台账# cells_beside_table 1")
	})
	t.Run("a row that is given", func(t *testing.T) {
		path := ledger(t, map[string][][]any{"台账": {{"编号", "区县"}, {"旧", "旧"}, {"编号", "区县"}, {"1", "张店"}}}, nil)
		expect(t, records(t, path, Spec{Keys: []string{"编号", "区县"}, Workbook: Workbook{HeaderRow: 3}}), "台账!4: 1|张店")
	})
}

// What keeps a whole workbook from being loaded is said in words that help.
func TestWorkbooksThatCannotBeLoaded(t *testing.T) {
	good := ledger(t, map[string][][]any{"台账": {{"编号", "区县"}, {"1", "张店"}}}, nil)
	bytesOf := func(path string) []byte {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	whole := bytesOf(good)
	damaged := bytes.Clone(whole)
	at := bytes.Index(damaged, []byte("xl/worksheets/sheet1.xml")) + 60
	damaged[at] ^= 0xff
	encrypted := filepath.Join(t.TempDir(), "locked.xlsx")
	f, err := excelize.OpenFile(good)
	if err == nil {
		err = f.SaveAs(encrypted, excelize.Options{Password: "secret"})
	}
	if err != nil {
		t.Fatal(err)
	}
	bomb := ledger(t, map[string][][]any{"台账": {{"编号", "区县"}, {"1", "张店"}}}, nil)
	rewrite(t, bomb, "xl/worksheets/sheet1.xml", "</sheetData>", strings.Repeat(" ", 80<<20)+"</sheetData>")
	for _, test := range []struct {
		name    string
		content []byte
		spec    Spec
		code    string
		message string
	}{
		{"empty", nil, Spec{}, Empty, "is empty"},
		{"CSV", []byte("编号,区县\n1,张店\n"), Spec{}, NotText, "plain text, such as CSV"},
		{"CSV in GBK", []byte("\xb1\xe0\xba\xc5,\xc7\xf8\n1,x\n"), Spec{}, NotText, "plain text, such as CSV"},
		{"HTML", []byte("<html><body><table><tr><td>编号</td></tr></table>"), Spec{}, NotText, "HTML page"},
		{"cut off", whole[:len(whole)/2], Spec{}, Truncated, "not copied whole"},
		{"damaged", damaged, Spec{}, Truncated, "damaged"},
		{"password", bytesOf(encrypted), Spec{}, Unreadable, "password"},
		{"bomb", bytesOf(bomb), Spec{}, TooLarge, "unpacks to more"},
		{"other columns", whole, Spec{Keys: []string{"名称", "日期"}}, BadHeader, "表“台账” has none of these columns"},
		{"too few columns", whole, Spec{Keys: []string{"编号", "名称", "日期"}}, MissingHeader, "row 1, looks like it but lacks “名称”, “日期”"},
		{"no such sheet", whole, Spec{Workbook: Workbook{Sheets: []string{"张店"}}}, MissingSheet, "it has “台账”"},
		{"empty header row", whole, Spec{Workbook: Workbook{HeaderRow: 9}}, BadHeader, "row 9"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "台账.xlsx")
			if err := os.WriteFile(path, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			test.spec.Format = XLSX
			if test.spec.Keys == nil {
				test.spec.Keys = []string{"编号"}
			}
			inputs, err := OpenAll(context.Background(), path, test.spec)
			for _, in := range inputs {
				if _, streamed := in.Stream(t.Context(), &bytes.Buffer{}, Layout{Bad: func(Bad) error { return nil }}); err == nil {
					err = streamed
				}
				err = errors.Join(err, in.Close())
			}
			var fault *Error
			if !errors.As(err, &fault) {
				t.Fatalf("got %v", err)
			}
			if fault.Code != test.code || !strings.Contains(fault.Message, test.message) || strings.Contains(fault.Message, path) {
				t.Errorf("got %s: %s", fault.Code, fault.Message)
			}
		})
	}
}
