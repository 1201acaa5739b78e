package risk

import (
	"slices"

	"anlan/warehouse"
)

// Drill asks for the records behind the figure of the cell, under the caller's own scope: of a sum those of its first metric, of
// a rate those of its numerator; nil where the figure is not made of records.
func (f FactorScore) Drill() *warehouse.RecordQuery {
	if f.cell == nil || f.cell.asked == nil || f.recipe.terms[0].fact == "denominator" {
		return nil
	}
	a := f.cell.asked
	q := &warehouse.RecordQuery{
		Fact: f.recipe.terms[0].fact, Metric: f.recipe.metric, Region: f.cell.Region, Tree: a.tree, TreeDate: a.treeDate,
		AsOf: a.asOf(f.cell.Month), Version: a.version, Filters: append(slices.Clone(a.filters), f.recipe.filters...),
	}
	if !f.recipe.terms[0].undated {
		q.From, q.To = f.cell.Month.Add(1-f.recipe.months).First(), q.AsOf
	}
	if f.cell.Enterprise != "" {
		q.Region = a.region // its records may lie elsewhere than its registration
		q.Filters = append(q.Filters, warehouse.Filter{Dimension: "enterprise", Values: []string{f.cell.Enterprise}})
	}
	if f.cell.Sector != "" {
		q.Filters = append(q.Filters, warehouse.Filter{Dimension: "sector", Values: []string{f.cell.Sector}})
	}
	return q
}
