package material

import (
	"context"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/reports/assessment"
	"anlan/reports/result"
	"anlan/warehouse"
)

// Sources are what material is gathered from. Those beside the warehouse may be nil: then nothing of theirs is there.
type Sources struct {
	Warehouse *warehouse.Warehouse
	Rankings  Rankings
	Officials Officials
	Alerts    Warnings
}

// Rankings computes rankings; see [assessment.Reports].
type Rankings interface {
	Assess(ctx context.Context, scope warehouse.Scope, q assessment.Query) (*assessment.Assessment, error)
}

// Officials knows published results; see [result.Results].
type Officials interface {
	Official(ctx context.Context, caller access.Caller, q assessment.Query) (*result.Run, error)
}

// Warnings lists warnings; see [alert.Alerts].
type Warnings interface {
	List(ctx context.Context, scope access.Scope, q alert.Query) (*alert.Page, error)
	Counts(ctx context.Context, scope access.Scope, q alert.Query) ([]alert.Count, error)
}

// Gatherer gathers material. It is safe for concurrent use.
type Gatherer struct{ sources Sources }

// New makes a gatherer.
func New(sources Sources) *Gatherer { return &Gatherer{sources} }

// Gather answers a plan under the caller's scope. Errors are [*warehouse.Error]: forbidden when the region lies outside the
// scope; bad_request and not_found for a plan that cannot be answered, with the name of the ask.
func (g *Gatherer) Gather(ctx context.Context, caller access.Caller, p Plan) (*Material, error) {
	return nil, warehouse.Fault(warehouse.Unavailable, "material is not gathered yet")
}

// Check says what is wrong with a plan, every fault at once, without data: names of metrics, dimensions, facts, columns.
func Check(catalogue *warehouse.Catalogue, p Plan) []error { return nil }
