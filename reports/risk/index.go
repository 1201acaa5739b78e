package risk

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// rater rates one subject after the other by a model. It is for one goroutine: it keeps what it has scored.
type rater struct {
	model   *Model
	places  int
	factors []*factorRater // the inherent ones, then the dynamic ones
	halves  [2]half
	atLeast *big.Rat // the share of all weights that must be known, in percent
	found   []*scored
}

// half is the inherent or the dynamic side of a model.
type half struct {
	from, to int      // of the factors
	weight   *big.Rat // in percent of the index; of an amplified one 100 and by
}

func newRater(m *Model) *rater {
	r := &rater{model: m, places: m.DecimalPlaces(), atLeast: big.NewRat(50, 1)}
	if m.KnownAtLeast != nil {
		r.atLeast = m.KnownAtLeast.Rat()
	}
	weights := [2]decimal.Decimal{m.Combine.Inherent, m.Combine.Dynamic}
	if m.Combine.Method == Amplify {
		weights = [2]decimal.Decimal{hundred, m.Combine.By}
	}
	for side, list := range [2][]Factor{m.Inherent, m.Dynamic} {
		recipes := m.plan.inherent
		if side == 1 {
			recipes = m.plan.dynamic
		}
		from := len(r.factors)
		for i := range list {
			f := &list[i]
			r.factors = append(r.factors, &factorRater{
				factor: f, recipe: recipes[i], inherent: side == 0, kept: map[counted]*scored{},
				share:   new(big.Rat).Quo(f.Weight.Rat(), hundred.Rat()),
				missing: policy(f.Missing, m.Missing, Policy{}), nothing: policy(f.NothingDue, m.NothingDue, Policy{Spread: true}),
			})
		}
		r.halves[side] = half{from, len(r.factors), weights[side].Rat()}
	}
	r.found = make([]*scored, len(r.factors))
	return r
}

func policy(own, common *Policy, otherwise Policy) Policy {
	switch {
	case own != nil:
		return *own
	case common != nil:
		return *common
	}
	return otherwise
}

// rate fills in a cell whose subject is known; scores has room for all factors.
func (r *rater) rate(cell *Cell, a *answers, k key, scores []FactorScore) {
	cell.Factors = scores
	found := r.found
	for i, f := range r.factors {
		found[i] = f.score(a, k)
		scores[i] = FactorScore{Factor: f.factor, Inherent: f.inherent, Figure: found[i].figure, Score: found[i].shown, cell: cell, recipe: f.recipe}
	}
	r.index(cell, found)
	r.colour(cell, a, k)
}

// index adds up the contributions. What a factor without a figure weighs goes to the others of its side where the model says
// so; otherwise the index is unknown.
func (r *rater) index(cell *Cell, found []*scored) {
	var known [2]*big.Rat
	var score [2]*big.Rat
	all := new(big.Rat)
	cell.State = Rated
	for side, h := range r.halves {
		known[side], score[side] = one, new(big.Rat)
		for i := h.from; i < h.to; i++ {
			if found[i].exact != nil {
				score[side].Add(score[side], found[i].part)
				continue
			}
			known[side] = new(big.Rat).Sub(known[side], r.factors[i].share)
			if !found[i].spread {
				cell.State = Unknown
			}
		}
		if known[side].Sign() == 0 {
			cell.State = Unknown
			continue
		}
		if known[side].Cmp(one) != 0 {
			score[side].Quo(score[side], known[side])
		}
		all.Add(all, new(big.Rat).Mul(known[side], r.sideShare(side)))
	}
	if known[0].Sign() > 0 {
		cell.Inherent = shown(score[0], r.places)
	}
	if known[1].Sign() > 0 {
		cell.Dynamic = shown(score[1], r.places)
	}
	if all.Cmp(r.atLeast) < 0 {
		cell.State = Unknown
	}
	if cell.State == Unknown {
		cell.Reason = reason(cell.Factors)
		return
	}
	sum := decimal.Zero
	for side, h := range r.halves {
		for i := h.from; i < h.to; i++ {
			if found[i].exact == nil {
				continue
			}
			f := &cell.Factors[i]
			if side == 1 && r.model.Combine.Method == Amplify {
				factor := new(big.Rat).Quo(score[0], hundred.Rat())
				f.Weight, f.Contribution = r.contribution(i, h, known[side], factor, found[i].exact)
			} else if known[side].Cmp(one) == 0 {
				f.Weight, f.Contribution = found[i].usual(r, i, h)
			} else {
				f.Weight, f.Contribution = r.contribution(i, h, known[side], one, found[i].exact)
			}
			sum = sum.Add(f.Contribution)
		}
	}
	cell.Index = &sum
}

// contribution is what a score gives the index: side weight × factor's share of what is known × score / 100, times a factor.
func (r *rater) contribution(i int, h half, known, times, score *big.Rat) (weight, contribution decimal.Decimal) {
	w := new(big.Rat).Mul(h.weight, times)
	w.Quo(w.Mul(w, r.factors[i].share), known)
	weight = rounded(w, 4)
	return weight, rounded(w.Quo(w.Mul(w, score), hundred.Rat()), r.places)
}

// usual is the contribution where every factor of the side is known, which is worked out once.
func (s *scored) usual(r *rater, i int, h half) (weight, contribution decimal.Decimal) {
	if s.contribution == nil {
		w, c := r.contribution(i, h, one, one, s.exact)
		s.weight, s.contribution = w, &c
	}
	return s.weight, *s.contribution
}

// sideShare is what a side weighs when it is asked how much is known, in percent.
func (r *rater) sideShare(side int) *big.Rat {
	if r.model.Combine.Method == Amplify {
		return big.NewRat(50, 1)
	}
	return r.halves[side].weight
}

// colour gives the index its colour, and lets overrides make it graver.
func (r *rater) colour(cell *Cell, a *answers, k key) {
	c := &r.model.Combine
	switch {
	case cell.State == Unknown:
	case c.Method == ByMatrix:
		cell.ByIndex = c.Matrix[string(c.InherentLevels.Colour(*cell.Inherent))][string(c.DynamicLevels.Colour(*cell.Dynamic))]
	default:
		cell.ByIndex = r.model.Colours.Colour(*cell.Index)
	}
	cell.Colour = cell.ByIndex
	for i := range r.model.Overrides {
		o := &r.model.Overrides[i]
		holds := true
		for j := range o.When {
			holds = holds && o.When[j].met(r.model.plan.overrides[i][j], a, k)
		}
		if !holds {
			continue
		}
		cell.Overrides = append(cell.Overrides, o)
		if rankOf(o.AtLeast) > rankOf(cell.Colour) {
			cell.Colour = o.AtLeast
		}
	}
}

// met reports whether the condition holds; of an unknown figure nothing holds.
func (c *Condition) met(r *recipe, a *answers, k key) bool {
	if n := a.get(r.terms[0].operand, k); !n.known() {
		return false
	} else if r.under == nil && n.value == 0 { // as most are
		return c.holds(zero)
	}
	figure := r.amount(a, k)
	return figure.value != nil && c.holds(figure.value)
}

var zero = new(big.Rat)

func (c *Condition) holds(figure *big.Rat) bool {
	switch {
	case c.Above != nil:
		return figure.Cmp(c.Above.Rat()) > 0
	case c.AtLeast != nil:
		return figure.Cmp(c.AtLeast.Rat()) >= 0
	case c.Below != nil:
		return figure.Cmp(c.Below.Rat()) < 0
	}
	return figure.Cmp(c.AtMost.Rat()) <= 0
}

// reason says which figures are missing.
func reason(scores []FactorScore) warehouse.Text {
	var zh, en []string
	for _, s := range scores {
		if s.Score == nil {
			why := stateWords(s.Figure.State)
			zh = append(zh, s.Factor.Title.ZH+"（"+why.ZH+"）")
			en = append(en, s.Factor.Title.EN+" ("+why.EN+")")
		}
	}
	return warehouse.Text{ZH: "数据不足，不评定颜色：" + strings.Join(zh, "、"), EN: "too little is known for a colour: " + strings.Join(en, ", ")}
}
