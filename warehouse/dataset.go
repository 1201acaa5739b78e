package warehouse

import (
	"context"
	"io"

	"anlan/safety"
)

// DataSetKind says what the rows of a data set are.
type DataSetKind string

// The kinds of data sets.
const (
	RecordSet    DataSetKind = "record"    // a fact, row by row, in codes
	ReadableSet  DataSetKind = "readable"  // a fact with the names of what its codes mean
	DimensionSet DataSetKind = "dimension" // regions, sectors, departments, vocabularies
	FigureSet    DataSetKind = "figure"    // the monthly rollup
)

// DataSet is a table that leaves in bulk. It is described once; HTTP exports, jobs, Flight SQL and the documentation read it here.
type DataSet struct {
	Name    string // hazard, hazard_readable, region
	Kind    DataSetKind
	Title   Text
	Doc     Text
	Fact    string // a scope must see it (Scope.SeesFact); empty for dimensions
	Date    string // the column that From and To bound; empty: they bound nothing and are refused
	Key     []string
	Columns []DataColumn
}

// DataColumn is a column of a data set, or of the result of a query.
type DataColumn struct {
	Name      string
	Type      string // of ClickHouse, as it leaves: Nullable(String), Date32, Decimal(18, 2), DateTime64(0, 'Asia/Shanghai'), Array(String)
	Title     Text
	Unit      string
	Doc       string
	Source    string // where the values come from: a document and article, a vocabulary, a code table
	Sensitive bool   // left out unless it is asked for by name by who may read it
}

// Column gives the column of that name.
func (s *DataSet) Column(name string) (DataColumn, bool) {
	for _, c := range s.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return DataColumn{}, false
}

// DataQuery asks for rows of a data set. It is a value: the same query against the same version under the same scope gives the same
// rows, and in the same order when it names one, for ever.
type DataQuery struct {
	Set      string
	Select   []Selected // empty: every column that is not sensitive
	Distinct bool
	Region   safety.RegionCode // empty: all that the scope holds
	Tree     Tree              // zero means Managing
	TreeDate safety.Date       // the day whose tree is used; zero means today
	Sector   string            // with the sectors below it; empty: all
	From, To safety.Date       // of DataSet.Date, both inside; zero: open
	Where    *Expr
	GroupBy  []*Expr
	Having   *Expr
	Order    []OrderedBy // empty: as they lie, which is the fastest
	Limit    *uint64
	Offset   uint64
	Version  uint64 // 0 means the newest
}

// Selected is one column of a result.
type Selected struct {
	Expr *Expr
	As   string // empty: the column's own name, or the text of the expression
}

// OrderedBy is one order of a result.
type OrderedBy struct {
	Expr *Expr
	Desc bool
}

// Expr is an expression over the columns of a data set. Exactly one field is set. It never carries SQL: literals become parameters of the
// statement, columns and functions are looked up by name.
type Expr struct {
	Column  string
	Literal *Literal
	Call    string // a function or operator of DataFunctions: equals, and, count, sum, toYear
	Args    []*Expr
	Star    bool // the argument of count(*)
}

// Literal is a constant: Text with the ClickHouse Type that it is read as (String, Int64, Decimal(38, 6), Float64, Date32, Bool, Null), or a
// List of them.
type Literal struct {
	Type string
	Text string
	List []Literal
}

// DataReading is an open question: it holds its version until Close, so that whatever is read of it is of one version.
type DataReading interface {
	// Set is the data set asked.
	Set() *DataSet
	// Version is the one that is read.
	Version() *Version
	// Columns are those of the result, with their types.
	Columns() []DataColumn
	// Query is what was asked with everything settled that it left open: the version, the tree's day, the columns. Equal texts under equal scopes give
	// equal rows.
	Query() DataQuery
	// Estimate says about how many rows and bytes there are, before anything is read; exact tells whether rows is exact.
	Estimate(ctx context.Context) (rows, bytes uint64, exact bool, err error)
	// Parts are pieces that can be read one by one and together are the whole: months, oldest first. One part without a name where rows cannot be
	// told apart by months (no date, an order, a limit, groups).
	Parts() []DataPart
	// Encode streams the result, or one of its Parts, encoded by the engine in a format of ClickHouse. A Read fails when the query does: io.EOF
	// means that the document is whole. Close before the end cancels the query.
	Encode(ctx context.Context, format string, settings map[string]any, part *DataPart) (io.ReadCloser, error)
	// Count counts the rows of the result, or of one of its Parts.
	Count(ctx context.Context, part *DataPart) (uint64, error)
	Close()
}

// DataPart is a piece of a result.
type DataPart struct {
	Name  string // 2026-05; empty: the whole
	Month safety.Month
}
