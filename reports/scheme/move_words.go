package scheme

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// wordsStep says what a line's figure did and what that did to its marks.
func (m mover) wordsStep(s Step, p linePair) warehouse.Text {
	t := s.Title
	if was, is := m.told(p.before), m.told(p.after); was.ZH != "" && is.ZH != "" && was != is {
		t.ZH += "由" + was.ZH + "变为" + is.ZH
		t.EN += " from " + was.EN + " to " + is.EN
	}
	if a, b := p.before.Comparison, p.after.Comparison; a != nil && b != nil && !sameValue(*a, *b) {
		what := comparisonWords[p.after.With]
		in := m.inputOf(p.after)
		if p.after.With == WithPeersRank {
			in = Input{}
		}
		t.ZH += fmt.Sprintf("，%s由%s变为%s", what.ZH, valueWords(*a, in).ZH, valueWords(*b, in).ZH)
		t.EN += fmt.Sprintf(", %s from %s to %s", what.EN, valueWords(*a, in).EN, valueWords(*b, in).EN)
	}
	if s.Cause == ByIndicator && !s.After.Sub(s.Before).Equal(s.Change) {
		t.ZH += fmt.Sprintf("，按折算前的分值计%s分", moreOrLess(s.Change))
		t.EN += fmt.Sprintf(", %s at its former marks", signed(s.Change))
		return t
	}
	if s.Cause == ByRounding { // too small for two places
		t.ZH += fmt.Sprintf("，由%s分变为%s分", s.Before, s.After)
		t.EN += fmt.Sprintf(", %s before, %s now", s.Before, s.After)
		return t
	}
	t.ZH += fmt.Sprintf("，由%s分变为%s分，%s分", marksPrinted(s.Before), marksPrinted(s.After), moreOrLess(s.Change))
	t.EN += fmt.Sprintf(", %s marks before, %s now (%s)", marksPrinted(s.Before), marksPrinted(s.After), signed(s.Change))
	return t
}

// inputOf is what a line's leading figure is a figure of.
func (m mover) inputOf(l *Line) Input {
	if len(l.Inputs) == 0 {
		return Input{}
	}
	return m.inputs[l.Inputs[0]]
}

// told gives a line's leading figure, a ratio with its parts.
func (m mover) told(l *Line) warehouse.Text {
	f := leadingFigure(l)
	if f == nil {
		return warehouse.Text{}
	}
	t := valueWords(f.Value, m.inputOf(l))
	if f.Shown != nil && f.Numerator != nil && f.Denominator != nil {
		t.ZH += fmt.Sprintf("（%s/%s）", f.Numerator, f.Denominator)
		t.EN += fmt.Sprintf(" (%s/%s)", f.Numerator, f.Denominator)
	}
	return t
}

// valueWords prints a figure to the places of its input.
func valueWords(v Value, in Input) warehouse.Text {
	if v.Shown == nil {
		return unknownWords(v.State)
	}
	en := ""
	if in.Unit == "%" {
		en = in.Unit
	}
	n := v.Shown.Round(int32(in.places())).String()
	return warehouse.Text{ZH: n + in.Unit, EN: n + en}
}

func unknownWords(s warehouse.State) warehouse.Text {
	switch s {
	case warehouse.NotReported:
		return warehouse.Text{ZH: "未报送", EN: "not reported"}
	case warehouse.NothingDue:
		return warehouse.Text{ZH: "无应办事项", EN: "nothing due"}
	}
	return warehouse.Text{ZH: "无数据", EN: "no data"}
}

var comparisonWords = map[Comparison]warehouse.Text{
	WithPreviousYear:   {ZH: "去年同期", EN: "last year"},
	WithPreviousPeriod: {ZH: "上期", EN: "the period before"},
	WithPeersMean:      {ZH: "同组平均", EN: "the peers' average"},
	WithPeersBest:      {ZH: "同组最好", EN: "the peers' best"},
	WithPeersTotal:     {ZH: "同组合计", EN: "the peers together"},
	WithFigure:         {ZH: "比较基数", EN: "what it is compared with"},
	WithPeersRank:      {ZH: "同组名次", EN: "its rank among peers"},
}

// wordsSpread says which lines began or ceased to apply, and what these give and gave.
func wordsSpread(began, ceased []linePair, change decimal.Decimal) warehouse.Text {
	var zh, en []string
	list := func(lines []linePair, sayZH, sayEN string, words func(linePair) (string, string)) {
		var a, b []string
		for _, l := range lines {
			one, two := words(l)
			a, b = append(a, l.title().ZH+"（"+one+"）"), append(b, l.title().EN+" ("+two+")")
		}
		if len(lines) > 0 {
			zh, en = append(zh, sayZH+strings.Join(a, "、")), append(en, sayEN+strings.Join(b, ", "))
		}
	}
	list(ceased, "不再适用", "no longer applies: ", func(l linePair) (string, string) {
		return "原得" + marksPrinted(l.before.Given) + "分", marksPrinted(l.before.Given) + " before"
	})
	list(began, "开始适用", "applies now: ", func(l linePair) (string, string) {
		marks, given := marksPrinted(l.after.Marks), marksPrinted(l.after.Given)
		return fmt.Sprintf("%s分，得%s分", marks, given), fmt.Sprintf("%s of %s", given, marks)
	})
	zh = append(zh, "各项分值随之变化，合计"+moreOrLess(change)+"分")
	en = append(en, "what the others can earn changes with it, "+signed(change)+" in all")
	return warehouse.Text{ZH: "折算：" + strings.Join(zh, "，"), EN: "Marks spread: " + strings.Join(en, "; ")}
}

func wordsRule(s Step, separable bool) warehouse.Text {
	if !separable {
		return warehouse.Text{
			ZH: fmt.Sprintf("考核细则变化，此前的数据按现行细则无法计分，不能分项说明，%s分", moreOrLess(s.Change)),
			EN: fmt.Sprintf("The scheme changed and the former figures give no score under the present one, so the change cannot be split (%s)", signed(s.Change)),
		}
	}
	return warehouse.Text{
		ZH: fmt.Sprintf("考核细则变化：此前的数据按原细则得%s分，按现行细则得%s分，%s分", marksPrinted(s.Before), marksPrinted(s.After), moreOrLess(s.Change)),
		EN: fmt.Sprintf("The scheme changed: the former figures give %s under the former one and %s under the present one (%s)", marksPrinted(s.Before), marksPrinted(s.After), signed(s.Change)),
	}
}
