package pdf_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/font"
	"anlan/reports/render/pdf"
	"anlan/safety"
	"anlan/test/needed"
	"anlan/warehouse"
)

// shipped are the fonts that ship, opened once.
var shipped = sync.OnceValues(func() (*font.Library, error) { return font.Open("") })

func rendered(t *testing.T, d *document.Document, o render.Options) []byte {
	t.Helper()
	fonts, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	file, err := pdf.New(fonts).Render(t.Context(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// read asks a tool of poppler what it finds in a file.
func read(t *testing.T, file []byte, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		needed.Missing(t, fmt.Sprintf("%v: install poppler-utils", err))
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, path)
	if tool == "pdftotext" {
		args = append(args, "-")
	}
	out, err := exec.CommandContext(t.Context(), tool, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	return string(out)
}

var pageNumber = regexp.MustCompile(`(?m)^— ?[0-9]+ ?—$`)

// pages is the text of every page without its number.
func pages(t *testing.T, file []byte, args ...string) []string {
	t.Helper()
	all := strings.Split(strings.TrimSuffix(read(t, file, "pdftotext", args...), "\f"), "\f")
	for i := range all {
		all[i] = pageNumber.ReplaceAllString(all[i], "")
	}
	return all
}

// solid is a text without white: lines and cells are parted by it, and what stands in them is not.
func solid(text string) string { return strings.Join(strings.Fields(text), "") }

func text(s string) document.Block {
	return document.Block{Paragraph: &document.Paragraph{Runs: document.Runs(s)}}
}

// empty is a document without a body.
func empty() *document.Document {
	return &document.Document{
		Language: document.Chinese,
		Agency:   "桓台县安全生产委员会办公室文件", Number: "桓安办通报〔2026〕6号",
		Title:      "桓台县安全生产委员会办公室关于2026年1—5月全县安全生产情况的通报",
		Addressees: "各镇人民政府，各街道办事处，县安委会各成员单位",
		Signature:  document.Signature{Agency: "桓台县安全生产委员会办公室", Date: safety.NewDate(2026, 6, 3)},
		Data:       document.Data{Version: 42, PublishedAt: time.Date(2026, 6, 2, 1, 0, 0, 0, time.UTC), AsOf: safety.NewDate(2026, 5, 31)},
	}
}

// printed adds a figure to a document and gives the mark that prints it.
func printed(d *document.Document, id, text string) string {
	if d.Figure(id) == nil {
		exact := decimal.RequireFromString(strings.NewReplacer("%", "", ",", "").Replace(text))
		query, _, _ := strings.Cut(id, "/")
		d.Figures = append(d.Figures, document.Figure{ID: id, Text: text, Query: query, Label: "指标 " + id, Role: document.Value, State: warehouse.Present, Exact: &exact})
	}
	return document.Marked(id, text)
}

func cell(s string) document.Cell { return document.Cell{Runs: document.Runs(s)} }

// notice is a bulletin with every part of the layout: spans and a total, a chart, a table across, one longer than a page.
func notice() *document.Document {
	d := empty()
	d.Remark, d.Disclosure, d.Printer, d.PrintedOn = "此件公开发布", "主动公开", "桓台县安全生产委员会办公室", safety.NewDate(2026, 6, 3)
	d.CopyTo = "市安委会办公室，县委办公室，县人大常委会办公室，县政府办公室，县政协办公室，县监委，县法院，县检察院"
	d.Data.Sentence = "以上数据截至2026年5月31日，后续核实可能调整。"
	d.Queries = []document.Query{{Name: "overall", Other: "全县事故"}, {Name: "by_region", Other: "各镇办事故"}, {Name: "overdue", Other: "逾期隐患"}}
	first := "1—5月，全县发生生产安全事故" + printed(d, "overall//accidents/value", "1,234") + "起、死亡" + printed(d, "overall//deaths/value", "3") +
		"人，同比下降" + printed(d, "overall//accidents/percent/previous_year", "20.0%") + "，起数和死亡人数“双下降”；未发生较大及以上事故。"

	region := document.Table{Name: "by_region", Title: "各镇办事故情况", Unit: "单位：起、人",
		Columns: []document.Column{{Title: "镇办", Align: document.Left}, {Title: "本期", Align: document.Right}, {Title: "去年同期", Align: document.Right}, {Title: "死亡人数", Unit: "人", Align: document.Right}},
		Spans:   []document.Span{{Title: "事故起数", From: 1, To: 2}}, Notes: []string{"注：果里镇未报送。"}}
	chart := document.Chart{Name: "towns", Title: "各镇办事故起数图", Kind: document.Bars, Unit: "起", Series: []document.Series{{Title: "本期"}}, Notes: []string{"图注：按统计归属地。"}}
	for i, town := range []string{"索镇街道", "起凤镇", "田庄镇", "荆家镇", "马桥镇"} {
		id := fmt.Sprintf("by_region/%d/accidents/value", i)
		region.Rows = append(region.Rows, document.Row{Cells: []document.Cell{cell(town), cell(printed(d, id, strconv.Itoa(70+i))), cell("—"), cell("0")}})
		chart.Categories = append(chart.Categories, town)
		chart.Series[0].Figures = append(chart.Series[0].Figures, id)
	}
	region.Rows = append(region.Rows, document.Row{Total: true, Cells: []document.Cell{cell("合计"), cell("360"), cell("15"), cell("3")}})

	wide := document.Table{Name: "wide", Title: "各镇办主要指标", Wide: true}
	row := document.Row{}
	for i := range 14 {
		wide.Columns = append(wide.Columns, document.Column{Title: fmt.Sprintf("指标%d", i+1), Unit: "项", Align: document.Right})
		row.Cells = append(row.Cells, cell(strconv.Itoa(123456+i)))
	}
	for range 30 {
		wide.Rows = append(wide.Rows, row)
	}
	long := document.Table{Name: "long", Columns: []document.Column{{Title: "序号", Align: document.Center, Weight: 1}, {Title: "企业名称", Align: document.Left, Weight: 6}, {Title: "隐患", Align: document.Left, Weight: 8}, {Title: "逾期天数", Align: document.Right, Weight: 2}}}
	for i := range 60 {
		days := printed(d, fmt.Sprintf("overdue/%d/days/value", i), strconv.Itoa(900-i))
		long.Rows = append(long.Rows, document.Row{Cells: []document.Cell{cell(strconv.Itoa(i + 1)), cell(fmt.Sprintf("桓台县第%d化工有限公司", i+1)), cell("可燃气体报警器未投入使用，未按规定检测"), cell(days)}})
	}
	d.Sections = []document.Section{
		{Name: "overall", Number: "一、", Title: "总体情况", Blocks: []document.Block{text(first),
			{Heading: &document.Heading{Level: 2, Number: "（一）", Runs: document.Runs("责任落实情况")}}, text(strings.Repeat("狠抓隐患排查整治", 30) + "。")}},
		{Name: "by_region", Number: "二、", Title: "各镇办情况", Blocks: []document.Block{text("各镇办事故情况见下表。"), {Table: &region}, {Chart: &chart}}},
		{Name: "requirements", Number: "三、", Title: "下一步工作要求", Written: true, Blocks: []document.Block{text("压实责任，狠抓整改。")}},
	}
	d.Attachments = []document.Attachment{
		{Title: "各镇办主要指标完成情况统计表", Sections: []document.Section{{Name: "a1", Blocks: []document.Block{{Table: &wide}}}}},
		{Title: "逾期未整改重大事故隐患清单", Sections: []document.Section{{Name: "a2", Blocks: []document.Block{{Table: &long}}}}},
	}
	return d
}
