package graph

import (
	"context"

	"anlan/graph/relay"
	"anlan/safety"
	"anlan/warehouse"
)

// Bounds of what is asked about loads.
const (
	maxEvidence = 200
	maxChanges  = 1000
	maxWithin   = 3650 // days
)

func (r queryResolver) CheckResults(ctx context.Context, query *warehouse.CheckQuery, first int, after *string) (*relay.CheckResultConnection, error) {
	if err := within(first, maxEvidence); err != nil {
		return nil, err
	}
	q := orZero(query)
	q.First, q.After = first, orZero(after)
	page, err := r.sources.Evidence.Checks(ctx, scope(ctx), q)
	if err != nil {
		return nil, err
	}
	return relay.NewConnection(page.Results, page.Cursors, page.HasNext, 0, nil), nil
}

func (checkResultResolver) Message(_ context.Context, c *warehouse.CheckResult) (*warehouse.Text, error) {
	return new(c.Message()), nil
}

func (r runResolver) Checks(ctx context.Context, run *warehouse.Run) ([]warehouse.CheckResult, error) {
	page, err := r.sources.Evidence.Checks(ctx, scope(ctx), warehouse.CheckQuery{Run: run.ID, First: maxEvidence})
	if err != nil {
		return nil, err
	}
	return page.Results, nil
}

func (r queryResolver) Quality(ctx context.Context, query warehouse.QualityQuery) (*warehouse.QualityReport, error) {
	if query.Within < 0 || query.Within > maxWithin {
		return nil, warehouse.Fault(warehouse.BadRequest, "within is 0 to %d days", maxWithin)
	}
	return r.sources.Evidence.Quality(ctx, scope(ctx), query)
}

func (r queryResolver) Corrections(ctx context.Context, query warehouse.CorrectionQuery, first int, after *string) (*relay.CorrectionConnection, error) {
	if err := within(first, maxEvidence); err != nil {
		return nil, err
	}
	query.First, query.After = first, orZero(after)
	page, err := r.sources.Evidence.Corrections(ctx, scope(ctx), query)
	if err != nil {
		return nil, err
	}
	return relay.NewConnection(page.Corrections, page.Cursors, page.HasNext, 0, nil), nil
}

// Period gives the months of a question by a period.
func (correctionQueryInputResolver) Period(_ context.Context, q *warehouse.CorrectionQuery, period *safety.Period) error {
	if period != nil && !period.IsZero() {
		q.From, q.To = period.From.YearMonth(), period.To.YearMonth()
	}
	return nil
}

func (r queryResolver) Lineage(ctx context.Context, query warehouse.LineageQuery) (*warehouse.Lineage, error) {
	if err := boundFilters(query.Filters); err != nil {
		return nil, err
	}
	query.Version = r.number(ctx, query.Version)
	return r.sources.Evidence.Lineage(ctx, scope(ctx), query)
}

func (r queryResolver) VersionDifferences(ctx context.Context, query warehouse.MetricQuery, before, after int) (*warehouse.VersionComparison, error) {
	if err := boundMetrics(query); err != nil {
		return nil, err
	}
	if before < 1 || after < 0 {
		return nil, warehouse.Fault(warehouse.BadRequest, "a data version is 1 or more")
	}
	return r.sources.Evidence.CompareVersions(ctx, scope(ctx), query, uint64(before), r.number(ctx, uint64(after)))
}

// Substitutions are texts of all rows of the run.
func (r runResolver) Substitutions(ctx context.Context, run *warehouse.Run) ([]warehouse.Substitution, error) {
	if !seesWhole(scope(ctx), run) {
		return nil, nil
	}
	return r.sources.Evidence.Substitutions(ctx, run.ID)
}

func (r runResolver) Changes(_ context.Context, run *warehouse.Run) (*warehouse.Changes, error) {
	return r.sources.Jobs.Rehearsed(run.ID), nil
}

func (runChangesResolver) Figures(_ context.Context, changes *warehouse.Changes, first int) ([]warehouse.FigureChange, error) {
	if err := within(first, maxChanges); err != nil {
		return nil, err
	}
	return changes.Figures[:min(first, len(changes.Figures))], nil
}
