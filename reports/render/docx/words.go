package docx

import (
	"fmt"
	"strings"

	"anlan/reports/document"
	"anlan/safety"
)

// words are what the layout itself says in a language.
type words struct {
	colon                                     string
	signer, attachment, attachments           string
	copyTo, mainTo, disclosure                string
	appendix, appendixNote                    string
	figure, printed, exact, role, question    string
	questions, version, published, asOf, defs string
	unknown                                   string
	chart                                     string
	roles                                     map[document.Role]string
	against                                   map[string]string
}

var chinese = words{
	colon:  "：",
	signer: "签发人", attachment: "附件", attachments: "附件",
	copyTo: "抄送", mainTo: "主送", disclosure: "信息公开形式",
	appendix:     "附录：数据来源",
	appendixNote: "本附录列出文中印出的每一个数据及其来源，不属于公文正文。",
	figure:       "数据", printed: "印出", exact: "精确值", role: "含义", question: "查询",
	questions: "查询", version: "数据版本", published: "发布时间", asOf: "数据截至", defs: "指标定义",
	unknown: "不详", chart: "图",
	roles: map[document.Role]string{document.Value: "本期", document.Base: "对照期", document.Change: "增减", document.Percent: "增减幅度",
		document.Share: "占比", document.Rank: "位次", document.Count: "条数"},
	against: map[string]string{"previous_year": "与去年同期比", "year_before_last": "与前年同期比", "previous_period": "与上期比"},
}

var english = words{
	colon:  ": ",
	signer: "Signed by", attachment: "Attachment", attachments: "Attachments",
	copyTo: "Copies to", mainTo: "To", disclosure: "Disclosure",
	appendix:     "Appendix: sources of the figures",
	appendixNote: "This appendix lists every printed figure with its source. It is no part of the document itself.",
	figure:       "Figure", printed: "Printed", exact: "Exact", role: "Meaning", question: "Query",
	questions: "Queries", version: "Data version", published: "Published", asOf: "Data as of", defs: "Definitions",
	unknown: "not known", chart: "Chart",
	roles: map[document.Role]string{document.Value: "this period", document.Base: "base", document.Change: "change", document.Percent: "change in percent",
		document.Share: "share", document.Rank: "place", document.Count: "rows"},
	against: map[string]string{"previous_year": "against the same period of last year", "year_before_last": "against the same period of the year before last", "previous_period": "against the previous period"},
}

// date prints 2023年11月21日 (Arabic figures, no leading zeros) or 21 November 2023.
func (l *layout) date(d safety.Date) string {
	switch {
	case d.IsZero():
		return ""
	case l.latin:
		return fmt.Sprintf("%d %s %d", d.Day(), d.Month(), d.Year())
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
}

// printedOn prints 2023年11月21日印发.
func (l *layout) printedOn(d safety.Date) string {
	switch {
	case d.IsZero():
		return ""
	case l.latin:
		return "Printed on " + l.date(d)
	}
	return l.date(d) + "印发"
}

// bracketed prints a remark (附注) in its brackets.
func (l *layout) bracketed(s string) string {
	if l.latin {
		return "(" + s + ")"
	}
	return "（" + s + "）"
}

// ended gives a list of offices its full stop.
func (l *layout) ended(s string) string {
	stop := "。"
	if l.latin {
		stop = "."
	}
	return strings.TrimRight(s, "。.") + stop
}
