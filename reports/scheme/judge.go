package scheme

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// outcome says how a rule came to what it gave.
type outcome string

const (
	judged        outcome = "judged"
	fullByRule    outcome = "full"         // full_when held
	lostByRule    outcome = "lost"         // lose_when held
	lostUnknown   outcome = "not_reported" // nobody reported the figure, which loses all
	inapplicable  outcome = "inapplicable" // applies_when did not hold
	uncertain     outcome = "uncertain"    // applies_when is not known
	smallSample   outcome = "small_sample"
	figureUnknown outcome = "unknown"
)

// judgement is what a rule says about a subject, before groups are scaled and marks are spread.
type judgement struct {
	outcome outcome
	given   *big.Rat // marks; nil when the line does not apply
	state   warehouse.State
	figure  Figure   // the leading one
	value   *big.Rat // what was judged: the figure, its change or its place; nil without one
	base    *Value   // what it was compared with
	tier    int      // the tier that was met, −1 for none
	charges []charged
	raw     *big.Rat // before the bounds
}

// charged is what one cause came to.
type charged struct {
	charge Charge
	figure *big.Rat // nil: not known, or a condition
	amount *big.Rat
	counts bool // it is known, and among those taken
}

// applied says whether the line counts.
func (j judgement) applied() bool { return j.given != nil }

// task is a rule and what it is applied to.
type task struct {
	rule                  *Rule
	figure                string
	full                  *big.Rat // the marks; 0 for a deduction from the total
	least, most           *big.Rat // bounds of what is given; nil is none
	appliesWhen           []string // all must hold
	minimumSample         int
	notReported           NotReported
	leavesOutWhatIsMissed bool // a bonus or deduction of which nothing is known gives nothing
	negative              bool // formulas and entered figures are marks taken
}

// judge applies a rule.
func (c *setting) judge(t task) judgement {
	j := judgement{tier: -1}
	c.marks = t.full
	if t.figure != "" {
		j.figure = c.figure(t.figure)
		c.value = j.figure.Number
	}
	for _, condition := range t.appliesWhen {
		if applies := c.holds(condition); !applies.holds {
			j.outcome = inapplicable
			if !applies.known {
				j.outcome = uncertain
			}
			return j
		}
	}
	if d := j.figure.Denominator; t.minimumSample > 0 && d != nil && d.LessThan(decimal.NewFromInt(int64(t.minimumSample))) {
		j.outcome = smallSample
		return j
	}
	j.value, j.base = c.transformed(t.rule, t.figure, j.figure)
	c.value = j.value
	switch {
	case t.rule.LoseWhen != "" && c.holds(t.rule.LoseWhen).holds:
		j.outcome, j.raw = lostByRule, lesser(new(big.Rat), t.most)
		j.given = j.raw
		return j
	case t.rule.FullWhen != "" && c.holds(t.rule.FullWhen).holds:
		j.outcome, j.raw = fullByRule, t.full
		j.given = bounded(t.full, t.least, t.most)
		return j
	}
	given, state := c.base(t, &j)
	if given != nil {
		given, state = c.charge(t, &j, given)
	}
	if given == nil {
		j.outcome, j.state = figureUnknown, state
		if state == warehouse.NotReported && t.notReported == NotReportedLoses {
			j.outcome, j.given = lostUnknown, new(big.Rat)
		}
		return j
	}
	j.outcome, j.raw, j.given = judged, given, bounded(given, t.least, t.most)
	return j
}

// base applies the base rule; nil when what it needs is not known, with the reason.
func (c *setting) base(t task, j *judgement) (*big.Rat, warehouse.State) {
	r := t.rule
	if r.needsFigure() && j.value == nil {
		return nil, c.unknownReason(t, *j)
	}
	switch {
	case r.Proportional != nil:
		return new(big.Rat).Mul(r.Proportional.share(j.value), t.full), ""
	case len(r.Interpolate) > 0:
		return interpolate(r.Interpolate, j.value), ""
	case len(r.Steps) > 0:
		return c.step(t, j)
	case r.DeductPerUnit != nil:
		return new(big.Rat).Sub(t.full, r.DeductPerUnit.amount(j.value)), ""
	case r.EarnPerUnit != nil:
		return r.EarnPerUnit.amount(j.value), ""
	case r.AllOrNothing != nil:
		met := c.met(*r.AllOrNothing, j.value)
		switch {
		case !met.known:
			return nil, c.reasonIn(r.AllOrNothing.When)
		case met.holds:
			return t.full, ""
		}
		return new(big.Rat), ""
	case r.Entered:
		return t.signed(j.value), ""
	case r.Formula != "":
		if n := c.number(r.Formula); n != nil {
			return t.signed(n), ""
		}
		return nil, c.reasonIn(r.Formula)
	case len(r.Deductions) > 0:
		return t.full, ""
	}
	return new(big.Rat), "" // additions from nothing
}

func (t task) signed(n *big.Rat) *big.Rat {
	if t.negative {
		return new(big.Rat).Neg(n)
	}
	return n
}

// step finds the first tier that is met.
func (c *setting) step(t task, j *judgement) (*big.Rat, warehouse.State) {
	for i, tier := range t.rule.Steps {
		met := c.met(tier.threshold(), j.value)
		if !tier.Otherwise && !met.known {
			return nil, c.reasonIn(tier.When)
		}
		if tier.Otherwise || met.holds {
			j.tier = i
			if tier.Costs != nil {
				return new(big.Rat).Sub(t.full, tier.Costs.Rat()), ""
			}
			return tier.Gives.Rat(), ""
		}
	}
	return new(big.Rat), ""
}

// met says whether a figure is on the right side of everything that a threshold names.
func (c *setting) met(t Threshold, value *big.Rat) truth {
	for _, side := range []struct {
		bound *decimal.Decimal
		holds func(c int) bool
	}{
		{t.AtLeast, func(c int) bool { return c >= 0 }}, {t.AtMost, func(c int) bool { return c <= 0 }},
		{t.Above, func(c int) bool { return c > 0 }}, {t.Below, func(c int) bool { return c < 0 }},
	} {
		if side.bound == nil {
			continue
		}
		if value == nil {
			return truth{}
		}
		if !side.holds(value.Cmp(side.bound.Rat())) {
			return truth{true, false}
		}
	}
	return c.holds(t.When)
}

// charge takes the deductions and adds the additions. Causes of which nothing is known cost and give nothing, as long as
// something is known of another cause or the base rule judged a figure; but a cause of deductions that nobody reported loses
// all, while an addition that nobody reported is only not given.
func (c *setting) charge(t task, j *judgement, given *big.Rat) (*big.Rat, warehouse.State) {
	known := t.rule.hasBase() || t.leavesOutWhatIsMissed
	var state warehouse.State
	sums := map[bool]*big.Rat{}
	for _, list := range []struct {
		charges []Charge
		taken   bool
	}{{t.rule.Deductions, true}, {t.rule.Additions, false}} {
		sum := new(big.Rat)
		var highest *charged
		first := len(j.charges)
		for _, charge := range list.charges {
			one, why := c.charged(charge)
			j.charges = append(j.charges, one)
			if one.amount == nil {
				if list.taken && why == warehouse.NotReported && t.notReported == NotReportedLoses && !t.leavesOutWhatIsMissed {
					return nil, why
				}
				if state == "" || why == warehouse.NotReported {
					state = why
				}
				continue
			}
			known = true
			sum.Add(sum, one.amount)
		}
		if t.rule.Take == TakeHighest {
			sum = new(big.Rat)
			for i := first; i < len(j.charges); i++ {
				if a := j.charges[i].amount; a != nil && (highest == nil || a.Cmp(highest.amount) > 0) {
					highest = &j.charges[i]
				}
			}
			if highest != nil {
				sum = highest.amount
			}
		}
		for i := first; i < len(j.charges); i++ {
			j.charges[i].counts = j.charges[i].amount != nil && (t.rule.Take != TakeHighest || &j.charges[i] == highest)
		}
		sums[list.taken] = sum
	}
	if !known {
		return nil, state
	}
	given = new(big.Rat).Sub(given, sums[true])
	return given.Add(given, sums[false]), ""
}

// charged computes one cause; without an amount it is not known, for the reason.
func (c *setting) charged(charge Charge) (charged, warehouse.State) {
	one := charged{charge: charge}
	if charge.Figure == "" {
		holds := c.holds(charge.When)
		if !holds.known {
			return one, c.reasonIn(charge.When)
		}
		one.amount = new(big.Rat)
		if holds.holds {
			one.amount = amountOf(charge.Costs, charge.Gives)
		}
		return one, ""
	}
	f := c.figure(charge.Figure)
	if f.Number == nil {
		return one, f.State
	}
	one.figure = f.Number
	if charge.When != "" {
		if holds := c.holds(charge.When); !holds.known {
			return one, c.reasonIn(charge.When)
		} else if !holds.holds {
			one.amount = new(big.Rat)
			return one, ""
		}
	}
	one.amount = charge.perUnit().amount(f.Number)
	return one, ""
}

// reasonIn says why an expression is not known.
func (c *setting) reasonIn(expression string) warehouse.State {
	if p := c.m.s.programs[expression]; p != nil {
		return c.unknownState(p)
	}
	return warehouse.NoData
}

// unknownReason says why there is nothing to judge: no figure, or nothing to compare it with.
func (c *setting) unknownReason(t task, j judgement) warehouse.State {
	switch {
	case t.figure == "" || j.figure.Number == nil:
		return j.figure.State
	case j.base != nil && j.base.Number != nil:
		return warehouse.ZeroBase
	}
	return warehouse.NoComparison
}

// needsFigure says whether the base rule judges the leading figure.
func (r *Rule) needsFigure() bool {
	if r.Compare != nil || r.Rank != nil || r.Proportional != nil || len(r.Interpolate) > 0 || r.DeductPerUnit != nil || r.EarnPerUnit != nil || r.Entered {
		return true
	}
	if t := r.AllOrNothing; t != nil && t.judgesFigure() {
		return true
	}
	return slices.ContainsFunc(r.Steps, func(t Tier) bool { return t.threshold().judgesFigure() })
}

func (t Threshold) judgesFigure() bool {
	return t.AtLeast != nil || t.AtMost != nil || t.Above != nil || t.Below != nil
}

// hasBase says whether there is a base rule under the deductions and additions.
func (r *Rule) hasBase() bool {
	return r.Proportional != nil || len(r.Interpolate) > 0 || len(r.Steps) > 0 || r.DeductPerUnit != nil || r.EarnPerUnit != nil ||
		r.AllOrNothing != nil || r.Entered || r.Formula != ""
}
