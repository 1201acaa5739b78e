package assessment

import (
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// verdict is what a rule says about a figure.
type verdict struct {
	applies bool
	share   *big.Rat       // of the marks, 0 to 1
	words   warehouse.Text // the rule with the figure put in, without the marks that came of it
}

var (
	none = new(big.Rat)
	all  = big.NewRat(1, 1)
)

// judge applies an indicator's rule to a figure. What is not known does not apply, except that a figure that nobody
// reported may cost all marks.
func judge(s *Scheme, i Indicator, f figure) verdict {
	if f.value == nil {
		if f.state == warehouse.NotReported && i.notReported(s) == NotReportedLoses {
			return verdict{applies: true, share: none, words: wordsNotReported(i)}
		}
		return verdict{words: wordsUnknown(i, f.state)}
	}
	r := i.Rule
	switch {
	case r.Proportional != nil:
		return verdict{applies: true, share: r.Proportional.share(f.value), words: wordsProportional(i, f)}
	case r.DeductPerUnit != nil:
		return verdict{applies: true, share: r.DeductPerUnit.share(f.value, i.Marks), words: wordsDeduct(i, f)}
	case r.ComparePreviousYear != nil:
		if f.base == nil {
			return verdict{words: wordsUnknown(i, warehouse.NoComparison)}
		}
		rise := new(big.Rat).Sub(f.value, f.base)
		return verdict{applies: true, share: r.ComparePreviousYear.share(rise, i.Marks), words: wordsCompare(i, f)}
	case r.AllOrNothing != nil:
		share := none
		if met(f.value, r.AllOrNothing.AtLeast, r.AllOrNothing.AtMost) {
			share = all
		}
		return verdict{applies: true, share: share, words: wordsAllOrNothing(i, f)}
	}
	step := r.step(f.value)
	share := none
	if step != nil {
		share = new(big.Rat).Quo(step.Gives.Rat(), i.Marks.Rat())
	}
	return verdict{applies: true, share: share, words: wordsSteps(i, f, step)}
}

// share gives (value − floor) / (target − floor), cut to 0 and 1; the signs take care of the direction.
func (p Proportional) share(value *big.Rat) *big.Rat {
	floor, target := p.Floor.Rat(), p.Target.Rat()
	part := new(big.Rat).Sub(value, floor)
	return within(part.Quo(part, target.Sub(target, floor)))
}

// share gives what is left of the marks after units were paid for; a value that is not above 0 costs nothing.
func (p PerUnit) share(value *big.Rat, marks decimal.Decimal) *big.Rat {
	return within(new(big.Rat).Sub(all, new(big.Rat).Quo(p.cost(value), marks.Rat())))
}

// cost gives the marks that a value costs, without the limit of what there is to lose.
func (p PerUnit) cost(value *big.Rat) *big.Rat {
	if value.Sign() <= 0 {
		return none
	}
	units := new(big.Rat).Quo(value, each(p.Each).Rat())
	return units.Mul(units, p.Costs.Rat())
}

// step gives the first step that is met, nil when none is.
func (r Rule) step(value *big.Rat) *Step {
	for i, s := range r.Steps {
		if met(value, s.AtLeast, s.AtMost) {
			return &r.Steps[i]
		}
	}
	return nil
}

func met(value *big.Rat, atLeast, atMost *decimal.Decimal) bool {
	if atLeast != nil {
		return value.Cmp(atLeast.Rat()) >= 0
	}
	return value.Cmp(atMost.Rat()) <= 0
}

func within(share *big.Rat) *big.Rat {
	switch {
	case share.Sign() < 0:
		return none
	case share.Cmp(all) > 0:
		return all
	}
	return share
}
