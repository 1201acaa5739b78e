package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"anlan/access"
	"anlan/warehouse"
)

// whole gives a field of the directive @whole only to who may see all that it counts; to others null.
func whole(ctx context.Context, obj any, next graphql.Resolver) (any, error) {
	if !seesWhole(scope(ctx), obj) {
		return nil, nil //nolint:nilnil // null: it is not for this caller
	}
	return next(ctx)
}

// seesWhole says whether a scope holds everything that an object counts: all regions and sectors, and its data set; where it
// belongs to none, all data sets.
func seesWhole(s access.Scope, obj any) bool {
	switch obj := obj.(type) {
	case *warehouse.Run:
		return s.Whole(obj.Fact)
	case *warehouse.CheckResult:
		return s.Whole(obj.Fact)
	case *warehouse.Watermark:
		return s.Whole(obj.Fact)
	}
	return s.Whole("")
}
