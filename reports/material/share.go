package material

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"anlan/access"
	"anlan/safety"
	"anlan/warehouse"
)

// mostShared bounds the questions that are remembered: some for every kind of bulletin that is being drafted for many regions.
const mostShared = 96

// sharing answers what the bulletins of many regions ask of each whole region by one question for all of them: a run of a bulletin for
// every county of a province asks the same 136 times. The first region is answered for itself; when a second one of its level asks
// the same, everybody's answer is fetched. The version of the data is in the question, so that no answer grows old.
type sharing struct {
	mu      sync.Mutex
	answers map[string]*sharedAnswer
	order   []string // of the keys, the oldest first
}

type sharedAnswer struct {
	first safety.RegionCode
	table func() *warehouse.MetricTable // nil while one region has asked
}

// answer gives the part of a shared answer that is about the plan's region; nil where it has to be asked for itself. What lies below
// a county is judged by the reports of the county: its figures are told only together with it.
func (s *sharing) answer(ctx context.Context, p *pinned, q *question) (*warehouse.MetricTable, error) {
	if p.region.Level > safety.LevelCounty || len(q.query.Dimensions) > 0 {
		return nil, nil //nolint:nilnil // not shared
	}
	all := q.query
	all.Region, all.Level, all.Dimensions = "", p.region.Level, []string{ByRegion}
	key, err := json.Marshal([]any{p.caller.Scope, all})
	if err != nil {
		return nil, err
	}
	find := s.find(string(key), p.plan.Region, func() *warehouse.MetricTable {
		ctx := context.WithoutCancel(ctx) // others wait for it too
		if all.Region = p.top(ctx); all.Region == "" || all.Region == p.plan.Region {
			return nil
		}
		table, err := p.Metrics(ctx, p.caller.Scope, all)
		if err != nil {
			return nil // each is asked for itself, and is told what is wrong
		}
		return table
	})
	if find == nil {
		return nil, nil //nolint:nilnil // the first
	}
	return ofRegion(find(), string(p.plan.Region)), nil
}

// find gives what finds the answer to a question; nil to the region that asks first.
func (s *sharing) find(key string, region safety.RegionCode, ask func() *warehouse.MetricTable) func() *warehouse.MetricTable {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.answers[key]
	switch {
	case !ok:
		s.answers[key] = &sharedAnswer{first: region}
		if s.order = append(s.order, key); len(s.order) > mostShared {
			delete(s.answers, s.order[0])
			s.order = s.order[1:]
		}
		return nil
	case found.table == nil && found.first == region:
		return nil
	case found.table == nil:
		found.table = sync.OnceValue(ask)
	}
	return found.table
}

// top is the highest region that the caller sees around that of the plan; empty when none holds it in the plan's tree.
func (p *pinned) top(ctx context.Context) safety.RegionCode {
	if p.caller.Scope.All {
		home, err := p.Home(ctx, p.version, p.plan.AsOf)
		if err != nil {
			return ""
		}
		return home.Code
	}
	return holder(p.caller.Scope, func(code safety.RegionCode) bool {
		return p.regions.Within(p.plan.Tree, p.plan.Region, code, p.plan.AsOf)
	})
}

func holder(scope access.Scope, holds func(safety.RegionCode) bool) safety.RegionCode {
	if i := slices.IndexFunc(scope.Regions, holds); i >= 0 {
		return scope.Regions[i]
	}
	return ""
}

// ofRegion is the part of a table by region that is about one of them; nil where it has no row.
func ofRegion(t *warehouse.MetricTable, region string) *warehouse.MetricTable {
	if t == nil {
		return nil
	}
	var rows []int
	for _, c := range t.Columns {
		if c.Name != ByRegion {
			continue
		}
		for i, code := range c.Texts {
			if code == region {
				rows = append(rows, i)
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	out := &warehouse.MetricTable{Source: t.Source, Rows: len(rows)}
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
