package render

import (
	"fmt"
	"strings"

	"anlan/reports/document"
	"anlan/safety"
)

// Words are what renderings say of themselves, around the texts of the document.
type Words struct {
	Language                                  document.Language
	Colon, Stop                               string
	Signer, Attachment                        string
	MainTo, CopyTo, Disclosure                string
	Unit, Chart, Category                     string
	Appendix, AppendixNote                    string
	Figure, Printed, Exact, Meaning, Question string
	Version, Published, AsOf, Definitions     string
	Unknown, Records, Close                   string
	roles                                     map[document.Role]string
	against                                   map[string]string
}

// WordsOf are the words of a language.
func WordsOf(language document.Language) Words {
	if language == document.English {
		return english
	}
	return chinese
}

var chinese = Words{
	Language: document.Chinese, Colon: "：", Stop: "。",
	Signer: "签发人", Attachment: "附件", MainTo: "主送", CopyTo: "抄送", Disclosure: "信息公开形式",
	Unit: "单位", Chart: "图", Category: "类别",
	Appendix:     "附录：数据来源",
	AppendixNote: "本附录列出文中印出的每一个数据及其来源，不属于公文正文。",
	Figure:       "数据", Printed: "印出", Exact: "精确值", Meaning: "含义", Question: "查询",
	Version: "数据版本", Published: "发布时间", AsOf: "数据截至", Definitions: "指标定义",
	Unknown: "不详", Records: "查看记录", Close: "关闭",
	roles: map[document.Role]string{
		document.Value: "本期", document.Base: "对照期", document.Change: "增减", document.Percent: "增减幅度",
		document.Share: "占比", document.Rank: "位次", document.Count: "条数",
	},
	against: map[string]string{"previous_year": "与去年同期比", "year_before_last": "与前年同期比", "previous_period": "与上期比"},
}

var english = Words{
	Language: document.English, Colon: ": ", Stop: ".",
	Signer: "Signed by", Attachment: "Attachment", MainTo: "To", CopyTo: "Copies to", Disclosure: "Disclosure",
	Unit: "Unit", Chart: "Chart", Category: "Category",
	Appendix:     "Appendix: sources of the figures",
	AppendixNote: "This appendix lists every printed figure with its source. It is no part of the document itself.",
	Figure:       "Figure", Printed: "Printed", Exact: "Exact", Meaning: "Meaning", Question: "Query",
	Version: "Data version", Published: "Published", AsOf: "Data as of", Definitions: "Definitions",
	Unknown: "not known", Records: "See the records", Close: "Close",
	roles: map[document.Role]string{
		document.Value: "this period", document.Base: "base", document.Change: "change", document.Percent: "change in percent",
		document.Share: "share", document.Rank: "place", document.Count: "rows",
	},
	against: map[string]string{
		"previous_year":    "against the same period of last year",
		"year_before_last": "against the same period of the year before last", "previous_period": "against the previous period",
	},
}

// Date prints 2023年11月21日 (Arabic figures, no leading zeros) or 21 November 2023; nothing of a zero date.
func (w Words) Date(d safety.Date) string {
	switch {
	case d.IsZero():
		return ""
	case w.Language == document.English:
		return fmt.Sprintf("%d %s %d", d.Day(), d.Month(), d.Year())
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
}

// PrintedOn prints 2023年11月21日印发; nothing of a zero date.
func (w Words) PrintedOn(d safety.Date) string {
	switch {
	case d.IsZero():
		return ""
	case w.Language == document.English:
		return "Printed on " + w.Date(d)
	}
	return w.Date(d) + "印发"
}

// Bracketed prints a remark (附注) in its brackets.
func (w Words) Bracketed(s string) string {
	if w.Language == document.English {
		return "(" + s + ")"
	}
	return "（" + s + "）"
}

// Ended gives a list of offices its full stop.
func (w Words) Ended(s string) string { return strings.TrimRight(s, "。.") + w.Stop }

// AttachmentTitles are the lines of 附件说明: 附件：title of a single one, else 附件：1. title and 2. title below; and the labels
// that the attachments themselves bear, 附件 or 附件1 and so on.
func (w Words) AttachmentTitles(attachments []document.Attachment) (lines, labels []string) {
	for i, attachment := range attachments {
		label, line := w.Attachment, attachment.Title
		if len(attachments) > 1 {
			label, line = fmt.Sprintf("%s%d", w.Attachment, i+1), fmt.Sprintf("%d. %s", i+1, line)
			if w.Language == document.English {
				label = fmt.Sprintf("%s %d", w.Attachment, i+1)
			}
		}
		lines, labels = append(lines, line), append(labels, label)
	}
	return lines, labels
}

// MeaningOf says what a figure tells of its metric: 增减幅度，与去年同期比.
func (w Words) MeaningOf(f *document.Figure) string {
	meaning := w.roles[f.Role]
	if against := w.against[f.Against]; against != "" {
		if w.Language == document.English {
			return meaning + " " + against
		}
		return meaning + "，" + against
	}
	return meaning
}
