package risk

import (
	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Model is one version of a risk model: which figures make a risk, how each is scored, how the scores make an index and which
// index has which colour. It is read from YAML; models/risk.schema.json describes the keys.
type Model struct {
	Name string `yaml:"model,required"`
	// Default says that the model is used where none is asked for; one name of each kind of subject may be the default.
	Default  bool           `yaml:"default"`
	Title    warehouse.Text `yaml:"title,required"`
	Document string         `yaml:"document,required"`
	Subjects Subjects       `yaml:"subjects,required"`
	// EffectiveFrom is the first day of the version; it holds until the next version of the same name.
	EffectiveFrom safety.Date `yaml:"effective_from,required"`
	// Places is how many decimal places scores, contributions and the index have; 2 when absent. Each contribution is rounded
	// half up (四舍五入), so that those that are shown add up to the index that is shown.
	Places *int `yaml:"places"`
	// Missing and NothingDue say what a factor without a figure does, unless the factor says otherwise.
	Missing    *Policy `yaml:"missing"`
	NothingDue *Policy `yaml:"nothing_due"`
	// KnownAtLeast is the percentage of all weights that must rest on known figures; below it the index is unknown. 50 when absent.
	KnownAtLeast *decimal.Decimal `yaml:"known_at_least"`
	Combine      Combine          `yaml:"combine,required"`
	Inherent     []Factor         `yaml:"inherent,required"`
	Dynamic      []Factor         `yaml:"dynamic,required"`
	Colours      Thresholds       `yaml:"colours,required"`
	Overrides    []Override       `yaml:"overrides"`

	file string // where it was read
	plan *plan  // what it asks for
}

// Subjects is what a model rates.
type Subjects string

// What can be rated.
const (
	Areas       Subjects = "areas"       // regions, and sectors inside regions
	Enterprises Subjects = "enterprises" // single enterprises
)

// Combine says how inherent and dynamic risk make one.
type Combine struct {
	Method Method `yaml:"method,required"`
	// Inherent and Dynamic are the weights of the two in the index, 100 together. An amplified index takes By instead.
	Inherent decimal.Decimal `yaml:"inherent"`
	Dynamic  decimal.Decimal `yaml:"dynamic"`
	// By is by how many percent a dynamic score of 100 raises the inherent score.
	By decimal.Decimal `yaml:"by"`
	// InherentLevels and DynamicLevels turn the two scores into levels, and Matrix turns a pair of them into the colour: first the
	// inherent level, then the dynamic one.
	InherentLevels *Thresholds                  `yaml:"inherent_levels"`
	DynamicLevels  *Thresholds                  `yaml:"dynamic_levels"`
	Matrix         map[string]map[string]Colour `yaml:"matrix"`
}

// Method is a way of combining inherent and dynamic risk.
type Method string

// The ways.
const (
	Weighted Method = "weighted" // index = both scores by weight; the colour by the index
	Amplify  Method = "amplify"  // index = inherent score × (1 + by % × dynamic score / 100); the colour by the index
	ByMatrix Method = "matrix"   // index as weighted, for the order; the colour from a table of both levels (风险矩阵)
)

// Colour is one of the four colours of risk; empty where the risk is unknown.
type Colour = safety.RiskColour

// Thresholds are the edges of the colours: a value is red from Red on, the edge included ("以上" inclusive), orange from Orange
// on, yellow from Yellow on, else blue.
type Thresholds struct {
	Red    decimal.Decimal `yaml:"red,required"`
	Orange decimal.Decimal `yaml:"orange,required"`
	Yellow decimal.Decimal `yaml:"yellow,required"`
}

// Colour gives the colour of a value.
func (t Thresholds) Colour(value decimal.Decimal) Colour {
	switch {
	case !value.LessThan(t.Red):
		return safety.RiskRed
	case !value.LessThan(t.Orange):
		return safety.RiskOrange
	case !value.LessThan(t.Yellow):
		return safety.RiskYellow
	}
	return safety.RiskBlue
}

// Factor is one figure that makes a risk.
type Factor struct {
	Name  string         `yaml:"name,required"`
	Title warehouse.Text `yaml:"title,required"`
	// Weight is its share of the inherent or dynamic score; the weights of each add up to 100.
	Weight decimal.Decimal `yaml:"weight,required"`
	// Metric is a metric of the catalogue; or Sum adds up several, each so many times. Exactly one of them.
	Metric string `yaml:"metric"`
	Sum    []Term `yaml:"sum"`
	// Filters keep the records of the figure to those of some dimension.
	Filters []Filter `yaml:"filters"`
	// Months is how many months up to the month rated the figure takes in; 1 when absent. Figures of a day have none.
	Months int `yaml:"months"`
	// Per divides the figure by another one.
	Per        *Per    `yaml:"per"`
	Score      Score   `yaml:"score,required"`
	Missing    *Policy `yaml:"missing"`
	NothingDue *Policy `yaml:"nothing_due"`
	Document   string  `yaml:"document,required"`

	unit string
}

// Unit is that of its figure; empty for a bare number, and for a sum of different ones.
func (f *Factor) Unit() string { return f.unit }

// Term is one metric of a sum.
type Term struct {
	Metric string          `yaml:"metric,required"`
	Times  decimal.Decimal `yaml:"times,required"`
}

// Filter keeps the records whose dimension is (or, with Not, is not) among Values.
type Filter struct {
	Dimension string   `yaml:"dimension,required"`
	Values    []string `yaml:"values,required"`
	Not       bool     `yaml:"not"`
}

// Per divides a figure: so much for each Each of Metric (for each 100 enterprises).
type Per struct {
	Metric string          `yaml:"metric,required"`
	Each   decimal.Decimal `yaml:"each,required"`
}

// Score turns a figure into a score from 0 to 100. Exactly one of its rules is set.
type Score struct {
	// Between is a straight line from a figure that scores 0 to one that scores 100; figures beyond score the same as the end.
	Between *Between `yaml:"between"`
	// Points are corners of a line that need not be straight.
	Points []Point `yaml:"points"`
	// Steps are levels: the first one that is met counts, none of them is 0.
	Steps []Step `yaml:"steps"`
}

// Between is a line from the figure that scores Zero to the one that scores a Hundred, which may be the smaller one.
type Between struct {
	Zero    decimal.Decimal `yaml:"zero,required"`
	Hundred decimal.Decimal `yaml:"hundred,required"`
}

// Point is a corner of a line.
type Point struct {
	At    decimal.Decimal `yaml:"at,required"`
	Gives decimal.Decimal `yaml:"gives,required"`
}

// Step is a level of a figure; either AtLeast or AtMost is set, and includes the number itself.
type Step struct {
	AtLeast *decimal.Decimal `yaml:"at_least"`
	AtMost  *decimal.Decimal `yaml:"at_most"`
	Gives   decimal.Decimal  `yaml:"gives,required"`
}

// Override makes a risk at least as grave as a colour, whatever the index, where all of its conditions hold. It holds also
// where the index is unknown.
type Override struct {
	Name     string         `yaml:"name,required"`
	Title    warehouse.Text `yaml:"title,required"`
	When     []Condition    `yaml:"when,required"`
	AtLeast  Colour         `yaml:"at_least,required"`
	Document string         `yaml:"document,required"`
}

// Condition compares a figure with a number. A figure that is unknown meets no condition. Exactly one comparison is set.
type Condition struct {
	Metric  string           `yaml:"metric,required"`
	Filters []Filter         `yaml:"filters"`
	Months  int              `yaml:"months"`
	Above   *decimal.Decimal `yaml:"above"`
	AtLeast *decimal.Decimal `yaml:"at_least"`
	Below   *decimal.Decimal `yaml:"below"`
	AtMost  *decimal.Decimal `yaml:"at_most"`
}

// DecimalPlaces is how many decimal places scores, contributions and the index have.
func (m *Model) DecimalPlaces() int {
	if m.Places == nil {
		return 2
	}
	return *m.Places
}
