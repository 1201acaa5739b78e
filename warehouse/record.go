package warehouse

import (
	"time"

	"anlan/safety"
)

// RecordQuery asks for records of one fact below one region, or for those behind a figure. It is a value: the same query
// against the same version under the same scope gives the same list for ever.
type RecordQuery struct {
	Fact   string // may be empty where the record's type says it
	Region safety.RegionCode
	Tree   Tree // zero means Managing
	// TreeDate is the day whose tree is used; zero means AsOf.
	TreeDate safety.Date
	// From and To bound the record's main date, both included; zero is open. With a Metric they bound the metric's date, and
	// mean nothing to one that judges the records of all time on a day (open, overdue).
	From, To safety.Date
	// Metric names a figure of the catalogue: only the records that it counts, for a ratio those of its numerator.
	Metric string
	// AsOf is the day on which the metric judges; zero means the earlier of To and today.
	AsOf    safety.Date
	Filters []Filter
	// Lapsing keeps, of trainings, each person's newest certificate of an audience, where it ends in that period; zero keeps all.
	Lapsing safety.Period
	// Order sorts by columns of the fact, first|second by the first of them that is filled; what is unknown comes last. Empty puts the
	// newest first. A list with an order has one page and no cursors.
	Order []Order `json:",omitempty"`
	// Search finds enterprises by a part of their name or the beginning of their number; other records have no search.
	Search string
	// Sensitive asks for the columns marked so as well (hashes of persons); otherwise they are empty.
	Sensitive bool
	WithTotal bool   // count the whole list too: a second query
	WithNames bool   `json:",omitempty"` // of a RecordTable: what codes are called, beside them
	After     string // the cursor of the record before the page
	First     int    // page size, 1 to 1000; 0 means 50
	Version   uint64 // 0 means the newest, or the cursor's
}

// Page is one page of a list: the newest main date first, then by system and id. All pages of a list come from one data
// version, that of its first page.
type Page[T any] struct {
	Records []T
	Cursors []string // one a record, for RecordQuery.After
	HasNext bool
	Version uint64
	Total   uint64 // with RecordQuery.WithTotal; 0 otherwise
}

const (
	pageSize    = 50
	maxPageSize = 1000
)

// Record is one of the kinds of record that can be listed. Columns and their meaning: schema/facts.yaml. Empty texts and nil
// mean that the source does not say. Dates are midnight UTC of the day. Run and Row say which load brought the record, and
// from which row of its source.
type Record interface {
	InspectionRecord | HazardRecord | TrainingRecord | AccidentRecord | ObligationRecord | EnterpriseRecord

	fact() string
	position() position
}

// position is the place of a record in a list.
type position struct {
	date       time.Time // zero for enterprises
	system, id string
}
