package scheme

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// question asks what would win the lost marks of one line back by one of its figures.
type question struct {
	input  Input
	figure Figure
	// critical are the figures at which the rule turns: targets, thresholds, bases. The nearest figure that gives all marks
	// is one of them or beside one.
	critical func() []*big.Rat
	// goal is where the rule itself says that all marks are; nil when it is not so simple. It is tried first.
	goal *big.Rat
	// full marks the line with another figure in the place of its own, everything else as it is, and says whether all marks
	// are there.
	full func(Figure) bool
	// deducts says that the line is a deduction from the total, of which nothing should be left.
	deducts bool
	// peers says that the rule compares with the peers, who are taken as they stand.
	peers bool
}

// regain finds the nearest figure that gives all marks. Figures are tried as whole numbers of a smallest part: of a ratio one
// more or fewer of its numerator over the denominator as it stands, otherwise the last place that the figure has. The
// answer is proven by the rule itself: it gives all marks, and one part less does not.
func (q question) regain() Regain {
	if q.figure.Number == nil {
		return q.unknown()
	}
	parts, ok := q.parts()
	if !ok {
		return Regain{}
	}
	at, found := q.nearest(parts)
	if !found && !q.input.Final {
		return Regain{Words: warehouse.Text{
			ZH: "只改变" + q.input.Title.ZH + "不能挽回全部失分", EN: "no other figure of " + q.input.Title.EN + " alone wins all marks back",
		}}
	}
	if !found || q.input.Final && at.Cmp(parts.now) < 0 {
		return Regain{Final: true, Words: warehouse.Text{
			ZH: q.input.Title.ZH + "已经发生，本期不能挽回", EN: q.input.Title.EN + ": what happened stays; it cannot be won back in this period",
		}}
	}
	r := Regain{Figure: q.target(parts, at)}
	if parts.denominator != nil {
		count := decimal.NewFromBigInt(new(big.Int).Sub(at, parts.now), 0)
		r.Count = &count
	}
	r.Words = q.words(parts, at, *r.Figure)
	return r
}

// unknown says what to do about a figure that is not there.
func (q question) unknown() Regain {
	if q.input.Entered {
		return Regain{Words: warehouse.Text{ZH: "录入" + q.input.Title.ZH + "后按实际计分", EN: "enter " + q.input.Title.EN + ": it is marked as it is"}}
	}
	return Regain{Words: warehouse.Text{ZH: "报送" + q.input.Title.ZH + "的数据后按实际计分", EN: "report " + q.input.Title.EN + ": it is marked as it is"}}
}

// cutFigure is a figure as a whole number of smallest parts.
type cutFigure struct {
	now         *big.Int
	size        *big.Rat // of one part
	denominator *decimal.Decimal
	least, most *big.Int // nil where there is no bound
}

// parts cuts the figure into its smallest parts.
func (q question) parts() (cutFigure, bool) {
	f := q.figure
	percent := q.input.Unit == "%"
	if f.Numerator != nil && f.Denominator != nil && f.Denominator.IsPositive() && f.Numerator.IsInteger() {
		var size *big.Rat
		switch {
		case !f.Numerator.IsZero():
			size = new(big.Rat).Quo(f.Number, f.Numerator.Rat())
		case percent:
			size = new(big.Rat).Quo(big.NewRat(100, 1), f.Denominator.Rat())
		}
		if size != nil && size.Sign() > 0 {
			p := cutFigure{now: f.Numerator.BigInt(), size: size, denominator: f.Denominator, least: new(big.Int)}
			if percent && f.Denominator.IsInteger() && f.Numerator.LessThanOrEqual(*f.Denominator) {
				p.most = f.Denominator.BigInt() // a share of cases: no more than all of them
			}
			return p, true
		}
	}
	places := q.places()
	size := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	now := new(big.Rat).Quo(f.Number, size)
	p := cutFigure{now: new(big.Int).Div(now.Num(), now.Denom()), size: size}
	if f.Number.Sign() >= 0 && q.input.Expression == "" {
		p.least = new(big.Int) // counts and amounts are not negative
	}
	return p, true
}

// places is how precisely a figure that is no ratio can change. What people enter changes as precisely as it and the rule are
// written.
func (q question) places() int {
	if q.input.Entered {
		places := 0
		for _, n := range append([]*big.Rat{q.figure.Number}, q.critical()...) {
			d, _ := exactDecimal(n)
			places = max(places, -int(d.Exponent()))
		}
		return places
	}
	places := q.input.Decimals
	if q.input.Unit == "%" || !q.figure.Number.IsInt() {
		places = max(places, 2)
	}
	return places
}

// mostSteps bounds the search between two figures; numbers of figures are far below 2^80.
const mostSteps = 80

// nearest finds the whole number of parts nearest to the present one at which all marks are there, and that one part less far
// away does not reach.
func (q question) nearest(p cutFigure) (*big.Int, bool) {
	if at, found := q.atGoal(p); found {
		return at, true
	}
	one := big.NewInt(1)
	tried := map[string]bool{}
	var candidates []*big.Int
	add := func(k *big.Int) {
		if p.least != nil && k.Cmp(p.least) < 0 || p.most != nil && k.Cmp(p.most) > 0 || k.Cmp(p.now) == 0 || tried[k.String()] {
			return
		}
		tried[k.String()] = true
		candidates = append(candidates, k)
	}
	add(new(big.Int))
	if p.most != nil {
		add(p.most)
	}
	for _, c := range q.critical() {
		k := new(big.Rat).Quo(c, p.size)
		low := new(big.Int).Div(k.Num(), k.Denom())
		for _, by := range []int64{-1, 0, 1, 2} {
			add(new(big.Int).Add(low, big.NewInt(by)))
		}
	}
	var x, y big.Int
	slices.SortStableFunc(candidates, func(a, b *big.Int) int { return x.Sub(a, p.now).CmpAbs(y.Sub(b, p.now)) })
	for _, far := range candidates {
		if !q.fullAt(p, far) {
			continue
		}
		near := new(big.Int).Set(p.now) // not all marks
		far = new(big.Int).Set(far)
		for range mostSteps {
			gap := new(big.Int).Sub(far, near)
			if gap.CmpAbs(one) <= 0 {
				return far, true
			}
			next := new(big.Int).Sub(far, big.NewInt(int64(gap.Sign()))) // usually the rule turns right here
			if q.fullAt(p, next) {
				next.Add(near, gap.Quo(gap, big.NewInt(2)))
				if q.fullAt(p, next) {
					far = next
				} else {
					near = next
				}
				continue
			}
			return far, true
		}
	}
	return nil, false
}

// atGoal tries the goal of a simple rule: the first whole part on the far side of it.
func (q question) atGoal(p cutFigure) (*big.Int, bool) {
	if q.goal == nil {
		return nil, false
	}
	up := q.goal.Cmp(q.figure.Number) > 0
	at := whole(new(big.Rat).Quo(q.goal, p.size), up).Num()
	if p.least != nil && at.Cmp(p.least) < 0 || p.most != nil && at.Cmp(p.most) > 0 || at.Cmp(p.now) == 0 || !q.fullAt(p, at) {
		return nil, false
	}
	before := new(big.Int).Sub(at, big.NewInt(int64(at.Cmp(p.now))))
	return at, before.Cmp(p.now) == 0 || !q.fullAt(p, before)
}

// fullAt says whether all marks are there with so many parts.
func (q question) fullAt(p cutFigure, parts *big.Int) bool { return q.full(q.with(p, parts)) }

// with is the figure with so many parts, as a rule judges it; nobody is shown it.
func (q question) with(p cutFigure, parts *big.Int) Figure {
	f := q.figure
	f.Number = new(big.Rat).Mul(new(big.Rat).SetInt(parts), p.size)
	if p.denominator != nil {
		numerator := decimal.NewFromBigInt(parts, 0)
		f.Numerator = &numerator
	}
	return f
}

// target is the figure to reach as people say it: the number in the rule where that gives all marks and no nearer one is
// named, otherwise the one that was found.
func (q question) target(p cutFigure, at *big.Int) *decimal.Decimal {
	if p.denominator != nil {
		found := new(big.Rat).Mul(new(big.Rat).SetInt(at), p.size)
		if gap := new(big.Rat); q.goal != nil && gap.Abs(gap.Sub(found, q.goal)).Cmp(p.size) < 0 {
			if named, exact := exactDecimal(q.goal); exact && found.Cmp(q.goal) == q.goal.Cmp(q.figure.Number) || found.Cmp(q.goal) == 0 {
				return &named
			}
		}
		for _, c := range q.critical() {
			// The rule's number lies within one part of what was found.
			if gap := new(big.Rat).Sub(found, c); gap.Abs(gap).Cmp(p.size) >= 0 {
				continue
			}
			f := q.figure
			f.Number = c
			if named, exact := exactDecimal(c); exact && q.full(f) {
				return &named
			}
		}
	}
	shown := decimal.RequireFromString(q.with(p, at).Number.FloatString(max(q.places(), 2)))
	return &shown
}

// exactDecimal gives a fraction as a decimal without trailing zeros; whether it is one of few places is told.
func exactDecimal(n *big.Rat) (decimal.Decimal, bool) {
	d := decimal.RequireFromString(n.FloatString(shownPlaces))
	return decimal.RequireFromString(d.String()), d.Rat().Cmp(n) == 0
}
