package material

import (
	"cmp"
	"context"
	"slices"

	"anlan/access"
	"anlan/safety"
	"anlan/warehouse"
)

// pinned is one version of the data to gather from, held until it is released, and what is read of it once.
type pinned struct {
	*warehouse.Warehouse
	caller      access.Caller
	plan        Plan // resolved
	today       safety.Date
	version     *warehouse.Version
	region      warehouse.Region
	regions     *warehouse.Regions
	sectors     warehouse.Sectors
	departments warehouse.Departments
	release     func()
	own         map[safety.RegionLevel][]string // see ownCodes
}

// pin resolves what a plan leaves open, and holds the version so that all asks see the same data.
func (g *Gatherer) pin(ctx context.Context, caller access.Caller, p Plan) (*pinned, error) {
	w := g.sources.Warehouse
	if !caller.May(access.ReadMetrics) {
		return nil, warehouse.Fault(warehouse.Forbidden, "figures are outside what this caller may see")
	}
	if p.Region == "" || p.Period.IsZero() {
		return nil, warehouse.Fault(warehouse.BadRequest, "name a region and a period")
	}
	p.Tree = cmp.Or(p.Tree, warehouse.Managing)
	if p.Version == 0 {
		current, err := w.Current(ctx)
		if err != nil {
			return nil, err
		}
		p.Version = current.Number
	}
	out := &pinned{Warehouse: w, caller: caller, plan: p, today: w.Today(), release: w.Hold(p.Version)} // before reading it: a collection cannot come between
	if err := out.read(ctx); err != nil {
		out.release()
		return nil, err
	}
	return out, nil
}

func (p *pinned) read(ctx context.Context) (err error) {
	if p.version, err = p.Version(ctx, p.plan.Version); err != nil {
		return err
	}
	if err := p.settle(); err != nil {
		return err
	}
	list, err := p.RegionsBelow(ctx, p.caller.Scope, warehouse.RegionQuery{Region: p.plan.Region, Tree: p.plan.Tree, On: p.plan.AsOf, Version: p.plan.Version})
	if err != nil {
		return err
	}
	p.region, p.regions = list.Region, list.Regions
	if err := p.begun(ctx); err != nil {
		return err
	}
	if p.sectors, err = p.Sectors(ctx, p.version); err != nil {
		return err
	}
	if p.departments, err = p.Departments(ctx, p.version); err != nil {
		return err
	}
	if p.plan.Sector != "" {
		_, err = p.sectors.Chosen(p.plan.Sector)
	}
	return err
}

// source says which data all answers come from.
func (p *pinned) source() warehouse.Source {
	_, running := p.plan.Period.Clip(p.plan.AsOf)
	return warehouse.Source{
		Version: p.version.Number, PublishedAt: p.version.PublishedAt, Period: p.plan.Period, AsOf: p.plan.AsOf, Running: running,
		TreeDate: p.plan.AsOf, Watermarks: p.version.Watermarks,
	}
}

// filters are those of an ask, sectors with those below them, and that of the plan's sector.
func (p *pinned) filters(asked []warehouse.Filter) []warehouse.Filter {
	var out []warehouse.Filter
	for _, f := range asked {
		if f.Dimension == sectorDimension {
			f.Values = p.sectors.Below(f.Values...)
		}
		out = append(out, f)
	}
	if p.plan.Sector != "" {
		out = append(out, warehouse.Filter{Dimension: sectorDimension, Values: p.sectors.Below(p.plan.Sector)})
	}
	return out
}

const sectorDimension = "sector"

// span is the stretch of time of an ask.
func (p *pinned) span(s Span, months int) safety.Period {
	to := p.plan.Period.To
	if s == Trailing && p.plan.AsOf.Before(to) {
		to = p.plan.AsOf
	}
	switch s {
	case Cumulative:
		if to == to.YearMonth().Last() {
			return safety.CumulativeTo(to.YearMonth())
		}
		return between(safety.NewDate(to.Year(), 1, 1), to)
	case Trailing:
		return between(to.YearMonth().Add(1-months).First(), to)
	}
	return p.plan.Period
}

// ownCodes lists what records of the region can be recorded under that lies in none of its parts of a level: itself, and codes of old.
func (p *pinned) ownCodes(level safety.RegionLevel) []string {
	if codes, known := p.own[level]; known {
		return codes
	}
	units := p.regions.Children(p.plan.Tree, p.plan.Region, p.plan.AsOf)
	if level != safety.LevelUnknown {
		units = p.regions.Below(p.plan.Tree, p.plan.Region, level, p.plan.AsOf)
	}
	within := func(code safety.RegionCode, in safety.RegionCode) bool {
		return p.regions.Within(p.plan.Tree, code, in, p.plan.AsOf)
	}
	var codes []string
	for _, r := range p.regions.All() {
		if within(r.Code, p.plan.Region) && !slices.ContainsFunc(units, func(u warehouse.Region) bool { return within(r.Code, u.Code) }) {
			codes = union(codes, string(r.Code))
		}
	}
	if p.own == nil {
		p.own = map[safety.RegionLevel][]string{}
	}
	p.own[level] = codes
	return codes
}

func between(from, to safety.Date) safety.Period {
	span, err := safety.Between(from, to)
	if err != nil { // before the calendar begins
		return safety.PeriodAt(safety.GrainMonth, to)
	}
	return span
}
