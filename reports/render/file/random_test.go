package file_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// documents draws documents as offices have them, with every block that there is, and with names that some format takes for markup,
// a formula or a script.
func documents(names []string) *rapid.Generator[*document.Document] {
	return rapid.Custom(func(t *rapid.T) *document.Document {
		w := &writer{T: t, names: names, doc: &document.Document{
			Language:   rapid.SampledFrom([]document.Language{document.Chinese, document.English}).Draw(t, "language"),
			Agency:     "桓台县安全生产委员会办公室文件",
			Title:      "关于安全生产情况的通报",
			Addressees: "各镇人民政府",
			Signature:  document.Signature{Agency: "桓台县安全生产委员会办公室"},
			Remark:     "此件公开发布", Disclosure: "主动公开", CopyTo: "市安委会办公室", Printer: "桓台县安全生产委员会办公室",
			Data: document.Data{
				Version: 12, PublishedAt: time.Date(2026, 6, 3, 8, 0, 0, 0, time.UTC), AsOf: safety.NewDate(2026, 5, 31), Catalogue: "4f2a", Sentence: "以上为直报系统实时数据。",
			},
			Queries: []document.Query{{Name: "overall", Metric: &warehouse.MetricQuery{Measures: []string{"accidents"}, Version: 12}}, {Name: "by_region", Other: "各镇街"}},
		}}
		if rapid.Bool().Draw(t, "issued") {
			w.doc.Number, w.doc.Signature.Date, w.doc.PrintedOn = "桓安办通报〔2026〕6号", safety.NewDate(2026, 6, 5), safety.NewDate(2026, 6, 5)
		} else {
			w.doc.Mark = "草稿"
		}
		w.doc.Sections = w.sections("body")
		for i := range rapid.IntRange(0, 2).Draw(t, "attachments") {
			w.doc.Attachments = append(w.doc.Attachments, document.Attachment{Title: "明细" + w.name(), Sections: w.sections(fmt.Sprintf("attached%d", i))})
		}
		return w.doc
	})
}

// writer writes one document.
type writer struct {
	*rapid.T

	names  []string
	doc    *document.Document
	blocks int
}

// names are of townships and firms, and of what has a meaning to some format.
var names = []string{
	"索镇", "起凤镇", "马踏湖国家湿地公园管理中心", "=1+1", "+cmd", "-2", "@SUM(A1)", "<script>alert(1)</script>", "a|b", "**粗**", "_下划线_", "`码`",
	"[链接](x)", "A & B &amp; C", "\"引号\"'单'", "# 号", "1. 一", "$x$", "~~删~~", "\\反斜", "Ünïcode", "<!-- -->", "]]>", "{{.}}", "山东省某某某某某某某某某某某某某某某某某某某某某某某某有限公司",
}

func (w *writer) name() string { return rapid.SampledFrom(w.names).Draw(w.T, "name") }

// figure notes a figure and returns its run: its text is its exact number rounded half away from zero, or why there is none.
func (w *writer) figure() document.Run {
	f := document.Figure{
		ID: fmt.Sprintf("by_region/%d/accidents/value", len(w.doc.Figures)), Query: "by_region", Label: w.name() + " 事故起数", Role: document.Value,
		State: warehouse.Present, Places: int32(rapid.IntRange(0, 3).Draw(w.T, "places")),
	}
	switch rapid.IntRange(0, 9).Draw(w.T, "state") {
	case 0:
		f.State, f.Text = warehouse.NotReported, "未报送"
	case 1:
		f.State, f.Text = warehouse.NoComparison, "—"
	default:
		exact := decimal.New(rapid.Int64Range(-99_999_999, 99_999_999).Draw(w.T, "units"), -int32(rapid.IntRange(0, 6).Draw(w.T, "exponent")))
		f.Exact, f.Text = &exact, exact.StringFixed(f.Places)
		if rapid.Bool().Draw(w.T, "percent") {
			f.Role, f.Against, f.Text = document.Percent, "previous_year", f.Text+"%"
		}
	}
	w.doc.Figures = append(w.doc.Figures, f)
	return document.Run{Text: f.Text, Figure: f.ID}
}

func (w *writer) sections(part string) []document.Section {
	made := make([]document.Section, rapid.IntRange(1, 3).Draw(w.T, "sections"))
	for i := range made {
		made[i] = document.Section{Name: fmt.Sprintf("%s%d", part, i), Number: []string{"一、", "二、", "三、"}[i], Title: "情况" + w.name()}
		for range rapid.IntRange(1, 4).Draw(w.T, "blocks") {
			made[i].Blocks = append(made[i].Blocks, w.block())
		}
	}
	return made
}

func (w *writer) block() document.Block {
	w.blocks++
	switch rapid.IntRange(0, 5).Draw(w.T, "block") {
	case 0:
		return document.Block{Heading: &document.Heading{Level: rapid.IntRange(2, 4).Draw(w.T, "level"), Number: "（一）", Runs: []document.Run{{Text: w.name()}, w.figure()}}}
	case 1:
		return document.Block{Table: w.table()}
	case 2:
		return document.Block{Chart: w.chart()}
	}
	var runs []document.Run
	for range rapid.IntRange(1, 5).Draw(w.T, "runs") {
		runs = append(runs, document.Run{Text: w.name() + "发生事故", Bold: rapid.IntRange(0, 5).Draw(w.T, "bold") == 0}, w.figure(), document.Run{Text: "起，"})
	}
	return document.Block{Paragraph: &document.Paragraph{Runs: runs}}
}

func (w *writer) table() *document.Table {
	columns := rapid.IntRange(1, 6).Draw(w.T, "columns")
	t := &document.Table{Name: fmt.Sprintf("table%d", w.blocks), Title: w.name() + "情况表", Unit: rapid.SampledFrom([]string{"", "起"}).Draw(w.T, "unit"), Wide: w.blocks%3 == 0}
	t.Columns = []document.Column{{Title: "单位", Align: document.Left, Weight: 2}}
	for i := range columns {
		t.Columns = append(t.Columns, document.Column{Title: fmt.Sprintf("第%c列", 'A'+i), Align: document.Right})
	}
	if columns > 2 && rapid.Bool().Draw(w.T, "spans") {
		t.Spans = []document.Span{{Title: "其中", From: 2, To: 3}}
	}
	for i := range rapid.IntRange(0, 8).Draw(w.T, "rows") {
		row := document.Row{Cells: []document.Cell{{Runs: []document.Run{{Text: w.name()}}}}, Total: i == 7}
		for range columns {
			row.Cells = append(row.Cells, document.Cell{Runs: []document.Run{w.figure()}})
		}
		t.Rows = append(t.Rows, row)
	}
	if rapid.Bool().Draw(w.T, "notes") {
		t.Notes = []string{"注：" + w.name()}
	}
	return t
}

func (w *writer) chart() *document.Chart {
	c := &document.Chart{
		Name: fmt.Sprintf("chart%d", w.blocks), Title: w.name() + "图", Unit: "起",
		Kind: rapid.SampledFrom([]document.ChartKind{document.Bars, document.Rows, document.Lines}).Draw(w.T, "kind"),
	}
	for range rapid.IntRange(1, 14).Draw(w.T, "categories") {
		c.Categories = append(c.Categories, w.name())
	}
	for i := range rapid.IntRange(1, 3).Draw(w.T, "series") {
		series := document.Series{Title: strings.Repeat("列", i+1)}
		for range c.Categories {
			id := ""
			if rapid.IntRange(0, 6).Draw(w.T, "known") > 0 {
				id = w.figure().Figure
			}
			series.Figures = append(series.Figures, id)
		}
		c.Series = append(c.Series, series)
	}
	return c
}
