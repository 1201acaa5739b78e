package scheme

import (
	"maps"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// regain says what would win a line's lost marks back: by one figure where one is enough, otherwise by all that cost marks.
// full says whether what the rule gives makes all marks of the line.
func (c *setting) regain(t task, gave *big.Rat, full func(given *big.Rat) bool) Regain {
	if gave == nil || full(gave) {
		return Regain{}
	}
	if c.asksPeers(t) {
		return Regain{} // the figure to reach would be a peer's
	}
	if t.rule.Rank != nil {
		return c.regainPlace(t, full)
	}
	inputs := c.inputsOf(t)
	var best *Regain
	for _, in := range inputs {
		r := c.questionOf(t, *in, nil, full).regain()
		switch {
		case r.Figure != nil:
			return r
		case r.Words.ZH != "" && (best == nil || in.Final):
			best = &r
		}
	}
	if len(inputs) > 1 {
		if r, ok := c.regainTogether(t, inputs, full); ok {
			return r
		}
	}
	if best == nil {
		return Regain{}
	}
	return *best
}

// regain says what would win a line's lost marks back. All marks are there when the printed marks are.
func (p *paper) regain(l *leaf) Regain {
	t := p.m.task(l.indicator) // what the groups ask for holds already
	return p.setting.regain(t, l.judgement.given, func(given *big.Rat) bool {
		if places := p.s.Rounding.Items; places != nil {
			given = p.s.Rounding.Mode.round(given, *places).Rat()
		}
		if !p.s.roundsLines() {
			return given.Cmp(t.full) >= 0
		}
		share := new(big.Rat).Quo(given, t.full)
		return p.s.Rounding.Mode.round(share.Mul(share, l.marks.Rat()), p.s.linePlaces()).GreaterThanOrEqual(l.marks)
	})
}

// asksPeers says whether an expression of the rule looks at figures of peers.
func (c *setting) asksPeers(t task) bool {
	for _, text := range t.rule.texts() {
		if p := c.m.s.programs[text]; p != nil {
			for _, name := range p.names {
				if slices.Contains(partsOfPeers, c.m.s.reference(name).part) {
					return true
				}
			}
		}
	}
	return false
}

// again is a setting in which the rule can be judged once more.
func (c *setting) again() *setting {
	own := *c
	return &own
}

// questionOf asks by one figure, with other figures in the places of others.
func (c *setting) questionOf(t task, in Input, others map[string]Figure, full func(*big.Rat) bool) question {
	return question{
		input: in, figure: c.figure(in.Name), critical: func() []*big.Rat { return c.criticalOf(t, in) }, goal: t.goal(in.Name),
		deducts: t.negative,
		peers:   t.rule.Compare != nil && slices.Contains(withPeers, t.rule.Compare.With),
		full: func(f Figure) bool {
			tried := c.again()
			tried.view = c.view.with(in.Name, f)
			maps.Copy(tried.view.own, others)
			j := tried.judge(t)
			return j.given != nil && full(j.given)
		},
	}
}

// goal is the figure at which a simple rule gives all marks; nil for the others.
func (t task) goal(input string) *big.Rat {
	r := t.rule
	switch {
	case input != t.figure || r.Compare != nil || r.Rank != nil:
		return nil
	case r.Proportional != nil:
		return r.Proportional.Target.Rat()
	case r.DeductPerUnit != nil:
		return r.DeductPerUnit.free()
	}
	return nil
}

// free is where counting begins: up to there nothing is taken.
func (p PerUnit) free() *big.Rat {
	if p.Below != nil {
		return p.Below.Rat()
	}
	return ratOr(p.Above, nothing)
}

// regainTogether brings every figure that costs marks to where it costs none: those of deductions to where counting begins,
// then the leading one.
func (c *setting) regainTogether(t task, inputs []*Input, full func(*big.Rat) bool) (Regain, bool) {
	ideal := map[string]Figure{}
	var zh, en []string
	for _, charge := range slices.Concat(t.rule.Deductions, t.rule.Additions) {
		in := c.m.s.inputNamed(charge.Figure)
		if in == nil || ideal[charge.Figure].Number != nil {
			continue
		}
		f := c.figure(charge.Figure)
		if f.Number == nil {
			continue
		}
		costs := charge.Costs != nil
		r := question{
			input: *in, figure: f, deducts: t.negative, critical: func() []*big.Rat { return numbersOf(charge) }, goal: charge.perUnit().free(),
			full: func(f Figure) bool { return costs && charge.perUnit().amount(f.Number).Sign() == 0 },
		}
		if !costs || r.full(f) {
			continue
		}
		goal := r.regain()
		if goal.Figure == nil {
			return goal, goal.Words.ZH != ""
		}
		f.Number, f.Shown = goal.Figure.Rat(), goal.Figure
		ideal[charge.Figure] = f
		zh, en = append(zh, bare(goal.Words.ZH)), append(en, bare(goal.Words.EN))
	}
	if len(ideal) == 0 {
		return Regain{}, false
	}
	tried := c.again()
	tried.view = &view{m: c.m, subject: c.subject, own: ideal, found: map[string]Figure{}}
	if j := tried.judge(t); j.given == nil || !full(j.given) {
		if t.figure == "" || ideal[t.figure].Number != nil {
			return Regain{}, false
		}
		r := c.questionOf(t, *c.m.s.inputNamed(t.figure), ideal, full).regain()
		if r.Figure == nil {
			return r, r.Words.ZH != ""
		}
		zh, en = append(zh, bare(r.Words.ZH)), append(en, bare(r.Words.EN))
	}
	return Regain{Words: warehouse.Text{
		ZH: strings.Join(zh, "，且") + winsZH[t.negative], EN: strings.Join(en, " and ") + winsEN[t.negative],
	}}, true
}

// bare leaves out what a sentence says at its end.
func bare(words string) string {
	for _, deducts := range []bool{false, true} {
		words = strings.TrimSuffix(strings.TrimSuffix(words, winsZH[deducts]), winsEN[deducts])
	}
	return words
}

// regainPlace says which place among the peers gives all marks. It names no figure: that would be a peer's.
func (c *setting) regainPlace(t task, full func(*big.Rat) bool) Regain {
	in := c.m.s.inputNamed(t.figure)
	q := c.questionOf(t, *in, nil, full)
	if q.figure.Number == nil {
		return q.unknown()
	}
	key := seriesKey{c.subject.Peers, t.figure}
	now := c.m.place(key, q.figure.Number, t.rule.Rank.Best)
	reached := 0
	for _, n := range c.m.numbers(key) {
		f := q.figure
		f.Number = n
		if place := c.m.place(key, n, t.rule.Rank.Best); place < now && place > reached && q.full(f) {
			reached = place
		}
	}
	if reached == 0 {
		return Regain{}
	}
	return Regain{Words: warehouse.Text{
		ZH: in.Title.ZH + "在同组由第" + itoa(now) + "位升至第" + itoa(reached) + "位" + winsZH[t.negative],
		EN: in.Title.EN + " among the peers from place " + itoa(now) + " to " + itoa(reached) + winsEN[t.negative],
	}}
}

func itoa(n int) string { return decimal.NewFromInt(int64(n)).String() }

// inputsOf lists the figures that a rule looks at: the leading one, those of its causes, those of its conditions.
func (c *setting) inputsOf(t task) []*Input {
	var out []*Input
	add := func(name string) {
		if in := c.m.s.inputNamed(name); in != nil && !slices.Contains(out, in) {
			out = append(out, in)
		}
	}
	add(t.figure)
	for _, charge := range slices.Concat(t.rule.Deductions, t.rule.Additions) {
		add(charge.Figure)
	}
	for _, text := range t.rule.texts() {
		if p := c.m.s.programs[text]; p != nil {
			for _, name := range p.names {
				add(c.m.s.reference(name).figure)
			}
		}
	}
	return out
}

// criticalOf gives the figures of an input at which a rule may turn.
func (c *setting) criticalOf(t task, in Input) []*big.Rat {
	out := numbersOf(*t.rule)
	for _, text := range t.rule.texts() {
		for _, n := range written.FindAllString(text, -1) {
			if r, ok := new(big.Rat).SetString(n); ok {
				out = append(out, r)
			}
		}
	}
	out = append(out, t.full)
	if e := t.rule.EarnPerUnit; e != nil && e.Gives != nil && e.Gives.IsPositive() {
		// As many units as make all marks.
		units := new(big.Rat).Quo(t.full, e.Gives.Rat())
		units = new(big.Rat).Mul(whole(units, true), ratOr(e.Each, everything))
		if e.Below != nil {
			out = append(out, new(big.Rat).Sub(e.Below.Rat(), units))
		} else {
			out = append(out, new(big.Rat).Add(ratOr(e.Above, nothing), units))
		}
	}
	if t.rule.Compare == nil || in.Name != t.figure {
		return out
	}
	_, base := c.transformed(t.rule, t.figure, c.figure(t.figure))
	if base == nil || base.Number == nil {
		return out
	}
	for _, n := range append(slices.Clone(out), nothing) {
		switch t.rule.Compare.By {
		case ByPercent:
			share := new(big.Rat).Quo(n, hundred)
			out = append(out, share.Add(base.Number, share.Mul(share, new(big.Rat).Abs(base.Number))))
		case ByRatio:
			share := new(big.Rat).Quo(n, hundred)
			out = append(out, share.Mul(share, base.Number))
		default:
			out = append(out, new(big.Rat).Add(base.Number, n))
		}
	}
	return out
}

// written finds the numbers in an expression.
var written = regexp.MustCompile(`\b\d+(\.\d+)?\b`)

// numbersOf lists the numbers that a rule or a part of it names.
func numbersOf(rule any) []*big.Rat {
	var out []*big.Rat
	at := reflect.New(reflect.TypeOf(rule))
	at.Elem().Set(reflect.ValueOf(rule))
	numbersIn("", "", at, func(_, _ string, value *decimal.Decimal) { out = append(out, value.Rat()) })
	return out
}

// texts lists a rule's expressions, those of its causes among them.
func (r *Rule) texts() []string {
	var out []string
	r.expressions(func(text string) { out = append(out, text) })
	for _, charge := range slices.Concat(r.Deductions, r.Additions) {
		out = append(out, charge.When)
	}
	return out
}
