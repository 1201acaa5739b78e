package graph_test

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// tables gives two records of any kind, the second of which says nothing.
type tables struct{ *fake }

func (t tables) RecordTable(_ context.Context, scope warehouse.Scope, q warehouse.RecordQuery) (*warehouse.RecordTable, error) {
	t.questions.Add(1)
	t.askedAbout(scope, q)
	fact, ok := warehouse.FactNamed(q.Fact)
	if !ok {
		return nil, warehouse.Fault(warehouse.BadRequest, "there are no %q records", q.Fact)
	}
	name, hours, passed := "张店区", decimal.RequireFromString("12.50"), true
	return &warehouse.RecordTable{
		Fact: fact, Rows: 2, Cursors: []string{"c1", "c2"}, HasNext: true, Version: 7,
		Columns: []warehouse.RecordColumn{
			{FactColumn: warehouse.FactColumn{Name: "place"}, Kind: warehouse.TextCells, Texts: []*string{&name, nil}},
			{FactColumn: warehouse.FactColumn{Name: "person", Sensitive: true}, Kind: warehouse.TextCells, Texts: []*string{nil, nil}},
			{FactColumn: warehouse.FactColumn{Name: "hours", Unit: "学时"}, Kind: warehouse.NumberCells, Numbers: []*decimal.Decimal{&hours, nil}},
			{FactColumn: warehouse.FactColumn{Name: "passed"}, Kind: warehouse.BooleanCells, Booleans: []*bool{&passed, nil}},
			{FactColumn: warehouse.FactColumn{Name: "items"}, Kind: warehouse.ListCells, Lists: [][]string{{"a", "b"}, {}}},
		},
	}, nil
}

// A kind of record that is described by data alone is read column by column; hashes of persons are no column.
func TestRecordsColumnByColumn(t *testing.T) {
	b := setup(t, nil)
	got := b.ask(t, `{ recordTable(query: {fact: "training", region: "370321"}, first: 2) { fact rows version totalCount pageInfo { hasNextPage endCursor } columns { name unit kind texts numbers booleans lists } } }`, nil)
	const want = `{"recordTable":{"fact":"training","rows":2,"version":7,"totalCount":4711,"pageInfo":{"hasNextPage":true,"endCursor":"c2"},"columns":[` +
		`{"name":"place","unit":null,"kind":"TEXT","texts":["张店区",null],"numbers":[],"booleans":[],"lists":[]},` +
		`{"name":"hours","unit":"学时","kind":"NUMBER","texts":[],"numbers":["12.5",null],"booleans":[],"lists":[]},` +
		`{"name":"passed","unit":null,"kind":"BOOLEAN","texts":[],"numbers":[],"booleans":[true,null],"lists":[]},` +
		`{"name":"items","unit":null,"kind":"LIST","texts":[],"numbers":[],"booleans":[],"lists":[["a","b"],[]]}]}}`
	if string(got.Data) != want {
		t.Errorf("%s", got.body)
	}
	if !strings.Contains(b.decided, "Version:7") || strings.Contains(b.decided, "Sensitive:true") {
		t.Errorf("asked for %s", b.decided)
	}
}

// What kinds there are is described, without what the contract does not show.
func TestKindsOfRecords(t *testing.T) {
	b := setup(t, nil)
	got := b.ask(t, `{ recordKinds { name date columns { name } } }`, nil)
	if !strings.Contains(got.body, `{"name":"hazard","date":"found_on"`) || strings.Contains(got.body, `"person"`) {
		t.Errorf("%s", got.body)
	}
}

func TestRecordTablesAreBounded(t *testing.T) {
	b := setup(t, nil)
	for query, code := range map[string]string{
		`{ recordTable(query: {fact: "hazard", region: "37"}, first: 1000) { columns { name title { zh } texts numbers booleans lists } } }`: "",
		`{ recordTable(query: {fact: "hazard", region: "37"}, first: 1001) { rows } }`:                                                       "BAD_REQUEST",
		`{ recordTable(query: {fact: "hazard", region: "37"}, first: 2000000000) { columns { name } } }`:                                     "TOO_COMPLEX",
		`{ recordTable(query: {fact: "nothing", region: "37"}) { rows } }`:                                                                   "BAD_REQUEST",
	} {
		if got := b.ask(t, query, nil); got.code() != code {
			t.Errorf("%s: %q, expected %q: %.300s", query, got.code(), code, got.body)
		}
	}
}
