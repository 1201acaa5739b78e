package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

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
	query.First, query.After, query.WithNames = first, orZero(after), asks(ctx, "columns", "names")
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

// asks reports whether a field below the one that is resolved is asked for, by the names on the way to it.
func asks(ctx context.Context, way ...string) bool {
	fields := graphql.CollectFieldsCtx(ctx, nil)
	for i, name := range way {
		at := slices.IndexFunc(fields, func(f graphql.CollectedField) bool { return f.Name == name })
		if at < 0 {
			return false
		}
		if i < len(way)-1 {
			var below []graphql.CollectedField
			for _, f := range fields { // two aliases of a list may ask for different things
				if f.Name == name {
					below = append(below, graphql.CollectFields(graphql.GetOperationContext(ctx), f.Selections, nil)...)
				}
			}
			fields = below
		}
	}
	return true
}
