package graph

import (
	"context"
	"slices"

	"anlan/graph/relay"
	"anlan/warehouse"
)

// Tables lists the records of any kind, column by column.
type Tables interface {
	RecordTable(ctx context.Context, scope warehouse.Scope, q warehouse.RecordQuery) (*warehouse.RecordTable, error)
}

func (r queryResolver) RecordKinds(context.Context) ([]warehouse.Fact, error) {
	return values(warehouse.Facts(), nil)
}

// Columns are those that the contract shows: not the hashes of persons.
func (recordKindResolver) Columns(_ context.Context, f *warehouse.Fact) ([]warehouse.FactColumn, error) {
	return slices.DeleteFunc(slices.Clone(f.Columns), func(c warehouse.FactColumn) bool { return c.Sensitive }), nil
}

func (r queryResolver) RecordTable(ctx context.Context, query warehouse.RecordQuery, first int, after *string) (*relay.Table, error) {
	if err := within(first, maxPage); err != nil {
		return nil, err
	}
	if err := boundFilters(query.Filters); err != nil {
		return nil, err
	}
	if r.sources.Tables == nil {
		return nil, warehouse.Fault(warehouse.Unavailable, "records are not listed here")
	}
	query.First, query.After = first, orZero(after)
	if query.After == "" {
		query.Version = r.number(ctx, query.Version)
	}
	visible := scope(ctx)
	table, err := r.sources.Tables.RecordTable(ctx, visible, query)
	if err != nil {
		return nil, err
	}
	return relay.NewTable(table, func(ctx context.Context) (uint64, error) {
		return r.sources.Index.CountRecords(ctx, visible, query)
	}), nil
}
