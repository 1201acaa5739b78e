package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// deadline ends queries and mutations that take too long; the engine stops working for them. Subscriptions live as long as
// their connection.
type deadline struct{ timeout time.Duration }

func (deadline) ExtensionName() string                   { return "Deadline" }
func (deadline) Validate(graphql.ExecutableSchema) error { return nil }

func (d deadline) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
		return next(ctx)
	}
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		bounded, cancel := context.WithTimeout(ctx, d.timeout)
		defer cancel()
		return next(bounded)(bounded)
	}
}
