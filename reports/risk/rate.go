package risk

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// factorRater scores one factor. Most subjects have the same few figures (none, one, two …), so what was scored once is kept.
type factorRater struct {
	factor   *Factor
	recipe   *recipe
	inherent bool
	missing  Policy
	nothing  Policy
	share    *big.Rat // of the score of its kind: weight / 100
	kept     map[counted]*scored
}

// counted is a figure that is made of whole numbers.
type counted struct {
	value, under int64
	state        warehouse.State
}

// scored is a figure and its score.
type scored struct {
	figure Figure
	exact  *big.Rat // the score; nil when unknown
	shown  *decimal.Decimal
	spread bool     // unknown, and its weight goes to the others
	part   *big.Rat // of the score of its side: share × score
	// what it gives the index where every factor of its side is known; nil until it is asked for
	contribution *decimal.Decimal
	weight       decimal.Decimal
}

// score finds the figure of a subject and scores it.
func (f *factorRater) score(a *answers, k key) *scored {
	value, under, state, ok := f.whole(a, k)
	if !ok {
		return f.rate(f.recipe.amount(a, k))
	}
	c := counted{value, under, state}
	if found, ok := f.kept[c]; ok {
		return found
	}
	found := f.rate(f.recipe.amount(a, k))
	f.kept[c] = found
	return found
}

// whole adds up a figure that is made of whole numbers, without fractions.
func (f *factorRater) whole(a *answers, k key) (value, under int64, state warehouse.State, ok bool) {
	if !f.recipe.whole {
		return 0, 0, "", false
	}
	state = warehouse.Present
	for i := range f.recipe.terms {
		t := &f.recipe.terms[i]
		n := a.get(t.operand, k)
		whole := int64(n.value)
		if float64(whole) != n.value || math.Abs(n.value) > 1<<40 {
			return 0, 0, "", false
		}
		if n.state != warehouse.Present && (state == warehouse.Present || !n.known()) {
			state = n.state
		}
		value += whole * t.n
	}
	if f.recipe.under != nil {
		n := a.get(*f.recipe.under, k)
		under = int64(n.value)
		if float64(under) != n.value {
			return 0, 0, "", false
		}
		if !n.known() { // whatever the terms are
			value, state = 0, "under: "+n.state
		} else if n.state.InPart() && state == warehouse.Present {
			state = n.state
		}
	}
	return value, under, state, true
}

// amount computes a figure exactly.
func (r *recipe) amount(a *answers, k key) amount {
	out := amount{state: warehouse.Present}
	if r.under != nil {
		n := a.get(*r.under, k)
		switch {
		case !n.known() && r.under.fact == "denominator":
			return amount{state: warehouse.NoDenominator}
		case !n.known():
			return amount{state: n.state}
		}
		out.denominator = exact(n.value).Rat()
		out.state = n.state
		if n.value == 0 {
			return amount{state: warehouse.NothingDue, denominator: out.denominator}
		}
	}
	sum := new(big.Rat)
	for _, t := range r.terms {
		n := a.get(t.operand, k)
		if !n.known() {
			return amount{state: n.state, denominator: out.denominator}
		}
		out.state = warehouse.Together(out.state, n.state)
		sum.Add(sum, new(big.Rat).Mul(exact(n.value).Rat(), t.times))
	}
	out.value = sum
	if r.under != nil {
		out.numerator = sum
		out.value = new(big.Rat).Mul(new(big.Rat).Quo(sum, out.denominator), r.scale)
	}
	return out
}

// rate scores a figure.
func (f *factorRater) rate(a amount) *scored {
	out := &scored{figure: Figure{
		State: a.state, Value: shown(a.value, f.recipe.decimals), Numerator: shown(a.numerator, 2), Denominator: shown(a.denominator, 2), Unit: f.recipe.unit,
	}}
	if a.value != nil {
		out.exact = f.factor.Score.of(a.value)
	} else {
		policy := f.missing
		if a.state == warehouse.NothingDue {
			policy = f.nothing
		}
		out.spread = policy.Spread
		if policy.Score != nil {
			out.exact = policy.Score.Rat()
		}
	}
	if out.exact != nil {
		out.part = new(big.Rat).Mul(f.share, out.exact)
	}
	out.shown = shown(out.exact, 2)
	return out
}

// of is the score of a figure, from 0 to 100.
func (s *Score) of(figure *big.Rat) *big.Rat {
	switch {
	case s.Between != nil:
		return line(figure, s.Between.Zero.Rat(), new(big.Rat), s.Between.Hundred.Rat(), hundred.Rat())
	case len(s.Points) > 0:
		last := s.Points[len(s.Points)-1]
		for i, p := range s.Points {
			if figure.Cmp(p.At.Rat()) > 0 {
				continue
			}
			if i == 0 {
				return p.Gives.Rat()
			}
			before := s.Points[i-1]
			return line(figure, before.At.Rat(), before.Gives.Rat(), p.At.Rat(), p.Gives.Rat())
		}
		return last.Gives.Rat()
	}
	for _, step := range s.Steps {
		if step.AtLeast != nil && figure.Cmp(step.AtLeast.Rat()) >= 0 || step.AtMost != nil && figure.Cmp(step.AtMost.Rat()) <= 0 {
			return step.Gives.Rat()
		}
	}
	return new(big.Rat)
}

// line is the height over x of the line from (x0, y0) to (x1, y1), level beyond its ends.
func line(x, x0, y0, x1, y1 *big.Rat) *big.Rat {
	part := new(big.Rat).Quo(new(big.Rat).Sub(x, x0), new(big.Rat).Sub(x1, x0))
	switch {
	case part.Sign() <= 0:
		return y0
	case part.Cmp(one) >= 0:
		return y1
	}
	return part.Add(y0, part.Mul(part, new(big.Rat).Sub(y1, y0)))
}

var one = big.NewRat(1, 1)

// shown rounds half up (四舍五入); nil stays nil.
func shown(n *big.Rat, places int) *decimal.Decimal {
	if n == nil {
		return nil
	}
	d := rounded(n, places)
	return &d
}

// rounded rounds half up (四舍五入) to a number of decimal places; no number here is negative.
func rounded(n *big.Rat, places int) decimal.Decimal {
	return decimal.RequireFromString(n.FloatString(places)) // FloatString rounds halves away from zero
}
