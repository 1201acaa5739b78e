package document

import (
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// Records asks for the records that a figure counts: those of its period, then those of the period that it is set against. Empty
// for a figure that no list of records stands behind: of a ranking, of rows of what was left out, of stated figures (基数). It asks
// under no scope: whoever lists them sees what he may.
func (d *Document) Records(f *Figure, catalogue *warehouse.Catalogue) []warehouse.RecordQuery {
	i := slices.IndexFunc(d.Queries, func(q Query) bool { return q.Name == f.Query })
	if i >= 0 && d.Queries[i].Records != nil {
		return []warehouse.RecordQuery{*d.Queries[i].Records}
	}
	if i < 0 || d.Queries[i].Metric == nil || f.Metric == "" {
		return nil
	}
	metric, err := catalogue.Metric(f.Metric)
	if err != nil {
		return nil
	}
	metric = counted(metric)
	if metric.Fact() == statedFact {
		return nil
	}
	asked := *d.Queries[i].Metric
	if asked.AsOf.IsZero() {
		asked.AsOf = d.Data.AsOf
	}
	out, ok := inRow(warehouse.RecordQuery{
		Fact: metric.Fact(), Metric: metric.Name, Region: asked.Region, Tree: asked.Tree, TreeDate: asked.TreeDate,
		Filters: slices.Clone(asked.Filters), Version: asked.Version,
	}, &asked, f.Row, d.Queries[i].Rows)
	if !ok {
		return nil
	}
	of := func(p safety.Period) warehouse.RecordQuery {
		q := out
		q.From, q.To, q.AsOf = p.From, p.To, p.To
		if asked.Trailing > 1 {
			q.From = p.To.YearMonth().Add(1 - asked.Trailing).First()
		}
		return q
	}
	now, _ := asked.Period.Clip(asked.AsOf)
	base, compared := warehouse.Comparison(f.Against).Base(asked.Period, asked.AsOf)
	switch {
	case now.IsZero():
		return nil
	case !compared:
		return []warehouse.RecordQuery{of(now)}
	case f.Role == Base:
		return []warehouse.RecordQuery{of(base)}
	}
	return []warehouse.RecordQuery{of(now), of(base)}
}

// statedFact is the data set of figures that are stated rather than counted.
const statedFact = "denominator"

// counted is the metric whose records stand behind another: of a ratio the denominator, because what is missing in the numerator
// stands there, or the numerator where the denominator is stated.
func counted(m *warehouse.Metric) *warehouse.Metric {
	for m.Ratio != nil {
		if below := m.Ratio.Denominator; below.Fact() != statedFact {
			m = below
			continue
		}
		m = m.Ratio.Numerator
	}
	return m
}

// inRow narrows a list to the row of a table; false for a row that gathers what others left out, unless a filter tells which.
func inRow(out warehouse.RecordQuery, asked *warehouse.MetricQuery, row string, rest map[string][]warehouse.Filter) (warehouse.RecordQuery, bool) {
	switch {
	case row == "":
		return out, true
	case row == Unassigned || row == Other:
		filters, told := rest[row]
		out.Filters = append(out.Filters, filters...)
		return out, told
	case asked.Grain != safety.GrainSpan && asked.Trailing <= 1:
		bucket, err := safety.ParsePeriod(row)
		asked.Period = bucket
		return out, err == nil
	case len(asked.Dimensions) != 1:
		return out, false
	case asked.Dimensions[0] == "region":
		out.Region = safety.RegionCode(row)
		return out, true
	}
	out.Filters = append(out.Filters, warehouse.Filter{Dimension: asked.Dimensions[0], Values: []string{row}})
	return out, true
}
