package scheme

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Mark marks all subjects, whole peer groups at once, because rules may compare a subject with its peers. Sheets come in the
// order of the subjects. It is safe for concurrent use.
//
// The order of computation: figures and what is computed from them; each indicator's marks by its rule; marks of indicators
// that do not apply are spread and groups are scaled, bounded and rounded; bonuses; deductions; adjustments by hand;
// marks that vetoes cost; the bounds of the score; its rounding; ranks; grades, which vetoes and quotas lower.
func (s *Scheme) Mark(subjects []Subject) []Sheet { return s.mark(subjects, false) }

// mark leaves the words out when only marks are wanted.
func (s *Scheme) mark(subjects []Subject, wordless bool) []Sheet {
	m := newMarking(s, subjects)
	m.wordless = wordless
	papers := make([]*paper, len(subjects))
	for i := range subjects {
		papers[i] = m.judge(m.views[i])
	}
	m.giveMeans(papers)
	for _, p := range papers {
		p.total()
	}
	m.rank(papers)
	m.grade(papers)
	sheets := make([]Sheet, len(papers))
	for i, p := range papers {
		sheets[i] = p.sheet
	}
	return sheets
}

// paper is one subject's sheet while it is being marked.
type paper struct {
	*setting
	s        *Scheme
	branches []*branch
	sheet    Sheet
	vetoed   []*VetoRule // those that were triggered
	sum      *big.Rat    // what all lines come to, exactly
	unranked bool        // by a veto
	last     bool
}

// judge applies every indicator's rule to a subject.
func (m *marking) judge(v *view) *paper {
	p := &paper{setting: &setting{view: v, given: map[string]*big.Rat{}, full: map[string]*big.Rat{}}, s: m.s}
	p.sheet.Key = v.subject.Key
	p.branches = p.judgeGroups(m.s.Groups, nil, "")
	return p
}

// judgeGroups judges what is in groups; lost is a condition that holds and takes all their marks.
func (p *paper) judgeGroups(groups []Group, conditions []string, lost string) []*branch {
	var out []*branch
	for g := range groups {
		group := &groups[g]
		b := &branch{group: group}
		inside := conditions
		if group.AppliesWhen != "" {
			inside = append(conditions[:len(conditions):len(conditions)], group.AppliesWhen)
		}
		gone := lost
		if group.LoseWhen != "" && gone == "" && p.holds(group.LoseWhen).holds {
			gone = group.LoseWhen
		}
		for i := range group.Indicators {
			b.leaves = append(b.leaves, p.leaf(group, &group.Indicators[i], inside, gone))
		}
		b.branches = p.judgeGroups(group.Groups, inside, gone)
		out = append(out, b)
	}
	return out
}

func (p *paper) leaf(g *Group, i *Indicator, conditions []string, lost string) *leaf {
	l := &leaf{group: g, indicator: i, policy: i.policy(p.s), judgement: p.setting.judge(p.m.task(i).under(conditions)), lost: lost}
	if lost != "" && l.judgement.applied() {
		l.judgement.given = bounded(l.judgement.given, nil, nothing) // what is below nothing stays
	}
	switch {
	case l.judgement.applied():
		l.earned = l.judgement.given
	case l.policy == SpreadFull:
		l.earned = i.Marks.Rat()
	}
	if places := p.s.Rounding.Items; l.earned != nil && places != nil {
		l.earned = p.s.Rounding.Mode.round(l.earned, *places).Rat()
	}
	return l
}

// task is what an indicator asks of its rule; it is the same for all subjects.
func (m *marking) task(i *Indicator) task {
	t, there := m.tasks[i]
	if !there {
		t = m.s.task(i)
		m.tasks[i] = t
	}
	return t
}

// under is a task inside groups that ask for something themselves.
func (t task) under(conditions []string) task {
	if len(conditions) > 0 {
		t.appliesWhen = slices.Concat(conditions, t.appliesWhen)
	}
	return t
}

func (s *Scheme) task(i *Indicator) task {
	t := task{
		rule: &i.Rule, figure: s.leading(i.Figure, i.Name, &i.Rule), full: i.Marks.Rat(), least: ratOr(i.Least, nothing), most: i.Marks.Rat(),
		minimumSample: s.MinimumSample, notReported: i.notReported(s),
	}
	if i.Most != nil {
		t.most = i.Most.Rat()
	}
	if i.MinimumSample != nil {
		t.minimumSample = *i.MinimumSample
	}
	if i.AppliesWhen != "" {
		t.appliesWhen = []string{i.AppliesWhen}
	}
	return t
}

func (i *Indicator) policy(s *Scheme) Spread {
	switch {
	case i.Spread != "":
		return i.Spread
	case s.Spread != "":
		return s.Spread
	}
	return SpreadScheme
}

func (i *Indicator) notReported(s *Scheme) NotReported {
	switch {
	case i.NotReported != "":
		return i.NotReported
	case s.NotReported != "":
		return s.NotReported
	}
	return NotReportedLoses
}

// leaves visits every indicator in the order of the scheme.
func (p *paper) leaves(visit func(*leaf)) {
	var walk func([]*branch)
	walk = func(list []*branch) {
		for _, b := range list {
			for _, l := range b.leaves {
				visit(l)
			}
			walk(b.branches)
		}
	}
	walk(p.branches)
}

// giveMeans gives indicators that do not apply, and say so, the share that peers earned on average.
func (m *marking) giveMeans(papers []*paper) {
	type key struct{ peers, line string }
	sums, counts := map[key]*big.Rat{}, map[key]int64{}
	for _, p := range papers {
		p.leaves(func(l *leaf) {
			if l.policy != SpreadMean || l.earned == nil {
				return
			}
			k := key{p.subject.Peers, l.indicator.Name}
			if sums[k] == nil {
				sums[k] = new(big.Rat)
			}
			sums[k].Add(sums[k], l.earned)
			counts[k]++
		})
	}
	for _, p := range papers {
		p.leaves(func(l *leaf) {
			if k := (key{p.subject.Peers, l.indicator.Name}); l.policy == SpreadMean && l.earned == nil && counts[k] > 0 {
				l.earned = new(big.Rat).Quo(sums[k], new(big.Rat).SetInt64(counts[k]))
			}
		})
	}
}

// spread works out what every line can earn and gives: marks that do not apply go where the scheme says, groups are scaled.
func (p *paper) spread() {
	p.shares()
	places := p.s.linePlaces()
	p.leaves(func(l *leaf) {
		l.exact = new(big.Rat)
		if l.earned == nil {
			return
		}
		if !p.s.roundsLines() {
			l.exact.Mul(l.earned, l.factor)
			l.given = HalfUp.round(l.exact, places)
			if l.earned.Cmp(l.indicator.Marks.Rat()) == 0 {
				l.given = l.marks // all of what is printed, also of thirds
			}
			return
		}
		if l.indicator.Marks.IsZero() {
			l.given = p.s.Rounding.Mode.round(new(big.Rat).Mul(l.earned, l.factor), places)
			l.exact = l.given.Rat()
			return
		}
		// The share of the printed marks, so that a line that gives all gives exactly what is printed.
		share := new(big.Rat).Quo(l.earned, l.indicator.Marks.Rat())
		l.given = p.s.Rounding.Mode.round(share.Mul(share, l.marks.Rat()), places)
		l.exact = l.given.Rat()
	})
}

// shares works out what every line can earn and what a raw mark of it counts for.
func (p *paper) shares() {
	pattern := p.pattern()
	if kept, there := p.m.shares[pattern]; there {
		kept.give(p)
		return
	}
	all := noWeights()
	for _, b := range p.branches {
		all.add(b.weigh())
	}
	factor := all.keep()
	total := new(big.Rat).Set(all.applied)
	if all.applied.Sign() > 0 {
		total.Add(total, all.scheme)
		factor = new(big.Rat).Quo(new(big.Rat).Mul(factor, total), all.applied)
	}
	places := p.s.linePlaces()
	unit := decimal.New(1, int32(-places))
	units := HalfUp.round(total, places).Div(unit).IntPart()
	for _, b := range p.branches {
		b.hand(factor)
	}
	p.share(units, unit)
	p.m.shares[pattern] = p.keepShares()
}
