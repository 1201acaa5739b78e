package prose

import (
	"slices"
	"strings"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// basis is how a comparison is named.
type basis struct {
	zh   string // before a change: 同比减少3起
	with string // before 持平
	base string // what it is set against: 去年同期为0

	en     string // behind a change: down 3 year on year
	level  string // behind unchanged
	baseEN string
}

// The period before, by the step of the period, where it has a name that cannot be misread.
var before = map[safety.Grain]warehouse.Text{
	safety.GrainDay: {ZH: "前一日", EN: "day"}, safety.GrainWeek: {ZH: "上周", EN: "week"}, safety.GrainMonth: {ZH: "上月", EN: "month"},
	safety.GrainQuarter: {ZH: "上季度", EN: "quarter"}, safety.GrainYear: {ZH: "上年", EN: "year"},
}

// nothing says what there was none of, so that there is no rate, by a word of its title; the first speaks.
var nothing = []struct {
	word string
	why  warehouse.Text
}{
	{"整改", warehouse.Text{ZH: "无应整改项", EN: "nothing due"}}, {"报送", warehouse.Text{ZH: "无应报事项", EN: "nothing due"}},
	{"考试", warehouse.Text{ZH: "无考试", EN: "no exams"}}, {"检查", warehouse.Text{ZH: "无检查", EN: "no inspections"}},
	{"必查", warehouse.Text{ZH: "无检查", EN: "no inspections"}}, {"事故", warehouse.Text{ZH: "无事故", EN: "no accidents"}},
}

func (s Style) basis(against string) basis {
	switch against {
	case PreviousYear:
		return basis{zh: "同比", with: "同比", base: "去年同期", en: "year on year", level: "year on year", baseEN: "the same period last year"}
	case YearBeforeLast:
		const en = "the same period two years earlier"
		return basis{zh: "较前年同期", with: "与前年同期", base: "前年同期", en: "against " + en, level: "from " + en, baseEN: en}
	}
	name := warehouse.Text{ZH: "上期", EN: "period"}
	if known, is := before[s.Of.Grain]; is && !s.Of.Cumulative {
		name = known
	}
	if s.running(s.Of) {
		name.ZH, name.EN = name.ZH+"同期", name.EN+" to the same day"
	}
	en := "the previous " + name.EN
	return basis{zh: "环比", with: "环比", base: name.ZH, en: "on " + en, level: "from " + en, baseEN: en}
}

// why says in a word that a number is not known.
func (s Style) why(q Quantity, state warehouse.State) string {
	switch state {
	case warehouse.NotReported:
		return s.pick("未报送", "not reported")
	case warehouse.NoDenominator:
		return s.pick("缺少基数", "no denominator")
	case warehouse.NotRecorded:
		return s.pick("未登记", "not recorded")
	case warehouse.NothingDue:
		for _, of := range nothing {
			if strings.Contains(q.Title.ZH, of.word) {
				return s.pick(of.why.ZH, of.why.EN)
			}
		}
		return s.pick("无相关事项", "nothing to count")
	case warehouse.ZeroBase:
		return dash
	}
	return s.pick("无数据", "no data")
}

// notKnown says in a sentence that the figure is not known, and why.
func (s Style) notKnown(q Quantity) string {
	why := s.unknown(q, document.Value, "", q.Now.State)
	switch {
	case s.english():
		return "the figure for " + s.title(q) + " is not known (" + why + ")"
	case q.Now.State == warehouse.NoDenominator:
		return s.title(q) + "无法计算（" + why + "）"
	case q.Now.State == warehouse.NothingDue:
		return s.title(q) + "不作计算（" + why + "）"
	}
	return s.title(q) + why
}

// partial is said behind a figure that units are missing from, or records that do not tell it; nothing behind any other.
func (s Style) partial(state warehouse.State) string {
	switch {
	case s.Quiet:
		return ""
	case state == warehouse.Partial:
		return s.pick("（部分单位未报送）", " (some units have not reported)")
	case state == warehouse.Incomplete:
		return s.pick("（部分记录未登记）", " (some records do not tell it)")
	}
	return ""
}

// label says what a figure is: 张店区 事故起数 较去年同期增减; Zhangdian, Accidents, change from the same period last year.
func (s Style) label(q Quantity, role document.Role, against string) string {
	b, what := s.basis(against), ""
	switch role {
	case document.Base:
		what = s.pick(b.base, b.baseEN)
	case document.Change:
		what = s.pick("较"+b.base+"增减", "change from "+b.baseEN)
	case document.Percent:
		what = s.pick("较"+b.base+"增减幅度", "change from "+b.baseEN+" in percent")
	case document.Share:
		what = s.pick("占比", "share")
	}
	parts := []string{s.text(q.RowTitle), s.text(q.Title), what}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), s.pick(" ", ", "))
}
