package scheme

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Names of lines that no rule of the scheme has: what they follow, two underscores and one of these.
const (
	limitLine    = "__limit"
	roundingLine = "__rounding"
	bonusesLine  = "bonuses" + limitLine
	deductedLine = "deductions" + limitLine
	scoreLimit   = "score" + limitLine
	scoreRounded = "score" + roundingLine
)

// total turns what the rules gave into lines and a score.
func (p *paper) total() {
	p.spread()
	p.sum = new(big.Rat)
	for _, b := range p.branches {
		p.sum.Add(p.sum, b.sum(p.s))
	}
	p.subtotal = p.sum
	p.groupLines(p.branches)
	if reason, ok := p.unknown(); ok {
		// Nothing at all is known of the subject: it is neither good nor bad.
		p.sheet.Reason = reason
		p.sum, p.subtotal, p.given, p.full = nil, nil, nil, nil
		p.vetoesAlone()
		return
	}
	p.sum = new(big.Rat).Set(p.sum)
	p.bonuses()
	p.deductions()
	ofVetoes := p.adjustments()
	p.vetoes()
	p.sum.Add(p.sum, ofVetoes)
	p.finish()
}

// groupLines writes the lines of groups, and remembers what each line and group gave.
func (p *paper) groupLines(list []*branch) {
	for _, b := range list {
		for _, l := range b.leaves {
			line := p.line(l)
			p.given[l.indicator.Name], p.full[l.indicator.Name] = l.exact, l.marks.Rat()
			p.sheet.Lines = append(p.sheet.Lines, line)
		}
		p.groupLines(b.branches)
		p.given[b.group.Name], p.full[b.group.Name] = b.exact, b.full
		if b.cap.Sign() != 0 {
			p.add(Line{Name: b.group.Name + limitLine, Title: b.group.Title, Group: b.group.Name, GroupTitle: b.group.Title, Kind: Cap, Rule: wordsGroupCap(b)}, b.cap)
		}
		if b.rounding.Sign() != 0 {
			p.add(Line{Name: b.group.Name + roundingLine, Title: b.group.Title, Group: b.group.Name, GroupTitle: b.group.Title, Kind: Rounding, Rule: wordsGroupRounding(b, *p.s.Rounding.Groups)}, b.rounding)
		}
	}
}

// add appends a line that gives so much. What the group sums hold already is not added again: see plus.
func (p *paper) add(line Line, given *big.Rat) {
	line.Given = HalfUp.round(given, p.s.linePlaces())
	line.Applies = true
	p.sheet.Lines = append(p.sheet.Lines, line)
}

// plus appends a line and adds what it gives to the sum.
func (p *paper) plus(line Line, given *big.Rat) {
	p.add(line, given)
	p.sum.Add(p.sum, given)
}

// unknown says that there is no score, and why: no indicator applies, or no figure is known of those that do.
func (p *paper) unknown() (warehouse.Text, bool) {
	known, nothingDue := false, true
	p.leaves(func(l *leaf) {
		j := l.judgement
		known = known || j.applied() && j.outcome != lostUnknown
		nothingDue = nothingDue && (j.outcome == inapplicable || j.outcome == smallSample || j.state == warehouse.NothingDue)
	})
	return wordsUnranked(nothingDue), !known
}

func (p *paper) bonuses() {
	sum := new(big.Rat)
	for i := range p.s.Bonuses {
		b := &p.s.Bonuses[i]
		t := task{
			rule: &b.Rule, figure: p.s.leading(b.Figure, b.Name, &b.Rule), full: ratOr(b.Most, nothing), least: nothing, notReported: NotReportedSpreads,
			leavesOutWhatIsMissed: true,
		}
		if b.Most != nil {
			t.most = b.Most.Rat()
		}
		if b.AppliesWhen != "" {
			t.appliesWhen = []string{b.AppliesWhen}
		}
		sum.Add(sum, p.extra(Line{Name: b.Name, Title: b.Title, Kind: Bonus, Document: b.Document}, t, b.Most))
	}
	if most := p.s.BonusesMost; most != nil && sum.Cmp(most.Rat()) > 0 {
		p.plus(Line{Name: bonusesLine, Title: warehouse.Text{ZH: "加分合计上限", EN: "Limit of all bonuses"}, Kind: Cap, Rule: wordsTogether(sum, *most, Bonus)},
			new(big.Rat).Sub(most.Rat(), sum))
	}
}

func (p *paper) deductions() {
	sum := new(big.Rat)
	for i := range p.s.Deductions {
		d := &p.s.Deductions[i]
		t := task{
			rule: &d.Rule, figure: p.s.leading(d.Figure, d.Name, &d.Rule), full: nothing, most: nothing, notReported: NotReportedSpreads,
			leavesOutWhatIsMissed: true, negative: true,
		}
		if d.Most != nil {
			t.least = d.Most.Neg().Rat()
		}
		if d.AppliesWhen != "" {
			t.appliesWhen = []string{d.AppliesWhen}
		}
		sum.Add(sum, p.extra(Line{Name: d.Name, Title: d.Title, Kind: Deduction, Document: d.Document}, t, d.Most))
	}
	if most := p.s.DeductionsMost; most != nil && sum.Cmp(most.Neg().Rat()) < 0 {
		p.plus(Line{Name: deductedLine, Title: warehouse.Text{ZH: "扣分合计上限", EN: "Limit of all deductions"}, Kind: Cap, Rule: wordsTogether(new(big.Rat).Neg(sum), *most, Deduction)},
			new(big.Rat).Sub(most.Neg().Rat(), sum))
	}
}

// extra writes the line of a bonus or a deduction and gives what it came to.
func (p *paper) extra(line Line, t task, most *decimal.Decimal) *big.Rat {
	j := p.setting.judge(t)
	given := new(big.Rat)
	if j.applied() {
		given.Set(j.given)
		if p.s.roundsLines() {
			given = p.s.Rounding.Mode.round(given, p.s.DecimalPlaces()).Rat()
		}
	}
	p.evidence(&line, t, j)
	if most != nil {
		line.FullMarks = *most
	}
	p.plus(line, given)
	last := &p.sheet.Lines[len(p.sheet.Lines)-1]
	last.Applies = j.applied()
	if !p.m.wordless {
		last.Rule = p.wordsExtra(*last, t, j)
		if given.Sign() < 0 {
			last.Regain = p.setting.regain(t, j.given, func(given *big.Rat) bool { return given.Sign() >= 0 })
		}
	}
	return given
}

// line writes the line of an indicator.
func (p *paper) line(l *leaf) Line {
	i := l.indicator
	line := Line{
		Name: i.Name, Title: i.Title, Group: l.group.Name, GroupTitle: l.group.Title, Kind: Scored, Document: i.Document,
		FullMarks: i.Marks, Marks: l.marks, Given: l.given, Lost: l.marks.Sub(l.given), Applies: l.judgement.applied(),
	}
	if i.Marks.IsZero() { // a bonus or deduction inside the group has no marks to lose
		line.Kind, line.Lost = Bonus, decimal.Zero
		if i.Most == nil {
			line.Kind = Deduction
		}
	}
	if l.earned != nil && l.lost == "" && !i.Marks.IsZero() {
		line.share = new(big.Rat).Quo(l.earned, i.Marks.Rat())
	}
	t := p.m.task(i)
	if !p.m.wordless {
		p.evidence(&line, t, l.judgement)
	}
	p.evidenceIn(&line, l.lost)
	if !p.m.wordless {
		line.Rule = p.wordsLine(l, line)
		if line.Lost.IsPositive() && l.lost == "" {
			line.Regain = p.regain(l)
		}
	}
	return line
}

// evidence puts the figures into a line that decided it, the leading one first.
func (p *paper) evidence(line *Line, t task, j judgement) {
	if t.figure != "" {
		p.evidenceOf(line, t.figure)
	}
	if w := t.rule.Compare; w != nil {
		line.Comparison, line.With = j.base, w.With
		if w.Figure != "" {
			p.evidenceOf(line, w.Figure)
		}
	}
	if t.rule.Rank != nil {
		line.Comparison, line.With = j.base, WithPeersRank
	}
	t.rule.expressions(func(text string) { p.evidenceIn(line, text) })
	for _, charge := range slices.Concat(t.rule.Deductions, t.rule.Additions) {
		if charge.Figure != "" {
			p.evidenceOf(line, charge.Figure)
		}
		p.evidenceIn(line, charge.When)
	}
	for _, condition := range t.appliesWhen {
		p.evidenceIn(line, condition)
	}
}

// evidenceOf adds a figure, and those that it is computed from.
func (p *paper) evidenceOf(line *Line, name string) {
	if slices.Contains(line.Inputs, name) {
		return
	}
	f := p.figure(name)
	line.Inputs, line.Figures = append(line.Inputs, name), append(line.Figures, f)
	if line.Evidence == "" {
		line.Evidence = f.Evidence
	}
	if in := p.s.inputNamed(name); in != nil && in.Expression != "" {
		p.evidenceIn(line, in.Expression)
	}
}

func (p *paper) evidenceIn(line *Line, expression string) {
	program := p.s.programs[expression]
	if program == nil {
		return
	}
	for _, name := range program.names {
		if r := p.s.reference(name); r.figure != "" {
			p.evidenceOf(line, r.figure)
		}
	}
}

// expressions visits the expressions of a rule, without those of its charges.
func (r *Rule) expressions(visit func(text string)) {
	if r.Formula != "" {
		visit(r.Formula)
	}
	if r.AllOrNothing != nil {
		visit(r.AllOrNothing.When)
	}
	for _, t := range r.Steps {
		visit(t.When)
	}
	visit(r.LoseWhen)
	visit(r.FullWhen)
}
