package scheme

import (
	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Rule turns a figure into marks. Compare or Rank, where set, say what is judged instead of the figure itself; at most one
// of the base rules turns it into marks; Deductions and Additions come on top; FullWhen and LoseWhen decide before all.
type Rule struct {
	Compare *Compare `yaml:"compare"`
	Rank    *Rank    `yaml:"rank"`

	// The base rules.
	Proportional  *Proportional `yaml:"proportional"`
	Interpolate   []Point       `yaml:"interpolate"`
	Steps         []Tier        `yaml:"steps"`
	DeductPerUnit *PerUnit      `yaml:"deduct_per_unit"`
	EarnPerUnit   *PerUnit      `yaml:"earn_per_unit"`
	AllOrNothing  *Threshold    `yaml:"all_or_nothing"`
	Entered       bool          `yaml:"entered"`
	Formula       string        `yaml:"formula"`

	Deductions []Charge `yaml:"deductions"`
	Additions  []Charge `yaml:"additions"`
	// Take says whether deductions and additions add up or only the largest of them counts (取最高，不重复).
	Take Take `yaml:"take"`

	FullWhen string `yaml:"full_when"` // all marks when it holds
	LoseWhen string `yaml:"lose_when"` // no marks when it holds
}

// Proportional gives nothing at Floor and beyond, all at Target and beyond, and in between in proportion. Target below
// Floor means that less is better.
type Proportional struct {
	Floor  decimal.Decimal `yaml:"floor,required"`
	Target decimal.Decimal `yaml:"target,required"`
}

// Point is where a broken line passes: so much of the figure gives so many marks. Two points At the same figure are a jump,
// at which the second one counts.
type Point struct {
	At    decimal.Decimal `yaml:"at,required"`
	Gives decimal.Decimal `yaml:"gives,required"`
}

// Threshold is met when the figure is on one side of a number. Two sides make a range. At least one is set.
type Threshold struct {
	AtLeast *decimal.Decimal `yaml:"at_least"` // 以上, inclusive
	AtMost  *decimal.Decimal `yaml:"at_most"`  // 以下, inclusive
	Above   *decimal.Decimal `yaml:"above"`    // exclusive
	Below   *decimal.Decimal `yaml:"below"`    // exclusive
	When    string           `yaml:"when"`     // an expression that must hold as well
}

// Tier gives marks when its threshold is met, or costs them. The first that is met counts; when none is, nothing is given.
type Tier struct {
	AtLeast *decimal.Decimal `yaml:"at_least"`
	AtMost  *decimal.Decimal `yaml:"at_most"`
	Above   *decimal.Decimal `yaml:"above"`
	Below   *decimal.Decimal `yaml:"below"`
	When    string           `yaml:"when"`
	// Otherwise is met always.
	Otherwise bool             `yaml:"otherwise"`
	Gives     *decimal.Decimal `yaml:"gives"`
	Costs     *decimal.Decimal `yaml:"costs"` // gives the marks less these
}

// threshold is the condition of a tier.
func (t Tier) threshold() Threshold { return Threshold{t.AtLeast, t.AtMost, t.Above, t.Below, t.When} }

// PerUnit costs (or gives) marks for every Each of the figure beyond Above, or short of Below.
type PerUnit struct {
	Above *decimal.Decimal `yaml:"above"` // 0 when neither is set
	Below *decimal.Decimal `yaml:"below"`
	Each  *decimal.Decimal `yaml:"each"` // 1 when nil
	Costs *decimal.Decimal `yaml:"costs"`
	Gives *decimal.Decimal `yaml:"gives"`
	Units Units            `yaml:"units"`
	Most  *decimal.Decimal `yaml:"most"` // what all units cost or give at most
}

// Units says what parts of a unit count.
type Units string

// What parts of a unit count.
const (
	ExactUnits   Units = "exact"   // in proportion; the default
	FullUnits    Units = "full"    // 每满: only full units
	StartedUnits Units = "started" // 不足一个按一个计: a part counts as a whole
)

// Charge is one cause for which marks are taken or added, beside the base rule: by the unit of a figure, or once when a
// condition holds.
type Charge struct {
	Title  warehouse.Text `yaml:"title"`
	Figure string         `yaml:"figure"`
	// Entered names a figure that people enter, 0 where nothing was entered; it needs no entry in figures. [Read] puts it into
	// Figure.
	Entered string           `yaml:"entered"`
	Unit    string           `yaml:"unit"` // of what is entered; 项 when empty
	Above   *decimal.Decimal `yaml:"above"`
	Below   *decimal.Decimal `yaml:"below"`
	Each    *decimal.Decimal `yaml:"each"`
	Units   Units            `yaml:"units"`
	When    string           `yaml:"when"`
	Costs   *decimal.Decimal `yaml:"costs"` // of deductions
	Gives   *decimal.Decimal `yaml:"gives"` // of additions
	Most    *decimal.Decimal `yaml:"most"`
}

func (c Charge) perUnit() PerUnit {
	return PerUnit{Above: c.Above, Below: c.Below, Each: c.Each, Costs: c.Costs, Gives: c.Gives, Units: c.Units, Most: c.Most}
}

// Take says how several charges count together.
type Take string

// How they count.
const (
	TakeSum     Take = "sum" // the default
	TakeHighest Take = "highest"
)

// Compare judges the change of a figure instead of the figure.
type Compare struct {
	With Comparison `yaml:"with,required"`
	// Best says which end of the peers is the best; for peers_best.
	Best Best `yaml:"best"`
	// Figure is what it is compared with; for with: figure.
	Figure string  `yaml:"figure"`
	By     Measure `yaml:"by"`
	// FromZero is what is judged when the base is zero and the figure is not: the change in per cent, or with ByRatio the
	// ratio; nil leaves it unknown.
	FromZero *decimal.Decimal `yaml:"from_zero"`
}

// Measure is how a change is expressed.
type Measure string

// How a change is expressed; all are positive for a rise.
const (
	ByDifference Measure = "difference" // figure − base; the default. Of percentages: percentage points
	ByPercent    Measure = "percent"    // (figure − base) / base × 100
	ByRatio      Measure = "ratio"      // figure / base × 100
)

// Rank judges the place among the peers instead of the figure.
type Rank struct {
	Best Best   `yaml:"best,required"`
	As   RankAs `yaml:"as"`
}

// Best says which end of a series is the best.
type Best string

// The ends.
const (
	Highest Best = "highest"
	Lowest  Best = "lowest"
)

// RankAs is how a place is expressed.
type RankAs string

// How a place is expressed.
const (
	AsPlace      RankAs = "place"      // 1 is best; equals share the better place; the default
	AsPercentile RankAs = "percentile" // place / number of peers × 100
)
