package home_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"anlan/reports/home"
	"anlan/safety"
	"anlan/warehouse"
)

// ledger is a warehouse with so many records of regions and months. It counts its questions and knows what a scope sees.
type ledger struct {
	records   map[safety.RegionCode]string // of a region: the months of its records
	questions int
	fails     error
}

func (*ledger) Today() safety.Date { return safety.NewDate(2026, 11, 22) }

func (*ledger) Regions(context.Context, *warehouse.Version) (*warehouse.Regions, error) {
	region := func(code, parent safety.RegionCode, level safety.RegionLevel) warehouse.Region {
		return warehouse.Region{Code: code, Name: string(code), Level: level, Kind: "statutory", StatutoryParent: parent, ManagingParent: parent, ValidFrom: safety.NewDate(1970, 1, 1), ValidTo: safety.NewDate(2149, 6, 6)}
	}
	return warehouse.NewRegions([]warehouse.Region{
		region("CN", "", safety.LevelCountry), region("370000", "CN", safety.LevelProvince), region("370300", "370000", safety.LevelCity), region("371300", "370000", safety.LevelCity),
		region("370321", "370300", safety.LevelCounty), region("370303", "370300", safety.LevelCounty), region("370321101", "370321", safety.LevelTown),
	})
}

// Metrics counts the records below a region that the scope sees: by the regions of a level, or by month.
func (l *ledger) Metrics(ctx context.Context, scope warehouse.Scope, q warehouse.MetricQuery) (*warehouse.MetricTable, error) {
	l.questions++
	if l.fails != nil {
		return nil, l.fails
	}
	regions, _ := l.Regions(ctx, nil)
	by := map[string]float64{}
	for code, months := range l.records {
		seen := scope.All || slices.ContainsFunc(scope.Regions, func(own safety.RegionCode) bool { return regions.Within(warehouse.Managing, code, own, l.Today()) })
		if !seen || !regions.Within(warehouse.Managing, code, q.Region, l.Today()) {
			continue
		}
		for _, month := range strings.Fields(months) {
			m, _ := safety.ParseMonth(month)
			if m.First().Before(q.Period.From) || m.First().After(q.Period.To) {
				continue
			}
			key := month
			if len(q.Dimensions) > 0 {
				key = string(q.Region) // of no region of the level: its own
				for _, above := range append(regions.Ancestors(warehouse.Managing, code, l.Today()), get(regions, code)) {
					if above.Level == q.Level {
						key = string(above.Code)
					}
				}
			}
			by[key]++
		}
	}
	name := "period"
	if len(q.Dimensions) > 0 {
		name = "region"
	}
	t := &warehouse.MetricTable{Columns: []warehouse.Column{{Name: name, Kind: warehouse.DimensionColumn}, {Name: q.Measures[0], Kind: warehouse.MeasureColumn}}}
	for key, n := range by {
		t.Columns[0].Texts, t.Columns[1].Numbers = append(t.Columns[0].Texts, key, key+"+"), append(t.Columns[1].Numbers, &n, nil)
		t.Rows += 2
	}
	return t, nil
}

func get(regions *warehouse.Regions, code safety.RegionCode) warehouse.Region {
	r, _ := regions.Get(code, safety.NewDate(2026, 11, 22))
	return r
}

// The records end on 30 September 2026.
var version = &warehouse.Version{Number: 7, Watermarks: []warehouse.Watermark{{System: "a", Fact: "hazard", LastRecord: safety.NewDate(2026, 9, 30)}}}

// Who sees everything is at home in the smallest region down to a county that holds it all; who sees an area, there. The month is the
// last with records of that area: nobody learns from it when others had some.
func TestWhereACallerIsAtHome(t *testing.T) {
	city, county := warehouse.Scope{Regions: []safety.RegionCode{"370300"}}, warehouse.Scope{Regions: []safety.RegionCode{"370321"}}
	for what, c := range map[string]struct {
		records map[safety.RegionCode]string
		scope   warehouse.Scope
		region  safety.RegionCode
		holding string
		month   string
	}{
		"two counties of a city":               {map[safety.RegionCode]string{"370321": "2026-09", "370303": "2026-05"}, warehouse.Everything(), "370300", "370000 370300", "2026-09"},
		"two cities":                           {map[safety.RegionCode]string{"370321": "2026-09", "371300": "2026-05"}, warehouse.Everything(), "370000", "370000", "2026-09"},
		"one town: its county":                 {map[safety.RegionCode]string{"370321101": "2026-08"}, warehouse.Everything(), "370321", "370000 370300 370321", "2026-08"},
		"a county, and the city itself":        {map[safety.RegionCode]string{"370321": "2026-09", "370300": "2026-09"}, warehouse.Everything(), "370300", "370000 370300", "2026-09"},
		"nothing":                              {nil, warehouse.Everything(), "CN", "", ""},
		"only long ago":                        {map[safety.RegionCode]string{"370321": "2018-03"}, warehouse.Everything(), "370321", "370000 370300 370321", "2018-03"},
		"a city's token":                       {map[safety.RegionCode]string{"370321": "2026-07", "371300": "2026-09"}, city, "370300", "", "2026-07"},
		"a county whose neighbour has more":    {map[safety.RegionCode]string{"370321": "2026-07", "370303": "2026-09"}, county, "370321", "", "2026-07"},
		"a county without records":             {map[safety.RegionCode]string{"370303": "2026-09"}, county, "370321", "", ""},
		"two areas, the first of them unknown": {map[safety.RegionCode]string{"370303": "2026-09"}, warehouse.Scope{Regions: []safety.RegionCode{"379999", "370303"}}, "370303", "", "2026-09"},
	} {
		t.Run(what, func(t *testing.T) {
			h, err := home.New(&ledger{records: c.records}).Find(t.Context(), c.scope, version)
			if err != nil || h == nil {
				t.Fatalf("%+v %v", h, err)
			}
			var holding []string
			for _, code := range h.Holding {
				holding = append(holding, string(code))
			}
			month := ""
			if h.Month != 0 {
				month = h.Month.String()
			}
			if h.Region.Code != c.region || strings.Join(holding, " ") != c.holding || month != c.month {
				t.Errorf("%s, holding %v, %s", h.Region.Code, h.Holding, month)
			}
		})
	}
}

// A home is asked for once for a data version and scope; what failed is asked again; no known region is no home.
func TestHomesAreRemembered(t *testing.T) {
	l := &ledger{records: map[safety.RegionCode]string{"370321": "2026-09"}, fails: errors.New("the engine is down")}
	homes := home.New(l)
	if _, err := homes.Find(t.Context(), warehouse.Everything(), version); !errors.Is(err, l.fails) {
		t.Fatalf("%v", err)
	}
	l.fails = nil
	for range 2 {
		if _, err := homes.Find(t.Context(), warehouse.Everything(), version); err != nil {
			t.Fatal(err)
		}
	}
	asked := l.questions
	if asked != 1+3+1 { // the one that failed; province, city, county; two years by month
		t.Errorf("%d questions", asked)
	}
	if _, err := homes.Find(t.Context(), warehouse.Scope{Regions: []safety.RegionCode{"370321"}}, version); err != nil || l.questions != asked+1 {
		t.Errorf("another scope: %v, %d questions", err, l.questions-asked)
	}
	if h, err := homes.Find(t.Context(), warehouse.Scope{Regions: []safety.RegionCode{"379999"}}, version); h != nil || err != nil {
		t.Errorf("a region that nobody knows: %+v %v", h, err)
	}
}
