package scheme

import (
	"maps"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// figures puts changed figures in the places of the subjects' own.
func (w *whatIf) figures(subjects []Subject) {
	index := map[string]int{}
	for i, s := range subjects {
		index[s.Key] = i
	}
	own := map[string]bool{} // subjects whose figures are a copy already
	for _, f := range w.change.Figures {
		at, there := index[f.Subject]
		if !there {
			w.faultf("%q is not assessed here", f.Subject)
			continue
		}
		in, there := w.before.Input(f.Input)
		switch {
		case !there:
			w.faultf("the scheme has no figure %q; expected one of %s", f.Input, strings.Join(w.changeable(), ", "))
			continue
		case in.Expression != "":
			w.faultf("%s is computed from other figures: change those", f.Input)
			continue
		}
		if !own[f.Subject] {
			subjects[at].Figures, own[f.Subject] = maps.Clone(subjects[at].Figures), true
		}
		if subjects[at].Figures == nil {
			subjects[at].Figures = map[string]Figure{}
		}
		changed, fault := f.apply(in, subjects[at].Figures[f.Input])
		if fault != "" {
			w.faultf("%s of %s: %s", f.Input, f.Subject, fault)
			continue
		}
		subjects[at].Figures[f.Input] = changed
	}
}

// changeable lists the inputs that are not computed.
func (w *whatIf) changeable() []string {
	var out []string
	for _, in := range w.before.Inputs() {
		if in.Expression == "" {
			out = append(out, in.Name)
		}
	}
	return out
}

// apply gives the changed figure, or says what is wrong.
func (c FigureChange) apply(in Input, f Figure) (Figure, string) {
	parts := c.Numerator != nil || c.Denominator != nil
	switch {
	case c.Value == nil && !parts && c.PreviousYear == nil && c.PreviousPeriod == nil && !c.NotReported:
		return f, "nothing is changed"
	case c.NotReported && (c.Value != nil || parts), c.Value != nil && parts:
		return f, "expected one of a value, parts of a ratio, and not reported"
	}
	for _, value := range []*decimal.Decimal{c.Value, c.Numerator, c.Denominator, c.PreviousYear, c.PreviousPeriod} {
		if value != nil && value.IsNegative() && in.Metric != "" {
			return f, "expected a value that is not negative, found " + value.String()
		}
	}
	switch {
	case c.NotReported:
		f.Value = Value{State: warehouse.NotReported}
		f.Numerator, f.Denominator = nil, nil
	case c.Value != nil:
		f.Value = Value{State: warehouse.Present, Number: c.Value.Rat(), Shown: c.Value}
		f.Numerator, f.Denominator = nil, nil
	case parts:
		var fault string
		if f, fault = c.divide(in, f); fault != "" {
			return f, fault
		}
	}
	if c.PreviousYear != nil {
		f.PreviousYear = Value{State: warehouse.Present, Number: c.PreviousYear.Rat(), Shown: c.PreviousYear}
	}
	if c.PreviousPeriod != nil {
		f.PreviousPeriod = Value{State: warehouse.Present, Number: c.PreviousPeriod.Rat(), Shown: c.PreviousPeriod}
	}
	return f, ""
}

// divide gives a ratio with other parts.
func (c FigureChange) divide(in Input, f Figure) (Figure, string) {
	scale := scaleOf(f)
	if scale == nil && in.Unit == "%" {
		scale = big.NewRat(100, 1)
	}
	numerator, denominator := f.Numerator, f.Denominator
	if c.Numerator != nil {
		numerator = c.Numerator
	}
	if c.Denominator != nil {
		denominator = c.Denominator
	}
	switch {
	case numerator == nil || denominator == nil || scale == nil:
		return f, "it has no numerator and denominator: give its value"
	case !denominator.IsPositive():
		return f, "expected a denominator above zero, found " + denominator.String()
	case in.Unit == "%" && numerator.GreaterThan(*denominator) && f.Numerator != nil && f.Numerator.LessThanOrEqual(*f.Denominator):
		return f, "expected a numerator of at most " + denominator.String() + ", found " + numerator.String()
	}
	number := new(big.Rat).Quo(numerator.Rat(), denominator.Rat())
	f.Value = Value{State: warehouse.Present, Number: number.Mul(number, scale)}
	f.Numerator, f.Denominator = numerator, denominator
	return f, ""
}

// scaleOf finds by what a ratio's quotient is multiplied; nil where the figure does not tell.
func scaleOf(f Figure) *big.Rat {
	if f.Number == nil || f.Numerator == nil || f.Denominator == nil || f.Numerator.IsZero() || f.Denominator.IsZero() {
		return nil
	}
	scale := new(big.Rat).Quo(f.Number, f.Numerator.Rat())
	return scale.Mul(scale, f.Denominator.Rat())
}
