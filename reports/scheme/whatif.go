package scheme

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

// Change is what a what-if changes. Nothing of it is kept anywhere.
type Change struct {
	// Numbers are the new values of numbers of the scheme, named as by [Scheme.Numbers]. When the marks of an indicator change,
	// what its rule gives in marks (steps, points of a line, most and least) and what people entered as its marks change in
	// proportion; what an event costs stays.
	Numbers []Number
	// Rescale makes the marks add up again: indicators and groups whose marks are not changed share the rest in proportion.
	Rescale bool
	Figures []FigureChange
}

// FigureChange gives a subject another figure. What is nil stays.
type FigureChange struct {
	Subject, Input string
	Value          *decimal.Decimal
	// Numerator and Denominator change a ratio by its parts.
	Numerator, Denominator       *decimal.Decimal
	PreviousYear, PreviousPeriod *decimal.Decimal
	// NotReported takes the figure away.
	NotReported bool
}

// WhatIf is what a change would do.
type WhatIf struct {
	Run Run
	// Movements go from what is to what would be, for every subject in the order of the run.
	Movements []Movement
}

// WhatIf marks the run again with changes. The run stays as it is. The error is a [warehouse.Error] that names every fault:
// names that do not exist, values that cannot be, marks that no longer add up.
func (r Run) WhatIf(c Change) (WhatIf, error) {
	s := r.Scheme.Clone()
	w := &whatIf{before: r.Scheme, scheme: s, change: c, scaled: map[string]*big.Rat{}}
	w.numbers()
	w.sum()
	if len(w.faults) == 0 {
		w.check()
	}
	subjects := slices.Clone(r.Subjects)
	if len(c.Numbers) > 0 {
		w.scaleEntered(subjects)
	}
	former := slices.Clone(subjects)
	w.figures(subjects)
	if len(w.faults) > 0 {
		return WhatIf{}, warehouse.Fault(warehouse.BadRequest, "%s", strings.Join(w.faults, "; "))
	}
	now := Run{Scheme: s, Subjects: subjects, Sheets: s.Mark(subjects)}
	var remarked []Sheet
	if len(c.Numbers) > 0 {
		remarked = s.Mark(former)
	}
	return WhatIf{Run: now, Movements: Movements(r, remarked, now)}, nil
}

// whatIf puts a change into effect and collects what is wrong with it.
type whatIf struct {
	before, scheme *Scheme
	change         Change
	scaled         map[string]*big.Rat // by the input of entered marks, by what they are multiplied
	faults         []string
}

func (w *whatIf) faultf(format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

// numbers changes numbers: marks first, since other numbers follow them unless they are named themselves.
func (w *whatIf) numbers() {
	type name struct{ line, path string }
	at := map[name]*decimal.Decimal{}
	w.scheme.eachNumber(func(line, path string, value *decimal.Decimal) { at[name{line, path}] = value })
	named := map[name]bool{}
	for _, n := range w.change.Numbers {
		key := name{n.Line, n.Path}
		switch {
		case at[key] == nil:
			w.faultf("%s", w.unknownNumber(n))
		case named[key]:
			w.faultf("%s %s is changed twice", n.Line, n.Path)
		}
		named[key] = true
	}
	if len(w.faults) > 0 {
		return
	}
	for _, n := range w.change.Numbers {
		if n.Path == "marks" {
			w.setMarks(n.Line, n.Value)
		}
	}
	for _, n := range w.change.Numbers {
		*at[name{n.Line, n.Path}] = n.Value
	}
}

// check makes the checks of a scheme's file again.
func (w *whatIf) check() {
	s := w.scheme
	s.inputs, s.index, s.programs, s.names = nil, map[string]int{}, map[string]*program{}, map[string]reference{}
	c := &check{Document: strictyaml.Of(s.file, s), s: s}
	c.scheme()
	var faults strictyaml.FaultErrors
	if errors.As(c.Err(), &faults) {
		for _, f := range faults {
			w.faultf("%s: %s", f.Path, f.Message)
		}
	}
}

// unknownNumber says which numbers there are instead.
func (w *whatIf) unknownNumber(n Number) string {
	var lines, paths []string
	w.scheme.eachNumber(func(line, path string, _ *decimal.Decimal) {
		if line == n.Line {
			paths = append(paths, path)
		}
		if line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	})
	if len(paths) == 0 {
		return fmt.Sprintf("the scheme has no line %q; expected one of %s", n.Line, strings.Join(lines, ", "))
	}
	return fmt.Sprintf("%s has no number %q; expected one of %s", n.Line, n.Path, strings.Join(paths, ", "))
}

// figurePlaces is how precisely numbers follow changed marks.
const figurePlaces = 12

// setMarks changes an indicator's marks, and what its rule gives in marks with them.
func (w *whatIf) setMarks(line string, marks decimal.Decimal) {
	eachGroup(w.scheme.Groups, func(g *Group) {
		for i := range g.Indicators {
			in := &g.Indicators[i]
			if in.Name != line || !in.Marks.IsPositive() {
				continue
			}
			follow := func(d *decimal.Decimal) {
				if d != nil {
					*d = d.Mul(marks).DivRound(in.Marks, figurePlaces)
				}
			}
			follow(in.Most)
			follow(in.Least)
			for n := range in.Rule.Steps {
				follow(in.Rule.Steps[n].Gives)
				follow(in.Rule.Steps[n].Costs)
			}
			for n := range in.Rule.Interpolate {
				follow(&in.Rule.Interpolate[n].Gives)
			}
			input := w.before.leading(in.Figure, in.Name, &in.Rule)
			if entered, _ := w.before.Input(input); in.Rule.Entered && entered.Entered {
				factor := new(big.Rat).Quo(marks.Rat(), in.Marks.Rat())
				if former := w.scaled[input]; former != nil {
					factor.Mul(factor, former) // changed and rescaled
				}
				w.scaled[input] = factor
			}
			in.Marks = marks
		}
	})
}

// sum makes sure that the marks still add up to what they did, or makes them.
func (w *whatIf) sum() {
	if len(w.faults) > 0 {
		return
	}
	want := sumOfMarks(w.before.Groups).Add(w.scheme.FullMarks).Sub(w.before.FullMarks)
	got := sumOfMarks(w.scheme.Groups)
	if got.Equal(want) {
		return
	}
	if !w.change.Rescale {
		w.faultf("the marks add up to %s instead of %s; change others as well, or ask for rescaling", got, want)
		return
	}
	w.rescale(want)
}

// sumOfMarks gives what groups can give: their own marks where they name them, otherwise the sum inside.
func sumOfMarks(groups []Group) decimal.Decimal {
	sum := decimal.Zero
	for _, g := range groups {
		if g.Marks != nil {
			sum = sum.Add(*g.Marks)
			continue
		}
		for _, i := range g.Indicators {
			sum = sum.Add(i.Marks)
		}
		sum = sum.Add(sumOfMarks(g.Groups))
	}
	return sum
}

// rescaledPlaces is how many places rescaled marks have where the scheme sets no bound.
const rescaledPlaces = 4

// marksPlaces is how many places marks may have.
func (w *whatIf) marksPlaces() int32 {
	if w.scheme.roundsLines() {
		return int32(w.scheme.DecimalPlaces())
	}
	return rescaledPlaces
}

// rescale shares the rest among those whose marks were not changed.
func (w *whatIf) rescale(want decimal.Decimal) {
	fixed := map[string]bool{}
	for _, n := range w.change.Numbers {
		fixed[n.Line] = fixed[n.Line] || n.Path == "marks"
	}
	type share struct {
		name  string
		group *Group
		marks decimal.Decimal
	}
	var free []share
	held, loose := decimal.Zero, decimal.Zero
	add := func(name string, group *Group, marks decimal.Decimal) {
		if fixed[name] {
			held = held.Add(marks)
			return
		}
		free, loose = append(free, share{name, group, marks}), loose.Add(marks)
	}
	var visit func(groups []Group)
	visit = func(groups []Group) {
		for i := range groups {
			g := &groups[i]
			if g.Marks != nil {
				add(g.Name, g, *g.Marks)
				continue
			}
			for _, in := range g.Indicators {
				add(in.Name, nil, in.Marks)
			}
			visit(g.Groups)
		}
	}
	visit(w.scheme.Groups)
	rest := want.Sub(held)
	if len(free) == 0 || !rest.IsPositive() || !loose.IsPositive() {
		w.faultf("the marks that are named add up to %s, which leaves nothing of %s for the others", held, want)
		return
	}
	left := rest
	for n, f := range free {
		marks := f.marks.Mul(rest).DivRound(loose, w.marksPlaces())
		if n == len(free)-1 {
			marks = left
		}
		left = left.Sub(marks)
		if f.group != nil {
			*f.group.Marks = marks
		} else {
			w.setMarks(f.name, marks)
		}
	}
}

// scaleEntered lets entered marks follow the marks of their line.
func (w *whatIf) scaleEntered(subjects []Subject) {
	for i := range subjects {
		for input, factor := range w.scaled {
			f, there := subjects[i].Figures[input]
			if !there || f.Number == nil {
				continue
			}
			figures := maps.Clone(subjects[i].Figures)
			f.Number = new(big.Rat).Mul(f.Number, factor)
			f.Shown = nil
			figures[input] = f
			subjects[i].Figures = figures
		}
	}
}
