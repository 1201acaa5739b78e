package alert

import (
	"time"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Signal is a warning about one subject under one rule. Its id stays the same for good: a signal that was cleared and comes
// again is the same one, raised once more.
type Signal struct {
	ID       string
	Rule     string
	Title    warehouse.Text // of the rule
	Kind     safety.AlertKind
	Document string // the document that the rule comes from; may be empty
	Subject  Subject

	Severity safety.AlertSeverity // now, or when it was last on
	Highest  safety.AlertSeverity // since it was raised last
	Reason   warehouse.Text       // in words, with the figures
	Figures  []Figure             // that the reason names, the one that decides first

	On        bool
	Times     int       // how often it was raised
	FirstSeen time.Time // when it was raised last
	LastSeen  time.Time // when an evaluation last found it on; one that could not judge leaves it as it is
	ClearedAt time.Time // zero while it is on
	// Ended says how it ended: cleared, or its rule was changed or deleted. Empty while it is on.
	Ended     safety.AlertEvent
	EndReason warehouse.Text // in words

	Acknowledged *Acknowledgement // nil: nobody has, or it became worse than what was acknowledged

	Period  safety.Period // that the figures are of; zero where they are of a day
	AsOf    safety.Date   // the day on which it was judged
	Version uint64        // the data version that it was last seen in
	// Records asks for the records behind it; nil where there are none, as with a source that is late.
	Records *warehouse.RecordQuery
	// Metrics asks for the figures behind it; nil where it does not rest on a metric.
	Metrics *warehouse.MetricQuery
}

// Acknowledgement says who has taken note of a signal. It does not clear it.
type Acknowledgement struct {
	By       string
	At       time.Time
	Remark   string
	Severity safety.AlertSeverity // what it was then: a worse one opens the signal again
}

// Subject is what a signal is about. Region is always there; a source system stands at the root of the tree.
type Subject struct {
	Region     safety.RegionCode `json:"region"`
	RegionName string            `json:"regionName"`
	Sector     string            `json:"sector,omitempty"` // empty: all sectors
	SectorName string            `json:"sectorName,omitempty"`
	// Enterprise is an enterprise's id; empty where the signal is not about one.
	Enterprise     string `json:"enterprise,omitempty"`
	EnterpriseName string `json:"enterpriseName,omitempty"`
	// Fact, System and Record name a single record, Fact and System a source; empty otherwise.
	Fact   string `json:"fact,omitempty"`
	System string `json:"system,omitempty"`
	Record string `json:"record,omitempty"`
}

// Single reports whether the subject is a single record or enterprise: only who may read records is told of it.
func (s Subject) Single() bool { return s.Record != "" || s.Enterprise != "" }

// Figure is one figure of a reason.
type Figure struct {
	Name  string          `json:"name"` // figure, expected, previous_year, numerator, denominator, days, …
	Title warehouse.Text  `json:"title"`
	Value decimal.Decimal `json:"value"`
	Unit  string          `json:"unit,omitempty"`
}

// Event is one thing that happened to a signal.
type Event struct {
	At       time.Time
	Event    safety.AlertEvent
	Severity safety.AlertSeverity // then
	By       string               // for an acknowledgement
	Remark   string               // for an acknowledgement
	Reason   warehouse.Text       // as it was then; how it ended
	Version  uint64               // of the data; 0 for an acknowledgement
}
