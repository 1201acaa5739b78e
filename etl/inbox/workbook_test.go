package inbox

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// workbook is an XLSX with one sheet of texts.
func workbook(t *testing.T, sheet string, rows ...string) string {
	t.Helper()
	var data strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&data, `<row r="%d">`, i+1)
		for j, cell := range strings.Split(row, ",") {
			fmt.Fprintf(&data, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+j, i+1, cell)
		}
		data.WriteString("</row>")
	}
	const (
		office   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		packages = "http://schemas.openxmlformats.org/package/2006/relationships"
		main     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"_rels/.rels", `<Relationships xmlns="` + packages + `"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="` + sheet + `" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packages + `"><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="` + main + `"><sheetData>` + data.String() + `</sheetData></worksheet>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A workbook: the report says where each wrong row stands as the office program shows it, and the same content is recognised.
func TestAWorkbook(t *testing.T) {
	b := setup(t)
	book := workbook(t, "4月", "2025年4月隐患台账", "编号,区划,级别,发现日期,描述", "1,370303,一般,2025-04-01,a", "2,370303,一般,2025-04-31,b")
	for _, name := range []string{"隐患台账4月.xlsx", "隐患台账4月(1).xlsx"} {
		b.put(name, book)
		b.scan(0)
		b.scan(5)
	}
	if got := b.runs(); got != "succeeded" || strings.Count(b.files(), "done/") != 4 {
		t.Fatalf("runs %s, files %s", got, b.files())
	}
	report := b.text("done/2025-05-15/隐患台账4月.xlsx.报告.txt")
	if want := "隐患台账4月.xlsx 表“4月” 第 4 行：“发现日期”列：“2025-04-31”不是有效日期"; !strings.Contains(report, want) {
		t.Errorf("the report does not say %q:\n%s", want, report)
	}
	if report := b.text("done/2025-05-15/隐患台账4月(1).xlsx.报告.txt"); !strings.Contains(report, "相同，已于 ") {
		t.Errorf("the copy's report:\n%s", report)
	}
}
