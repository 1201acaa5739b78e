package warehouse

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// RecordKind is what the cells of a column of records are.
type RecordKind string

// The kinds of cells.
const (
	TextCells    RecordKind = "text"
	NumberCells  RecordKind = "number"
	BooleanCells RecordKind = "boolean"
	DateCells    RecordKind = "date"
	MomentCells  RecordKind = "moment"
	ListCells    RecordKind = "list"
)

// RecordColumn is one column of a page of records. Of the lists of cells exactly one is filled, that of its Kind; every one has
// a cell for each record. nil, and an empty list, mean that the source does not say.
type RecordColumn struct {
	FactColumn
	Kind     RecordKind
	Texts    []*string          // text; dates as 2025-04-17, moments as 2025-04-17T08:30:00+08:00
	Numbers  []*decimal.Decimal // exact
	Booleans []*bool
	Lists    [][]string
	// Names are what codes of regions, sectors, departments, enterprises and types of accidents are called, in Chinese, with
	// RecordQuery.WithNames; nil where nobody says, and the whole list for columns without such codes.
	Names []*string
}

// RecordTable is one page of records of any fact, column by column: what ListRecords gives as a type of its own for the
// facts that Anlan was built with, this gives for every fact that schema/facts.yaml describes. Columns are those of the fact in its
// order; run and row, which say which load brought a record and from where, come last.
type RecordTable struct {
	Fact    *Fact
	Columns []RecordColumn
	Rows    int
	Cursors []string // one a record, for RecordQuery.After
	HasNext bool
	Version uint64
	Total   uint64 // with RecordQuery.WithTotal; 0 otherwise
}

// Column gives the column of that name.
func (t *RecordTable) Column(name string) (*RecordColumn, bool) {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i], true
		}
	}
	return nil, false
}

// RecordTable gives one page of records of the fact that the query names, in the order and with the errors of ListRecords.
func (w *Warehouse) RecordTable(ctx context.Context, scope Scope, q RecordQuery) (*RecordTable, error) {
	if q.Fact == "" {
		return nil, Fault(BadRequest, "name the records that are asked for, as hazard")
	}
	p, base, release, err := w.planRecords(ctx, scope, q, q.Fact)
	if err != nil {
		return nil, err
	}
	defer release()
	want := q.First
	if want == 0 {
		want = pageSize
	}
	table := &RecordTable{Fact: p.fact, Version: p.version.Number, Columns: tableColumns(p.fact)}
	p.cells = cellTexts(table.Columns, q.Sensitive)
	err = p.newest(want+1, func(s Statement) (int, error) {
		before := table.Rows
		err := w.appendRecords(ctx, table, s)
		return table.Rows - before, err
	})
	if err != nil {
		return nil, faultOf(ctx, "list the records", err)
	}
	if table.HasNext = table.Rows > want; table.HasNext {
		table.cut(want)
	}
	if q.WithNames {
		if err := w.name(ctx, scope, p, table); err != nil {
			return nil, err
		}
	}
	for i := range table.Rows {
		if len(q.Order) > 0 {
			break
		}
		table.Cursors = append(table.Cursors, table.position(i).cursor(base))
	}
	if q.WithTotal {
		table.Total, err = w.countPlanned(ctx, p)
	}
	return table, err
}

func tableColumns(fact *Fact) []RecordColumn {
	columns := make([]RecordColumn, 0, len(fact.Columns)+2)
	for _, c := range fact.Columns {
		columns = append(columns, RecordColumn{FactColumn: c, Kind: recordKind(c.Type)})
	}
	return append(columns,
		RecordColumn{Kind: TextCells, FactColumn: FactColumn{Name: "run", Type: "LowCardinality(String)", Title: Text{ZH: "加载批次", EN: "Run"}, Doc: "The load that brought the record."}},
		RecordColumn{Kind: NumberCells, FactColumn: FactColumn{Name: "row", Type: "UInt64", Title: Text{ZH: "来源行", EN: "Row"}, Doc: "The row of its source that it came from."}})
}

func recordKind(typ string) RecordKind {
	for _, wrapper := range []string{"Nullable(", "LowCardinality("} {
		if inner, ok := strings.CutPrefix(typ, wrapper); ok {
			typ = strings.TrimSuffix(inner, ")")
		}
	}
	switch {
	case strings.HasPrefix(typ, "Array("):
		return ListCells
	case strings.HasPrefix(typ, "DateTime"):
		return MomentCells
	case strings.HasPrefix(typ, "Date"):
		return DateCells
	case typ == "Bool":
		return BooleanCells
	case strings.HasPrefix(typ, "UInt"), strings.HasPrefix(typ, "Int"), strings.HasPrefix(typ, "Decimal"), strings.HasPrefix(typ, "Float"):
		return NumberCells
	}
	return TextCells
}

// appendRecords reads rows whatever their columns: every scalar as the engine's exact text of it.
func (w *Warehouse) appendRecords(ctx context.Context, table *RecordTable, s Statement) error {
	rows, err := w.conn.Query(ctx, s.SQL, s.values()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	cells := make([]any, len(table.Columns))
	for rows.Next() {
		for i, c := range table.Columns {
			if c.Kind == ListCells {
				cells[i] = new([]string)
				continue
			}
			cells[i] = new(*string)
		}
		if err := rows.Scan(cells...); err != nil {
			return err
		}
		for i := range table.Columns {
			if err := table.Columns[i].add(cells[i]); err != nil {
				return err
			}
		}
		table.Rows++
	}
	return rows.Err()
}

// cellTexts are the columns as texts, sensitive ones empty unless they were asked for. They have no names of their own: those
// of the columns mean the values in the conditions.
func cellTexts(columns []RecordColumn, sensitive bool) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		switch {
		case c.Sensitive && !sensitive:
			list[i] = "toNullable('')"
		case c.Kind == ListCells:
			list[i] = "arrayMap(c -> toString(c), " + c.Name + ")"
		default:
			list[i] = "toNullable(toString(" + c.Name + "))"
		}
	}
	return strings.Join(list, ", ")
}

func (c *RecordColumn) add(cell any) error {
	if list, ok := cell.(*[]string); ok {
		c.Lists = append(c.Lists, *list)
		return nil
	}
	var text *string
	if p, ok := cell.(**string); ok && *p != nil && **p != "" {
		text = *p
	}
	switch c.Kind {
	case NumberCells:
		if text == nil {
			c.Numbers = append(c.Numbers, nil)
			return nil
		}
		n, err := decimal.NewFromString(*text)
		if err != nil {
			return fmt.Errorf("read %s: %w", c.Name, err)
		}
		c.Numbers = append(c.Numbers, &n)
	case BooleanCells:
		var b *bool
		if text != nil {
			yes := *text == "true"
			b = &yes
		}
		c.Booleans = append(c.Booleans, b)
	case MomentCells:
		if text != nil {
			at, err := time.ParseInLocation(time.DateTime, *text, beijing)
			if err != nil {
				return fmt.Errorf("read %s: %w", c.Name, err)
			}
			moment := at.Format(time.RFC3339)
			text = &moment
		}
		c.Texts = append(c.Texts, text)
	default:
		c.Texts = append(c.Texts, text)
	}
	return nil
}

// cut drops the records after the first n.
func (t *RecordTable) cut(n int) {
	for i := range t.Columns {
		c := &t.Columns[i]
		switch c.Kind {
		case NumberCells:
			c.Numbers = c.Numbers[:n]
		case BooleanCells:
			c.Booleans = c.Booleans[:n]
		case ListCells:
			c.Lists = c.Lists[:n]
		default:
			c.Texts = c.Texts[:n]
		}
	}
	t.Rows = n
}

// position is the place of a record in the list.
func (t *RecordTable) position(row int) position {
	text := func(name string) string {
		if c, ok := t.Column(name); ok && c.Texts != nil && c.Texts[row] != nil {
			return *c.Texts[row]
		}
		return ""
	}
	p := position{system: text("system"), id: text("id")}
	if t.Fact.Date != "" {
		p.date, _ = time.Parse(time.DateOnly, text(t.Fact.Date)) // the engine's own text of a Date
	}
	return p
}
