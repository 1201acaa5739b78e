package prose

import (
	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/warehouse"
)

// outcome is what can be said about a change.
type outcome int

const (
	notAsked outcome = iota
	noBase           // the base is not known
	level            // 持平
	nearly           // 基本持平: it changed by less than can be printed
	fromZero         // the base is zero: no percentage
	changed          // by a difference, a percentage, or both
)

// change is a quantity against one of its bases.
type change struct {
	outcome outcome
	state   warehouse.State // of the base when it is not known; else of the figures of the change
	up      bool
	base    decimal.Decimal
	size    *printed // the difference, where it is printed
	percent *printed // the percentage, where it is printed
}

// change judges a quantity that is known.
func (s Style) change(q Quantity, against string) change {
	now, known := q.Now.number()
	value := q.base(against)
	if value == nil || !known {
		return change{}
	}
	base, known := value.number()
	if !known {
		return change{outcome: noBase, state: value.State}
	}
	c := change{base: base, state: both(q.Now.State, value.State)}
	difference := now.Sub(base)
	c.up = difference.IsPositive()
	if difference.IsZero() {
		c.outcome = level
		return c
	}
	c.outcome = changed
	size := s.points(q, difference)
	if base.IsZero() && !q.Rate {
		c.outcome, c.size = fromZero, &size
		if size.vanishes() {
			c.outcome, c.size = nearly, nil
		}
		return c
	}
	if !size.vanishes() {
		c.size = &size
	}
	if !q.Rate && base.IsPositive() && !now.IsNegative() {
		if percent := s.percentage(difference, base); !percent.vanishes() {
			c.percent = &percent
		}
	}
	switch {
	case c.size == nil && c.percent == nil:
		c.outcome = nearly
	case c.percent != nil && (s.Changes == Percents || q.kind() == intensity):
		c.size = nil
	case c.size != nil && s.Changes == Counts:
		c.percent = nil
	}
	return c
}

// words of a direction: of differences and of percentages and points.
func (s Style) direction(q Quantity, up bool) (sizes, percents string) {
	switch {
	case s.english() && up:
		return "up", "up"
	case s.english():
		return "down", "down"
	case q.kind() == rate && up && q.Better > 0:
		return "提高", "提高"
	case (q.kind() == rate || q.kind() == intensity) && up:
		return "上升", "上升"
	case q.kind() == rate || q.kind() == intensity:
		return "下降", "下降"
	case up && q.Better > 0:
		return "增加", "增长"
	case up:
		return "增加", "上升"
	}
	return "减少", "下降"
}

// difference is the marked size of a change with its unit: 3起, 1.2个百分点; in English the noun is left out: 3.
func (s Style) difference(q Quantity, against string, c change) string {
	p := *c.size
	marked := s.figure(q, document.Change, against, c.state, p)
	switch {
	case !s.english():
		return marked + p.unit
	case q.kind() == rate, q.kind() == money, s.measured(q):
		return marked + " " + p.unit
	}
	return marked
}

func (s Style) percent(q Quantity, against string, c change) string {
	return s.figure(q, document.Percent, against, c.state, *c.percent)
}

// said is the change without its base: 减少3起、下降20.0%; 持平; down 3 (20.0%).
func (s Style) said(q Quantity, against string, c change) string {
	sizes, percents := s.direction(q, c.up)
	switch {
	case c.outcome == level:
		return s.pick("持平", "unchanged")
	case c.outcome == nearly:
		return s.pick("基本持平", "almost unchanged")
	case s.english() && c.size != nil && c.percent != nil:
		return sizes + " " + s.difference(q, against, c) + " (" + s.percent(q, against, c) + ")"
	case s.english() && c.size != nil:
		return sizes + " " + s.difference(q, against, c)
	case s.english():
		return percents + " " + s.percent(q, against, c)
	case c.size != nil && c.percent != nil:
		return sizes + s.difference(q, against, c) + "、" + percents + s.percent(q, against, c)
	case c.size != nil:
		return sizes + s.difference(q, against, c)
	}
	return percents + s.percent(q, against, c)
}

// zero is the marked 0 that a quantity is set against.
func (s Style) zero(q Quantity, against string, c change) string {
	return s.figure(q, document.Base, against, q.base(against).State, s.amount(q, c.base))
}

// told limits a zero that is a base to the records that tell it: 前年同期已登记的为0.
func (s Style) told(q Quantity, against string) string {
	if q.base(against).State != warehouse.Incomplete {
		return ""
	}
	return s.pick("已登记的", "a recorded ")
}
