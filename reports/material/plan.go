package material

import (
	"anlan/safety"
	"anlan/warehouse"
)

// Plan says what a bulletin asks, about one region and period. Names of asks are unique over all lists of a plan: they are the
// first part of the ids of figures, so they are small letters, digits and underscores.
type Plan struct {
	Region safety.RegionCode
	Tree   warehouse.Tree // zero means warehouse.Managing
	// Sector limits everything to a sector and those below it; empty means all. Rankings are never of a sector.
	Sector  string
	Period  safety.Period
	Version uint64 // 0 means the newest
	// AsOf is the day that every ask is judged on. It is no later than the period's end, today, and the end of the month that the
	// newest of all records lies in, so that like is compared with like; zero means the earliest of these.
	AsOf safety.Date

	Metrics  []MetricAsk
	Lists    []ListAsk
	Rankings []RankingAsk
	Alerts   []AlertAsk
	Missing  []MissingAsk
	// Checks asks for the failed blocking checks of the data that the plan rests on.
	Checks bool
}

// Span is the stretch of time that an ask is about.
type Span string

// The spans. The zero Span is the period.
const (
	OfPeriod   Span = "period"
	Cumulative Span = "cumulative" // from 1 January to the end of the period (1—N月)
	Trailing   Span = "trailing"   // so many months up to the last of the period
)

// The dimensions that are none of the catalogue.
const (
	ByRegion = "region"
	ByMonth  = "month" // one row a month of the span

	recordedRegion = "recorded_region" // the region that a record names, whatever it lies in
)

// MetricAsk asks for figures, of the whole or broken down.
type MetricAsk struct {
	Name     string
	Measures []string
	// By is region, month or a dimension of the catalogue; empty for the whole alone.
	By    string
	Level safety.RegionLevel // what "region" breaks down to; zero means directly below
	Span  Span
	// Months is the length of a trailing span. With ByMonth it is also how far back the months of a period go; 0 means its own.
	Months  int
	Filters []warehouse.Filter
	Compare []warehouse.Comparison
	// Order sorts by key, title, a measure or MEASURE__COMPARISON, MEASURE__COMPARISON__change; unknown values come last. Without
	// one rows come by the order of the list they are of: codes, months, the vocabulary.
	Order []Order
	// Limit keeps so many rows; the others become one row, 其他. 0 means all.
	Limit int
	// Empty keeps rows whose every value is zero now and in the bases; regions are always kept.
	Empty bool
	// Unassigned titles the row of what lies in no part; zero means 市直、未分配 (of a county 本级) and 未填写.
	Unassigned warehouse.Text
}

// Order sorts rows by a column.
type Order struct {
	Column string
	Desc   bool
}

// ListAsk asks for records by name.
type ListAsk struct {
	Name string
	Fact string // may be empty with a metric
	// Metric keeps the records that it counts in the span; an as-of one (overdue) those that it counts at its end.
	Metric  string
	Span    Span
	Months  int
	Filters []warehouse.Filter
	// Columns are columns of the fact, first|second for the first of them that is filled, days_since(COLUMN) for the days from a date
	// to the day that the list is as of.
	Columns []string
	// Order sorts by columns of the fact or first|second; without one the newest come first.
	Order []Order
	Limit int // 0 means 20, at most 1000
}

// RankingAsk asks for the ranking of an assessment: the published result where there is one, else one computed now.
type RankingAsk struct {
	Name   string
	Scheme string // empty means the default one
	// Beside ranks the region among those beside it, below its parent, instead of those below it.
	Beside bool
	Level  safety.RegionLevel // zero means directly below
	Peers  string             // a peer group of the scheme; empty means all
	Span   Span               // period or cumulative
	Limit  int                // places; 0 means all; ties at the end are complete
}

// AlertAsk asks for the warnings that were on at the end of the day that the plan is as of.
type AlertAsk struct {
	Name       string
	Severities []safety.AlertSeverity // empty means all
	Rules      []string               // empty means all
	Limit      int                    // 0 means 20
}

// MissingAsk asks who did not report (未报送), and how far reports came in.
type MissingAsk struct {
	Name  string
	By    string             // region or department; empty means region
	Level safety.RegionLevel // of regions, with all that lies below them; zero names the regions themselves that owe
	Units string             // who owed: a code of unit_kind; empty means everybody
	Kinds []string           // codes of obligation_kind; empty means all
	Items []string           // items owed; empty means all
	Span  Span
	Limit int // units that are named; 0 means all
}
