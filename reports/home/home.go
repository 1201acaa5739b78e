package home

import (
	"context"
	"slices"

	"github.com/maypok86/otter/v2"

	"anlan/safety"
	"anlan/warehouse"
)

// Data is what homes are found in; *warehouse.Warehouse is one.
type Data interface {
	Regions(ctx context.Context, v *warehouse.Version) (*warehouse.Regions, error)
	Metrics(ctx context.Context, scope warehouse.Scope, q warehouse.MetricQuery) (*warehouse.MetricTable, error)
	Today() safety.Date
}

// Home is a caller's own area, and the month that it begins with. It is shared: do not change it.
type Home struct {
	// Region is the area of a caller of one, the first of a caller of several. Of who sees all regions it is the smallest one, down
	// to a county, in which everything lies that the caller may see.
	Region warehouse.Region
	// Holding lists, of who sees all regions, those that hold everything, widest first, Region last: they have nobody to be compared
	// with. The top of the tree is not named.
	Holding []safety.RegionCode
	// Month is the last month that is over and has records of Region that the caller may see, among the ten years before the data end;
	// zero when there is none.
	Month safety.Month
}

// Homes finds homes and remembers them. It is safe for concurrent use.
type Homes struct {
	data  Data
	found *otter.Cache[key, *Home]
}

// key is all that a home depends on.
type key struct {
	version uint64
	today   safety.Date
	scope   string
}

// mostFound is how many homes are remembered: one for each scope that asks.
const mostFound = 256

// New makes homes of the data.
func New(data Data) *Homes {
	found := otter.Must(&otter.Options[key, *Home]{MaximumSize: mostFound})
	return &Homes{data: data, found: found}
}

// Find gives the home of who sees a scope, in one version of the data. Everything is asked under the scope itself, so a home tells
// nothing that the caller could not count. It is nil when no region of the scope is known. Errors are those of metric queries.
func (h *Homes) Find(ctx context.Context, scope warehouse.Scope, v *warehouse.Version) (*Home, error) {
	k := key{v.Number, h.data.Today(), scope.Key()}
	return h.found.Get(ctx, k, otter.LoaderFunc[key, *Home](func(ctx context.Context, k key) (*Home, error) {
		return h.find(ctx, scope, v, k.today)
	}))
}

func (h *Homes) find(ctx context.Context, scope warehouse.Scope, v *warehouse.Version, today safety.Date) (*Home, error) {
	regions, err := h.data.Regions(ctx, v)
	if err != nil {
		return nil, err
	}
	region, ok := first(regions, scope, today)
	if !ok {
		return nil, nil //nolint:nilnil // no region of the scope is known
	}
	home := &Home{Region: region}
	until, ok := v.Reach("", today)
	measures := seen(scope)
	if !ok || len(measures) == 0 {
		return home, nil
	}
	s := &search{data: h.data, scope: scope, ask: warehouse.MetricQuery{Measures: measures, Tree: warehouse.Managing, TreeDate: today, Version: v.Number}}
	last := min(until.YearMonth(), today.YearMonth().Prev())
	if scope.All {
		if err := s.descend(ctx, regions, home, last, today); err != nil {
			return nil, err
		}
	}
	home.Month, err = s.month(ctx, home.Region.Code, last)
	return home, err
}

// first is the first region of a scope that is known, or the top of the tree for who sees all regions.
func first(regions *warehouse.Regions, scope warehouse.Scope, today safety.Date) (warehouse.Region, bool) {
	if scope.All {
		top := regions.Children(warehouse.Managing, "", today)
		if len(top) == 0 {
			return warehouse.Region{}, false
		}
		return top[0], true
	}
	for _, code := range scope.Regions {
		if region, ok := regions.Get(code, today); ok {
			return region, true
		}
	}
	return warehouse.Region{}, false
}

// tell are counts of the records that tell what happened, by the fact that they count.
var tell = []struct{ fact, measure string }{
	{"inspection", "inspections"}, {"hazard", "hazards_found"}, {"training", "trainings"}, {"accident", "accidents"},
}

func seen(scope warehouse.Scope) []string {
	var list []string
	for _, one := range tell {
		if scope.SeesFact(one.fact) {
			list = append(list, one.measure)
		}
	}
	return list
}

// search asks where and when there is anything.
type search struct {
	data  Data
	scope warehouse.Scope
	ask   warehouse.MetricQuery
}

// years is how far back records are looked for.
const years = 10

func span(last safety.Month, months int) (safety.Period, error) {
	return safety.Between(last.Add(1-months).First(), last.Last())
}

// descend goes down from the top for as long as everything lies in one region of the level below.
func (s *search) descend(ctx context.Context, regions *warehouse.Regions, home *Home, last safety.Month, today safety.Date) error {
	period, err := span(last, 12*years)
	if err != nil {
		return err
	}
	for _, level := range []safety.RegionLevel{safety.LevelProvince, safety.LevelCity, safety.LevelCounty} {
		if level <= home.Region.Level {
			continue
		}
		q := s.ask
		q.Region, q.Level, q.Dimensions, q.Period = home.Region.Code, level, []string{"region"}, period
		table, err := s.data.Metrics(ctx, s.scope, q)
		if err != nil {
			return err
		}
		holders := filled(table, "region")
		if len(holders) != 1 || holders[0] == string(home.Region.Code) {
			return nil // here, and there too; or of no region below
		}
		below, ok := regions.Get(safety.RegionCode(holders[0]), today)
		if !ok {
			return nil
		}
		home.Region, home.Holding = below, append(home.Holding, below.Code)
	}
	return nil
}

// month is the last month with anything: of two years first, which nearly always have it.
func (s *search) month(ctx context.Context, region safety.RegionCode, last safety.Month) (safety.Month, error) {
	for _, months := range []int{24, 12 * years} {
		q := s.ask
		q.Region, q.Grain = region, safety.GrainMonth
		var err error
		if q.Period, err = span(last, months); err != nil {
			return 0, err
		}
		table, err := s.data.Metrics(ctx, s.scope, q)
		if err != nil {
			return 0, err
		}
		if list := filled(table, "period"); len(list) > 0 {
			return safety.ParseMonth(slices.Max(list)) // 2026-09 sorts as it follows
		}
	}
	return 0, nil
}

// filled lists the values of a dimension whose row counts anything.
func filled(table *warehouse.MetricTable, dimension string) []string {
	var out []string
	for row := range table.Rows {
		value, some := "", false
		for _, c := range table.Columns {
			switch {
			case c.Kind == warehouse.DimensionColumn && c.Name == dimension:
				value = c.Texts[row]
			case c.Kind == warehouse.MeasureColumn:
				some = some || c.Numbers[row] != nil && *c.Numbers[row] > 0
			}
		}
		if some {
			out = append(out, value)
		}
	}
	return out
}
