package scheme

import (
	"math/big"

	"github.com/shopspring/decimal"
)

var (
	nothing    = new(big.Rat)
	everything = big.NewRat(1, 1)
	hundred    = big.NewRat(100, 1)
)

// share gives (value − floor) / (target − floor), cut to 0 and 1; the signs take care of the direction.
func (p Proportional) share(value *big.Rat) *big.Rat {
	floor, target := p.Floor.Rat(), p.Target.Rat()
	part := new(big.Rat).Sub(value, floor)
	return bounded(part.Quo(part, target.Sub(target, floor)), nothing, everything)
}

// interpolate gives the marks of a broken line; its points go up. Beyond the ends it stays level; at a jump the second
// point counts.
func interpolate(points []Point, value *big.Rat) *big.Rat {
	last := -1
	for i, p := range points {
		if p.At.Rat().Cmp(value) <= 0 {
			last = i
		}
	}
	switch {
	case last < 0:
		return points[0].Gives.Rat()
	case last == len(points)-1:
		return points[last].Gives.Rat()
	}
	a, b := points[last], points[last+1]
	part := new(big.Rat).Sub(value, a.At.Rat())
	part.Quo(part, b.At.Sub(a.At).Rat())
	part.Mul(part, b.Gives.Sub(a.Gives).Rat())
	return part.Add(part, a.Gives.Rat())
}

// amount gives the marks that a value costs or gives: nothing when it is not beyond where counting begins.
func (p PerUnit) amount(value *big.Rat) *big.Rat {
	excess := new(big.Rat)
	if p.Below != nil {
		excess.Sub(p.Below.Rat(), value)
	} else {
		excess.Sub(value, ratOr(p.Above, nothing))
	}
	if excess.Sign() <= 0 {
		return new(big.Rat)
	}
	units := excess.Quo(excess, ratOr(p.Each, everything))
	if p.Units == FullUnits || p.Units == StartedUnits {
		units = whole(units, p.Units == StartedUnits)
	}
	amount := new(big.Rat).Mul(units, amountOf(p.Costs, p.Gives))
	if p.Most != nil {
		amount = lesser(amount, p.Most.Rat())
	}
	return amount
}

// transformed gives what the rule judges: the figure itself, its change or its place; nil when that is not known. base is
// what the figure was compared with.
func (c *setting) transformed(r *Rule, name string, f Figure) (value *big.Rat, base *Value) {
	key := seriesKey{c.subject.Peers, name}
	switch {
	case r.Compare != nil:
		base = c.compared(*r.Compare, key, f)
		if f.Number == nil || base.Number == nil {
			return nil, base
		}
		return r.Compare.change(f.Number, base.Number), base
	case r.Rank != nil && f.Number != nil:
		place := big.NewRat(int64(c.m.place(key, f.Number, r.Rank.Best)), 1)
		base = &Value{State: f.State, Number: place}
		base.complete(&Input{}, nil)
		if r.Rank.As == AsPercentile {
			place = new(big.Rat).Mul(place, hundred)
			place.Quo(place, big.NewRat(int64(len(c.m.numbers(key))), 1))
		}
		return place, base
	case r.Rank != nil:
		return nil, nil
	}
	return f.Number, nil
}

// compared gives what a figure is compared with.
func (c *setting) compared(with Compare, key seriesKey, f Figure) *Value {
	in := c.m.s.inputNamed(key.figure)
	var base Value
	switch with.With {
	case WithPreviousYear:
		base = f.PreviousYear
	case WithPreviousPeriod:
		base = f.PreviousPeriod
	case WithPeersMean:
		base.Number = c.m.summary(key, partPeersMean)
	case WithPeersTotal:
		base.Number = c.m.summary(key, partPeersTotal)
	case WithPeersBest:
		best := partPeersMax
		if with.Best == Lowest {
			best = partPeersMin
		}
		base.Number = c.m.summary(key, best)
	case WithFigure:
		base = c.figure(with.Figure).Value
	}
	base.complete(in, nil)
	return &base
}

// change gives how far a figure is from its base; nil for a percentage of zero, unless the scheme says what counts then.
func (c Compare) change(value, base *big.Rat) *big.Rat {
	difference := new(big.Rat).Sub(value, base)
	if c.By == ByDifference || c.By == "" {
		return difference
	}
	var percent *big.Rat
	switch {
	case difference.Sign() == 0:
		percent = new(big.Rat)
	case base.Sign() == 0 && c.FromZero == nil:
		return nil
	case base.Sign() == 0:
		return c.FromZero.Rat()
	default:
		percent = difference.Quo(difference, new(big.Rat).Abs(base))
		percent.Mul(percent, hundred)
	}
	if c.By == ByRatio {
		return new(big.Rat).Add(percent, hundred)
	}
	return percent
}

// amountOf gives whichever of two numbers is set.
func amountOf(costs, gives *decimal.Decimal) *big.Rat {
	if costs != nil {
		return costs.Rat()
	}
	return ratOr(gives, nothing)
}

func ratOr(d *decimal.Decimal, otherwise *big.Rat) *big.Rat {
	if d == nil {
		return otherwise
	}
	return d.Rat()
}

// bounded cuts a number to what lies between two others; nil is no bound.
func bounded(n, least, most *big.Rat) *big.Rat {
	if least != nil && n.Cmp(least) < 0 {
		n = least
	}
	return lesser(n, most)
}

func lesser(n, most *big.Rat) *big.Rat {
	if most != nil && n.Cmp(most) > 0 {
		return most
	}
	return n
}
