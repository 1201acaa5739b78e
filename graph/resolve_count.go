package graph

import (
	"context"

	"anlan/graph/generated"
	"anlan/warehouse"
)

type recordReferenceResolver struct{ *Resolver }

// RecordReference answers fields of RecordReference.
func (r *Resolver) RecordReference() generated.RecordReferenceResolver {
	return recordReferenceResolver{r}
}

// Counts says what the records of a reference make: the figure of its metric, of a ratio that of its numerator, or their own number.
func (r recordReferenceResolver) Counts(_ context.Context, q *warehouse.RecordQuery) (*generated.RecordCount, error) {
	m, err := r.sources.Figures.Catalogue().Metric(q.Metric)
	if err != nil || q.Metric == "" {
		count := &generated.RecordCount{By: generated.RecordCountingRecords, Unit: warehouse.Text{ZH: "条", EN: "records"}}
		if fact, ok := warehouse.FactNamed(q.Fact); ok {
			count.Noun = fact.Title
		}
		return count, nil
	}
	if m.Ratio != nil {
		m = m.Ratio.Numerator
	}
	count := &generated.RecordCount{By: generated.RecordCountingRecords, Noun: m.Noun, Unit: m.UnitText()}
	switch value := m.Measure.Value; value.Aggregation {
	case warehouse.Sum:
		count.By, count.Column = generated.RecordCountingSum, &value.Of
	case warehouse.Distinct:
		count.By, count.Column = generated.RecordCountingDistinct, &value.Of
	case warehouse.Stock, warehouse.Flow:
		count.By = generated.RecordCountingFigure
	}
	return count, nil
}
