package export

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"anlan/warehouse"
)

// asked is a question in both languages: as an address has it, and as SQL is made of it; with what the engine says of its answer.
type asked struct {
	name    string
	address url.Values
	query   warehouse.DataQuery
	scope   warehouse.Scope
	formats []variant

	set     *warehouse.DataSet
	columns []warehouse.DataColumn
	figures figures
	cells   figures // in a workbook
}

// variant is a format with its options.
type variant struct {
	format  string
	options string // of the address
}

// questions asks for every data set, for everybody and for a county; one option of each format is taken in turn, and all of the hazards.
func questions(sets []*warehouse.DataSet) []*asked {
	var all []*asked
	turns := [][]variant{
		{{"arrow", ""}, {"arrow", "compression=lz4"}, {"arrow", "compression=zstd"}},
		{{"arrow_file", "compression=zstd"}, {"arrow_file", ""}, {"arrow_file", "compression=lz4"}},
		{{"parquet", ""}, {"parquet", "compression=lz4"}, {"parquet", "compression=none"}, {"parquet", "compression=snappy"}, {"parquet", "compression=gzip"}},
		{{"csv", ""}, {"csv", "charset=gb18030"}, {"csv", "bom=1"}},
		{{"jsonl", ""}},
		{{"xlsx", ""}},
	}
	for i, set := range sets {
		everybody := &asked{name: set.Name, query: warehouse.DataQuery{Set: set.Name}, scope: warehouse.Everything(), address: url.Values{}}
		if set.Fact == "training" {
			everybody.first(400)
		}
		for _, options := range turns {
			if set.Name == "hazard" {
				everybody.formats = append(everybody.formats, options...)
			} else {
				everybody.formats = append(everybody.formats, options[i%len(options)])
			}
		}
		if all = append(all, everybody); set.Kind == warehouse.DimensionSet && set.Name != "vocabulary" || set.Kind == warehouse.ReadableSet && set.Name != "hazard_readable" {
			continue // dimensions are for everybody, and names are read beside the rows that records test
		}
		ofCounty := *everybody
		ofCounty.name, ofCounty.scope, ofCounty.formats = set.Name+" of a county", county(), []variant{{"arrow", ""}, {"csv", ""}}
		all = append(all, &ofCounty)
	}
	long := &asked{name: "200,000 rows", query: warehouse.DataQuery{Set: "training"}, scope: warehouse.Everything(), address: url.Values{}}
	long.choose("id", "trained_on", "hours", "passed")
	long.formats = []variant{{"arrow", ""}, {"arrow", "compression=zstd"}, {"arrow_file", "compression=lz4"}, {"parquet", ""}, {"csv", ""}, {"jsonl", ""}}
	sensitive := &asked{name: "a sensitive column", query: warehouse.DataQuery{Set: "training"}, scope: warehouse.Everything(), address: url.Values{}}
	sensitive.choose("person", "id")
	sensitive.first(400)
	sensitive.formats = []variant{{"parquet", ""}}
	return append(all, long, sensitive)
}

// first leaves the records that came first in their files.
func (a *asked) first(rows int) {
	a.address.Set("where", fmt.Sprintf("row < %d", rows))
	a.query.Where = &warehouse.Expr{Call: "less", Args: []*warehouse.Expr{{Column: "row"}, {Literal: &warehouse.Literal{Type: "Int64", Text: fmt.Sprint(rows)}}}}
}

// choose asks for some columns only.
func (a *asked) choose(columns ...string) {
	a.address.Set("columns", strings.Join(columns, ","))
	for _, c := range columns {
		a.query.Select = append(a.query.Select, warehouse.Selected{Expr: &warehouse.Expr{Column: c}})
	}
}

// compute lets the engine say what it says of the answer.
func (a *asked) compute(t *testing.T, w *warehouse.Warehouse) {
	t.Helper()
	reading, err := w.OpenData(t.Context(), a.scope, a.query)
	if err != nil {
		t.Fatalf("%s: %v", a.name, err)
	}
	defer reading.Close()
	a.set, a.columns = reading.Set(), reading.Columns()
	a.figures, a.cells = engineFigures(t, w, reading, slices.ContainsFunc(a.formats, func(v variant) bool { return v.format == "xlsx" }))
	a.address.Set("version", fmt.Sprint(reading.Version().Number))
}
