package graph

import (
	"context"

	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

func (r queryResolver) Catalogue(context.Context) (*warehouse.Catalogue, error) {
	return r.sources.Figures.Catalogue(), nil
}

func (r queryResolver) Metrics(ctx context.Context, query warehouse.MetricQuery) (*warehouse.MetricTable, error) {
	if err := boundMetrics(query); err != nil {
		return nil, err
	}
	query.Version = r.number(ctx, query.Version)
	return r.sources.Figures.Metrics(ctx, scope(ctx), query)
}

func (columnResolver) Type(_ context.Context, c *warehouse.Column) (string, error) {
	if c.Kind == warehouse.DimensionColumn || c.Kind == warehouse.LabelColumn {
		return "text", nil
	}
	return "number", nil
}

func (r queryResolver) Schemes(context.Context) ([]scheme.Scheme, error) {
	return values(r.sources.Rankings.Schemes(), nil)
}

func (r queryResolver) Assessment(ctx context.Context, scheme *string, region safety.RegionCode, level *safety.RegionLevel, sector, class, peers *string,
	period safety.Period, tree warehouse.Tree, version *int, asOf *safety.Date) (*assessment.Assessment, error) {
	asked, err := versionNumber(version)
	if err != nil {
		return nil, err
	}
	ranking, err := r.sources.Rankings.Assess(ctx, scope(ctx), assessment.Query{
		Scheme: orZero(scheme), Region: region, Level: orZero(level), Sector: orZero(sector), Class: orZero(class), Peers: orZero(peers),
		Period: period, Tree: tree, Version: r.number(ctx, asked), AsOf: orZero(asOf),
	})
	return bounded(ctx, ranking, err)
}

func (subjectResolver) Rank(_ context.Context, s *assessment.Subject) (*int, error) {
	return orNil(s.Rank), nil
}

func (subjectResolver) PreviousRank(_ context.Context, s *assessment.Subject) (*int, error) {
	return orNil(s.PreviousRank), nil
}

func (subjectResolver) Unranked(_ context.Context, s *assessment.Subject) (*warehouse.Text, error) {
	return orNil(s.Unranked), nil
}

func (subjectResolver) Grade(_ context.Context, s *assessment.Subject) (*scheme.Grade, error) {
	return orNil(s.Grade), nil
}

// orNil gives null for a value that is not known.
func orNil[T comparable](value T) *T {
	var unknown T
	if value == unknown {
		return nil
	}
	return &value
}
