package prose

import (
	"slices"
	"strings"

	"anlan/reports/document"
	"anlan/warehouse"
)

// Compare says how a quantity changed against previous_year, year_before_last or previous_period:
//
//	同比减少3起、下降20.0%             a count, an amount
//	同比上升1.2个百分点               a rate
//	同比持平                         no change at all
//	同比基本持平                      a change too small to be printed
//	去年同期为0，增加2起               from zero there is no percentage
//	去年同期无数据，无法比较            what it is set against is not known
//	未报送，无法同比                   it is not known itself
//
// It is empty when the comparison was not asked for.
func (s Style) Compare(q Quantity, against string) string {
	if _, known := q.Now.number(); !known {
		if q.base(against) == nil {
			return ""
		}
		why := s.unknown(q, document.Value, "", q.Now.State)
		return s.pick(why+"，无法与"+s.basis(against).base+"比较", why+", no comparison with "+s.basis(against).baseEN)
	}
	return s.compared(q, against, s.change(q, against))
}

func (s Style) compared(q Quantity, against string, c change) string {
	b := s.basis(against)
	switch c.outcome {
	case notAsked:
		return ""
	case noBase:
		why := s.unknown(q, document.Base, against, c.state)
		return s.pick(b.base+why+"，无法比较", "not comparable with "+b.baseEN+" ("+why+")")
	}
	said, behind := s.said(q, against, c), s.partialBase(q, against)
	switch c.outcome {
	case fromZero:
		zero := s.zero(q, against, c)
		return s.pick(b.base+s.told(q, against)+"为"+zero+"，"+said, said+" from "+s.told(q, against)+zero+" in "+b.baseEN) + behind
	case level, nearly:
		return s.pick(b.with+said, said+" "+b.level) + behind
	}
	return s.pick(b.zh+said, said+" "+b.en) + behind
}

// flat tells that a figure did not change, as far as all is known.
func (s Style) flat(q Quantity, against string) bool {
	return s.change(q, against).outcome == level && s.partialBase(q, against) == ""
}

// each says the comparisons one by one, but those in which nothing changed in one breath: 同比、环比均持平.
func (s Style) each(against []string, all string, flat func(string) bool, say func(string) string) []string {
	var level, zh, en, said []string
	for _, a := range against {
		if flat(a) {
			level, zh, en = append(level, a), append(zh, s.basis(a).zh), append(en, s.basis(a).level)
		}
	}
	for _, a := range against {
		text := ""
		switch {
		case len(level) < 2 || !slices.Contains(level, a):
			text = say(a)
		case a == level[0]:
			text = s.pick(strings.Join(zh, "、")+"均持平", all+"unchanged "+s.Join(en...))
		}
		if text != "" {
			said = append(said, text)
		}
	}
	return said
}

// partialBase says that units or records are missing from the figure that the quantity is set against.
func (s Style) partialBase(q Quantity, against string) string {
	v, b := q.base(against), s.basis(against)
	switch {
	case s.Quiet || v == nil:
		return ""
	case v.State == warehouse.Partial:
		return s.pick("（"+b.base+"部分单位未报送）", " (some units did not report for "+b.baseEN+")")
	case v.State == warehouse.Incomplete:
		return s.pick("（"+b.base+"部分记录未登记）", " (some records of "+b.baseEN+" do not tell it)")
	}
	return ""
}

// Change says the difference alone: 减少3起, 上升1.2个百分点, 持平; empty when it is not known.
func (s Style) Change(q Quantity, against string) string {
	s.Changes = Counts
	return s.alone(q, against)
}

// Percent says the percentage alone: 下降20.0%, 持平; a rate's change in points. From zero it says the difference: there is no percentage.
func (s Style) Percent(q Quantity, against string) string {
	s.Changes = Percents
	return s.alone(q, against)
}

func (s Style) alone(q Quantity, against string) string {
	c := s.change(q, against)
	if c.outcome == notAsked || c.outcome == noBase {
		return ""
	}
	return s.said(q, against, c)
}
