package prose_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/warehouse"
)

// value reads a figure as a table writes it: "12"; "12?" is partial, "12!" incomplete, any other word is a state.
func value(text string) *prose.Value {
	n, err := decimal.NewFromString(strings.TrimRight(text, "?!"))
	switch {
	case err != nil:
		return &prose.Value{State: warehouse.State(text)}
	case strings.HasSuffix(text, "?"):
		return &prose.Value{State: warehouse.Partial, Exact: &n}
	case strings.HasSuffix(text, "!"):
		return &prose.Value{State: warehouse.Incomplete, Exact: &n}
	}
	return &prose.Value{State: warehouse.Present, Exact: &n}
}

// set gives a quantity its figures: now, last year's, that of the year before last, that of the previous period; - was not asked.
func set(q prose.Quantity, figures string) prose.Quantity {
	fields := strings.Fields(figures)
	q.Now = *value(fields[0])
	for i, base := range []**prose.Value{&q.PreviousYear, &q.YearBeforeLast, &q.PreviousPeriod} {
		if i+1 < len(fields) && fields[i+1] != "-" {
			*base = value(fields[i+1])
		}
	}
	return q
}

func text(zh, en string) warehouse.Text { return warehouse.Text{ZH: zh, EN: en} }

func accidents(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "accidents", Noun: text("事故", ""), Title: text("事故起数（纳入统计）", "Accidents (counted)"), Unit: text("起", "accidents"), Better: -1}, figures)
}

func larger(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "accidents_larger", Noun: text("较大及以上事故", ""), Title: text("较大及以上事故起数", "Larger and worse accidents"), Unit: text("起", ""), Better: -1}, figures)
}

func deaths(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "deaths", Noun: text("死亡", ""), Title: text("死亡人数（纳入统计）", "Deaths (counted)"), Unit: text("人", "deaths"), Better: -1}, figures)
}

func injuries(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "injuries", Noun: text("受伤", ""), Title: text("受伤人数", "Injuries"), Unit: text("人", ""), Better: -1}, figures)
}

func inspections(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "inspections", Noun: text("执法检查", ""), Title: text("执法检查次数", "Enforcement inspections"), Unit: text("次", ""), Better: 1}, figures)
}

func hazards(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "hazards_overdue", Noun: text("逾期未整改重大隐患", ""), Title: text("逾期未整改重大隐患数", "Major hazards overdue"), Unit: text("项", ""), Better: -1}, figures)
}

func onTime(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "on_time", Title: text("隐患按期整改率", "Hazards rectified on time"), Unit: text("%", ""), Rate: true, Better: 1, Decimals: 1}, figures)
}

func penalties(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "penalties", Title: text("罚款金额", "Penalties"), Unit: text("元", ""), Decimals: 2}, figures)
}

func exams(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "exam_pass_rate", Title: text("考试合格率", "Exams passed"), Unit: text("%", "%"), Rate: true, Better: 1}, figures)
}

func loss(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "direct_loss", Title: text("直接经济损失（纳入统计）", "Direct loss (counted in statistics)"), Unit: text("元", ""), Decimals: 2}, figures)
}

func perGDP(figures string) prose.Quantity {
	return set(prose.Quantity{Query: "overall", Metric: "deaths_per_gdp", Title: text("亿元GDP死亡率", "Deaths per 100 million yuan of GDP"), Unit: text("人/亿元", ""), Better: -1, Decimals: 3}, figures)
}

var (
	zh  = prose.Style{Language: document.Chinese, Percents: 1}
	zh2 = prose.Style{Language: document.Chinese, Percents: 2}
	en  = prose.Style{Language: document.English, Percents: 1}
)

// Offices that print 41% for 41.0%: rates, percentages and points alike; 41.04 is still 41.0 and so 41.
func TestZerosAtTheEndOfPercentages(t *testing.T) {
	s := zh
	s.NoZeros = true
	expect(t, s.Statement(accidents("59 100"), prose.PreviousYear), "发生事故59起，同比减少41起、下降41%")
	expect(t, s.Statement(onTime("87.5 86.5"), prose.PreviousYear), "隐患按期整改率为87.5%，同比提高1个百分点")
	expect(t, s.Value(onTime("41.04")), "41%")
	expect(t, s.Value(onTime("100")), "100%")
	expect(t, s.Cell(accidents("12 15"), document.Percent, prose.PreviousYear), "-20%")
}

func as(s prose.Style, c prose.Changes) prose.Style {
	s.Changes = c
	return s
}

// plain is a text as it is read.
func plain(marked string) string {
	var b strings.Builder
	for _, run := range document.Runs(marked) {
		b.WriteString(run.Text)
	}
	return b.String()
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got := plain(got); got != want {
		t.Errorf("%s\nexpected\n%s", got, want)
	}
}
