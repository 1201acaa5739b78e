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
		unit := m.unitOf(p.after)
		t.ZH += fmt.Sprintf("，%s由%s变为%s", what.ZH, valueWords(*a, unit).ZH, valueWords(*b, unit).ZH)
		t.EN += fmt.Sprintf(", %s from %s to %s", what.EN, valueWords(*a, unit).EN, valueWords(*b, unit).EN)
	}
	if s.Cause == ByIndicator && !s.After.Sub(s.Before).Equal(s.Change) {
		t.ZH += fmt.Sprintf("，按折算前的分值计%s分", moreOrLess(s.Change))
		t.EN += fmt.Sprintf(", %s at its former marks", signed(s.Change))
		return t
	}
	t.ZH += fmt.Sprintf("，由%s分变为%s分，%s分", marksPrinted(s.Before), marksPrinted(s.After), moreOrLess(s.Change))
	t.EN += fmt.Sprintf(", %s marks before, %s now (%s)", marksPrinted(s.Before), marksPrinted(s.After), signed(s.Change))
	return t
}

func (m mover) unitOf(l Line) string {
	if len(l.Inputs) == 0 {
		return ""
	}
	return m.inputs[l.Inputs[0]].Unit
}

// told gives a line's leading figure, a ratio with its parts.
func (m mover) told(l Line) warehouse.Text {
	f := leadingFigure(l)
	if f == nil {
		return warehouse.Text{}
	}
	t := valueWords(f.Value, m.unitOf(l))
	if f.Shown != nil && f.Numerator != nil && f.Denominator != nil {
		t.ZH += fmt.Sprintf("（%s/%s）", f.Numerator, f.Denominator)
		t.EN += fmt.Sprintf(" (%s/%s)", f.Numerator, f.Denominator)
	}
	return t
}

func valueWords(v Value, unit string) warehouse.Text {
	if v.Shown == nil {
		return unknownWords(v.State)
	}
	en := ""
	if unit == "%" {
		en = unit
	}
	return warehouse.Text{ZH: v.Shown.String() + unit, EN: v.Shown.String() + en}
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
	WithPeersRank:      {ZH: "同组名次", EN: "its rank among peers"},
}

// wordsSpread says which lines began or ceased to apply.
func wordsSpread(began, ceased []Line, change decimal.Decimal) warehouse.Text {
	t := warehouse.Text{ZH: "折算", EN: "Marks spread"}
	list := func(lines []Line) (zh, en string) {
		var a, b []string
		for _, l := range lines {
			a = append(a, fmt.Sprintf("%s（%s分）", l.Title.ZH, l.FullMarks))
			b = append(b, fmt.Sprintf("%s (%s)", l.Title.EN, l.FullMarks))
		}
		return strings.Join(a, "、"), strings.Join(b, ", ")
	}
	if len(ceased) > 0 {
		zh, en := list(ceased)
		t.ZH, t.EN = t.ZH+"：不再适用"+zh, t.EN+": no longer applies: "+en
	}
	if len(began) > 0 {
		zh, en := list(began)
		t.ZH, t.EN = t.ZH+"：开始适用"+zh, t.EN+": applies now: "+en
	}
	t.ZH += fmt.Sprintf("，各项分值随之变化，%s分", moreOrLess(change))
	t.EN += fmt.Sprintf(", which changes what the others can earn (%s)", signed(change))
	return t
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
