package warehouse

import (
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

// LineageSide is one measure with the loads of exactly the records that it counts. Of a denominator these are the stated figures
// that it is chosen from: those of the regions below, for the period.
type LineageSide struct {
	Metric  string
	Fact    string
	Records uint64 // as many as the list of records behind the figure has
	Runs    []LineageRun
	// Files holds at most MaxLineageFiles, those that brought most; FileCount is how many there are.
	Files     []LineageFile
	FileCount int
}

// MaxLineageFiles is how many files one side of a figure's lineage lists.
const MaxLineageFiles = 1000

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

// Origin says where one record came from.
type Origin struct {
	Run    Run    // that read it
	File   string // empty when the load did not keep it
	SHA256 string
	Row    uint64 // record of the file, from 1; 0 when the load did not keep it
	Replay string // the run that loaded it after it had been rejected; empty otherwise
}
