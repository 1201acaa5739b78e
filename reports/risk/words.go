package risk

import (
	"fmt"

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
}

func stateWords(s warehouse.State) warehouse.Text {
	if words, ok := unknownWords[s]; ok {
		return words
	}
	return warehouse.Text{ZH: "没有数据", EN: "there is no figure"}
}

// Rule says in words what the figure scores and what that gives the index, with the figures put in.
func (f FactorScore) Rule() warehouse.Text {
	t := f.told()
	switch {
	case f.Figure.Value != nil:
		rule := f.Factor.Score.words(f.unit())
		t.ZH += "；" + rule.ZH + "，得" + f.Score.String() + "分"
		t.EN += "; " + rule.EN + ", which makes " + f.Score.String()
	case f.Score != nil:
		t.ZH += "，按" + f.Score.String() + "分计"
		t.EN += ", which counts as " + f.Score.String()
	case f.cell != nil && f.cell.Index != nil:
		t.ZH += "，不计，权重由同类其他因子分担"
		t.EN += ", so the other factors of its kind carry its weight"
		return t
	default:
		return t
	}
	if f.cell != nil && f.cell.Index != nil {
		t.ZH += fmt.Sprintf("；权重%s%%，计入%s", f.Weight, f.Contribution)
		t.EN += fmt.Sprintf("; at a weight of %s%% it contributes %s", f.Weight, f.Contribution)
	}
	return t
}

// told is the figure in words.
func (f FactorScore) told() warehouse.Text {
	t := f.Factor.Title
	switch v := f.Figure; {
	case v.Value == nil:
		why := stateWords(v.State)
		return warehouse.Text{ZH: t.ZH + "：" + why.ZH, EN: t.EN + ": " + why.EN}
	case v.Denominator != nil:
		times := ""
		if f.recipe.scale.Cmp(one) != 0 {
			times = " × " + shown(f.recipe.scale, 2).String()
		}
		return warehouse.Text{
			ZH: fmt.Sprintf("%s：%s ÷ %s%s = %s%s", t.ZH, v.Numerator, v.Denominator, times, v.Value, f.unit()),
			EN: fmt.Sprintf("%s: %s ÷ %s%s = %s%s", t.EN, v.Numerator, v.Denominator, times, v.Value, percentOnly(f.unit())),
		}
	default:
		return warehouse.Text{ZH: t.ZH + "：" + v.Value.String() + f.unit(), EN: t.EN + ": " + v.Value.String() + percentOnly(f.unit())}
	}
}

func (f FactorScore) unit() string {
	if f.recipe == nil {
		return ""
	}
	return f.recipe.unit
}

// percentOnly leaves out units that have only a Chinese name.
func percentOnly(unit string) string {
	if unit == "%" {
		return unit
	}
	return ""
}

// words says a rule.
func (s *Score) words(unit string) warehouse.Text {
	switch {
	case s.Between != nil:
		return warehouse.Text{
			ZH: fmt.Sprintf("%s%s及以%s计0分，%s%s及以%s计100分，之间按比例", s.Between.Zero, unit, beyond(s.Between.Hundred, s.Between.Zero), s.Between.Hundred, unit, beyond(s.Between.Zero, s.Between.Hundred)),
			EN: fmt.Sprintf("%s%s scores 0, %s%s scores 100, in proportion between them", s.Between.Zero, percentOnly(unit), s.Between.Hundred, percentOnly(unit)),
		}
	case len(s.Points) > 0:
		var t warehouse.Text
		for _, p := range s.Points {
			t.ZH += fmt.Sprintf("%s%s计%s分，", p.At, unit, p.Gives)
			t.EN += fmt.Sprintf("%s scores %s, ", p.At, p.Gives)
		}
		return warehouse.Text{ZH: t.ZH + "之间按比例", EN: t.EN + "in proportion between them"}
	}
	var t warehouse.Text
	for _, step := range s.Steps {
		limit, zh, en := step.AtLeast, "及以上", "or more"
		if limit == nil {
			limit, zh, en = step.AtMost, "及以下", "or less"
		}
		t.ZH += fmt.Sprintf("%s%s%s计%s分，", limit, unit, zh, step.Gives)
		t.EN += fmt.Sprintf("%s %s scores %s, ", limit, en, step.Gives)
	}
	return warehouse.Text{ZH: t.ZH + "其余计0分", EN: t.EN + "anything else 0"}
}

// beyond is the side of an end on which the line is level.
func beyond(other, end decimal.Decimal) string {
	if end.GreaterThan(other) {
		return "上"
	}
	return "下"
}
