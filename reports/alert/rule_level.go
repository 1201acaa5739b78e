package alert

import (
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/safety"
)

// leveled is the number from which one severity holds.
type leveled struct {
	severity safety.AlertSeverity
	number   *decimal.Decimal
}

// list gives the severities from the mildest up, also those that the rule does not have.
func (l Levels) list() []leveled {
	return []leveled{{safety.AlertBlue, l.Blue}, {safety.AlertYellow, l.Yellow}, {safety.AlertOrange, l.Orange}, {safety.AlertRed, l.Red}}
}

// mildest is the number from which a rule speaks at all.
func (l Levels) mildest() (decimal.Decimal, bool) {
	for _, one := range l.list() {
		if one.number != nil {
			return *one.number, true
		}
	}
	return decimal.Decimal{}, false
}

// number is that of a severity.
func (l Levels) number(s safety.AlertSeverity) *decimal.Decimal {
	for _, one := range l.list() {
		if one.severity == s {
			return one.number
		}
	}
	return nil
}

// severity is the gravest one whose number a figure reaches on a side; empty when it reaches none.
func (l Levels) severity(x *big.Rat, side Side) safety.AlertSeverity {
	var reached safety.AlertSeverity
	for _, one := range l.list() {
		if one.number != nil && side.holds(x, *one.number) {
			reached = one.severity
		}
	}
	return reached
}

// verdict is what a figure comes to.
type verdict struct {
	severity safety.AlertSeverity // empty: the rule does not speak
	stays    bool                 // a signal that is on stays on, at the mildest severity, though none would be raised
}

// judge says what a figure comes to under the rule's numbers.
func (r *Rule) judge(x *big.Rat, levels Levels) verdict {
	if s := levels.severity(x, r.side()); s != "" {
		return verdict{severity: s}
	}
	if r.Clears != nil && r.side().holds(x, *r.Clears) {
		return verdict{stays: true}
	}
	return verdict{}
}

// up reports whether the rule speaks when a figure grows.
func (s Side) up() bool { return s != Below && s != AtMost }

// side is the side on which the rule's numbers are: kinds without one watch days, persons and distances, which only grow.
func (r *Rule) side() Side {
	if r.When == "" || r.Kind == safety.AlertUnusual {
		return AtLeast
	}
	return r.When
}

// holds compares exactly.
func (s Side) holds(x *big.Rat, number decimal.Decimal) bool {
	d := x.Cmp(number.Rat())
	switch s {
	case Above:
		return d > 0
	case Below:
		return d < 0
	case AtMost:
		return d <= 0
	default:
		return d >= 0
	}
}
