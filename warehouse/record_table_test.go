package warehouse

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
)

// cellsOf writes a column as one text, - for what the source does not say.
func cellsOf(t *testing.T, table *RecordTable, name string) string {
	t.Helper()
	c, ok := table.Column(name)
	if !ok {
		t.Fatalf("no column %s", name)
	}
	var cells []string
	for i := range table.Rows {
		cell := "-"
		switch {
		case c.Kind == NumberCells && c.Numbers[i] != nil:
			cell = c.Numbers[i].String()
		case c.Kind == BooleanCells && c.Booleans[i] != nil:
			cell = fmt.Sprint(*c.Booleans[i])
		case c.Kind == ListCells:
			cell = strings.Join(c.Lists[i], "+")
		case c.Texts != nil && c.Texts[i] != nil:
			cell = *c.Texts[i]
		}
		cells = append(cells, cell)
	}
	return strings.Join(cells, " ")
}

// The table of a fact and the list of its own type are the same records in the same order, page by page.
func TestATableOfRecordsIsTheList(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	q := RecordQuery{Fact: "hazard", Region: "370300", First: 3, WithTotal: true}
	var ids []string
	for {
		table, err := w.RecordTable(t.Context(), Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		if table.Total != 8 {
			t.Errorf("total %d, want 8", table.Total)
		}
		ids = append(ids, cellsOf(t, table, "id"))
		if !table.HasNext {
			break
		}
		q.After = table.Cursors[table.Rows-1]
	}
	if got, want := strings.Join(ids, " | "), "h6 h8 h7 | h5 h4 h3 | h2 h1"; got != want {
		t.Errorf("pages %s, want %s", got, want)
	}
	for what, c := range map[string]struct {
		scope Scope
		q     RecordQuery
		code  string
	}{
		"another region":  {Scope{Regions: []safety.RegionCode{"370303"}}, RecordQuery{Fact: "hazard", Region: "370321"}, Forbidden},
		"another fact":    {Scope{All: true, Facts: []string{"accident"}}, RecordQuery{Fact: "hazard"}, Forbidden},
		"no such records": {Everything(), RecordQuery{Fact: "rumour"}, NotFound},
		"none named":      {Everything(), RecordQuery{}, BadRequest},
		"a huge page":     {Everything(), RecordQuery{Fact: "hazard", First: 5000}, BadRequest},
	} {
		if _, err := w.RecordTable(t.Context(), c.scope, c.q); codeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", what, err, c.code)
		}
	}
}

// Every kind of cell comes back as it was written, and what the source does not say is nothing.
func TestCellsKeepTheirTypes(t *testing.T) {
	w := openTest(t)
	load(t, w, "accident", "system,id,region,occurred_on,occurred_at,deaths,direct_loss,counted\n"+
		"s,a1,370321,2025-04-02,2025-04-02 08:30:00,0,12345678901234.50,true\n"+
		"s,a2,370321,2025-04-01,,,,\n")
	table, err := w.RecordTable(t.Context(), Everything(), RecordQuery{Fact: "accident"})
	if err != nil {
		t.Fatal(err)
	}
	for column, want := range map[string]string{
		"occurred_on": "2025-04-02 2025-04-01", "occurred_at": "2025-04-02T08:30:00+08:00 -", "deaths": "0 -",
		"direct_loss": "12345678901234.5 -", "counted": "true -", "summary": "- -",
	} {
		if got := cellsOf(t, table, column); got != want {
			t.Errorf("%s: %s, want %s", column, got, want)
		}
	}
	load(t, w, "training", "system,id,region,trained_on,person,audience\ns,t1,370321,2025-04-02,4f1c,worker\n")
	for sensitive, want := range map[bool]string{false: "-", true: "4f1c"} {
		table, err := w.RecordTable(t.Context(), Everything(), RecordQuery{Fact: "training", Sensitive: sensitive})
		if err != nil || cellsOf(t, table, "person") != want {
			t.Errorf("sensitive %v: %s, want %s (%v)", sensitive, cellsOf(t, table, "person"), want, err)
		}
	}
}

// A further fact is a table and a description: here hazardous work that enterprises announce (危险作业报告), which this program has no
// line of Go for. It is loaded, checked for place, listed page by page and kept within the scope.
func TestAFurtherFactNeedsNoCode(t *testing.T) {
	text := string(factsYAML) + `
  hazardous_work:
    title: {zh: 危险作业, en: Hazardous work}
    date: begins_on
    columns:
      - {name: enterprise, type: String, title: {zh: 企业, en: Enterprise}}
      - {name: begins_on, type: Date, required: true, title: {zh: 作业日期, en: Begins on}}
      - {name: kinds, type: Array(LowCardinality(String)), title: {zh: 作业类别, en: Kinds}}
      - {name: workers, type: Nullable(UInt16), unit: 人, title: {zh: 作业人数, en: Workers}}
`
	more, err := parseFacts([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	shipped := facts
	t.Cleanup(func() { facts = shipped })
	facts = more
	w := openTest(t)
	if err := w.conn.Exec(t.Context(), `CREATE TABLE hazardous_work (month UInt32, generation UInt32, system LowCardinality(String), id String,
		region LowCardinality(String), sector LowCardinality(String), department LowCardinality(String), enterprise String, begins_on Date,
		kinds Array(LowCardinality(String)), workers Nullable(UInt16), run LowCardinality(String), row UInt64, row_hash UInt64)
		ENGINE = MergeTree PARTITION BY (month, generation) ORDER BY (region, begins_on)`); err != nil {
		t.Fatal(err)
	}
	load(t, w, "hazardous_work", `system,id,region,begins_on,kinds,workers
s,w1,370321,2025-03-04,"['fire','height']",4
s,w2,370303,2025-04-04,"[]",
s,w3,370321,2025-05-04,"['lifting']",2
`)
	table, err := w.RecordTable(t.Context(), Scope{Regions: []safety.RegionCode{"370321"}}, RecordQuery{Fact: "hazardous_work"})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{cellsOf(t, table, "id"), cellsOf(t, table, "begins_on"), cellsOf(t, table, "kinds"), cellsOf(t, table, "workers")}
	if want := []string{"w3 w1", "2025-05-04 2025-03-04", "lifting fire+height", "2 4"}; !slices.Equal(got, want) {
		t.Errorf("Huantai sees %v, want %v", got, want)
	}
}

// Overdue hazards are told by name with the longest overdue first: by the extended deadline where there is one.
func TestAListInAnOrderOfItsOwn(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", rows("id,region,sector,source,level,found_on,due_on,extended_due_on",
		"a,370303,mine,self,major,2025-02-01,2025-03-10,",
		"b,370303,mine,self,major,2025-04-01,2025-02-20,2025-04-30", // extended: after c
		"c,370303,mine,self,major,2025-03-01,2025-04-20,",
		"d,370303,mine,self,major,2025-03-01,,", // no deadline: last
		"e,370303,mine,self,major,2024-01-01,2025-04-20,"))
	q := RecordQuery{Fact: "hazard", Region: "370300", Order: []Order{{Column: "extended_due_on|due_on"}}, First: 4, WithTotal: true}
	table, err := w.RecordTable(t.Context(), Everything(), q)
	if err != nil {
		t.Fatal(err)
	}
	if got := cellsOf(t, table, "id"); got != "a c e b" || !table.HasNext || table.Total != 5 || len(table.Cursors) != 0 {
		t.Errorf("%s, %v, %d of %d, cursors %v", got, table.HasNext, table.Rows, table.Total, table.Cursors)
	}
	q.Order[0].Desc, q.First = true, 9
	if table, err = w.RecordTable(t.Context(), Everything(), q); err != nil || cellsOf(t, table, "id") != "b c e a d" {
		t.Errorf("%s, %v: the latest first, and what is unknown last all the same", cellsOf(t, table, "id"), err)
	}
	for column, why := range map[string]string{"colour": `no column "colour"`, "due_on|1": `no column "1"`, "assurances": `no column "assurances"`} {
		q.Order[0].Column = column
		if _, err := w.RecordTable(t.Context(), Everything(), q); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", column, err)
		}
	}
	q.Order[0].Column, q.After = "due_on", "x"
	if _, err := w.RecordTable(t.Context(), Everything(), q); err == nil {
		t.Error("a list with an order has a second page")
	}
}
