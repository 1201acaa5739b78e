package alert

import (
	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Rule says what is to be warned of. docs/alerts.md has every key.
type Rule struct {
	Name     string           `yaml:"rule,required"`
	Title    warehouse.Text   `yaml:"title,required"`
	Doc      warehouse.Text   `yaml:"doc"`
	Document string           `yaml:"document"`
	Kind     safety.AlertKind `yaml:"kind,required"`
	// Off withdraws a rule that ships.
	Off bool `yaml:"off"`

	// Metric is a metric of the catalogue, kept to Filters: for threshold, change and unusual.
	Metric  string   `yaml:"metric"`
	Filters []Filter `yaml:"filters"`
	// Levels are the levels of regions that are watched, each for itself.
	Levels []safety.RegionLevel `yaml:"levels"`
	// Regions limits the rule to regions and what lies below them; empty means all.
	Regions []safety.RegionCode `yaml:"regions"`
	// Sectors limits it to sectors and those below them; empty means all. With BySector each sector is watched for itself.
	Sectors  []string `yaml:"sectors"`
	BySector bool     `yaml:"by_sector"`
	// Period is the kind of period that is judged: the last one that is over, or with Running the one that goes on.
	Period  PeriodKind `yaml:"period"`
	Running bool       `yaml:"running"`

	// When says on which side of the numbers the rule speaks, At from which number on at which severity.
	When Side   `yaml:"when"`
	At   Levels `yaml:"at"`
	// Clears is the number up to which a signal that is on stays on; none means the mildest number of At.
	Clears *decimal.Decimal `yaml:"clears"`
	// By says how a change is measured, and whether certificates count as persons or in percent of those that are valid.
	By ChangeBy `yaml:"by"`
	// FromZero are differences from which a change from zero speaks, for which there is no percentage.
	FromZero Levels `yaml:"from_zero"`
	// Minimum is the least count that is judged: a ratio's denominator, otherwise the larger of the figure and what it is set against.
	Minimum *decimal.Decimal `yaml:"minimum"`
	// Months is the length of the series in which a value is unusual, its month included.
	Months int `yaml:"months"`
	// Within is in how many days certificates end, Audiences whose, Per whether they are counted by region or by enterprise.
	Within    int      `yaml:"within"`
	Audiences []string `yaml:"audiences"`
	Per       Per      `yaml:"per"`
	// Facts and Systems are the sources that must not be late; empty means all.
	Facts   []string `yaml:"facts"`
	Systems []string `yaml:"systems"`
	// Since says from when on a source is late.
	Since Since `yaml:"since"`
	// For is how long it must have held before it is told.
	For Hold `yaml:"for"`

	file   string
	hash   string            // of what decides: a signal ends when it is another
	metric *warehouse.Metric // nil where it watches records
}

// Filter keeps the records whose dimension is (or, with Not, is not) among Values.
type Filter struct {
	Dimension string   `yaml:"dimension,required"`
	Values    []string `yaml:"values,required"`
	Not       bool     `yaml:"not"`
}

// Levels are the numbers from which each severity holds; nil is a severity that the rule does not have.
type Levels struct {
	Blue   *decimal.Decimal `yaml:"blue"`
	Yellow *decimal.Decimal `yaml:"yellow"`
	Orange *decimal.Decimal `yaml:"orange"`
	Red    *decimal.Decimal `yaml:"red"`
}

// Hold is how long something must have held: so many days, or so many evaluations of other data or another day.
type Hold struct {
	Days        int `yaml:"days"`
	Evaluations int `yaml:"evaluations"`
}

// Side says which numbers are meant.
type Side string

// The sides. An unusual value may be either.
const (
	Above   Side = "above"    // more than the number
	AtLeast Side = "at_least" // the number or more
	Below   Side = "below"    // less than the number
	AtMost  Side = "at_most"  // the number or less
	Either  Side = "either"   // as far above or below
)

// PeriodKind is a kind of period.
type PeriodKind string

// The kinds of periods.
const (
	Month      PeriodKind = "month"
	Quarter    PeriodKind = "quarter"
	HalfYear   PeriodKind = "half_year"
	Year       PeriodKind = "year"
	YearToDate PeriodKind = "year_to_date" // 1—N月累计
)

// ChangeBy says how a change is measured.
type ChangeBy string

// The measures of a change.
const (
	Percent    ChangeBy = "percent"    // of the same period last year; for counts
	Difference ChangeBy = "difference" // in the figure's unit; of rates in percentage points
	Number     ChangeBy = "number"     // of certificates: how many persons
)

// Per says by what certificates are counted.
type Per string

// What certificates are counted by.
const (
	PerRegion     Per = "region"
	PerEnterprise Per = "enterprise"
)

// Since says from when on a source is late.
type Since string

// The days from which lateness is counted.
const (
	SinceRecord Since = "record" // the newest record's own date
	SinceLoad   Since = "load"   // the day on which records were last published
)

// File names the file that the rule was read from; "shipped/…" for those that ship.
func (r *Rule) File() string { return r.file }
