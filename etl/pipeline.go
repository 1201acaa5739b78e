package etl

import (
	"slices"
	"strings"
	"time"

	"anlan/etl/source"
	"anlan/warehouse"
)

// Pipeline says how files become records of one fact.
type Pipeline struct {
	Name   string
	Title  warehouse.Text
	Doc    string
	Fact   *warehouse.Fact
	System string // the value of the column system, unless a column maps it
	Source Source
	Joins  []Join
	// Columns are in the order of the fact. Columns of the fact that are not among them are derived or stay unknown.
	Columns []Mapping
	// Checks come in addition to those of the fact.
	Checks []warehouse.Check
	// LoadChecks are judged on every load as a whole, before it is published.
	LoadChecks []LoadCheck
	// Deletes says how the source tells that records are gone; nil when records only come and change.
	Deletes *Deletion
	// Schema says what happens when the source has other columns than before.
	Schema Contract
	// MaxRejected is the share of rows, 0 to 1, above which a run fails instead of publishing the rest.
	MaxRejected float64
	// Schedule is when a server runs the pipeline by itself. Zero: never.
	Schedule Schedule
	// StaleAfter is how long the pipeline may be without a good run before a notice says so; 0 leaves it to the schedule.
	StaleAfter time.Duration
	File       string // where it was read from
	Hash       string // SHA-256 of the file's text
}

// Source says where records come from: files, and how they are written, or something else.
type Source struct {
	// Opener is set for everything that is not a folder's files; Files and Spec then say nothing.
	Opener opener
	Files  []string // names or glob patterns, relative to the folder of sources
	// Inbox says that Files lie in the inbox, where each is a run of its own when it is there in whole.
	Inbox bool
	Spec  source.Spec
	// Repeat is set where one row holds several records in numbered columns.
	Repeat *Repetition
	// Withhold are columns that must not leave the file: they are neither staged nor kept in quarantine.
	Withhold []string
	// Empty are texts that mean nothing in its cells, beside dashes and slashes.
	Empty []string
	// RefuseExtra makes a column that no mapping uses a fault; otherwise such columns are listed and kept for quarantine.
	RefuseExtra bool
	line        int
}

// Describe says in a line what is read: file patterns, a table, an address.
func (s Source) Describe() string {
	if s.Opener != nil {
		return s.Opener.describe()
	}
	return strings.Join(s.Files, " ")
}

// given reports that the pipeline says where records come from.
func (s Source) given() bool { return s.Opener != nil || len(s.Files) > 0 }

// incremental reports that a run reads what changed since the one before, and not everything.
func (s Source) incremental() bool {
	switch o := s.Opener.(type) {
	case *httpSource:
		return o.spec.Since != nil
	case *databaseSource:
		return o.spec.Watermark != nil
	}
	return false
}

// Kind is what the ledger calls the inputs: file, database, http.
func (s Source) Kind() string {
	if s.Opener != nil {
		return s.Opener.kind()
	}
	return "file"
}

// Join names a second source that is looked up by key: the details of a header, say. When several of its rows have the
// key, the last one counts.
type Join struct {
	Name   string
	Source Source
	On     []JoinKey
	// Totals are figures over the rows of the key, read instead of its last row's columns.
	Totals []Total
	// Optional lets rows without a partner pass, with the joined columns unknown; otherwise they are rejected.
	Optional bool
	line     int
}

// JoinKey is a pair of columns that must be equal.
type JoinKey struct{ Ours, Theirs string }

// Mapping says where one column of the fact comes from: one of From, SQL and Value.
type Mapping struct {
	Column warehouse.FactColumn
	From   string // a column of the source, converted to the column's type
	Of     string // the join whose column From is; "" is the source itself
	SQL    string // one expression over columns; its result is turned into text and then converted like a column
	Value  string // a constant
	// Format is how dates are written, in the letters of strptime: %Y %m %d %H %M %S.
	Format string
	// Words translates words of the source before conversion.
	Words []Word
	// CreditCode asks for the check digit of GB 32100-2015.
	CreditCode bool
	// Optional lets files lack the column; it is unknown there.
	Optional bool
	// Path is given instead of From for a region: columns whose texts, joined, are a path of names.
	Path []string
	// Region says how texts become regions.
	Region RegionRule
	// Unit is what numbers of the source are in where that is not the unit of the records; texts may then carry units. "" is none.
	Unit string
	// Pseudonym is the name of the key that makes pseudonyms of the column's texts; "" is none.
	Pseudonym string
	// Unknown says what happens to a text that a dimension does not have; "" is RejectUnknown.
	Unknown  string
	line     int
	constant bool
	sql      string // SQL, checked, with columns named as staged
}

// Word is one entry of Mapping.Words.
type Word struct{ From, To string }

// Mapping returns the mapping of a column of the fact.
func (p *Pipeline) Mapping(column string) (Mapping, bool) {
	i := slices.IndexFunc(p.Columns, func(m Mapping) bool { return m.Column.Name == column })
	if i < 0 {
		return Mapping{}, false
	}
	return p.Columns[i], true
}

// join finds a joined source by its name.
func (p *Pipeline) join(name string) int {
	return slices.IndexFunc(p.Joins, func(j Join) bool { return j.Name == name })
}
