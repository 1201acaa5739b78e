package scheme

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// leaf is an indicator of one subject on its way to a line.
type leaf struct {
	group     *Group
	indicator *Indicator
	judgement judgement
	lost      string   // the condition of a group that takes all its marks
	policy    Spread   // where its marks go, when it does not apply
	earned    *big.Rat // raw marks that count: what the rule gave, or what the policy gives; nil when its marks go elsewhere
	factor    *big.Rat // what a raw mark counts for in the score
	marks     decimal.Decimal
	given     decimal.Decimal
	exact     *big.Rat // given, before it is rounded
}

// branch is a group of one subject.
type branch struct {
	group    *Group
	leaves   []*leaf
	branches []*branch
	inner    *big.Rat // what a raw mark inside counts for in the group: 折算 inside it
	scale    *big.Rat // what a raw mark of the group counts for in what the group stands in
	weight   weights  // as the group's parent sees them
	factor   *big.Rat // what a raw mark of the sum of the group counts for in the score
	exact    *big.Rat // the sum of what is in it, in the score, with caps and rounding
	full     *big.Rat
	cap      *big.Rat // what its bounds added or took, in the score
	rounding *big.Rat
}

// weights are marks by what becomes of them.
type weights struct {
	applied *big.Rat // can be earned here
	group   *big.Rat // do not apply, and go to others in the same group
	scheme  *big.Rat // do not apply, and go to all others
}

func noWeights() weights { return weights{new(big.Rat), new(big.Rat), new(big.Rat)} }

func (w weights) add(o weights) {
	w.applied.Add(w.applied, o.applied)
	w.group.Add(w.group, o.group)
	w.scheme.Add(w.scheme, o.scheme)
}

func (w weights) times(n *big.Rat) weights {
	return weights{new(big.Rat).Mul(w.applied, n), new(big.Rat).Mul(w.group, n), new(big.Rat).Mul(w.scheme, n)}
}

// keep moves the marks that are spread inside a group to those of it that can be earned; it gives the factor by which these
// grow. Where nothing can be earned they stay what they are: for the groups beside it.
func (w *weights) keep() *big.Rat {
	if w.applied.Sign() == 0 || w.group.Sign() == 0 {
		return everything
	}
	all := new(big.Rat).Add(w.applied, w.group)
	grown := new(big.Rat).Quo(all, w.applied)
	w.applied, w.group = all, new(big.Rat)
	return grown
}

func (l *leaf) weight() weights {
	w, marks := noWeights(), l.indicator.Marks.Rat()
	switch {
	case l.earned != nil:
		w.applied = marks
	case l.policy == SpreadGroup:
		w.group = marks
	case l.policy != SpreadNone:
		w.scheme = marks
	}
	return w
}

// weigh works out upwards how many marks can be earned in each group.
func (b *branch) weigh() weights {
	w := noWeights()
	for _, l := range b.leaves {
		w.add(l.weight())
	}
	for _, inner := range b.branches {
		w.add(inner.weigh())
	}
	b.inner = w.keep()
	b.scale = everything
	if inside := b.group.inside(); b.group.Marks != nil && !b.group.Marks.Equal(inside) && !inside.IsZero() {
		b.scale = new(big.Rat).Quo(b.group.Marks.Rat(), inside.Rat())
	}
	b.weight = w.times(b.scale)
	return b.weight
}

// hand passes down what a raw mark counts for in the score.
func (b *branch) hand(outer *big.Rat) {
	b.factor = new(big.Rat).Mul(outer, b.scale)
	inside := new(big.Rat).Mul(b.factor, b.inner)
	for _, l := range b.leaves {
		l.factor = inside
	}
	for _, inner := range b.branches {
		inner.hand(inside)
	}
}

// share divides whole units of the last place among what can be earned, so that the printed marks add up: over all lines, or
// where marks stay in their group over the groups first.
func (p *paper) share(units int64, unit decimal.Decimal) {
	var list []*big.Rat
	if p.s.Spread == SpreadGroup {
		for _, b := range p.branches {
			list = append(list, b.weight.applied)
		}
		for i, n := range allocate(units, list) {
			p.branches[i].share(n, unit)
		}
		return
	}
	p.leaves(func(l *leaf) { list = append(list, new(big.Rat).Mul(l.weight().applied, l.factor)) })
	shares := allocate(units, list)
	p.leaves(func(l *leaf) {
		l.marks = unit.Mul(decimal.NewFromInt(shares[0]))
		shares = shares[1:]
	})
}

// share divides a group's units among what is in it.
func (b *branch) share(units int64, unit decimal.Decimal) {
	list := make([]*big.Rat, 0, len(b.leaves)+len(b.branches))
	for _, l := range b.leaves {
		list = append(list, l.weight().applied)
	}
	for _, inner := range b.branches {
		list = append(list, inner.weight.applied)
	}
	shares := allocate(units, list)
	for i, l := range b.leaves {
		l.marks = unit.Mul(decimal.NewFromInt(shares[i]))
	}
	for i, inner := range b.branches {
		inner.share(shares[len(b.leaves)+i], unit)
	}
}

// sum adds up what is in a group and applies its bounds and its rounding, which hold for the sum before it is scaled.
func (b *branch) sum(s *Scheme) *big.Rat {
	sum, full := new(big.Rat), new(big.Rat)
	for _, l := range b.leaves {
		sum.Add(sum, l.exact)
		full.Add(full, l.marks.Rat())
	}
	for _, inner := range b.branches {
		sum.Add(sum, inner.sum(s))
		full.Add(full, inner.full)
	}
	b.cap, b.rounding, b.full = new(big.Rat), new(big.Rat), full
	if b.factor.Sign() == 0 {
		b.exact = sum
		return sum
	}
	limit := func(n *decimal.Decimal) *big.Rat {
		if n == nil {
			return nil
		}
		exact := new(big.Rat).Mul(n.Rat(), b.factor)
		if s.roundsLines() {
			return s.Rounding.Mode.round(exact, s.DecimalPlaces()).Rat()
		}
		return exact
	}
	kept := bounded(sum, limit(b.group.Least), limit(b.group.Most))
	b.cap.Sub(kept, sum)
	if p := s.Rounding.Groups; p != nil && !s.roundsLines() {
		raw := new(big.Rat).Quo(kept, b.factor)
		rounded := new(big.Rat).Mul(s.Rounding.Mode.round(raw, *p).Rat(), b.factor)
		b.rounding.Sub(rounded, kept)
		kept = rounded
	}
	b.exact = kept
	return kept
}
