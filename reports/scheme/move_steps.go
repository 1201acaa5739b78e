package scheme

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// steps splits the change between two scores. First the scheme's own change: the former figures under the present scheme,
// less what they got under their own. Then each line under the present scheme. What was done by hand belongs to no scheme and
// is compared across both.
func (m mover) steps(before, now Sheet) []Step {
	base, separable := before, true
	var steps []Step
	if m.changed {
		base = m.remarked[now.Key]
		separable = base.Score != nil
		if !separable {
			base = Sheet{Key: now.Key}
		}
	}
	own, after := foldLines(before.Lines), foldLines(now.Lines)
	then := own
	if m.changed {
		then = foldLines(base.Lines)
	}
	if separable {
		steps = m.lineSteps(then, after)
	} else {
		then = after // nothing but the rule and hands can be told apart
	}
	if m.changed {
		if s, moved := ruleStep(own, then, separable, before, base); moved {
			steps = append(steps, s)
		}
	}
	for _, pair := range pairLines(own, after) {
		if pair.kind == Adjustment {
			steps = m.addStep(steps, ByAdjustment, pair)
		}
	}
	return steps
}

// lineSteps compares two sheets of one scheme line by line.
func (m mover) lineSteps(then, now []*Line) []Step {
	var steps []Step
	spread := Step{Cause: BySpread, Title: warehouse.Text{ZH: "折算", EN: "Marks spread"}}
	var began, ceased []linePair
	for _, pair := range pairLines(then, now) {
		cause, ok := causeOf[pair.kind]
		if !ok {
			continue
		}
		moved := decimal.Zero
		if pair.kind == Scored {
			moved = pair.spread()
			if was, is := pair.before.Applies, pair.after.Applies; was && !is {
				ceased = append(ceased, pair)
			} else if is && !was {
				began = append(began, pair)
			}
		}
		if !moved.IsZero() {
			spread.Change = spread.Change.Add(moved)
			spread.Parts = append(spread.Parts, Part{Line: pair.name, Title: pair.title(), Change: moved})
		}
		steps = m.addStepLess(steps, cause, pair, moved)
	}
	if !spread.Change.IsZero() {
		spread.Words = wordsSpread(began, ceased, spread.Change)
		steps = append(steps, spread)
	}
	// What lines did comes first, what was done to their sum after it.
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(causeOrder[a.Cause], causeOrder[b.Cause]) })
	return steps
}

// causeOf gives what a change of a line of each kind is due to; what is done by hand is compared elsewhere.
var causeOf = map[LineKind]Cause{Scored: ByIndicator, Bonus: ByBonus, Deduction: ByDeduction, Cap: ByCap, VetoEffect: ByVeto, Rounding: ByRounding}

var causeOrder = map[Cause]int{ByIndicator: 0, ByBonus: 1, ByDeduction: 2, BySpread: 3, ByCap: 4, ByVeto: 5, ByRounding: 6}

func (m mover) addStep(steps []Step, cause Cause, p linePair) []Step {
	return m.addStepLess(steps, cause, p, decimal.Zero)
}

// addStepLess adds a step for a line, without the part of its change that belongs elsewhere.
func (m mover) addStepLess(steps []Step, cause Cause, p linePair, elsewhere decimal.Decimal) []Step {
	change := p.after.Given.Sub(p.before.Given).Sub(elsewhere)
	if change.IsZero() {
		return steps
	}
	s := Step{
		Cause: cause, Line: p.name, Title: p.title(), Before: p.before.Given, After: p.after.Given, Change: change,
		FigureBefore: leadingFigure(p.before), FigureAfter: leadingFigure(p.after),
	}
	s.Words = m.wordsStep(s, p)
	return append(steps, s)
}

func leadingFigure(l *Line) *Figure {
	if len(l.Figures) == 0 {
		return nil
	}
	return &l.Figures[0]
}

// ruleStep is what the change of the scheme did to the former score.
func ruleStep(own, remarked []*Line, separable bool, before, under Sheet) (Step, bool) {
	s := Step{Cause: ByRule, Title: warehouse.Text{ZH: "考核细则变化", EN: "Changed scheme"}}
	for _, pair := range pairLines(own, remarked) {
		if pair.kind == Adjustment {
			continue
		}
		if change := pair.after.Given.Sub(pair.before.Given); !change.IsZero() {
			s.Change = s.Change.Add(change)
			s.Parts = append(s.Parts, Part{Line: pair.name, Title: pair.title(), Change: change})
		}
		s.Before, s.After = s.Before.Add(pair.before.Given), s.After.Add(pair.after.Given)
	}
	s.Words = wordsRule(s, separable)
	return s, !s.Change.IsZero()
}

// linePair is one line of a scheme on two sheets; the side on which it does not stand is empty.
type linePair struct {
	kind          LineKind
	group, name   string
	before, after *Line
}

func (p linePair) title() warehouse.Text {
	if p.after.Name == "" && p.after.Kind == "" {
		return p.before.Title
	}
	return p.after.Title
}

// spread is the part of a line's change that is due to its marks, not to its figures. A line that began or ceased to apply, or
// whose marks are given though it does not, has done neither better nor worse: all of it is spread. Otherwise the present performance is measured by the former marks:
// what it would have given then is the figures' part, the rest is the marks'.
func (p linePair) spread() decimal.Decimal {
	change := p.after.Given.Sub(p.before.Given)
	switch {
	case !p.before.Applies || !p.after.Applies:
		return change
	case p.before.Marks.Equal(p.after.Marks), p.after.Marks.IsZero():
		return decimal.Zero
	case sameFigures(p.before, p.after):
		return change
	}
	places := max(-p.before.Given.Exponent(), -p.after.Given.Exponent(), -p.before.Marks.Exponent(), -p.after.Marks.Exponent(), 0)
	atFormer := p.after.Given.Mul(p.before.Marks).DivRound(p.after.Marks, places)
	if p.after.share != nil {
		atFormer = HalfUp.round(new(big.Rat).Mul(p.after.share, p.before.Marks.Rat()), int(places))
	}
	return p.after.Given.Sub(atFormer)
}

// sameFigures says whether two lines rest on the same figures and comparison.
func sameFigures(a, b *Line) bool {
	if len(a.Figures) != len(b.Figures) || (a.Comparison == nil) != (b.Comparison == nil) {
		return false
	}
	if a.Comparison != nil && !sameValue(*a.Comparison, *b.Comparison) {
		return false
	}
	for i := range a.Figures {
		if !sameValue(a.Figures[i].Value, b.Figures[i].Value) {
			return false
		}
	}
	return true
}

func sameValue(a, b Value) bool {
	if a.Number == nil || b.Number == nil {
		return a.Number == nil && b.Number == nil && a.State == b.State
	}
	return a.Number.Cmp(b.Number) == 0
}

type lineKey struct {
	kind        LineKind
	group, name string
}

// keyOf identifies a line. A line that moved to another group of the scheme is still the same line.
func keyOf(l *Line) lineKey {
	switch l.Kind {
	case Scored, Bonus, Deduction:
		return lineKey{kind: l.Kind, name: l.Name}
	}
	return lineKey{l.Kind, l.Group, l.Name}
}

// foldLines adds up lines of one name, such as two adjustments of one line, and keeps the order.
func foldLines(lines []Line) []*Line {
	out := make([]*Line, 0, len(lines))
	index := make(map[lineKey]int, len(lines))
	for i := range lines {
		l := &lines[i]
		key := keyOf(l)
		if at, there := index[key]; there {
			both := *out[at] // the lines of a sheet are shared
			both.Given = both.Given.Add(l.Given)
			out[at] = &both
			continue
		}
		index[key] = len(out)
		out = append(out, l)
	}
	return out
}

// pairLines puts the lines of two sheets beside each other, in the order of the second, then what only the first has.
func pairLines(before, after []*Line) []linePair {
	index, none := make(map[lineKey]*Line, len(before)), &Line{}
	for _, l := range before {
		index[keyOf(l)] = l
	}
	out := make([]linePair, 0, len(after))
	for _, l := range after {
		k := keyOf(l)
		out = append(out, linePair{kind: k.kind, group: k.group, name: k.name, before: cmp.Or(index[k], none), after: l})
		delete(index, k)
	}
	for _, l := range before {
		if k := keyOf(l); index[k] != nil {
			out = append(out, linePair{kind: k.kind, group: k.group, name: k.name, before: l, after: none})
		}
	}
	return out
}

// sortOvertakings puts who stands better now first, those without a rank last.
func sortOvertakings(list []Overtaking) {
	slices.SortStableFunc(list, func(a, b Overtaking) int {
		return cmp.Or(cmp.Compare(orLast(a.After), orLast(b.After)), cmp.Compare(a.Key, b.Key))
	})
}

func orLast(rank int) int {
	if rank == 0 {
		return int(^uint(0) >> 1)
	}
	return rank
}
