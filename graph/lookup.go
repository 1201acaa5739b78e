package graph

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"anlan/warehouse"
)

// lookups fetches the enterprises that the records of one operation name: all of a page in one question, however the answer
// is shaped (nodes, edges, several lists). gqlgen's batch resolvers do not serve here: they end at an edge, and they take
// lists of pointers only.
type lookups struct {
	mu      sync.Mutex
	wanted  map[string]bool
	fetched map[string]*warehouse.EnterpriseRecord // nil where there is none that the caller may see
}

func newLookups() *lookups {
	return &lookups{wanted: map[string]bool{}, fetched: map[string]*warehouse.EnterpriseRecord{}}
}

// expect notes the enterprises of a page, so that the first that is asked for brings all.
func expect[T any](ctx context.Context, records []T, enterprise func(T) string) {
	p, ok := ctx.Value(pinKey{}).(*pin)
	if !ok {
		return
	}
	p.lookups.mu.Lock()
	defer p.lookups.mu.Unlock()
	for _, record := range records {
		p.lookups.want(enterprise(record))
	}
}

func (l *lookups) want(id string) {
	if _, done := l.fetched[id]; !done && id != "" {
		l.wanted[id] = true
	}
}

// enterprise gives the enterprise of that number as the operation's version describes it; nil when there is none or the
// caller may not see it.
func (r *Resolver) enterprise(ctx context.Context, id string) (*warehouse.EnterpriseRecord, error) {
	p, ok := pinOf(ctx)
	if !ok || id == "" {
		return nil, nil //nolint:nilnil // null: the record names none
	}
	l := p.lookups
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.want(id); l.wanted[id] {
		found, err := r.sources.Index.EnterprisesNamed(ctx, scope(ctx), p.version.Number, slices.Sorted(maps.Keys(l.wanted)))
		var fault *warehouse.Error
		if errors.As(err, &fault) && fault.Code == warehouse.Forbidden {
			found, err = nil, nil
		}
		if err != nil {
			return nil, err
		}
		for id := range l.wanted {
			l.fetched[id] = nil
			if e, ok := found[id]; ok {
				l.fetched[id] = &e
			}
		}
		clear(l.wanted)
	}
	return l.fetched[id], nil
}
