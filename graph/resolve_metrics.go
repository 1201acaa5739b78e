package graph

import (
	"context"
	"slices"

	"anlan/graph/generated"
	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// maxOnly is how many subjects of a ranking can be named.
const maxOnly = 100

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

type (
	assessmentResolver struct{}
	metricResolver     struct{ *Resolver }
)

// Assessment answers fields of Assessment.
func (r *Resolver) Assessment() generated.AssessmentResolver { return assessmentResolver{} }

// Metric answers fields of Metric.
func (r *Resolver) Metric() generated.MetricResolver { return metricResolver{r} }

// Subjects are all of a ranking, or those that are named.
func (assessmentResolver) Subjects(_ context.Context, a *assessment.Assessment, only []string) ([]assessment.Subject, error) {
	if only == nil {
		return a.Subjects, nil
	}
	if len(only) > maxOnly {
		return nil, warehouse.Fault(warehouse.BadRequest, "only has %d entries, the limit is %d", len(only), maxOnly)
	}
	var list []assessment.Subject
	for _, s := range a.Subjects {
		if slices.Contains(only, s.Key) {
			list = append(list, s)
		}
	}
	return list, nil
}

func (assessmentResolver) Caution(_ context.Context, a *assessment.Assessment) (*warehouse.Text, error) {
	return orNil(a.Caution), nil
}

func (subjectResolver) Ranked(_ context.Context, s *assessment.Subject) (*int, error) {
	return orNil(s.Ranked), nil
}

func (r metricResolver) Dimensions(_ context.Context, m *warehouse.Metric) ([]string, error) {
	return r.sources.Figures.Catalogue().DimensionsOf(m), nil
}

func (metricResolver) Numerator(_ context.Context, m *warehouse.Metric) (*string, error) {
	if m.Ratio == nil {
		return nil, nil //nolint:nilnil // null: it is no ratio
	}
	return &m.Ratio.Numerator.Name, nil
}

func (metricResolver) Denominator(_ context.Context, m *warehouse.Metric) (*string, error) {
	if m.Ratio == nil {
		return nil, nil //nolint:nilnil // null: it is no ratio
	}
	return &m.Ratio.Denominator.Name, nil
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
