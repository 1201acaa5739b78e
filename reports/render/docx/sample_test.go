package docx_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// notice is a bulletin of a county's committee office as it is sent: every part of the layout is in it. Its body is longer than a
// page, one table has more columns than an upright page takes, and one more rows than a page has.
func notice() *document.Document {
	d := &document.Document{
		Language: document.Chinese,
		Agency:   "桓台县安全生产委员会办公室文件", Number: "桓安办通报〔2026〕6号",
		Title:      "桓台县安全生产委员会办公室关于2026年1—5月全县安全生产情况的通报",
		Addressees: "各镇人民政府，各街道办事处，县安委会各成员单位",
		Signature:  document.Signature{Agency: "桓台县安全生产委员会办公室", Date: safety.NewDate(2026, 6, 3)},
		Remark:     "此件公开发布", Disclosure: "主动公开",
		CopyTo:  "市安委会办公室，县委办公室，县人大常委会办公室，县政府办公室，县政协办公室，县监委，县法院，县检察院，县人武部",
		Printer: "桓台县安全生产委员会办公室", PrintedOn: safety.NewDate(2026, 6, 3),
		Data: document.Data{Version: 42, PublishedAt: time.Date(2026, 6, 2, 1, 0, 0, 0, time.UTC), AsOf: safety.NewDate(2026, 5, 31), Catalogue: "c0ffee",
			Sentence: "以上数据截至2026年5月31日，后续核实可能调整。"},
		Queries: []document.Query{
			{Name: "overall", Metric: &warehouse.MetricQuery{Measures: []string{"accidents", "deaths"}, Region: "370321", Version: 42}},
			{Name: "by_region", Other: "各镇办事故起数"},
		},
	}
	printed := func(id, text, label string) string {
		if d.Figure(id) == nil {
			exact := decimal.RequireFromString(strings.TrimSuffix(text, "%"))
			query, _, _ := strings.Cut(id, "/")
			d.Figures = append(d.Figures, document.Figure{ID: id, Text: text, Query: query, Label: label, Role: document.Value, State: warehouse.Present, Exact: &exact})
		}
		return document.Marked(id, text)
	}
	text := func(s string) document.Block {
		return document.Block{Paragraph: &document.Paragraph{Runs: document.Runs(s)}}
	}
	heading := func(level int, number, s string) document.Block {
		return document.Block{Heading: &document.Heading{Level: level, Number: number, Runs: []document.Run{{Text: s}}}}
	}
	first := "1—5月，全县发生生产安全事故" + printed("overall//accidents/value", "12", "全县 事故起数") + "起、死亡" +
		printed("overall//deaths/value", "3", "全县 死亡人数") + "人，同比分别减少3起、1人，下降" +
		printed("overall//accidents/percent/previous_year", "20.0%", "全县 事故起数 同比") + "、25.0%，起数和死亡人数“双下降”；未发生较大及以上事故。"
	numbers := strings.Repeat("较大隐患整改率提高12.5%，重大隐患1048项，", 8) + "持续向好。"
	filler := strings.Repeat("全县各级各部门深入贯彻落实安全生产决策部署压实责任狠抓隐患排查整治推动形势持续稳定向好", 4) + "。"

	towns := []string{"索镇街道", "起凤镇", "田庄镇", "荆家镇", "马桥镇", "新城镇", "唐山镇", "果里镇", "少海街道"}
	region := document.Table{Name: "by_region", Title: "各镇办事故情况", Unit: "单位：起、人、%",
		Columns: []document.Column{{Title: "镇办", Align: document.Left}, {Title: "本期", Align: document.Right}, {Title: "去年同期", Align: document.Right}, {Title: "增减", Align: document.Right}, {Title: "死亡人数", Align: document.Right}},
		Spans:   []document.Span{{Title: "事故起数", From: 1, To: 3}}, Notes: []string{"注：果里镇未报送。"}}
	chart := document.Chart{Name: "towns", Title: "各镇办事故起数", Kind: document.Bars, Unit: "起", Categories: towns, Series: []document.Series{{Title: "本期"}, {Title: "去年同期"}}}
	for i, town := range towns {
		id := fmt.Sprintf("by_region/%d/accidents/value", i)
		base := fmt.Sprintf("by_region/%d/accidents/base/previous_year", i)
		printed(id, strconv.Itoa(i+1), town+" 事故起数")
		printed(base, strconv.Itoa(9-i), town+" 事故起数 去年同期")
		region.Rows = append(region.Rows, document.Row{Cells: []document.Cell{{Runs: document.Runs(town)}, {Runs: document.Runs(printed(id, strconv.Itoa(i+1), ""))},
			{Runs: document.Runs(printed(base, strconv.Itoa(9-i), ""))}, {Runs: document.Runs("—")}, {Runs: document.Runs("0")}}})
		chart.Series[0].Figures = append(chart.Series[0].Figures, id)
		chart.Series[1].Figures = append(chart.Series[1].Figures, base)
	}
	region.Rows = append(region.Rows, document.Row{Total: true, Cells: []document.Cell{{Runs: document.Runs("合计")}, {Runs: document.Runs("12")}, {Runs: document.Runs("15")}, {Runs: document.Runs("-3")}, {Runs: document.Runs("3")}}})

	wide := document.Table{Name: "wide", Title: "各镇办主要指标", Wide: true}
	for i := range 14 {
		wide.Columns = append(wide.Columns, document.Column{Title: fmt.Sprintf("指标%d", i+1), Unit: "项", Align: document.Right})
	}
	long := document.Table{Name: "long", Title: "逾期未整改重大事故隐患", Columns: []document.Column{{Title: "序号", Align: document.Center, Weight: 1}, {Title: "企业", Align: document.Left, Weight: 6}, {Title: "隐患", Align: document.Left, Weight: 8}, {Title: "逾期天数", Align: document.Right, Weight: 2}}}
	for i := range 60 {
		row := document.Row{}
		for range 14 {
			row.Cells = append(row.Cells, document.Cell{Runs: document.Runs(strconv.Itoa(i * 37 % 1000))})
		}
		if i < 30 {
			wide.Rows = append(wide.Rows, row)
		}
		long.Rows = append(long.Rows, document.Row{Cells: []document.Cell{{Runs: document.Runs(strconv.Itoa(i + 1))}, {Runs: document.Runs(fmt.Sprintf("桓台县第%d化工有限公司", i+1))},
			{Runs: document.Runs("可燃气体报警器未投入使用，未按规定检测")}, {Runs: document.Runs(strconv.Itoa(90 - i))}}})
	}
	d.Sections = []document.Section{
		{Name: "overall", Number: "一、", Title: "总体情况", Blocks: []document.Block{text(first), heading(2, "（一）", "责任落实情况"), text(filler), text(filler), heading(3, "1.", "压实属地责任"), text(filler), text(filler), text(filler), text(filler), text(filler), text(filler), text(filler)}},
		{Name: "by_region", Number: "二、", Title: "各镇办情况", Blocks: []document.Block{text("各镇办事故情况见下表。"), {Table: &region}, {Chart: &chart}}},
		{Name: "requirements", Number: "三、", Title: "下一步工作要求", Written: true, Blocks: []document.Block{text("（一）压实责任。" + filler), text("（二）狠抓整改。" + numbers)}},
	}
	d.Attachments = []document.Attachment{
		{Title: "2026年1—5月各镇办安全生产主要指标完成情况统计表（含去年同期、环比及年度累计）", Sections: []document.Section{{Name: "a1", Blocks: []document.Block{{Table: &wide}}}}},
		{Title: "逾期未整改重大事故隐患清单", Sections: []document.Section{{Name: "a2", Blocks: []document.Block{{Table: &long}}}}},
	}
	return d
}
