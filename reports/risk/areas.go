package risk

import (
	"context"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// What one answer holds at most.
const (
	mostCells  = 50_000
	mostPeriod = 60 // months
)

// mapKey is all that a map depends on beside the models, which stay the same as long as the process.
type mapKey struct {
	model    *Model
	region   safety.RegionCode
	level    safety.RegionLevel
	bySector bool
	sectors  string
	from, to safety.Month
	tree     warehouse.Tree
	version  uint64
	asOf     safety.Date
	scope    string
}

// Map rates areas. Errors are [*warehouse.Error]: forbidden when the region or the records that the model needs lie outside the
// scope; bad_request, not_found and too_large for a query that cannot be answered. What it gives is shared: it must not be
// changed.
func (r *Reports) Map(ctx context.Context, scope warehouse.Scope, q MapQuery) (*Map, error) {
	if q.Period.IsZero() {
		var err error
		if q.Period, q.Version, err = r.newestMonth(ctx, q.Version, q.AsOf); err != nil {
			return nil, err
		}
	}
	pin, err := r.pin(ctx, scope, when{q.Period, q.Version, q.AsOf, q.Tree}, q.Region)
	if err != nil {
		return nil, err
	}
	defer pin.release()
	model, err := r.models.find(q.Model, Areas, pin.asked.treeDate)
	if err != nil {
		return nil, err
	}
	a := pin.asked
	q.Level = pin.levelOf(q.Level)
	a.level, a.itself = q.Level, q.Level == pin.level && q.Level != safety.LevelUnknown
	if q.BySector {
		a.by = "sector"
	}
	if err := pin.keep(q.Sectors); err != nil {
		return nil, err
	}
	key := mapKey{
		model: model, region: a.region, level: q.Level, bySector: q.BySector,
		sectors: strings.Join(slices.Sorted(slices.Values(q.Sectors)), "\x00"),
		from:    a.months[0], to: a.months[len(a.months)-1], tree: a.tree, version: a.version, asOf: a.treeDate, scope: scope.Key(),
	}
	found, cached, err := r.maps.get(ctx, key, func(ctx context.Context) (*Map, error) { return r.rateAreas(ctx, scope, model, pin) })
	if err != nil {
		return nil, err
	}
	own := *found
	own.Period = q.Period
	own.Source.Cached = own.Source.Cached || cached
	return &own, nil
}

// rateAreas asks for all figures and rates every area.
func (r *Reports) rateAreas(ctx context.Context, scope warehouse.Scope, model *Model, pin *pinned) (*Map, error) {
	a := pin.asked
	got, err := r.ask(ctx, scope, model.plan, a)
	if err != nil {
		return nil, err
	}
	out := &Map{Model: model, Region: a.region, Level: a.level, Tree: a.tree, Months: a.months, Until: a.until, Source: a.dated(got.source())}
	areas, sectors := got.areasOf(a), []string{""}
	if a.by != "" {
		sectors = got.namesOf(pin.sectors)
	}
	n := len(a.months) * len(areas) * len(sectors)
	if n > mostCells {
		return nil, warehouse.Fault(warehouse.TooLarge, "the map has %d cells; at most %d are rated at once: ask for fewer months, a smaller area or single sectors", n, mostCells)
	}
	if out.Level == safety.LevelUnknown && len(areas) > 0 {
		first, _ := pin.regions.Get(areas[0], a.treeDate)
		out.Level = first.Level
	}
	rate := newRater(model)
	factors := len(rate.factors)
	scores := make([]FactorScore, n*factors)
	out.Cells = make([]Cell, 0, n)
	for _, month := range a.months {
		for _, area := range areas {
			region, _ := pin.regions.Get(area, a.treeDate)
			for _, sector := range sectors {
				i := len(out.Cells)
				named, _ := pin.sectors.Get(sector)
				out.Cells = append(out.Cells, Cell{Month: month, Region: area, Name: region.Name, Sector: sector, SectorName: named.Name, asked: a})
				if a.ahead(month) {
					out.Cells[i].leave(a.until)
					continue
				}
				k := key{region: string(area), by: sector, month: month}
				if a.itself {
					k.region = ""
				}
				rate.rate(&out.Cells[i], got, k, scores[i*factors:(i+1)*factors:(i+1)*factors])
			}
		}
	}
	return out, nil
}

// areasOf lists the areas that were answered, by code: what belongs to the region itself and to no area of it is nobody's.
func (a *answers) areasOf(q *asked) []safety.RegionCode {
	if q.itself {
		return []safety.RegionCode{q.region}
	}
	list := a.areas
	if list == nil {
		list = a.list
	}
	seen := map[safety.RegionCode]bool{}
	for k := range list[0].rows { // every area has a row in every answer
		if code := safety.RegionCode(k.region); code != q.region {
			seen[code] = true
		}
	}
	out := make([]safety.RegionCode, 0, len(seen))
	for code := range seen {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// namesOf lists the sectors that anything is recorded of, in the order of their list; those that no list has last.
func (a *answers) namesOf(list warehouse.Sectors) []string {
	seen := map[string]bool{}
	for _, one := range a.list {
		for k := range one.rows {
			if k.by != "" {
				seen[k.by] = true
			}
		}
	}
	var out []string
	for _, s := range list {
		if seen[s.Code] {
			out = append(out, s.Code)
			delete(seen, s.Code)
		}
	}
	var others []string
	for code := range seen {
		others = append(others, code)
	}
	slices.Sort(others)
	return append(out, others...)
}

// Matrix rates each sector of each area at the end of the last month of the query's period that has begun. Errors are those of
// [Reports.Map].
func (r *Reports) Matrix(ctx context.Context, scope warehouse.Scope, q MapQuery) (*Matrix, error) {
	month, asOf, err := r.lastMonth(q.Period, q.AsOf)
	if err != nil {
		return nil, err
	}
	q.Period, q.AsOf = month.Period(), asOf
	q.BySector = false
	areas, err := r.Map(ctx, scope, q)
	if err != nil {
		return nil, err
	}
	q.BySector, q.Version = true, areas.Source.Version
	by, err := r.Map(ctx, scope, q)
	if err != nil {
		return nil, err
	}
	out := &Matrix{Model: by.Model, Month: month, Cells: by.Cells, Areas: areas.Cells, Source: by.Source}
	for _, c := range areas.Cells {
		out.Regions = append(out.Regions, c.Region)
	}
	for _, c := range by.Cells[:min(len(by.Cells), len(by.Cells)/max(1, len(out.Regions)))] {
		out.Sectors = append(out.Sectors, c.Sector)
	}
	return out, nil
}
