package assessment

import (
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/reports/scheme"
	"anlan/warehouse"
)

// metric is what an assessment needs to know of a metric of the catalogue.
type metric struct {
	Name, Fact, Unit       string
	Title                  warehouse.Text
	Decimals               int    // that a ratio is shown with
	Numerator, Denominator string // of a ratio: the metrics that it divides
	Failures               string // of a ratio: the metric that counts what is missing in the numerator; may be empty
	Scale                  decimal.Decimal
}

// ofPreviousYear and ofPreviousPeriod end the names of the columns with the figures of those periods.
const (
	ofPreviousYear   = "__" + string(warehouse.PreviousYear)
	ofPreviousPeriod = "__" + string(warehouse.PreviousPeriod)
)

// cell is a value of a metric table.
type cell struct {
	number *float64
	state  warehouse.State
}

// known says whether the cell is a figure.
func (c cell) known() bool {
	return c.number != nil && c.state.Known()
}

// exact gives the shortest decimal that the number stands for, so that 0.2 is one fifth.
func (c cell) exact() *decimal.Decimal {
	if !c.known() {
		return nil
	}
	d := decimal.NewFromFloat(*c.number)
	return &d
}

// newFigure puts a figure together from the cells of one row: get gives the cell of a column, and an unknown one for a
// column that is not there.
func newFigure(m metric, get func(column string) cell) scheme.Figure {
	f := scheme.Figure{
		Value:          newValue(m, "", get),
		PreviousYear:   newValue(m, ofPreviousYear, get),
		PreviousPeriod: newValue(m, ofPreviousPeriod, get),
	}
	if m.Denominator != "" {
		f.Numerator, f.Denominator = get(m.Numerator).exact(), get(m.Denominator).exact()
	}
	return f
}

// newValue reads a metric's value; of a ratio it is the exact quotient where both parts are known, and shown rounded.
func newValue(m metric, suffix string, get func(column string) cell) scheme.Value {
	own := get(m.Name + suffix)
	v := scheme.Value{State: own.state, Shown: own.exact()}
	if v.Shown == nil {
		return v
	}
	v.Number = v.Shown.Rat()
	if m.Denominator == "" {
		return v
	}
	above, below := get(m.Numerator+suffix).exact(), get(m.Denominator+suffix).exact()
	if above != nil && below != nil && !below.IsZero() {
		v.Number = new(big.Rat).Quo(above.Rat(), below.Rat())
		v.Number.Mul(v.Number, m.Scale.Rat())
		shown := decimal.RequireFromString(v.Number.FloatString(m.Decimals)) // halves away from zero (四舍五入)
		v.Shown = &shown
	}
	return v
}
