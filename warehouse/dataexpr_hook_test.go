package warehouse

import (
	"io"
	"strings"
	"testing"

	"anlan/warehouse/dial"
)

// ExprSet is a small data set with a column of each kind.
var ExprSet = &DataSet{Name: "hazard", Columns: []DataColumn{
	{Name: "id", Type: "String"},
	{Name: "region", Type: "String"},
	{Name: "level", Type: "Nullable(String)"},
	{Name: "deaths", Type: "Nullable(UInt32)"},
	{Name: "row", Type: "UInt64"},
	{Name: "penalty", Type: "Nullable(Decimal(18, 2))"},
	{Name: "longitude", Type: "Nullable(Decimal(9, 6))"},
	{Name: "index", Type: "Float64"},
	{Name: "passed", Type: "Nullable(Bool)"},
	{Name: "found_on", Type: "Date32"},
	{Name: "due_on", Type: "Nullable(Date32)"},
	{Name: "occurred_at", Type: "Nullable(DateTime64(0, 'Asia/Shanghai'))"},
	{Name: "assurances", Type: "Array(String)"},
	{Name: "person", Type: "Nullable(String)", Sensitive: true},
}}

// exprRows are three records: a major hazard in Zibo, a general one in Huantai, and one of which the source says little.
const exprRows = `SELECT * FROM values('id String, region String, level Nullable(String), deaths Nullable(UInt32), row UInt64, penalty Nullable(Decimal(18, 2)),
	longitude Nullable(Decimal(9, 6)), index Float64, passed Nullable(Bool), found_on Date32, due_on Nullable(Date32), occurred_at Nullable(DateTime64(0, \'Asia/Shanghai\')), assurances Array(String), person Nullable(String)',
	('h1', '370300', 'major', 3, 1, 1000.01, 118.054800, 0.5, true, '2026-05-01', '2026-05-31', '2026-05-01 08:30:00', ['duty', 'money'], 'p1'),
	('h2', '370321', 'general', 0, 2, 0.05, 118.100001, 1.5, false, '2026-06-30', '2026-06-01', '2026-07-01 00:00:00', [], 'p2'),
	('煤矿3', '370300', NULL, NULL, 3, NULL, NULL, 2.5, NULL, '1969-02-28', NULL, NULL, [], NULL))`

// Asker puts questions about exprRows to the engine.
type Asker struct {
	t    *testing.T
	conn *dial.Conn
}

// AskRows opens an engine.
func AskRows(t *testing.T) *Asker {
	t.Helper()
	conn, err := dial.Open(t.Context(), dial.Config{Dir: t.TempDir(), Connections: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Asker{t, conn}
}

// Ask gives the rows, one a line, cells apart by |, or the error's message.
func (a *Asker) Ask(q DataQuery) string {
	a.t.Helper()
	c, err := ExprSet.clauses(q)
	if err != nil {
		return "refused: " + err.Error()
	}
	sql := "SELECT " + strings.Join(c.Items, ", ") + "\nFROM (" + exprRows + ") AS " + dataRows
	if q.Distinct {
		sql = strings.Replace(sql, "SELECT", "SELECT DISTINCT", 1)
	}
	if c.Where != "" {
		sql += "\nWHERE " + c.Where
	}
	if len(c.GroupBy) > 0 {
		sql += "\nGROUP BY " + strings.Join(c.GroupBy, ", ")
	}
	if c.Having != "" {
		sql += "\nHAVING " + c.Having
	}
	if len(c.Order) > 0 {
		sql += "\nORDER BY " + strings.Join(c.Order, ", ")
	}
	if q.Limit != nil {
		c.Args["limit"] = *q.Limit
		sql += "\nLIMIT {limit:UInt64}"
	}
	stream, err := a.conn.QueryFormat(a.t.Context(), "TSV", sql, Statement{Args: c.Args}.values()...)
	if fault := questionFault(err); fault != nil {
		return "too large: " + fault.Error()
	}
	if err != nil {
		return "failed: " + err.Error() + "\n" + sql
	}
	defer func() { _ = stream.Close() }()
	out, err := io.ReadAll(stream)
	if err != nil {
		return "failed: " + err.Error() + "\n" + sql
	}
	return strings.ReplaceAll(strings.TrimSuffix(string(out), "\n"), "\t", "|")
}
