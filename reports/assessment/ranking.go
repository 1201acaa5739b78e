package assessment

import (
	"context"
	"fmt"

	"anlan/safety"
	"anlan/warehouse"
)

// ranking is what one period's figures gave, before anybody looks at it.
type ranking struct {
	period safety.Period
	kind   warehouse.Comparison
	scheme *Scheme
	source warehouse.Source
	sheets map[safety.RegionCode]sheet
	known  bool // at least one figure of one subject is known
}

func (r *ranking) summary() *PreviousAssessment {
	if r == nil {
		return nil
	}
	return &PreviousAssessment{Period: r.period, Kind: r.kind, SchemeVersion: r.scheme.EffectiveFrom, Source: r.source}
}

// ranking gives the ranking of a period, kept or computed. The result is the caller's own; its sheets are shared and must
// not be changed.
func (r *Reports) ranking(ctx context.Context, group peerGroup, scheme *Scheme, q Query) (*ranking, error) {
	q.Scheme = "" // the scheme itself is in the key
	found, cached, err := r.kept.get(ctx, rankingKey{query: q, scheme: scheme, treeDate: group.treeDate},
		func(ctx context.Context) (*ranking, error) { return r.compute(ctx, group, scheme, q) })
	if err != nil {
		return nil, err
	}
	own := *found
	own.source.Cached = own.source.Cached || cached
	return &own, nil
}

// compute asks for all figures of all subjects in one question and scores them.
func (r *Reports) compute(ctx context.Context, group peerGroup, scheme *Scheme, q Query) (*ranking, error) {
	question := warehouse.MetricQuery{
		Measures: r.measures(scheme), Dimensions: []string{"region"},
		Region: q.Region, Level: q.Level, Tree: q.Tree, TreeDate: group.treeDate,
		Period: q.Period, Version: q.Version, AsOf: q.AsOf,
	}
	if scheme.compares() {
		question.Compare = []warehouse.Comparison{warehouse.PreviousYear}
	}
	table, err := r.data.Metrics(ctx, group.scope(), question)
	if err != nil {
		return nil, fmt.Errorf("figures of scheme %s: %w", scheme.Name, err)
	}
	rows := rowsByRegion(table)
	out := &ranking{period: q.Period, scheme: scheme, source: table.Source, sheets: map[safety.RegionCode]sheet{}}
	for _, p := range group.peers {
		row, there := rows[p.code]
		figures := map[string]figure{}
		for _, name := range scheme.Metrics() {
			m, _ := r.data.Metric(name) // schemes are checked against the catalogue when they are read
			figures[name] = newFigure(m, func(column string) cell {
				if !there {
					return cell{state: warehouse.NotReported}
				}
				return row(column)
			})
			out.known = out.known || figures[name].value != nil
		}
		s := scheme.mark(figures)
		s.drills = r.drillMetrics(scheme)
		out.sheets[p.code] = s
	}
	return out, nil
}

// measures lists what to ask for: the scheme's metrics, and of ratios both parts, so that marks are computed from whole
// numbers and a person can check them.
func (r *Reports) measures(scheme *Scheme) []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, name := range scheme.Metrics() {
		add(name)
		m, _ := r.data.Metric(name)
		add(m.Numerator)
		add(m.Denominator)
	}
	return names
}

// facts lists the data sets that a scheme draws on.
func (r *Reports) facts(scheme *Scheme) []string {
	var facts []string
	for _, name := range r.measures(scheme) {
		if m, _ := r.data.Metric(name); m.Fact != "" {
			facts = append(facts, m.Fact)
		}
	}
	return facts
}

// rowsByRegion gives, for every region of a table, a function that reads the cell of a column.
func rowsByRegion(table *warehouse.MetricTable) map[safety.RegionCode]func(column string) cell {
	columns := map[string]warehouse.Column{}
	var regions []string
	for _, c := range table.Columns {
		columns[c.Name] = c
		if c.Kind == warehouse.DimensionColumn && c.Name == "region" {
			regions = c.Texts
		}
	}
	rows := make(map[safety.RegionCode]func(string) cell, len(regions))
	for i, region := range regions {
		rows[safety.RegionCode(region)] = func(column string) cell {
			c, ok := columns[column]
			if !ok || i >= len(c.Numbers) || i >= len(c.States) {
				return cell{state: warehouse.NotRecorded}
			}
			return cell{number: c.Numbers[i], state: c.States[i]}
		}
	}
	return rows
}
