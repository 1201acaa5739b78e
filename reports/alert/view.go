package alert

import (
	"context"
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// view is one data version that is judged on one day.
type view struct {
	w       *warehouse.Warehouse
	version *warehouse.Version
	regions *warehouse.Regions
	sectors warehouse.Sectors
	today   safety.Date
	root    warehouse.Region // that holds all records
}

// look reads what all rules need of a version, which the caller holds.
func look(ctx context.Context, w *warehouse.Warehouse, version *warehouse.Version) (*view, error) {
	v := &view{w: w, version: version, today: w.Today()}
	var err error
	if v.regions, err = w.Regions(ctx, version); err != nil {
		return nil, err
	}
	if v.sectors, err = w.Sectors(ctx, version); err != nil {
		return nil, err
	}
	if v.root, err = w.Home(ctx, version, v.today); err != nil {
		return nil, err
	}
	if v.root.Code == "" {
		return nil, warehouse.Fault(warehouse.Unavailable, "there are no regions to watch")
	}
	return v, nil
}

// reach is the day up to which the records of a fact tell what happened; ok is false when there are none.
func (v *view) reach(fact string) (day safety.Date, ok bool) { return v.version.Reach(fact, v.today) }

// periodOf is the period of a rule that is judged on a day: the last one that is over by its end, or the one that goes on.
func periodOf(kind PeriodKind, running bool, day safety.Date) safety.Period {
	if kind == YearToDate {
		month := day.YearMonth()
		if !running && day != month.Last() {
			month = month.Prev()
		}
		return safety.CumulativeTo(month)
	}
	grain := map[PeriodKind]safety.Grain{
		"": safety.GrainDay, Month: safety.GrainMonth, Quarter: safety.GrainQuarter, HalfYear: safety.GrainHalfYear, Year: safety.GrainYear,
	}[kind]
	p := safety.PeriodAt(grain, day)
	if !running && day.Before(p.To) {
		p, _ = p.Previous()
	}
	return p
}

// place is the subject of a region and a sector; ok is false when the rule is not about it.
func (v *view) place(r *Rule, code safety.RegionCode, sector string, on safety.Date) (s Subject, ok bool) {
	if len(r.Regions) > 0 && !slices.ContainsFunc(r.Regions, func(of safety.RegionCode) bool { return v.regions.Within(warehouse.Managing, code, of, on) }) {
		return s, false
	}
	region, _ := v.regions.Get(code, on)
	s = Subject{Region: code, RegionName: region.Name, Sector: sector}
	if region.Level > safety.LevelCounty { // towns share their names
		for _, above := range v.regions.Ancestors(warehouse.Managing, code, on) {
			if above.Level == safety.LevelCounty {
				s.RegionName = above.Name + region.Name
			}
		}
	}
	if sector != "" {
		known, _ := v.sectors.Get(sector)
		s.SectorName = known.Name
	}
	return s, true
}

// sectorsOf lists the sectors that the figures of a subject are limited to; nothing for all.
func (v *view) sectorsOf(r *Rule, s Subject) []string {
	switch {
	case s.Sector != "":
		return []string{s.Sector}
	case len(r.Sectors) > 0:
		return v.sectors.Below(r.Sectors...)
	}
	return nil
}

// filters are those of the rule, with the sectors that it is limited to.
func (v *view) filters(r *Rule) []warehouse.Filter {
	var list []warehouse.Filter
	for _, f := range r.Filters {
		list = append(list, warehouse.Filter(f))
	}
	if len(r.Sectors) > 0 {
		list = append(list, warehouse.Filter{Dimension: "sector", Values: v.sectors.Below(r.Sectors...)})
	}
	return list
}

// ofSubject narrows filters to a sector.
func ofSubject(filters []warehouse.Filter, s Subject) []warehouse.Filter {
	if s.Sector == "" {
		return filters
	}
	return append(slices.Clone(filters), warehouse.Filter{Dimension: "sector", Values: []string{s.Sector}})
}

// dimensions are what a rule breaks figures of a level down to; the root has no level to break down to.
func (v *view) dimensions(r *Rule, level safety.RegionLevel) []string {
	var list []string
	if level != v.root.Level {
		list = append(list, "region")
	}
	if r.BySector {
		list = append(list, "sector")
	}
	return list
}
