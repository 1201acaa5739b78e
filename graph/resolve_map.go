package graph

import (
	"context"

	"anlan/warehouse"
)

// Hexagons counts by hexagon.
type Hexagons interface {
	Hexagons(ctx context.Context, scope warehouse.Scope, q warehouse.HexagonQuery) (*warehouse.HexagonTable, error)
}

func (r queryResolver) Hexagons(ctx context.Context, query warehouse.HexagonQuery) (*warehouse.HexagonTable, error) {
	if err := boundFilters(query.Filters); err != nil {
		return nil, err
	}
	if r.sources.Hexagons == nil {
		return nil, warehouse.Fault(warehouse.Unavailable, "nothing is counted by hexagon here")
	}
	query.Version = r.number(ctx, query.Version)
	return r.sources.Hexagons.Hexagons(ctx, scope(ctx), query)
}
