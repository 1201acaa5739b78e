package warehouse

import (
	"time"

	"anlan/safety"
)

// Tree names one of the two ways in which regions lie below each other.
type Tree string

const (
	Statutory Tree = "statutory" // 行政区划: as the code table says
	Managing  Tree = "managing"  // 代管: as towns are really run; the default of assessments
)

// Comparison names a period that figures are set against.
type Comparison string

const (
	PreviousYear   Comparison = "previous_year"    // 同比
	YearBeforeLast Comparison = "year_before_last" // 前年同比
	PreviousPeriod Comparison = "previous_period"  // 环比
)

// kinds of periods that figures are set against; what is not among them is no comparison.
var comparisonKinds = map[Comparison]safety.ComparisonKind{
	PreviousYear: safety.YearOnYear, YearBeforeLast: safety.TwoYearsBack, PreviousPeriod: safety.PeriodOnPeriod,
}

// MetricQuery asks for measures, broken down by dimensions, for one region and period. It is a value: the same query
// against the same version under the same scope gives the same table for ever.
type MetricQuery struct {
	Measures   []string // names of metrics in the catalogue, in the order wanted
	Dimensions []string // "region" and dimensions of the catalogue; empty for one row
	Region     safety.RegionCode
	// Level is what the dimension "region" breaks down to; zero means the regions directly below Region.
	Level    safety.RegionLevel
	Tree     Tree        // zero means Managing
	TreeDate safety.Date // the day whose tree is used; zero means AsOf
	Period   safety.Period
	Grain    safety.Grain // when not zero, one row a bucket of the period, under the column "period"
	// Trailing, with the grain of months, widens every bucket to so many months up to its end (滚动12个月); 0 and 1 are the month.
	Trailing int
	Compare  []Comparison
	Filters  []Filter
	// Rows names the values of the only dimension (not "region") that get a row each, with records or without; others get none.
	Rows    []string
	Totals  bool
	Order   []Order
	Limit   int         // 0 means all
	Version uint64      // 0 means the newest
	AsOf    safety.Date // zero means the earlier of the period's end and today
}

// Filter keeps the records whose dimension is (or, with Not, is not) among Values.
type Filter struct {
	Dimension string
	Values    []string
	Not       bool
}

// Order sorts by a column of the result (a dimension, a measure, or a comparison such as "deaths__previous_year").
// Unknown values come last either way.
type Order struct {
	Column string
	Desc   bool
}

// ColumnKind says what a column of a MetricTable is.
type ColumnKind string

const (
	DimensionColumn  ColumnKind = "dimension"
	LabelColumn      ColumnKind = "label"      // the title of the dimension before it
	MeasureColumn    ColumnKind = "measure"    // the figure itself
	ComparisonColumn ColumnKind = "comparison" // the figure of the comparison period: NAME__previous_year
	ChangeColumn     ColumnKind = "change"     // figure minus comparison: NAME__previous_year__change (points for rates)
	PercentColumn    ColumnKind = "percent"    // change in percent of the comparison: NAME__previous_year__percent; never for rates
)

// State says how a value is to be read; a value that is not a figure says why.
type State string

const (
	Present       State = "present"        // a figure
	Partial       State = "partial"        // a figure, but units that owed a report for the period have not reported
	Incomplete    State = "incomplete"     // a figure, but some of the records that it is over do not tell it: what the others add up to
	NotReported   State = "not_reported"   // 未报送: reports were owed and none came: unknown, not zero
	NoData        State = "no_data"        // nobody owed a report, and no records reach the region or the time: unknown, not zero
	NoDenominator State = "no_denominator" // a rate whose denominator is unknown
	NothingDue    State = "nothing_due"    // a rate whose denominator is zero
	NotRecorded   State = "not_recorded"   // records exist but the source does not record the figure
	ZeroBase      State = "zero_base"      // a percentage from zero
	NoComparison  State = "no_comparison"  // the comparison period does not exist or has no data
)

// Column is one column of a MetricTable; Texts is filled for dimensions and labels, Numbers and States for the others.
type Column struct {
	Name    string
	Title   Text
	Unit    string
	Kind    ColumnKind
	Metric  string // the metric of the catalogue, for figures
	Texts   []string
	Numbers []*float64
	States  []State
	// Total is the figure over all rows, when totals were asked for (not the sum: rates and distinct counts are recomputed).
	Total      *float64
	TotalState State
}

// MetricTable is the answer to a MetricQuery, column by column. Every column has Rows values.
type MetricTable struct {
	Columns []Column
	Rows    int
	Source  Source

	absent func(column, key string) (*float64, State)
}

// Absent tells how a measure reads for a value of the only dimension that has no row because no record names it: as 0, or why it
// is not known, in the last bucket. It is safe for concurrent use.
func (t *MetricTable) Absent(column, key string) (*float64, State) {
	if t.absent == nil {
		return nil, NoData
	}
	return t.absent(column, key)
}

// Source says which data an answer was computed from and what it cost.
type Source struct {
	Version     uint64
	PublishedAt time.Time
	Period      safety.Period // as asked
	AsOf        safety.Date
	DataUntil   safety.Date // up to which records of any kind tell what happened; zero when there are none
	Running     bool        // the period had not ended on AsOf: comparisons are cut to the same day
	TreeDate    safety.Date
	Watermarks  []Watermark
	Elapsed     time.Duration
	RowsRead    uint64
	Cached      bool
}

// Watermark says how far a source system's records of one fact reach.
type Watermark struct {
	System     string
	Fact       string
	LastRecord safety.Date // newest main date among its records
	LoadedAt   time.Time   // when its last load was published
}
