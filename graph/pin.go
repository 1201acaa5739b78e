package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"anlan/safety"
	"anlan/warehouse"
)

// pin is what all fields of one operation have in common: the data version that was the newest when it began, so that
// figures, records and a ranking in one answer agree.
type pin struct {
	version     *warehouse.Version
	definitions string
	today       safety.Date
	lookups     *lookups
}

type pinKey struct{}

// pinning finds out the newest version once for each query.
type pinning struct{ sources Sources }

func (pinning) ExtensionName() string                   { return "Pin" }
func (pinning) Validate(graphql.ExecutableSchema) error { return nil }

func (p pinning) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation != ast.Query {
		return next(ctx)
	}
	// The version is asked for when something needs it: introspection works while the engine does not.
	own := &pin{today: p.sources.Today(), definitions: p.sources.rules(), lookups: newLookups()}
	var err error
	if own.version, err = p.sources.Snapshots.Current(ctx); err != nil {
		own.version = nil
	}
	responses := next(context.WithValue(ctx, pinKey{}, own))
	return func(ctx context.Context) *graphql.Response {
		return responses(context.WithValue(ctx, pinKey{}, own))
	}
}

// pinOf gives the operation's pin; false while the engine does not answer.
func pinOf(ctx context.Context) (*pin, bool) {
	p, ok := ctx.Value(pinKey{}).(*pin)
	return p, ok && p.version != nil
}

// at gives the version that a field asks for: its own argument, else the operation's.
func (r *Resolver) at(ctx context.Context, argument *int) (*warehouse.Version, error) {
	n, err := versionNumber(argument)
	if err != nil {
		return nil, err
	}
	if p, ok := pinOf(ctx); ok && (n == 0 || n == p.version.Number) {
		return p.version, nil
	}
	return r.sources.Snapshots.Version(ctx, n)
}

// number is at for questions that take a number.
func (r *Resolver) number(ctx context.Context, asked uint64) uint64 {
	if p, ok := pinOf(ctx); ok && asked == 0 {
		return p.version.Number
	}
	return asked
}

func versionNumber(argument *int) (uint64, error) {
	if argument == nil {
		return 0, nil
	}
	if *argument < 0 {
		return 0, warehouse.Fault(warehouse.BadRequest, "a data version is 0 (the newest) or more")
	}
	return uint64(*argument), nil
}
