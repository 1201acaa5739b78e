package material

import (
	"time"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// Material is what a plan gathered: of one data version, under the scope of one caller.
type Material struct {
	Plan    Plan              // resolved: version, tree and day are set
	Region  warehouse.Region  // what it is about
	Sector  warehouse.Text    // title of the plan's sector; empty for all
	Source  warehouse.Source  // version, when it was published, as of which day, how far each source reaches
	Queries []document.Query  // one an ask, by the name of the ask
	Tables  map[string]*Table // by the name of the MetricAsk
	Lists   map[string]*List
	// Rankings, Alerts and Missing are complete too: an ask that the caller may not ask has an entry that says why.
	Rankings map[string]*Ranking
	Alerts   map[string]*Alerts
	Missing  map[string]*Missing
	Held     []Hold // failed blocking checks; nil when the plan does not ask, or nothing is wrong
}

// Table is the answer to a MetricAsk.
type Table struct {
	Name     string
	By       string         // as asked
	ByTitle  warehouse.Text // of the dimension
	Measures []string
	Compare  []warehouse.Comparison
	Period   safety.Period // what it is about: the period, 1—N月, the months
	AsOf     safety.Date
	Running  bool // the period goes on after the day that it is as of
	Rows     []Row
	Total    Row // of the whole, computed from the records, not added up
	// Adds says of each measure whether the rows add up to the total: counts and sums do, distinct counts, rates and stated figures
	// (基数) do not. Parts of those that do always add up to what is printed as total.
	Adds map[string]bool
}

// Kinds of rows.
const (
	Whole      = "whole"      // the total
	Unit       = "unit"       // a value of the dimension
	Unassigned = "unassigned" // what lies in no part: 市直、未分配
	Other      = "other"      // what a limit left out: 其他
)

// Row is one row of a table. The key is the value's code, empty for the whole, document.Unassigned and document.Other for those rows.
type Row struct {
	Key        string
	Kind       string
	Title      warehouse.Text
	Quantities map[string]prose.Quantity // by measure
}

// List is the answer to a ListAsk.
type List struct {
	Name    string
	Fact    string
	Period  safety.Period // the span; zero for what is judged on a day alone
	AsOf    safety.Date
	Columns []ListColumn
	Rows    []ListRow
	Count   prose.Quantity // how many there are in all
	// Named is false for callers who may not read records: there is the count alone.
	Named bool
}

// ListColumn is the head of a column.
type ListColumn struct {
	Name  string // as asked
	Title warehouse.Text
	Unit  string
}

// ListRow is one record.
type ListRow struct {
	Key   string // system and id of the record, fit for the ids of figures
	Cells []Cell // one a column
}

// Cell is what stands in a column: a number, or a text; empty where the source does not say.
type Cell struct {
	Text     warehouse.Text
	Date     safety.Date // of dates; zero otherwise
	Quantity *prose.Quantity
}

// Ranking is the answer to a RankingAsk.
type Ranking struct {
	Name   string
	Title  warehouse.Text // of the scheme
	Period safety.Period
	AsOf   safety.Date
	// Official is the id of the published result; empty for one that was computed now.
	Official string
	// Provisional says that it may change: it was computed now, or its period goes on.
	Provisional bool
	Against     string // previous_period or previous_year: what movement is measured against; empty without
	Rows        []RankingRow
	Subjects    prose.Quantity // how many are ranked
	Refused     warehouse.Text // why there is none; empty otherwise
}

// RankingRow is one subject.
type RankingRow struct {
	Key           string
	Name          warehouse.Text
	Place         int // 0 when it has no score
	PreviousPlace int // 0 when unknown
	Moved         *int
	Score         prose.Quantity // with its previous one under Against
	PlaceQuantity prose.Quantity // the same as Place, with its previous one under Against
	MovedQuantity prose.Quantity // places gained or lost, without sign
	Grade         warehouse.Text
	Peers         string         // the peer group that places are counted in; empty without
	PeersTitle    warehouse.Text // empty where the result does not tell it
	Remark        warehouse.Text // why there is no place, or what vetoed the grade
}

// Alerts is the answer to an AlertAsk.
type Alerts struct {
	Name   string
	Counts []AlertCount // by severity, the gravest first
	Total  prose.Quantity
	Rows   []AlertRow // the gravest first, then the newest
}

// AlertCount is how many warnings of one severity are on.
type AlertCount struct {
	Severity safety.AlertSeverity
	Title    warehouse.Text
	Quantity prose.Quantity
}

// AlertRow is one warning.
type AlertRow struct {
	ID            string
	Severity      safety.AlertSeverity
	SeverityTitle warehouse.Text
	Title         warehouse.Text // of the rule
	Subject       warehouse.Text // region, sector, enterprise
	// Reason is in words, and the figures in it are marked (see document.Marked); Figures are those, to be noted where it is printed.
	Reason       warehouse.Text
	Figures      map[document.Language][]document.Figure
	Since        time.Time
	Acknowledged bool
}

// Missing is the answer to a MissingAsk.
type Missing struct {
	Name   string
	By     string
	Period safety.Period
	Rows   []MissingRow // units with something missing, most first
	Total  MissingRow   // of the whole
	Units  prose.Quantity
	Owing  prose.Quantity // units that owed anything
}

// MissingRow is one unit.
type MissingRow struct {
	Key                         string
	Title                       warehouse.Text
	Due, Arrived, Missing, Rate prose.Quantity
	Items                       []warehouse.Text // what is missing, by name
}

// Hold is a failed blocking check of data that the material rests on: the newest load of a pipeline was not published.
type Hold struct {
	Check    string         `json:"check"` // pipeline/code
	Pipeline string         `json:"pipeline"`
	Fact     string         `json:"fact"`
	Run      string         `json:"run"`
	At       time.Time      `json:"at"`
	Reason   warehouse.Text `json:"reason"` // what was found, in words
}
