package assessment

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// unknownWords says why a figure is not known.
var unknownWords = map[warehouse.State]warehouse.Text{
	warehouse.NotReported:   {ZH: "未报送", EN: "not reported"},
	warehouse.NoData:        {ZH: "没有数据", EN: "there are no data"},
	warehouse.NoDenominator: {ZH: "缺少基数", EN: "the denominator is not known"},
	warehouse.NothingDue:    {ZH: "基数为零", EN: "the denominator is zero"},
	warehouse.NotRecorded:   {ZH: "来源未记录", EN: "the source does not record it"},
	warehouse.NoComparison:  {ZH: "没有去年同期数据", EN: "there is no figure of last year"},
}

func wordsNotReported(i Indicator) warehouse.Text {
	return warehouse.Text{
		ZH: i.Title.ZH + "未报送，该项不得分",
		EN: i.Title.EN + ": not reported, which loses all marks",
	}
}

func wordsUnknown(i Indicator, state warehouse.State) warehouse.Text {
	why, ok := unknownWords[state]
	if !ok {
		why = warehouse.Text{ZH: "没有数据", EN: "there is no figure"}
	}
	return warehouse.Text{
		ZH: fmt.Sprintf("%s：%s，该项不适用", i.Title.ZH, why.ZH),
		EN: fmt.Sprintf("%s: %s, so the indicator does not apply", i.Title.EN, why.EN),
	}
}

func wordsProportional(i Indicator, f figure) warehouse.Text {
	p, unit := i.Rule.Proportional, percentOnly(f.metric.Unit)
	t := told(i, f)
	t.ZH += fmt.Sprintf("；%s%s得0分，%s%s得满分，之间按比例计分", p.Floor, f.metric.Unit, p.Target, f.metric.Unit)
	t.EN += fmt.Sprintf("; %s%s earns nothing, %s%s all marks, in proportion between them", p.Floor, unit, p.Target, unit)
	return t
}

func wordsDeduct(i Indicator, f figure) warehouse.Text {
	p := i.Rule.DeductPerUnit
	t := told(i, f)
	cost := number(p.cost(f.value), 2)
	t.ZH += fmt.Sprintf("；每%s%s扣%s分，应扣%s分，扣完为止", each(p.Each), f.metric.Unit, p.Costs, cost)
	t.EN += fmt.Sprintf("; each %s costs %s, which makes %s, until no marks are left", each(p.Each), p.Costs, cost)
	return t
}

func wordsCompare(i Indicator, f figure) warehouse.Text {
	p := i.Rule.ComparePreviousYear
	t := told(i, f)
	rise := new(big.Rat).Sub(f.value, f.base)
	base, size := number(f.base, places(f.metric)), number(new(big.Rat).Abs(rise), places(f.metric))
	unit := f.metric.Unit
	switch rise.Sign() {
	case 0:
		t.ZH += fmt.Sprintf("，去年同期%s%s，持平", base, unit)
		t.EN += fmt.Sprintf(", last year %s, unchanged", base)
	case 1:
		t.ZH += fmt.Sprintf("，去年同期%s%s，增加%s%s", base, unit, size, unit)
		t.EN += fmt.Sprintf(", last year %s, %s more", base, size)
	default:
		t.ZH += fmt.Sprintf("，去年同期%s%s，减少%s%s", base, unit, size, unit)
		t.EN += fmt.Sprintf(", last year %s, %s fewer", base, size)
	}
	cost := number(p.cost(rise), 2)
	t.ZH += fmt.Sprintf("；比去年同期每多%s%s扣%s分，应扣%s分，扣完为止", each(p.Each), unit, p.Costs, cost)
	t.EN += fmt.Sprintf("; each %s more than last year costs %s, which makes %s, until no marks are left", each(p.Each), p.Costs, cost)
	return t
}

func wordsAllOrNothing(i Indicator, f figure) warehouse.Text {
	limit := i.Rule.AllOrNothing
	zh, en := "达到要求", "met"
	if !met(f.value, limit.AtLeast, limit.AtMost) {
		zh, en = "未达到，该项不得分", "not met, which loses all marks"
	}
	t := told(i, f)
	condition := threshold(limit.AtLeast, limit.AtMost, f.metric.Unit)
	t.ZH += fmt.Sprintf("；要求%s，%s", condition.ZH, zh)
	t.EN += fmt.Sprintf("; required: %s, %s", condition.EN, en)
	return t
}

func wordsSteps(i Indicator, f figure, step *Step) warehouse.Text {
	t := told(i, f)
	if step == nil {
		t.ZH += "；未达到最低一档，不得分"
		t.EN += "; no step is reached"
		return t
	}
	condition := threshold(step.AtLeast, step.AtMost, f.metric.Unit)
	t.ZH += fmt.Sprintf("；%s得%s分", condition.ZH, step.Gives)
	t.EN += fmt.Sprintf("; %s gives %s", condition.EN, step.Gives)
	return t
}

func threshold(atLeast, atMost *decimal.Decimal, unit string) warehouse.Text {
	if atLeast != nil {
		return warehouse.Text{
			ZH: fmt.Sprintf("不低于%s%s", atLeast, unit),
			EN: fmt.Sprintf("at least %s%s", atLeast, percentOnly(unit)),
		}
	}
	return warehouse.Text{
		ZH: fmt.Sprintf("不超过%s%s", atMost, unit),
		EN: fmt.Sprintf("at most %s%s", atMost, percentOnly(unit)),
	}
}

// told names the indicator and its figure, a ratio with its parts: 隐患按期整改率93.19%（1204/1292）.
func told(i Indicator, f figure) warehouse.Text {
	n, unit := number(f.value, places(f.metric)), f.metric.Unit
	t := warehouse.Text{
		ZH: fmt.Sprintf("%s%s%s", i.Title.ZH, n, unit),
		EN: fmt.Sprintf("%s: %s%s", i.Title.EN, n, percentOnly(unit)),
	}
	if f.numerator != nil && f.denominator != nil {
		t.ZH += fmt.Sprintf("（%s/%s）", f.numerator, f.denominator)
		t.EN += fmt.Sprintf(" (%s/%s)", f.numerator, f.denominator)
	}
	if f.state == warehouse.Partial {
		t.ZH += "（部分单位未报送）"
		t.EN += " (some units have not reported)"
	}
	return t
}

// wordsMarks says what came of the rule: the marks, and how they were spread.
func wordsMarks(t warehouse.Text, s IndicatorScore) warehouse.Text {
	switch {
	case !s.Applies:
		t.ZH += fmt.Sprintf("，%s分折算到其他指标", s.FullMarks)
		t.EN += fmt.Sprintf("; its %s marks are spread over the others", s.FullMarks)
		return t
	case s.Marks.Equal(s.FullMarks):
		t.ZH += fmt.Sprintf("；满分%s分", s.FullMarks)
		t.EN += fmt.Sprintf("; %s of %s marks", s.Given, s.FullMarks)
	default:
		t.ZH += fmt.Sprintf("；满分%s分，折算为%s分", s.FullMarks, s.Marks)
		t.EN += fmt.Sprintf("; %s of %s marks (%s before spreading)", s.Given, s.Marks, s.FullMarks)
	}
	t.ZH += fmt.Sprintf("，得%s分", s.Given)
	return t
}

// number prints a figure with at most so many decimal places, without trailing zeros.
func number(n *big.Rat, places int) string {
	return decimal.RequireFromString(n.FloatString(places)).String()
}

// places is how precisely a figure is printed: as the catalogue says, percentages with two places.
func places(m metric) int {
	if m.Decimals == 0 && m.Unit == "%" {
		return 2
	}
	return m.Decimals
}

// percentOnly leaves the Chinese counting words out of English sentences.
func percentOnly(unit string) string {
	if unit == "%" {
		return unit
	}
	return ""
}
