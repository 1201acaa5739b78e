package scheme

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// ruleCheck is a rule and where it stands.
type ruleCheck struct {
	at, figure, figureAt string
	rule                 *Rule
	marks                *decimal.Decimal // nil where the line has none
	least, most          *decimal.Decimal
	place                place
	bonus, deduction     bool
}

func (c *check) rule(k ruleCheck) {
	r := k.rule
	bases := c.bases(k)
	if len(bases) > 1 {
		c.Faultf(k.at, "expected one of proportional, interpolate, steps, deduct_per_unit, earn_per_unit, all_or_nothing, entered, formula; found %s", strings.Join(bases, ", "))
	}
	if len(bases) == 0 && len(r.Deductions)+len(r.Additions) == 0 {
		c.Faultf(k.at, "expected one of proportional, interpolate, steps, deduct_per_unit, earn_per_unit, all_or_nothing, entered, formula, deductions, additions; found none")
	}
	if len(bases) == 1 && k.deduction && !strings.Contains(" deduct_per_unit steps entered formula ", " "+bases[0]+" ") {
		c.Faultf(k.at, "a deduction from the total may say deduct_per_unit, steps (with costs), entered, formula, deductions; found %s", bases[0])
	}
	if len(bases) == 1 && k.bonus && bases[0] == "deduct_per_unit" {
		c.Faultf(k.at, "a bonus gives: expected earn_per_unit")
	}
	if k.bonus && k.marks == nil && (r.Proportional != nil || r.AllOrNothing != nil || r.FullWhen != "") {
		c.Faultf(k.at, "expected most beside the rule: it is what all of the bonus is")
	}
	if k.bonus && len(r.Deductions) > 0 {
		c.Faultf(k.at+".deductions", "a bonus gives: expected additions")
	}
	if k.deduction && len(r.Additions) > 0 {
		c.Faultf(k.at+".additions", "a deduction takes: expected deductions")
	}
	if k.deduction && r.FullWhen != "" {
		c.Faultf(k.at+".full_when", "a deduction has no full marks; expected applies_when")
	}
	if k.deduction && r.LoseWhen != "" {
		c.Faultf(k.at+".lose_when", "a deduction has no marks to lose; expected applies_when")
	}
	c.judgedFigure(k)
	c.expression(k.at+".full_when", r.FullWhen, k.place, true)
	c.expression(k.at+".lose_when", r.LoseWhen, k.place, true)
	oneOf(c, k.at+".take", r.Take, TakeSum, TakeHighest)
	c.charges(k, k.at+".deductions", r.Deductions, true)
	c.charges(k, k.at+".additions", r.Additions, false)
	if k.marks != nil && !k.deduction && len(bases) < 2 {
		if reach := r.reach(*k.marks); reach != nil && reach.Cmp(lesser(k.marks.Rat(), ratOr(k.most, k.marks.Rat()))) < 0 {
			c.Faultf(k.at, "the rule can never give all marks: at most %s of %s (where that is meant, write most: %[1]s beside marks)", trimmed(reach), k.marks)
		}
	}
}

// bases checks the base rules that are there and names them.
func (c *check) bases(k ruleCheck) []string {
	r := k.rule
	var found []string
	if p := r.Proportional; p != nil {
		found = append(found, "proportional")
		if p.Floor.Equal(p.Target) && c.Has(k.at+".proportional.floor") && c.Has(k.at+".proportional.target") {
			c.Faultf(k.at+".proportional", "expected a target that differs from the floor")
		}
	}
	if c.Has(k.at + ".interpolate") {
		found = append(found, "interpolate")
		c.points(k, k.at+".interpolate", r.Interpolate)
	}
	if c.Has(k.at + ".steps") {
		found = append(found, "steps")
		c.steps(k, k.at+".steps", r.Steps)
	}
	if p := r.DeductPerUnit; p != nil {
		found = append(found, "deduct_per_unit")
		c.perUnit(k.at+".deduct_per_unit", *p, true)
	}
	if p := r.EarnPerUnit; p != nil {
		found = append(found, "earn_per_unit")
		c.perUnit(k.at+".earn_per_unit", *p, false)
	}
	if t := r.AllOrNothing; t != nil {
		found = append(found, "all_or_nothing")
		c.threshold(k, k.at+".all_or_nothing", *t)
	}
	if r.Entered {
		found = append(found, "entered")
		if in := c.s.inputNamed(k.figure); in != nil && in.Metric != "" {
			c.Faultf(k.at+".entered", "%s is counted from records: a metric is no marks", k.figure)
		}
	}
	if r.Formula != "" {
		found = append(found, "formula")
		c.expression(k.at+".formula", r.Formula, k.place, false)
	}
	return found
}

// judgedFigure checks the leading figure and what the rule makes of it.
func (c *check) judgedFigure(k ruleCheck) {
	r := k.rule
	if k.figure == "" && r.needsFigure() {
		c.Faultf(k.figureAt, "required: the rule judges a figure")
	}
	if r.Compare != nil && r.Rank != nil {
		c.Faultf(k.at, "expected either compare or rank; found both")
	}
	var parts []part
	if w := r.Compare; w != nil {
		at := k.at + ".compare"
		oneOf(c, at+".with", w.With, WithPreviousYear, WithPreviousPeriod, WithPeersMean, WithPeersTotal, WithPeersBest, WithFigure)
		oneOf(c, at+".by", w.By, ByDifference, ByPercent, ByRatio)
		switch w.With {
		case WithPreviousYear:
			parts = append(parts, partPreviousYear)
		case WithPreviousPeriod:
			parts = append(parts, partPreviousPeriod)
		}
		c.best(at+".best", w.Best, w.With == WithPeersBest)
		if (w.With == WithFigure) != (w.Figure != "") {
			c.Faultf(at+".figure", "expected with: figure and figure: NAME together")
		}
		c.figure(at+".figure", w.Figure)
		if w.FromZero != nil && w.By != ByPercent && w.By != ByRatio {
			c.Faultf(at+".from_zero", "expected only with by: percent or by: ratio")
		}
	}
	if r.Rank != nil {
		c.best(k.at+".rank.best", r.Rank.Best, true)
		oneOf(c, k.at+".rank.as", r.Rank.As, AsPlace, AsPercentile)
	}
	c.figure(k.figureAt, k.figure, parts...)
}

func (c *check) best(at string, b Best, needed bool) {
	oneOf(c, at, b, Highest, Lowest)
	if needed && b == "" && !c.Has(at) {
		c.Faultf(at, "expected highest or lowest")
	}
	if !needed && b != "" {
		c.Faultf(at, "expected only with peers_best")
	}
}

func (c *check) perUnit(at string, p PerUnit, deduct bool) {
	if p.Above != nil && p.Below != nil {
		c.Faultf(at, "expected either above or below: where counting begins")
	}
	c.positive(at+".each", p.Each)
	c.positive(at+".costs", p.Costs)
	c.positive(at+".gives", p.Gives)
	c.positive(at+".most", p.Most)
	oneOf(c, at+".units", p.Units, ExactUnits, FullUnits, StartedUnits)
	c.amount(at, p.Costs, p.Gives, deduct)
}

// amount checks that what is taken is said with costs, and what is added with gives.
func (c *check) amount(at string, costs, gives *decimal.Decimal, deduct bool) {
	if deduct && (costs == nil || gives != nil) {
		c.Faultf(at, "expected costs: what each unit takes")
	}
	if !deduct && (gives == nil || costs != nil) {
		c.Faultf(at, "expected gives: what each unit adds")
	}
}

func (c *check) charges(k ruleCheck, at string, charges []Charge, deduct bool) {
	for i, charge := range charges {
		here := fmt.Sprintf("%s[%d]", at, i)
		c.title(here+".title", charge.Title)
		if charge.Figure == "" && charge.When == "" {
			c.Faultf(here, "expected a figure whose units count, or when: a condition, or both")
		}
		if charge.Figure == "" && (charge.Above != nil || charge.Below != nil || charge.Each != nil || charge.Units != "" || charge.Most != nil) {
			c.Faultf(here, "above, below, each, units and most belong to a figure; a condition counts once")
		}
		c.figure(here+".figure", charge.Figure)
		c.expression(here+".when", charge.When, k.place, true)
		if charge.Figure != "" {
			c.perUnit(here, charge.perUnit(), deduct)
			continue
		}
		c.amount(here, charge.Costs, charge.Gives, deduct)
		c.positive(here+".costs", charge.Costs)
		c.positive(here+".gives", charge.Gives)
	}
}

func (c *check) points(k ruleCheck, at string, points []Point) {
	if len(points) < 2 {
		c.Faultf(at, "expected at least two points")
	}
	for i, p := range points {
		here := fmt.Sprintf("%s[%d]", at, i)
		c.gives(k, here+".gives", p.Gives)
		switch {
		case i > 0 && p.At.LessThan(points[i-1].At):
			c.Faultf(here+".at", "expected at least the point before (%s): points go up", points[i-1].At)
		case i > 1 && p.At.Equal(points[i-2].At):
			c.Faultf(here+".at", "expected at most two points at the same figure")
		}
	}
}

// gives checks marks against the bounds of the line.
func (c *check) gives(k ruleCheck, at string, n decimal.Decimal) {
	least, most := decimal.Zero, k.marks
	if k.least != nil {
		least = *k.least
	}
	if k.most != nil {
		most = k.most
	}
	if n.LessThan(least) || most != nil && n.GreaterThan(*most) {
		if most == nil {
			c.Faultf(at, "expected %s or more", least)
			return
		}
		c.Faultf(at, "expected %s to %s, what the line can give", least, most)
	}
}

func (c *check) threshold(k ruleCheck, at string, t Threshold) {
	c.expression(at+".when", t.When, k.place, true)
	switch {
	case !t.judgesFigure() && t.When == "":
		c.Faultf(at, "expected at_least, at_most, above, below or when")
	case t.AtLeast != nil && t.Above != nil:
		c.Faultf(at, "expected either at_least or above")
	case t.AtMost != nil && t.Below != nil:
		c.Faultf(at, "expected either at_most or below")
	case t.empty():
		c.Faultf(at, "no figure is on both sides of these numbers")
	}
}

func (c *check) steps(k ruleCheck, at string, steps []Tier) {
	if len(steps) == 0 {
		c.Faultf(at, "expected at least one step")
	}
	for i, s := range steps {
		here := fmt.Sprintf("%s[%d]", at, i)
		if s.Otherwise {
			if s.threshold().judgesFigure() || s.When != "" {
				c.Faultf(here, "otherwise is met always: expected no other condition beside it")
			}
			if i < len(steps)-1 {
				c.Faultf(here, "expected otherwise in the last step: no step after it is ever reached")
			}
		} else {
			c.threshold(k, here, s.threshold())
		}
		switch {
		case (s.Gives == nil) == (s.Costs == nil):
			c.Faultf(here, "expected either gives or costs")
		case k.deduction && s.Gives != nil, k.bonus && s.Costs != nil:
			c.Faultf(here, "a deduction costs, a bonus gives")
		case s.Gives != nil:
			c.gives(k, here+".gives", *s.Gives)
		case s.Costs.IsNegative() || k.marks != nil && s.Costs.GreaterThan(*k.marks) && k.least == nil:
			c.Faultf(here+".costs", "expected 0 to the marks of the line")
		}
		for j := range i {
			if steps[j].threshold().covers(s.threshold()) && !s.Otherwise {
				c.Faultf(here, "is never reached: step %d takes all of its figures already; the first step that is met counts", j+1)
				break
			}
		}
	}
}

func trimmed(n interface{ FloatString(int) string }) string {
	return decimal.RequireFromString(n.FloatString(6)).String()
}
