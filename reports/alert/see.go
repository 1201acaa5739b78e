package alert

import (
	"context"
	"slices"

	"anlan/access"
	"anlan/safety"
	"anlan/warehouse"
)

// eyes decides what a caller is told: signals whose figures rest on records that he may all see.
type eyes struct {
	scope   access.Scope
	regions *warehouse.Regions
	sectors []string // the caller's, with those below them; nil: all
	today   safety.Date
	records bool // may be told of single records and enterprises
}

func (a *Alerts) eyes(ctx context.Context, scope access.Scope, records bool) (*eyes, warehouse.Sectors, error) {
	version, err := a.w.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	e := &eyes{scope: scope, today: a.w.Today(), records: records}
	if e.regions, err = a.w.Regions(ctx, version); err != nil {
		return nil, nil, err
	}
	sectors, err := a.w.Sectors(ctx, version)
	if err != nil {
		return nil, nil, err
	}
	if len(scope.Sectors) > 0 {
		e.sectors = sectors.Below(scope.Sectors...)
	}
	return e, sectors, nil
}

// sees holds a signal to the caller's data sets, regions and sectors. A figure of all sectors is none of who sees some.
func (e *eyes) sees(b body) bool {
	if e.scope.Empty() || b.Subject.Single() && !e.records {
		return false
	}
	if len(b.Facts) == 0 || slices.ContainsFunc(b.Facts, func(fact string) bool { return !e.scope.SeesFact(fact) }) {
		return false
	}
	if b.Anybody {
		return true
	}
	if e.sectors != nil && (len(b.Sectors) == 0 || slices.ContainsFunc(b.Sectors, func(s string) bool { return !slices.Contains(e.sectors, s) })) {
		return false
	}
	return e.scope.All || slices.ContainsFunc(e.scope.Regions, func(own safety.RegionCode) bool { return e.holds(b, own) })
}

// holds reports whether a region holds a signal whole: figures of a region are made by the managing tree; a single record or
// enterprise is seen from either.
func (e *eyes) holds(b body, own safety.RegionCode) bool {
	on := e.today
	if !b.AsOf.IsZero() {
		on = b.AsOf
	}
	return e.regions.Within(warehouse.Managing, b.Subject.Region, own, on) ||
		b.Subject.Single() && e.regions.Within(warehouse.Statutory, b.Subject.Region, own, on)
}
