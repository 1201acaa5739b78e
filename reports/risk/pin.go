package risk

import (
	"context"

	"anlan/safety"
	"anlan/warehouse"
)

// when says which data and which months a question is about.
type when struct {
	period  safety.Period
	version uint64
	asOf    safety.Date
	tree    warehouse.Tree
}

// pinned is one version of the data to answer from, held until it is released.
type pinned struct {
	asked   *asked
	level   safety.RegionLevel // of the region asked about
	regions *warehouse.Regions
	sectors warehouse.Sectors
	release func()
}

// pin resolves what a question leaves open, and holds the version so that all its parts see the same data.
func (r *Reports) pin(ctx context.Context, scope warehouse.Scope, w when, region safety.RegionCode) (*pinned, error) {
	last, asOf, err := r.lastMonth(w.period, w.asOf)
	if err != nil {
		return nil, err
	}
	if w.version == 0 {
		current, err := r.data.Current(ctx)
		if err != nil {
			return nil, err
		}
		w.version = current.Number
	}
	release := r.data.Hold(w.version) // before reading it: a collection cannot come between
	out := &pinned{release: release, asked: &asked{region: region, tree: w.tree, treeDate: asOf, version: w.version}}
	if err := out.read(ctx, r.data, scope, w.period.From); err != nil {
		release()
		return nil, err
	}
	if out.asked.tree == "" {
		out.asked.tree = warehouse.Managing
	}
	for m := w.period.From.YearMonth(); m <= last; m = m.Next() {
		out.asked.months = append(out.asked.months, m)
	}
	if n := len(out.asked.months); n > mostPeriod {
		release()
		return nil, warehouse.Fault(warehouse.TooLarge, "the period has %d months; at most %d are rated at once", n, mostPeriod)
	}
	return out, nil
}

func (p *pinned) read(ctx context.Context, w *warehouse.Warehouse, scope warehouse.Scope, from safety.Date) error {
	v, err := w.Version(ctx, p.asked.version)
	if err != nil {
		return err
	}
	p.asked.reach(v, w.Today(), from)
	if p.regions, err = w.Regions(ctx, v); err != nil {
		return err
	}
	if p.sectors, err = w.Sectors(ctx, v); err != nil {
		return err
	}
	if p.asked.region == "" {
		p.asked.region = home(scope, p.regions, p.asked.treeDate)
	}
	region, _ := p.regions.Get(p.asked.region, p.asked.treeDate)
	p.level = region.Level
	return nil
}

// levelOf is what a question about areas rates: the level that it names, else what lies directly below its region, and the region
// itself where nothing does: a town without villages and grids.
func (p *pinned) levelOf(asked safety.RegionLevel) safety.RegionLevel {
	if asked == safety.LevelUnknown && len(p.regions.Children(p.asked.tree, p.asked.region, p.asked.treeDate)) == 0 {
		return p.level
	}
	return asked
}

// keep limits the figures to sectors and those below them; none means all. A sector that does not exist is a bad_request Error.
func (p *pinned) keep(sectors []string) error {
	if len(sectors) == 0 {
		return nil
	}
	chosen, err := p.sectors.Chosen(sectors...)
	if err != nil {
		return err
	}
	p.asked.filters = []warehouse.Filter{{Dimension: "sector", Values: chosen}}
	return nil
}

// home is the region that a question without one is about: the caller's own, or the top.
func home(scope warehouse.Scope, regions *warehouse.Regions, on safety.Date) safety.RegionCode {
	if !scope.All && len(scope.Regions) > 0 {
		return scope.Regions[0]
	}
	if top := regions.Children(warehouse.Managing, "", on); len(top) > 0 {
		return top[0].Code
	}
	return ""
}

// lastMonth is the last month of a period that has begun, and the day on which it is judged.
func (r *Reports) lastMonth(p safety.Period, asOf safety.Date) (safety.Month, safety.Date, error) {
	if p.IsZero() {
		return 0, asOf, warehouse.Fault(warehouse.BadRequest, "name a period, such as 2025-06 or 2025-01..06")
	}
	if today := r.data.Today(); asOf.IsZero() || asOf.After(today) {
		asOf = today
	}
	last := p.To.YearMonth().Last()
	if asOf.After(last) {
		asOf = last
	}
	if asOf.Before(p.From) {
		return 0, asOf, warehouse.Fault(warehouse.BadRequest, "the period %s has not begun on %s", p.Code, asOf)
	}
	return asOf.YearMonth(), asOf, nil
}
