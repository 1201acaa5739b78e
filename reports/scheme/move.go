package scheme

import (
	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Movement says why a subject's score, rank and grade changed between two runs: since the period before, or since a former
// run of the same period. The changes of its steps add up to the change of the score exactly.
type Movement struct {
	Key           string
	Before, After *decimal.Decimal // the scores; nil where there is none
	// Change is After − Before; nil when either is, and then there are no steps and Words says why.
	Change *decimal.Decimal
	Steps  []Step // those that changed something: as the scheme lists its lines, then what no line did
	// RankBefore and RankAfter are 0 without a score. Passed lists who was ahead and no longer is, PassedBy who is ahead and
	// was not, each by present rank. Where ties share a rank (1, 1, 3), or are broken, the places gained are the length of
	// the first list less that of the second; where numbering goes on without gaps (1, 1, 2) they may be fewer.
	RankBefore, RankAfter    int
	Passed, PassedBy         []Overtaking
	GradeBefore, GradeAfter  Grade
	VetoesBegan, VetoesEnded []Veto
	Words                    warehouse.Text // all of it in a sentence or two
}

// Places is how many ranks were gained (positive) or lost; nil when there is no rank on either side.
func (m Movement) Places() *int {
	if m.RankBefore == 0 || m.RankAfter == 0 {
		return nil
	}
	return new(m.RankBefore - m.RankAfter)
}

// Cause says what a step is due to.
type Cause string

// What a score can move by.
const (
	ByIndicator  Cause = "indicator"  // other figures, at the marks that the line had before
	ByBonus      Cause = "bonus"      // a bonus
	ByDeduction  Cause = "deduction"  // a deduction from the total
	BySpread     Cause = "spread"     // 折算: the line's marks changed because other lines began or ceased to apply
	ByCap        Cause = "cap"        // the most or the least that a score or a group may reach
	ByVeto       Cause = "veto"       // what a veto cost in marks
	ByAdjustment Cause = "adjustment" // by hand
	ByRounding   Cause = "rounding"   // rounding of the sum
	ByRule       Cause = "rule"       // the scheme: the former figures marked under the present scheme, less what they got
)

// Step is one part of the change of a score.
type Step struct {
	Cause Cause
	// Line is the name of the scheme's line; empty for what is due to no single line (spread, rule).
	Line   string
	Title  warehouse.Text
	Before decimal.Decimal // what the line gave before, under the present scheme
	After  decimal.Decimal // what it gives now
	Change decimal.Decimal
	// FigureBefore and FigureAfter are the line's leading figure; nil where a line has none.
	FigureBefore, FigureAfter *Figure
	Words                     warehouse.Text
	// Parts are the lines that a spread or a rule moved; their changes add up to Change exactly.
	Parts []Part
}

// Part is one line's part of a step.
type Part struct {
	Line   string
	Title  warehouse.Text
	Change decimal.Decimal
}

// Overtaking is a subject whose place relative to another one changed.
type Overtaking struct {
	Key, Name     string
	Before, After int // its own ranks; 0 where it had none
}

// Movements explains every subject of now, in the order of now.Sheets. remarked are the sheets of the former figures marked
// under the present scheme; nil when the scheme is the same.
func Movements(before Run, remarked []Sheet, now Run) []Movement {
	m := mover{
		before: sheetsByKey(before.Sheets), remarked: sheetsByKey(before.Sheets), now: sheetsByKey(now.Sheets),
		inputs: now.inputs(), names: map[string]string{}, peers: map[string]string{}, groups: map[string][]string{},
	}
	if remarked != nil {
		m.remarked, m.changed = sheetsByKey(remarked), true
	}
	for _, s := range now.Subjects {
		m.names[s.Key], m.peers[s.Key] = s.Name, s.Peers
		m.groups[s.Peers] = append(m.groups[s.Peers], s.Key)
	}
	// Who was ahead then and is not assessed any more still left a place free.
	for _, s := range before.Subjects {
		if _, there := m.names[s.Key]; !there {
			m.names[s.Key] = s.Name
			m.groups[s.Peers] = append(m.groups[s.Peers], s.Key)
		}
	}
	out := make([]Movement, len(now.Sheets))
	for i, sheet := range now.Sheets {
		out[i] = m.move(sheet)
	}
	return out
}

func sheetsByKey(sheets []Sheet) map[string]Sheet {
	index := make(map[string]Sheet, len(sheets))
	for _, s := range sheets {
		index[s.Key] = s
	}
	return index
}

type mover struct {
	before, remarked, now map[string]Sheet
	changed               bool // the scheme
	inputs                map[string]Input
	names, peers          map[string]string
	groups                map[string][]string
}

func (m mover) move(now Sheet) Movement {
	before := m.before[now.Key]
	out := Movement{
		Key: now.Key, Before: before.Score, After: now.Score,
		RankBefore: before.Rank, RankAfter: now.Rank, GradeBefore: before.Grade, GradeAfter: now.Grade,
		VetoesBegan: vetoesOnlyIn(now, before), VetoesEnded: vetoesOnlyIn(before, now),
	}
	if now.Score != nil && before.Score != nil {
		change := now.Score.Sub(*before.Score)
		out.Change = &change
		out.Steps = m.steps(before, now)
	}
	m.overtakings(&out)
	out.Words = m.sentence(out, before, now)
	return out
}

// overtakings compares everybody's place then and now with the subject's own.
func (m mover) overtakings(out *Movement) {
	if out.RankBefore == 0 || out.RankAfter == 0 {
		return
	}
	for _, key := range m.groups[m.peers[out.Key]] {
		o := Overtaking{Key: key, Name: m.names[key], Before: m.before[key].Rank, After: m.now[key].Rank}
		was, is := o.Before > 0 && o.Before < out.RankBefore, o.After > 0 && o.After < out.RankAfter
		switch {
		case was && !is:
			out.Passed = append(out.Passed, o)
		case is && !was:
			out.PassedBy = append(out.PassedBy, o)
		}
	}
	sortOvertakings(out.Passed)
	sortOvertakings(out.PassedBy)
}

func vetoesOnlyIn(a, b Sheet) []Veto {
	var out []Veto
	for _, v := range a.Vetoes {
		if !hasVeto(b, v.Name) {
			out = append(out, v)
		}
	}
	return out
}

func hasVeto(s Sheet, name string) bool {
	for _, v := range s.Vetoes {
		if v.Name == name {
			return true
		}
	}
	return false
}
