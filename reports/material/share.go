package material

import (
	"context"
	"encoding/json"
	"sync"

	"anlan/safety"
	"anlan/warehouse"
)

// sharing answers what the bulletins of the regions of one level ask of each whole region by one question for all of them.
type sharing struct {
	parent safety.RegionCode
	level  safety.RegionLevel

	mu      sync.Mutex
	answers map[string]func() *warehouse.MetricTable
}

type sharingKey struct{}

// Share lets gatherings under the context share questions: those about whole regions of a level below the parent are asked once
// for all of them, as a run of a bulletin for each of them does. Answers are the same, and under the same scope; where the caller
// may not see the parent, or the regions lie below counties, each is asked for itself. A context is for one run: it keeps the answers.
func Share(ctx context.Context, parent safety.RegionCode, level safety.RegionLevel) context.Context {
	return context.WithValue(ctx, sharingKey{}, &sharing{parent: parent, level: level, answers: map[string]func() *warehouse.MetricTable{}})
}

// shared answers a question from what was asked for all regions; nil where it has to be asked for itself. What lies below a county
// is judged by the reports of the county, so that its figures are told only together with it.
func shared(ctx context.Context, p *pinned, q *question) (*warehouse.MetricTable, error) {
	s, ok := ctx.Value(sharingKey{}).(*sharing)
	if !ok || p.region.Level != s.level || s.level > safety.LevelCounty || len(q.query.Dimensions) > 0 || p.plan.Region == s.parent ||
		!p.regions.Within(p.plan.Tree, p.plan.Region, s.parent, p.plan.AsOf) {
		return nil, nil //nolint:nilnil // not shared
	}
	all := q.query
	all.Region, all.Level, all.Dimensions = s.parent, s.level, []string{ByRegion}
	key, err := json.Marshal([]any{p.caller.Scope, all})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	ask, ok := s.answers[string(key)]
	if !ok {
		ask = sync.OnceValue(func() *warehouse.MetricTable {
			table, err := p.Metrics(ctx, p.caller.Scope, all)
			if err != nil {
				return nil // each is asked for itself, and is told what is wrong
			}
			return table
		})
		s.answers[string(key)] = ask
	}
	s.mu.Unlock()
	return ofRegion(ask(), string(p.plan.Region)), nil
}

// ofRegion is the part of a table by region that is about one of them; nil where it has no row.
func ofRegion(t *warehouse.MetricTable, region string) *warehouse.MetricTable {
	if t == nil {
		return nil
	}
	out := &warehouse.MetricTable{Source: t.Source}
	var rows []int
	for _, c := range t.Columns {
		if c.Name == ByRegion {
			for i, code := range c.Texts {
				if code == region {
					rows = append(rows, i)
				}
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	out.Rows = len(rows)
	for _, c := range t.Columns {
		if c.Name == ByRegion || c.Name == ByRegion+"__title" {
			continue
		}
		c.Texts, c.Numbers, c.States = of(c.Texts, rows), of(c.Numbers, rows), of(c.States, rows)
		out.Columns = append(out.Columns, c)
	}
	return out
}

func of[T any](list []T, rows []int) []T {
	if list == nil {
		return nil
	}
	out := make([]T, len(rows))
	for i, row := range rows {
		out[i] = list[row]
	}
	return out
}
