package scheme

import (
	"math/big"
	"slices"
	"strings"

	"anlan/warehouse"
)

// loseAll names all marks in a veto's effect.
const loseAll = "all"

// vetoes finds those that were triggered and takes the marks that they cost. What a later one takes is what an earlier one
// has left.
func (p *paper) vetoes() {
	taken := map[string]bool{}
	p.score = p.s.Rounding.Mode.round(p.s.within(p.sum), p.s.DecimalPlaces()).Rat() // as it would be without vetoes
	for i := range p.s.Vetoes {
		v := &p.s.Vetoes[i]
		holds := p.lasting(v).holds(v.When)
		if !holds.known {
			p.note(wordsVetoUnknown(v))
		}
		if !holds.holds {
			continue
		}
		p.vetoed = append(p.vetoed, v)
		p.unranked = p.unranked || v.Effect.Rank == RankNone
		p.last = p.last || v.Effect.Rank == RankLast
		p.sheet.Vetoes = append(p.sheet.Vetoes, p.veto(v))
		cost := new(big.Rat)
		switch lose := v.Effect.Lose; {
		case lose == loseAll:
			cost.Neg(p.sum)
		case lose != "" && !taken[lose] && !p.insideTaken(lose, taken):
			cost.Neg(p.left(lose, taken))
			taken[lose] = true
		}
		if v.Effect.Marks != nil {
			cost.Sub(cost, v.Effect.Marks.Rat())
		}
		if v.Effect.Most != nil {
			after := new(big.Rat).Add(p.sum, cost)
			cost.Add(cost, after.Sub(lesser(after, v.Effect.Most.Rat()), after))
		}
		if cost.Sign() != 0 {
			p.plus(Line{Name: v.Name, Title: v.Title, Kind: VetoEffect, Rule: wordsVetoCost(v), Document: v.Document}, cost)
		}
	}
}

// vetoesAlone lists what was triggered where there is no score that a veto could touch: who reports nothing does not hide it.
func (p *paper) vetoesAlone() {
	for i := range p.s.Vetoes {
		if v := &p.s.Vetoes[i]; p.lasting(v).holds(v.When).holds {
			p.sheet.Vetoes = append(p.sheet.Vetoes, p.veto(v))
		}
	}
}

// insideTaken says whether a line or group lies in a group whose marks were lost already.
func (p *paper) insideTaken(name string, taken map[string]bool) bool {
	found := false
	walkGroups(p.s.Groups, func(path []string, line string) {
		if line != name {
			return
		}
		for _, group := range path {
			found = found || taken[group]
		}
	})
	return found
}

// left is what a line or group gave, without what was lost of it already.
func (p *paper) left(name string, taken map[string]bool) *big.Rat {
	left := new(big.Rat).Set(p.given[name])
	walkGroups(p.s.Groups, func(path []string, line string) {
		inside, covered := false, false
		for _, group := range path {
			inside = inside || group == name
			covered = covered || inside && group != name && taken[group]
		}
		if inside && !covered && taken[line] {
			left.Sub(left, p.given[line])
		}
	})
	return left
}

// walkGroups visits every group and indicator with the names of the groups that it stands in.
func walkGroups(groups []Group, visit func(path []string, name string)) {
	var walk func(path []string, groups []Group)
	walk = func(path []string, groups []Group) {
		for _, g := range groups {
			visit(path, g.Name)
			inside := append(path[:len(path):len(path)], g.Name)
			for _, i := range g.Indicators {
				visit(inside, i.Name)
			}
			walk(inside, g.Groups)
		}
	}
	walk(nil, groups)
}

// lasting is the setting in which the figures of a veto's condition look back as long as the veto lasts.
func (p *paper) lasting(v *VetoRule) *setting {
	if v.Months == 0 {
		return p.setting
	}
	own := map[string]Figure{}
	for _, name := range p.s.programs[v.When].names {
		if r := p.s.reference(name); r.figure != "" && r.months == 0 && r.part == partItself {
			if longer := lastingName(r.figure, v.Months); p.s.inputNamed(longer) != nil {
				own[r.figure] = p.figure(longer)
			}
		}
	}
	copied := *p.setting
	copied.view = &view{m: p.m, subject: p.subject, own: own, found: map[string]Figure{}}
	return &copied
}

func (p *paper) veto(v *VetoRule) Veto {
	out := Veto{Name: v.Name, Title: v.Title, Effect: p.s.wordsEffect(v), Document: v.Document}
	var line Line
	for _, name := range p.s.programs[v.When].names {
		r := p.s.reference(name)
		if r.figure == "" {
			continue
		}
		if longer := lastingName(r.figure, v.Months); v.Months != 0 && p.s.inputNamed(longer) != nil {
			r.figure = longer
		}
		p.evidenceOf(&line, r.figure)
	}
	out.Inputs, out.Figures = line.Inputs, line.Figures
	out.Rule = p.wordsVeto(v, out)
	return out
}

func (p *paper) note(t warehouse.Text) {
	if !p.m.wordless {
		p.sheet.Notes = append(p.sheet.Notes, t)
	}
}

// adjustments are lines of their own, before vetoes: who was corrected to 81 is not caught by a veto on less than 80, and a
// veto that takes a group or bounds the score takes and bounds what was corrected too. What corrects a veto's own line comes
// to its sum after vetoes, and is given back.
func (p *paper) adjustments() (ofVetoes *big.Rat) {
	ofVetoes = new(big.Rat)
	seen := map[string]int{}
	for _, a := range p.subject.Adjustments {
		name := strings.TrimSuffix("adjustment__"+a.Line, "__")
		if seen[name]++; seen[name] > 1 {
			name += "_" + string(rune('0'+seen[name]%10))
		}
		p.add(Line{Name: name, Title: p.adjustedTitle(a.Line), Kind: Adjustment, Rule: a.Reason, Evidence: a.Evidence}, a.Marks.Rat())
		if slices.ContainsFunc(p.s.Vetoes, func(v VetoRule) bool { return v.Name == a.Line }) {
			ofVetoes.Add(ofVetoes, a.Marks.Rat())
			continue
		}
		p.sum.Add(p.sum, a.Marks.Rat())
		p.correct(a.Line, a.Marks.Rat())
	}
	return ofVetoes
}

// correct adds what a line was corrected by to what it gave, and to what the groups gave that it stands in.
func (p *paper) correct(name string, marks *big.Rat) {
	walkGroups(p.s.Groups, func(path []string, line string) {
		if line != name {
			return
		}
		for _, at := range append(slices.Clone(path), name) {
			p.given[at] = new(big.Rat).Add(p.given[at], marks)
		}
		p.subtotal = new(big.Rat).Add(p.subtotal, marks)
	})
}

func (p *paper) adjustedTitle(line string) warehouse.Text {
	for _, l := range p.sheet.Lines {
		if l.Name == line && line != "" {
			return warehouse.Text{ZH: "调整：" + l.Title.ZH, EN: "Adjusted: " + l.Title.EN}
		}
	}
	for _, v := range p.s.Vetoes {
		if v.Name == line {
			return warehouse.Text{ZH: "调整：" + v.Title.ZH, EN: "Adjusted: " + v.Title.EN}
		}
	}
	return warehouse.Text{ZH: "调整", EN: "Adjustment"}
}

// within cuts a sum to what a score can be.
func (s *Scheme) within(sum *big.Rat) *big.Rat {
	kept := bounded(sum, s.leastMarks().Rat(), nil)
	if s.MostMarks != nil {
		kept = lesser(kept, s.MostMarks.Rat())
	}
	return kept
}

// finish applies the bounds of the score and rounds it, so that the lines add up to it exactly.
func (p *paper) finish() {
	kept := p.s.within(p.sum)
	if kept.Cmp(p.sum) != 0 {
		p.plus(Line{Name: scoreLimit, Title: warehouse.Text{ZH: "总分上下限", EN: "Limits of the score"}, Kind: Cap, Rule: p.s.wordsScoreLimit(p.sum, kept)}, new(big.Rat).Sub(kept, p.sum))
	}
	score := p.s.Rounding.Mode.round(p.sum, p.s.DecimalPlaces())
	left := score
	for _, line := range p.sheet.Lines {
		left = left.Sub(line.Given)
	}
	if !left.IsZero() {
		p.sheet.Lines = append(p.sheet.Lines, Line{
			Name: scoreRounded, Title: warehouse.Text{ZH: "总分取舍", EN: "Rounding of the score"}, Kind: Rounding, Applies: true, Given: left,
			Rule: p.s.wordsScoreRounding(),
		})
	}
	p.sheet.Score = &score
	p.score = score.Rat()
}
