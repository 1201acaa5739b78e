package scheme

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// marking is one run of a scheme over all subjects of its peer groups.
type marking struct {
	s        *Scheme
	subjects []Subject
	views    []*view
	groups   map[string][]int // by peer group, the subjects in it
	series   map[seriesKey][]*big.Rat
	shares   map[string]sharesKept // by which lines apply
	tasks    map[*Indicator]task
	wordless bool // only marks are wanted, as when thousands of runs are compared
}

type seriesKey struct{ peers, figure string }

// view is a subject's figures: those that were given, and those computed from them.
type view struct {
	m       *marking
	subject *Subject
	own     map[string]Figure // in the place of the subject's, when another figure is tried
	found   map[string]Figure
}

func newMarking(s *Scheme, subjects []Subject) *marking {
	m := &marking{s: s, subjects: subjects, groups: map[string][]int{}, series: map[seriesKey][]*big.Rat{}, shares: map[string]sharesKept{}, tasks: map[*Indicator]task{}}
	for i := range subjects {
		m.groups[subjects[i].Peers] = append(m.groups[subjects[i].Peers], i)
		m.views = append(m.views, &view{m: m, subject: &subjects[i], found: map[string]Figure{}})
	}
	return m
}

// with gives the subject's view with another figure in the place of one; the peers stay as they are.
func (v *view) with(name string, f Figure) *view {
	return &view{m: v.m, subject: v.subject, own: map[string]Figure{name: f}, found: map[string]Figure{}}
}

// figure gives an input's figure of the subject.
func (v *view) figure(name string) Figure {
	if f, ok := v.own[name]; ok {
		return f
	}
	if f, ok := v.found[name]; ok {
		return f
	}
	f := Figure{}
	if in := v.m.s.inputNamed(name); in == nil {
		f.State = warehouse.NoData
	} else if in.Expression != "" {
		f = v.computed(in)
	} else {
		f = v.given(in)
	}
	v.found[name] = f
	return f
}

// given completes a figure that was handed over: the exact number and the one that is shown, and the default where nothing
// is known.
func (v *view) given(in *Input) Figure {
	f, ok := v.subject.Figures[in.Name]
	if !ok {
		f.State = warehouse.NoData
		if in.Entered {
			f.State = warehouse.NotReported
		}
		f.PreviousYear.State, f.PreviousPeriod.State = warehouse.NoComparison, warehouse.NoComparison
	}
	instead := in.Default
	if in.Entered && f.State == warehouse.NotRecorded {
		instead = nil // values that contradict each other are not the same as none: nobody entered 0
	}
	f.Value.complete(in, instead)
	f.PreviousYear.complete(in, nil)
	f.PreviousPeriod.complete(in, nil)
	return f
}

// complete fills in the number or the shown figure from the other; where neither is known, what is taken for it instead.
func (v *Value) complete(in *Input, instead *decimal.Decimal) {
	if v.Number == nil && v.Shown != nil {
		v.Number = v.Shown.Rat()
	}
	if v.Number == nil && instead != nil {
		v.State, v.Number = warehouse.Present, instead.Rat()
	}
	if v.Number != nil && v.Shown == nil {
		shown := HalfUp.round(v.Number, in.places())
		v.Shown = &shown
	}
	if v.Number != nil && v.State == "" {
		v.State = warehouse.Present
	}
	if v.Number == nil && v.State == "" {
		v.State = warehouse.NoData
	}
}

// places is how precisely a figure is printed: as the catalogue says, percentages with two places.
func (in *Input) places() int {
	if in.Decimals == 0 && in.Unit == "%" {
		return 2
	}
	return in.Decimals
}

// computed runs a figure's expression, for earlier periods too where they are asked for.
func (v *view) computed(in *Input) Figure {
	var f Figure
	f.Value = v.compute(in, partItself)
	f.PreviousYear.State, f.PreviousPeriod.State = warehouse.NoComparison, warehouse.NoComparison
	if in.PreviousYear {
		f.PreviousYear = v.compute(in, partPreviousYear)
	}
	if in.PreviousPeriod {
		f.PreviousPeriod = v.compute(in, partPreviousPeriod)
	}
	return f
}

func (v *view) compute(in *Input, at part) Value {
	p := v.m.s.programs[in.Expression]
	n := p.run(func(name string) any { return v.read(v.m.s.reference(name), at) }).(number)
	value := Value{Number: n.rat}
	if n.rat == nil {
		value.State = v.unknownState(p)
	}
	instead := in.Default
	if at != partItself {
		instead = nil
	}
	value.complete(in, instead)
	return value
}

// unknownState says why an expression is not known: because of a figure in it, or because it divides by zero.
func (v *view) unknownState(p *program) warehouse.State {
	state := warehouse.NothingDue
	for _, name := range p.names {
		r := v.m.s.reference(name)
		if r.figure == "" {
			continue
		}
		f := v.figure(r.figure)
		switch {
		case f.Number != nil:
		case f.State == warehouse.NotReported:
			return f.State // the unit could have helped it
		case state == warehouse.NothingDue:
			state = f.State
		}
	}
	return state
}

// read gives what a name stands for; shifted reads a computed figure's parts as of an earlier period.
func (v *view) read(r reference, shifted part) any {
	if r.group != "" {
		return truth{true, v.subject.Peers == r.group}
	}
	at := r.part
	if shifted != partItself {
		if at != partItself {
			return number{} // nothing is known of the earlier period of an earlier period, or of its peers
		}
		at = shifted
	}
	f := v.figure(r.figure)
	switch at {
	case partItself:
		return number{f.Number}
	case partPreviousYear:
		return number{f.PreviousYear.Number}
	case partPreviousPeriod:
		return number{f.PreviousPeriod.Number}
	case partNumerator:
		if f.Numerator != nil {
			return number{f.Numerator.Rat()}
		}
	case partDenominator:
		if f.Denominator != nil {
			return number{f.Denominator.Rat()}
		}
	case partPeersMean, partPeersMax, partPeersMin, partPeersTotal, partPeersCount:
		return number{v.m.summary(seriesKey{v.subject.Peers, r.figure}, at)}
	case partRankHighest, partRankLowest:
		if f.Number != nil {
			best := Highest
			if at == partRankLowest {
				best = Lowest
			}
			return number{big.NewRat(int64(v.m.place(seriesKey{v.subject.Peers, r.figure}, f.Number, best)), 1)}
		}
	}
	return number{}
}

// numbers gives a figure of all peers who have one, the subject's own among them.
func (m *marking) numbers(key seriesKey) []*big.Rat {
	list, ok := m.series[key]
	if !ok {
		for _, i := range m.groups[key.peers] {
			if n := m.views[i].figure(key.figure).Number; n != nil {
				list = append(list, n)
			}
		}
		m.series[key] = list
	}
	return list
}

// summary gives the mean, the ends or the number of a figure's peers; nil when none is known.
func (m *marking) summary(key seriesKey, of part) *big.Rat {
	list := m.numbers(key)
	switch {
	case of == partPeersCount:
		return big.NewRat(int64(len(list)), 1)
	case len(list) == 0:
		return nil
	case of == partPeersTotal:
		return m.together(key)
	case of == partPeersMax:
		return slices.MaxFunc(list, (*big.Rat).Cmp)
	case of == partPeersMin:
		return slices.MinFunc(list, (*big.Rat).Cmp)
	}
	sum := new(big.Rat)
	for _, n := range list {
		sum.Add(sum, n)
	}
	return sum.Quo(sum, big.NewRat(int64(len(list)), 1))
}

// together gives the figure of all peers as if they were one: the sum, and of a ratio the ratio of the sums over those whose
// parts are known.
func (m *marking) together(key seriesKey) *big.Rat {
	sum, numerators, denominators := new(big.Rat), new(big.Rat), new(big.Rat)
	var scale *big.Rat
	for _, i := range m.groups[key.peers] {
		f := m.views[i].figure(key.figure)
		if f.Number == nil {
			continue
		}
		sum.Add(sum, f.Number)
		if f.Numerator == nil || f.Denominator == nil {
			continue
		}
		numerators.Add(numerators, f.Numerator.Rat())
		denominators.Add(denominators, f.Denominator.Rat())
		if scale == nil && !f.Numerator.IsZero() {
			scale = new(big.Rat).Quo(new(big.Rat).Mul(f.Number, f.Denominator.Rat()), f.Numerator.Rat())
		}
	}
	switch {
	case denominators.Sign() == 0:
		return sum
	case scale == nil: // no peer has a case
		return new(big.Rat)
	}
	return numerators.Mul(numerators.Quo(numerators, denominators), scale)
}

// place gives a number's place among the peers' figures: one more than there are better ones.
func (m *marking) place(key seriesKey, own *big.Rat, best Best) int {
	place := 1
	for _, n := range m.numbers(key) {
		if c := n.Cmp(own); c > 0 && best == Highest || c < 0 && best == Lowest {
			place++
		}
	}
	return place
}
