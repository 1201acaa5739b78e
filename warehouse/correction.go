package warehouse

import (
	"time"

	"anlan/safety"
)

// Correction is a figure of a month that was over when a load changed it.
type Correction struct {
	Version uint64       `ch:"version"` // the data version that brought it
	Run     string       `ch:"run"`     // the load behind it; empty when no load was (the rollup built under new definitions)
	At      time.Time    `ch:"at"`
	Metric  string       `ch:"metric"` // a measure that adds up
	Month   safety.Month `ch:"-"`
	// Region is the one asked about, or the recorded one when the query asks for cells.
	Region safety.RegionCode `ch:"-"`
	Sector string            `ch:"sector"` // of a cell; empty otherwise
	// Before and After are the figure before and after the load. Before is nil where no record of the kind was known: then the
	// load brought new data rather than corrected a figure. After is nil where the last one went.
	Before *float64 `ch:"before"`
	After  *float64 `ch:"after"`
	// Change is After less Before, an unknown one counted as nothing.
	Change float64 `ch:"change"`
}

// New reports that the load brought first records, and corrected no figure that was known.
func (c Correction) New() bool { return c.Before == nil }

// CorrectionQuery asks for corrections. Empty fields do not limit.
type CorrectionQuery struct {
	Metric string // a measure of the rollup, or a ratio of two: the corrections of both
	// Region is the region whose figures are meant, with all that lies below it; empty means the caller's own, or the root.
	Region   safety.RegionCode
	Tree     Tree        // zero means Managing
	TreeDate safety.Date // zero means today
	From, To safety.Month
	// FromVersion and ToVersion bound the version that brought the correction, both included.
	FromVersion, ToVersion uint64
	Run                    string
	// Cells asks for single cells (recorded region and sector) instead of the region's own figures.
	Cells bool
	// NoNew leaves out first records.
	NoNew bool
	After string // the cursor of the correction before the page
	First int    // 1 to 1000; 0 means 50
}

// CorrectionPage is one page of corrections: the newest version first, then by metric, the newest month first, region and sector.
type CorrectionPage struct {
	Corrections []Correction
	Cursors     []string // one a correction
	HasNext     bool
}

// Changes are the figures that a dry run would have changed.
type Changes struct {
	// Figures holds the first of them, at most MaxChanges: by metric, month, and region from the large to the small.
	Figures []FigureChange
	Total   uint64 // how many there are
}

// MaxChanges is how many changed figures a dry run lists.
const MaxChanges = 20_000

// FigureChange is one measure of one month and region, with all that lies below the region in the managing tree today, before
// and after a load that was not published. Before is nil where no record of the kind was known, After where the last one went.
type FigureChange struct {
	Metric        string
	Month         safety.Month
	Region        safety.RegionCode
	Level         safety.RegionLevel // unknown for a code that is no region any more
	Before, After *float64
}
