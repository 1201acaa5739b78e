package result

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"anlan/reports/scheme"
	"anlan/warehouse"
)

// subjectOf writes down a subject with the figures that it was marked by and the sheet that came of it.
func subjectOf(s scheme.Subject, sheet scheme.Sheet) Subject {
	out := Subject{
		Key: s.Key, Name: s.Name, Peers: s.Peers, Score: sheet.Score, Rank: sheet.Rank,
		Reason: some(sheet.Reason), Grade: Grade{sheet.Grade.Name, sheet.Grade.Title}, Notes: sheet.Notes, Lines: []Line{},
	}
	figures := maps.Clone(s.Figures)
	if figures == nil {
		figures = map[string]scheme.Figure{}
	}
	keep := func(names []string, of []scheme.Figure) {
		for i, name := range names {
			if i < len(of) {
				figures[name] = of[i]
			}
		}
	}
	for _, l := range sheet.Lines {
		out.Lines = append(out.Lines, lineOf(l))
		keep(l.Inputs, l.Figures)
	}
	for _, v := range sheet.Vetoes {
		out.Vetoes = append(out.Vetoes, Veto{v.Name, v.Title, v.Inputs, v.Rule, v.Effect, v.Document})
		keep(v.Inputs, v.Figures)
	}
	out.Figures = make([]Figure, 0, len(figures))
	for _, name := range slices.Sorted(maps.Keys(figures)) {
		out.Figures = append(out.Figures, figureOf(name, figures[name]))
	}
	return out
}

func lineOf(l scheme.Line) Line {
	out := Line{
		Name: l.Name, Title: l.Title, Group: l.Group, GroupTitle: some(l.GroupTitle), Kind: string(l.Kind),
		FullMarks: l.FullMarks, Marks: l.Marks, Given: l.Given, Lost: l.Lost, Applies: l.Applies,
		Inputs: l.Inputs, Rule: l.Rule, Document: l.Document, Evidence: l.Evidence,
	}
	if l.Comparison != nil {
		out.Comparison = &Comparison{string(l.With), valueOf(*l.Comparison)}
	}
	if l.Regain.Words != (warehouse.Text{}) || l.Regain.Figure != nil || l.Regain.Count != nil {
		out.Regain = &Regain{l.Regain.Words, l.Regain.Figure, l.Regain.Count, l.Regain.Final}
	}
	return out
}

func figureOf(name string, f scheme.Figure) Figure {
	out := Figure{Name: name, Value: valueOf(f.Value), Numerator: f.Numerator, Denominator: f.Denominator, Remark: f.Remark, Evidence: f.Evidence}
	if f.PreviousYear != (scheme.Value{}) {
		out.PreviousYear = new(valueOf(f.PreviousYear))
	}
	if f.PreviousPeriod != (scheme.Value{}) {
		out.PreviousPeriod = new(valueOf(f.PreviousPeriod))
	}
	return out
}

func valueOf(v scheme.Value) Value {
	out := Value{State: v.State, Shown: v.Shown}
	if v.Number != nil {
		out.Exact = v.Number.RatString()
	}
	return out
}

// Sheet gives a subject's lines and vetoes in the types of reports/scheme, as they were computed.
func (s *Subject) Sheet() (scheme.Sheet, error) {
	out := scheme.Sheet{Key: s.Key, Score: s.Score, Reason: text(s.Reason), Rank: s.Rank, Grade: scheme.Grade{Name: s.Grade.Name, Title: s.Grade.Title}, Notes: s.Notes}
	figures, err := s.figures()
	if err != nil {
		return out, err
	}
	named := func(names []string) []scheme.Figure {
		list := make([]scheme.Figure, len(names))
		for i, name := range names {
			list[i] = figures[name]
		}
		return list
	}
	for _, l := range s.Lines {
		line := scheme.Line{
			Name: l.Name, Title: l.Title, Group: l.Group, GroupTitle: text(l.GroupTitle), Kind: scheme.LineKind(l.Kind),
			FullMarks: l.FullMarks, Marks: l.Marks, Given: l.Given, Lost: l.Lost, Applies: l.Applies,
			Inputs: l.Inputs, Figures: named(l.Inputs), Rule: l.Rule, Document: l.Document, Evidence: l.Evidence,
		}
		if l.Comparison != nil {
			compared, err := l.Comparison.value()
			if err != nil {
				return out, err
			}
			line.Comparison, line.With = &compared, scheme.Comparison(l.Comparison.With)
		}
		if l.Regain != nil {
			line.Regain = scheme.Regain{Words: l.Regain.Words, Figure: l.Regain.Figure, Count: l.Regain.Count, Final: l.Regain.Final}
		}
		out.Lines = append(out.Lines, line)
	}
	for _, v := range s.Vetoes {
		out.Vetoes = append(out.Vetoes, scheme.Veto{Name: v.Name, Title: v.Title, Inputs: v.Inputs, Figures: named(v.Inputs), Rule: v.Rule, Effect: v.Effect, Document: v.Document})
	}
	return out, nil
}

// figures gives what the subject was marked by.
func (s *Subject) figures() (map[string]scheme.Figure, error) {
	figures := make(map[string]scheme.Figure, len(s.Figures))
	for _, f := range s.Figures {
		out := scheme.Figure{Numerator: f.Numerator, Denominator: f.Denominator, Remark: f.Remark, Evidence: f.Evidence}
		for to, from := range map[*scheme.Value]*Value{&out.Value: &f.Value, &out.PreviousYear: f.PreviousYear, &out.PreviousPeriod: f.PreviousPeriod} {
			if from == nil {
				continue
			}
			value, err := from.value()
			if err != nil {
				return nil, fmt.Errorf("figure %s of %s: %w", f.Name, s.Key, err)
			}
			*to = value
		}
		figures[f.Name] = out
	}
	return figures, nil
}

func (v Value) value() (scheme.Value, error) {
	out := scheme.Value{State: v.State, Shown: v.Shown}
	if v.Exact == "" {
		return out, nil
	}
	n, ok := new(big.Rat).SetString(v.Exact)
	if !ok {
		return out, fmt.Errorf("%q is no number", v.Exact)
	}
	out.Number = n
	return out, nil
}

// inOrder puts subjects in the order of documents: by peer group, then by rank, those without one last, then by code.
func inOrder(subjects []Subject) {
	slices.SortStableFunc(subjects, func(a, b Subject) int {
		unranked := func(s Subject) int {
			if s.Rank == 0 {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.Peers, b.Peers), unranked(a)-unranked(b), a.Rank-b.Rank, cmp.Compare(a.Key, b.Key))
	})
}

// some is a text that may be absent.
func some(t warehouse.Text) *warehouse.Text {
	if t == (warehouse.Text{}) {
		return nil
	}
	return &t
}

func text(t *warehouse.Text) warehouse.Text {
	if t == nil {
		return warehouse.Text{}
	}
	return *t
}
