package pdf_test

import (
	"strings"
	"testing"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
)

// Documents that nobody plans: nothing is lost, nothing stops.
func TestOddDocuments(t *testing.T) {
	t.Parallel()
	table := func(columns int, rows ...document.Row) document.Block {
		made := document.Table{Name: "t", Title: "表题", Rows: rows}
		for range columns {
			made.Columns = append(made.Columns, document.Column{Title: "栏目名称", Align: document.Left})
		}
		return document.Block{Table: &made}
	}
	long := strings.Repeat("隐患排查整治情况", 400) + "终"
	cases := []struct {
		name   string
		change func(*document.Document)
		want   string
	}{
		{"nothing but its kind", func(d *document.Document) { *d = document.Document{Language: document.Chinese} }, ""},
		{"no name of an agency", func(d *document.Document) { d.Agency = "" }, "安全生产情况的通报"},
		{"an agency of sixty characters", func(d *document.Document) { d.Agency = strings.Repeat("安委会办公室", 10) }, strings.Repeat("安委会办公室", 10)},
		{"a cell that is higher than a page", func(d *document.Document) {
			d.Sections[0].Blocks = []document.Block{table(2, document.Row{Cells: []document.Cell{cell("甲"), cell(long)}})}
		}, long},
		{"a row with fewer cells than columns", func(d *document.Document) {
			d.Sections[0].Blocks = []document.Block{table(3, document.Row{Cells: []document.Cell{cell("甲")}}, document.Row{})}
		}, "甲"},
		{"a table without columns", func(d *document.Document) { d.Sections[0].Blocks = []document.Block{table(0), text("其后")} }, "表题其后"},
		{"a table of sixty columns", func(d *document.Document) { d.Sections[0].Blocks = []document.Block{table(60), text("其后")} }, "其后"},
		{"a heading longer than a page", func(d *document.Document) { d.Sections[0].Title = long }, long},
		{"a paragraph of a single word", func(d *document.Document) {
			d.Sections[0].Blocks = []document.Block{text(strings.Repeat("0123456789", 200))}
		}, strings.Repeat("0123456789", 200)},
		{"a paragraph of signs only", func(d *document.Document) {
			d.Sections[0].Blocks = []document.Block{text(strings.Repeat("）。", 200))}
		}, strings.Repeat("）。", 200)},
		{"an attachment without a word", func(d *document.Document) { d.Attachments = make([]document.Attachment, 1) }, "附件"},
		{"breaks and marks of direction in a text", func(d *document.Document) {
			d.Sections[0].Blocks = []document.Block{text("甲\t乙\n丙\u200b丁\ufeff戊\u00a0己")}
		}, "甲乙丙丁戊己"},
		{"a signature without a date, a date without a signature", func(d *document.Document) { d.Signature = document.Signature{Date: safety.NewDate(2026, 6, 3)} }, "2026年6月3日"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := empty()
			d.Sections = []document.Section{{Name: "a", Blocks: []document.Block{text("正文。")}}}
			c.change(d)
			for _, options := range []render.Options{{}, {Appendix: true}} {
				whole := solid(strings.Join(pages(t, rendered(t, d, options), "-raw"), ""))
				// The head of a table stands between the parts of a row that goes on.
				whole = strings.ReplaceAll(whole, "栏目名称", "")
				if !strings.Contains(whole, c.want) {
					t.Errorf("%q is not in %.300s", c.want[:min(60, len(c.want))], whole)
				}
			}
		})
	}
}
