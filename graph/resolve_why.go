package graph

import (
	"context"

	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/warehouse"
)

// Bounds of what one what-if changes.
const (
	maxNumbers = 100
	maxFigures = 200
)

func (r queryResolver) AssessmentWhatIf(ctx context.Context, query assessment.Query, change scheme.Change) (*assessment.Assessment, error) {
	for name, list := range map[string][2]int{"numbers": {len(change.Numbers), maxNumbers}, "figures": {len(change.Figures), maxFigures}} {
		if list[0] > list[1] {
			return nil, warehouse.Fault(warehouse.BadRequest, "%s has %d entries, the limit is %d", name, list[0], list[1])
		}
	}
	query.Version = r.number(ctx, query.Version)
	ranking, err := r.sources.Rankings.WhatIf(ctx, scope(ctx), query, change)
	return bounded(ctx, ranking, err)
}

func (r queryResolver) AssessmentCertainty(ctx context.Context, query assessment.Query, draws int) (*scheme.Certainty, error) {
	if draws < 0 || draws > scheme.MostDraws {
		return nil, warehouse.Fault(warehouse.BadRequest, "draws are 1 to %d, or 0", scheme.MostDraws)
	}
	query.Version = r.number(ctx, query.Version)
	return r.sources.Rankings.Certainty(ctx, scope(ctx), query, draws)
}

func (movementResolver) GradeBefore(_ context.Context, m *scheme.Movement) (*scheme.Grade, error) {
	return orNil(m.GradeBefore), nil
}

func (movementResolver) GradeAfter(_ context.Context, m *scheme.Movement) (*scheme.Grade, error) {
	return orNil(m.GradeAfter), nil
}

func (overtakingResolver) Before(_ context.Context, o *scheme.Overtaking) (*int, error) {
	return orNil(o.Before), nil
}

func (overtakingResolver) After(_ context.Context, o *scheme.Overtaking) (*int, error) {
	return orNil(o.After), nil
}
