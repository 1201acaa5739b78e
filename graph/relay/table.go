package relay

import (
	"context"
	"slices"

	"anlan/warehouse"
)

// Table is one page of records, column by column.
type Table struct {
	Fact    string
	Columns []warehouse.RecordColumn
	Rows    int
	Version uint64
	info    PageInfo
	count   func(context.Context) (uint64, error)
}

// NewTable makes a page without the columns that the contract does not show (hashes of persons). count gives the length of the
// whole list and is called only when somebody asks for it.
func NewTable(t *warehouse.RecordTable, count func(context.Context) (uint64, error)) *Table {
	table := &Table{
		Fact: t.Fact.Name, Rows: t.Rows, Version: t.Version, info: PageInfo{HasNextPage: t.HasNext}, count: count,
		Columns: slices.DeleteFunc(slices.Clone(t.Columns), func(c warehouse.RecordColumn) bool { return c.Sensitive }),
	}
	if len(t.Cursors) > 0 {
		table.info.EndCursor = t.Cursors[len(t.Cursors)-1]
	}
	return table
}

// PageInfo says where the page ends.
func (t *Table) PageInfo() PageInfo { return t.info }

// TotalCount counts the whole list.
func (t *Table) TotalCount(ctx context.Context) (uint64, error) { return t.count(ctx) }
