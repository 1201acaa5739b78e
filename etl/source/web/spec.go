package web

import (
	"time"
)

// Spec says how an API is asked and where its answers hold the records. Paths are keys joined by dots, as data.items.
type Spec struct {
	Connection string // name of the connection: the host, and who we are there
	Path       string // below the connection's address, as /api/hazards
	Method     string // GET or POST
	Query      []Param
	Headers    []Param
	// Body of a POST: maps, lists and plain values, in JSON or, with Form, as a form of its top keys. Parameters of paging and
	// Since go into it, by path; with GET they go into the query.
	Body map[string]any
	Form bool
	// Records is the path of the list of records; empty: the answer is the list.
	Records string
	Success *Success
	Paging  Paging
	Since   *Since
	Limits  Limits
}

// Param is a name with its value. A value may hold {window_from}, {window_to} (days, as 2025-04-01) and {since}; a parameter
// whose placeholder has no value in a run is left out.
type Param struct{ Name, Value string }

// Success tells a good answer from one that says "wrong" with HTTP status 200: the value at At is one of Is.
type Success struct {
	At      string
	Is      []string
	Message string // path of what the API has to say when it is not
}

// Kinds of paging.
const (
	ByPage   = "page"
	ByOffset = "offset"
	ByCursor = "cursor"
	ByLink   = "link"
)

// Paging says how one comes from an answer to the next. The zero value: one answer has everything.
type Paging struct {
	Kind      string
	Param     string // parameter of the page number, the offset or the cursor
	First     int    // number of the first page
	SizeParam string // parameter of the page's size; empty: not sent
	Size      int
	From      string // path of the next cursor, or of the next link; with ByLink empty: the header Link
	Total     string // path of the number of all records
	More      string // path of true or false: whether there is more
	Last      string // path of true or false: whether this is the last page
}

// Since asks for what changed only. A run remembers the highest value of Column; the next one asks from there, less Lookback
// for records that are entered late.
type Since struct {
	Param    string
	Column   string // path in the record
	Lookback time.Duration
	Start    string // value for the first run; empty: the parameter is left out
	Form     string // how the parameter is written, one of Forms; empty: as the column is
}

// Limits keep one source from taking everything. A limit that is reached is an error, never a silent end.
type Limits struct {
	Pages     int
	Records   uint64
	PageBytes int64         // of one answer, unpacked
	Request   time.Duration // for one answer, its body included
	Total     time.Duration // for all answers
	Attempts  int           // for one answer, the first included
	Waiting   time.Duration // all waiting between attempts together
	Pause     time.Duration // between two answers
}

// DefaultLimits hold where a Spec does not say otherwise.
func DefaultLimits() Limits {
	return Limits{Pages: 10_000, Records: 10_000_000, PageBytes: 64 << 20, Request: time.Minute, Total: 2 * time.Hour, Attempts: 6, Waiting: 10 * time.Minute}
}
