package warehouse

import (
	"context"
	"time"

	"anlan/safety"
)

// LineageQuery names one published figure: the same words as in a MetricQuery without a breakdown.
type LineageQuery struct {
	Metric   string
	Region   safety.RegionCode // empty means the caller's own, or the root
	Tree     Tree
	TreeDate safety.Date
	Period   safety.Period
	Filters  []Filter
	AsOf     safety.Date
	Version  uint64 // 0 means the newest
}

// Lineage says which loads and files are behind a figure.
type Lineage struct {
	Version uint64
	AsOf    safety.Date
	// Sides are the figure's own records, for a ratio those of its numerator and then of its denominator.
	Sides []LineageSide
}

// LineageSide is one measure with the loads of exactly the records that it counts.
type LineageSide struct {
	Metric  string
	Fact    string
	Records uint64 // as many as the list of records behind the figure has
	Runs    []LineageRun
	Files   []LineageFile
}

// LineageRun is a load and how many of the records it brought. The run of a record that was rejected at first and loaded by a
// replay is the one that read it.
type LineageRun struct {
	Run       string
	Pipeline  string
	Trigger   string
	StartedAt time.Time
	Version   uint64 // that it published; 0 when that is not known any more
	Records   uint64
	Replayed  uint64 // of them, loaded by a replay
}

// LineageFile is a file (or a query of a database, an address) and how many of the records came from it. Name is empty for
// records of old loads that did not keep which file a row was from.
type LineageFile struct {
	Run     string
	Name    string
	SHA256  string
	Records uint64
}

// Lineage finds the loads and files behind a figure. The records are those that ListRecords gives for the same metric, region,
// period, filters and version.
func (w *Warehouse) Lineage(ctx context.Context, scope Scope, q LineageQuery) (*Lineage, error) {
	return &Lineage{}, nil
}

// Origin says where one record came from.
type Origin struct {
	Run    Run    // that read it
	File   string // empty when the load did not keep it
	SHA256 string
	Row    uint64 // record of the file, from 1; 0 when the load did not keep it
	Replay string // the run that loaded it after it had been rejected; empty otherwise
}

// Origin finds the load, file and row behind the Run and Row of a record; a not_found Error when there is no such run.
func (w *Warehouse) Origin(ctx context.Context, run string, row uint64) (Origin, error) {
	return Origin{}, nil
}
