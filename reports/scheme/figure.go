package scheme

import (
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Input is a figure that a scheme needs of every subject. Exactly one of Metric, Entered and Expression is set.
type Input struct {
	// Name is what rules and expressions call it; for a metric that a rule names directly the metric's own name.
	Name     string
	Title    warehouse.Text
	Unit     string
	Decimals int
	// Metric is a metric of the catalogue, kept to Filters.
	Metric  string
	Filters []warehouse.Filter
	// Entered says that people enter it from a sheet, under Name.
	Entered bool
	// Expression computes it from other inputs.
	Expression string
	// Months, when not zero, widens the period to so many months up to its end: for what lasts longer than a period.
	Months int
	// PreviousYear and PreviousPeriod say that the scheme compares the figure with those periods.
	PreviousYear, PreviousPeriod bool
	// Default is taken where the figure is not known (no event was entered: 0); nil leaves it unknown. [Scheme.Mark] does so.
	Default *decimal.Decimal
	// Final says that what it counts cannot be undone, as accidents: marks lost by it cannot be won back in the period.
	Final    bool
	Document string
}

// Value is one figure.
type Value struct {
	State  warehouse.State
	Number *big.Rat         // exact; nil when unknown
	Shown  *decimal.Decimal // as people are shown it; nil when unknown
}

// Figure is one input's figure of one subject.
type Figure struct {
	Value
	Numerator, Denominator       *decimal.Decimal // of a ratio, where known
	PreviousYear, PreviousPeriod Value
	// Remark and Evidence say why people entered it.
	Remark, Evidence string
}

// Subject is what is assessed: a region, a department or an enterprise.
type Subject struct {
	Key     string            // its code
	Name    string            // in words about others ("average of peers")
	Peers   string            // its peer group in the scheme; empty where the scheme has none
	Figures map[string]Figure // by the name of the input; those of expressions are computed by [Scheme.Mark]
	// Adjustments are made by hand; they are lines of the sheet.
	Adjustments []Adjusted
}

// Adjusted is a change of the score by hand (调整), with its reason.
type Adjusted struct {
	Line     string // the line that it corrects, or empty
	Marks    decimal.Decimal
	Reason   warehouse.Text
	Evidence string
}
