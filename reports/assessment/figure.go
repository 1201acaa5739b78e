package assessment

import (
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// metric is what a rule needs to know of a metric of the catalogue.
type metric struct {
	Name, Fact, Unit       string
	Decimals               int
	Numerator, Denominator string // of a ratio: the metrics that it divides
	Scale                  decimal.Decimal
}

// figure is one metric's figure of one subject, exact.
type figure struct {
	metric      metric
	state       warehouse.State
	value       *big.Rat // nil when unknown; of a ratio the exact quotient where its parts are known
	shown       *decimal.Decimal
	numerator   *decimal.Decimal
	denominator *decimal.Decimal
	// the same figure of last year
	base      *big.Rat
	baseShown *decimal.Decimal
	baseState warehouse.State
}

// cell is a value of a metric table.
type cell struct {
	number *float64
	state  warehouse.State
}

// known says whether the cell is a figure.
func (c cell) known() bool {
	return c.number != nil && (c.state == warehouse.Present || c.state == warehouse.Partial)
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
func newFigure(m metric, get func(column string) cell) figure {
	own := get(m.Name)
	base := get(m.Name + "__" + string(warehouse.PreviousYear))
	f := figure{metric: m, state: own.state, shown: own.exact(), baseShown: base.exact(), baseState: base.state}
	if f.shown != nil {
		f.value = f.shown.Rat()
	}
	if f.baseShown != nil {
		f.base = f.baseShown.Rat()
	}
	if m.Denominator == "" {
		return f
	}
	f.numerator, f.denominator = get(m.Numerator).exact(), get(m.Denominator).exact()
	if f.value != nil && f.numerator != nil && f.denominator != nil && !f.denominator.IsZero() {
		f.value = new(big.Rat).Quo(f.numerator.Rat(), f.denominator.Rat())
		f.value.Mul(f.value, m.Scale.Rat())
	}
	return f
}

// round rounds half up (四舍五入) to a number of decimal places; n must not be negative.
func round(n *big.Rat, places int) decimal.Decimal {
	return decimal.RequireFromString(n.FloatString(places)) // FloatString rounds halves away from zero
}
