package warehouse

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"anlan/safety"
)

var updateGolden = flag.Bool("update", false, "write the expected SQL anew")

// plannedRegions is a small tree: Zibo with two counties, a zone that runs a town of one of them, and another city.
const plannedRegions = `code,name,level,kind,statutory_parent,managing_parent,valid_from,valid_to,successors
CN,中国,country,,,,,,
370000,山东省,province,,CN,,,,
370200,青岛市,city,,370000,,,,
370300,淄博市,city,,370000,,,,
370303,张店区,county,,370300,,,,
370303008,四宝山街道,town,,370303,ZB-GXQ,,,
370321,桓台县,county,,370300,,,,
ZB-GXQ,高新区,county,zone,370300,,,,
`

// planner is a warehouse without an engine: it plans and runs nothing. Its facts begin in 2024.
func planner(t testing.TB) (*Warehouse, *Version) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "regions.csv"), []byte(plannedRegions), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := DimensionFiles{Dir: dir, WithoutChina: true}.read()
	if err != nil {
		t.Fatal(err)
	}
	v := &Version{Number: 7, Parts: map[string][]string{"region": {"0-1"}, "region_closure": {"0-1"}, "sector": {"0-1"}, "department": {"0-1"}, "enterprise": {"0-4"}}}
	for m := safety.Month(202401); m <= 202505; m = m.Next() {
		for _, f := range Facts() {
			if f.Date != "" {
				v.Parts[f.Name] = append(v.Parts[f.Name], m.First().String()[:4]+m.First().String()[5:7]+"-3")
			}
		}
		v.Parts[rollupTable] = append(v.Parts[rollupTable], m.First().String()[:4]+m.First().String()[5:7]+"-3")
	}
	w := &Warehouse{catalogue: shippedCatalogue, config: Config{Now: func() time.Time { return testNow }}}
	w.dimensions.put("region 0-1", d.regions)
	return w, v
}

func TestPlannedSQL(t *testing.T) {
	w, v := planner(t)
	day := safety.NewDate
	for name, c := range map[string]struct {
		scope Scope
		query MetricQuery
	}{
		"one_figure":               {query: MetricQuery{Measures: []string{"hazards_found"}, Period: period(t, "2025-04")}},
		"ranking_with_comparisons": {query: MetricQuery{Measures: []string{"hazard_on_time_rate", "accidents_counted"}, Dimensions: []string{"region"}, Period: period(t, "2025-01..04"), Compare: []Comparison{PreviousYear}}},
		"by_region_and_sector":     {query: MetricQuery{Measures: []string{"inspections"}, Dimensions: []string{"region", "sector"}, Period: period(t, "2025Q1"), Compare: []Comparison{PreviousPeriod}}},
		"running_month":            {query: MetricQuery{Measures: []string{"hazards_found"}, Period: period(t, "2025-05"), Compare: []Comparison{PreviousYear, PreviousPeriod}}},
		"monthly_series":           {query: MetricQuery{Measures: []string{"deaths_coal"}, Period: period(t, "2025-01..04"), Grain: safety.GrainMonth, Compare: []Comparison{PreviousYear}}},
		"weekly_series":            {query: MetricQuery{Measures: []string{"hazards_found"}, Period: period(t, "2024-12-23..2025-01-05"), Grain: safety.GrainWeek, Compare: []Comparison{PreviousYear}}},
		"open_along_a_series":      {query: MetricQuery{Measures: []string{"hazards_overdue_major", "hazards_found_rectified"}, Period: period(t, "2025Q1"), Grain: safety.GrainMonth}},
		"distinct_and_stock":       {query: MetricQuery{Measures: []string{"worker_training_rate"}, Dimensions: []string{"region"}, Period: period(t, "2025Q1")}},
		"flow_by_sector":           {query: MetricQuery{Measures: []string{"inspection_plan_rate"}, Dimensions: []string{"sector"}, Period: period(t, "2025-04")}},
		"filtered": {query: MetricQuery{Measures: []string{"hazards_found", "hazards_open"}, Dimensions: []string{"hazard_level"}, Period: period(t, "2025-04"),
			Filters: []Filter{{Dimension: "sector", Values: []string{"mine", "coal_mine"}}, {Dimension: "hazard_source", Values: []string{"self"}, Not: true}}}},
		"enterprises":            {query: MetricQuery{Measures: []string{"safety_director_rate"}, Dimensions: []string{"enterprise_class"}, Period: period(t, "2025-04"), Compare: []Comparison{PreviousYear}}},
		"counties_of_a_province": {query: MetricQuery{Measures: []string{"inspections"}, Dimensions: []string{"region"}, Region: "370000", Level: safety.LevelCounty, Tree: Statutory, TreeDate: day(2024, 12, 31), Period: period(t, "2024")}},
		"under_a_scope": {scope: Scope{Regions: []safety.RegionCode{"370321", "ZB-GXQ"}, Sectors: []string{"mine"}, Facts: []string{"hazard", "accident"}},
			query: MetricQuery{Measures: []string{"hazards_found", "deaths"}, Region: "370321", Period: period(t, "2025-04")}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.scope.Empty() {
				c.scope = Everything()
			}
			if c.query.Region == "" {
				c.query.Region = "370300"
			}
			p, _, err := w.resolve(t.Context(), v, c.scope, c.query)
			if err != nil {
				t.Fatal(err)
			}
			s, err := p.statement()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", "plan", name+".sql"), describe(t, s))
			again, err := p.statement()
			if err != nil || describe(t, again) != describe(t, s) {
				t.Errorf("planned twice, it differs: %v", err)
			}
		})
	}
}

// describe is the SQL, with its arguments as comments below.
func describe(t *testing.T, s Statement) string {
	t.Helper()
	var lines []string
	for name, value := range s.Args {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, "-- "+name+" = "+string(text))
	}
	slices.Sort(lines)
	return s.SQL + "\n\n" + strings.Join(lines, "\n") + "\n"
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *updateGolden {
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test -run TestPlannedSQL -update writes it anew. Now:\n%s", file, got)
	}
}

func anyOf[T any](list ...T) *rapid.Generator[[]T] {
	return rapid.Map(rapid.SliceOfNDistinct(rapid.IntRange(0, len(list)-1), 0, len(list), rapid.ID[int]), func(picks []int) []T {
		out := make([]T, len(picks))
		for i, n := range picks {
			out[i] = list[n]
		}
		return out
	})
}

func TestEveryLegOfEveryPlanIsLimitedToTheScope(t *testing.T) {
	w, v := planner(t)
	var names []string
	for _, m := range w.catalogue.Metrics() {
		names = append(names, m.Name)
	}
	rapid.Check(t, func(rt *rapid.T) {
		q := MetricQuery{
			Measures:   rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 5, rapid.ID[string]).Draw(rt, "measures"),
			Dimensions: anyOf("region", "sector", "system").Draw(rt, "dimensions"),
			Region:     "370321",
			Period:     period(t, rapid.SampledFrom([]string{"2025-04", "2025Q2", "2025-01..04", "2025-W17", "2024"}).Draw(rt, "period")),
			Grain:      rapid.SampledFrom([]safety.Grain{safety.GrainSpan, safety.GrainMonth, safety.GrainWeek}).Draw(rt, "grain"),
			Compare:    anyOf(PreviousYear, PreviousPeriod).Draw(rt, "compare"),
		}
		scope := Scope{
			Regions: rapid.SampledFrom([][]safety.RegionCode{{"370321"}, {"370300"}, {"370303", "370321"}}).Draw(rt, "regions"),
			Sectors: rapid.SampledFrom([][]string{nil, {"mine"}, {"mine", "gas"}}).Draw(rt, "sectors"),
		}
		if rapid.Bool().Draw(rt, "everywhere") && scope.Sectors != nil {
			scope = Scope{All: true, Sectors: scope.Sectors}
		}
		p, _, err := w.resolve(t.Context(), v, scope, q)
		if err != nil {
			rt.Fatal(err)
		}
		p.args = map[string]any{}
		legs, err := p.legs()
		if err != nil {
			rt.Fatal(err)
		}
		for _, leg := range legs {
			if n := strings.Count(leg, "ancestor IN {scope_regions:Array(String)}"); n != 1 && !scope.All {
				rt.Errorf("the leg is not limited to regions:\n%s", leg)
			}
			if n := strings.Count(leg, "{scope_sectors:Array(String)}"); n != 2 && scope.Sectors != nil {
				rt.Errorf("the leg is not limited to sectors:\n%s", leg)
			}
			if !strings.Contains(leg, "_partition_id IN {") {
				rt.Errorf("the leg is not pinned to a version:\n%s", leg)
			}
		}
		if got, _ := p.args["scope_regions"].([]string); !scope.All && !slices.Equal(got, codes(scope.Regions)) {
			rt.Errorf("limited to %v, the scope is %v", got, scope.Regions)
		}
	})
}

func TestQuestionsThatCannotBeAnsweredAreRefusedInWords(t *testing.T) {
	w, v := planner(t)
	ok := MetricQuery{Measures: []string{"hazards_found"}, Region: "370300", Period: period(t, "2025-04")}
	for name, c := range map[string]struct {
		scope  Scope
		change func(*MetricQuery)
		code   string
		words  string
	}{
		"no measure":           {Everything(), func(q *MetricQuery) { q.Measures = nil }, BadRequest, "measure"},
		"an unknown measure":   {Everything(), func(q *MetricQuery) { q.Measures = []string{"hazrads"} }, NotFound, "hazrads"},
		"a measure twice":      {Everything(), func(q *MetricQuery) { q.Measures = []string{"deaths", "deaths"} }, BadRequest, "twice"},
		"no period":            {Everything(), func(q *MetricQuery) { q.Period = safety.Period{} }, BadRequest, "period"},
		"the future":           {Everything(), func(q *MetricQuery) { q.Period = period(t, "2025-06") }, BadRequest, "not begun"},
		"an unknown region":    {Everything(), func(q *MetricQuery) { q.Region = "999999" }, NotFound, "999999"},
		"an unknown dimension": {Everything(), func(q *MetricQuery) { q.Dimensions = []string{"colour"} }, NotFound, "colour"},
		"a dimension twice":    {Everything(), func(q *MetricQuery) { q.Dimensions = []string{"sector", "sector"} }, BadRequest, "twice"},
		"an unknown filter": {Everything(), func(q *MetricQuery) {
			q.Measures, q.Filters = []string{"gdp"}, []Filter{{Dimension: "colour", Values: []string{"red"}}}
		}, NotFound, "colour"},
		"a filter for nothing":  {Everything(), func(q *MetricQuery) { q.Filters = []Filter{{Dimension: "sector"}} }, BadRequest, "sector"},
		"an unknown comparison": {Everything(), func(q *MetricQuery) { q.Compare = []Comparison{"next_year"} }, BadRequest, "next_year"},
		"a comparison twice":    {Everything(), func(q *MetricQuery) { q.Compare = []Comparison{PreviousYear, PreviousYear} }, BadRequest, "twice"},
		"an order by nothing":   {Everything(), func(q *MetricQuery) { q.Order = []Order{{Column: "deaths"}} }, BadRequest, "deaths"},
		"too many figures": {Everything(), func(q *MetricQuery) {
			q.Period, q.Grain, q.Measures = period(t, "1900-01-01..2025-05-01"), safety.GrainDay, rollupNames()
		}, TooLarge, "narrow"},
		"the zero scope":           {Scope{}, func(*MetricQuery) {}, Forbidden, "370300"},
		"the zero scope, no place": {Scope{}, func(q *MetricQuery) { q.Region = "" }, Forbidden, ""},
		"a scope of sectors only":  {Scope{Sectors: []string{"mine"}}, func(*MetricQuery) {}, Forbidden, ""},
		"above the scope":          {Scope{Regions: []safety.RegionCode{"370321"}}, func(*MetricQuery) {}, Forbidden, "370300"},
		"beside the scope":         {Scope{Regions: []safety.RegionCode{"370200"}}, func(q *MetricQuery) { q.Region = "370321" }, Forbidden, "370321"},
		"a fact outside it":        {Scope{All: true, Facts: []string{"accident"}}, func(*MetricQuery) {}, Forbidden, "hazard"},
		"a ratio half outside it":  {Scope{All: true, Facts: []string{"training"}}, func(q *MetricQuery) { q.Measures = []string{"worker_training_rate"} }, Forbidden, "denominator"},
	} {
		t.Run(name, func(t *testing.T) {
			q := ok
			c.change(&q)
			_, _, err := w.resolve(t.Context(), v, c.scope, q)
			if codeOf(err) != c.code || !strings.Contains(err.Error(), c.words) {
				t.Errorf("err = %v, expected %s with %q", err, c.code, c.words)
			}
		})
	}
}

func rollupNames() []string {
	var names []string
	for _, m := range rollupMeasures() {
		names = append(names, m.Name)
	}
	return names
}

func TestFiguresUnderAScope(t *testing.T) {
	w := openTest(t)
	someRecords(t, w)
	d := zibo(w)
	april := MetricQuery{Measures: []string{"hazards_found", "hazards_open", "accidents"}, Period: period(t, "2025-04")}
	t.Run("of one county, which is also what a question without a region is about", func(t *testing.T) {
		q := april
		table, err := w.Metrics(t.Context(), Scope{Regions: []safety.RegionCode{"370321"}}, q)
		if err != nil {
			t.Fatal(err)
		}
		checkFigures(t, table, cellIs("hazards_found", 2), cellIs("hazards_open", 1), cellIs("accidents", 2))
	})
	t.Run("of sectors, with those below them", func(t *testing.T) {
		load(t, w, "accident", rows("id,region,sector,occurred_on,deaths,status", "s1,370321,coal_mine,2025-04-20,1,verified", "s2,370321,mine,2025-04-20,1,verified"))
		miners := d
		miners.scope = Scope{All: true, Sectors: []string{"mine"}}
		checkFigures(t, miners.ask(t, april), cellIs("accidents", 2), cellIs("hazards_found", 0))
		table := miners.ask(t, MetricQuery{Measures: []string{"accidents"}, Dimensions: []string{"sector"}, Period: april.Period, Totals: true})
		checkFigures(t, table, cellIs("accidents", 1, "mine"), cellIs("accidents", 1, "coal_mine"))
		if hasRow(table, "construction") {
			t.Error("a sector outside the scope has a row")
		}
		for _, c := range table.Columns {
			if c.Name == "accidents" && (c.Total == nil || *c.Total != 2) {
				t.Errorf("the total is %v", deref(c.Total))
			}
		}
	})
	t.Run("of one data set, which does not tell where the others have records", func(t *testing.T) {
		limited := d
		limited.scope = Scope{All: true, Facts: []string{"hazard"}}
		for _, code := range []string{"2025-04", "2025-04-01..2025-04-29"} { // from the rollup, and from the facts
			table := limited.ask(t, MetricQuery{Measures: []string{"hazards_found"}, Dimensions: []string{"sector"}, Period: period(t, code)})
			if table.Rows != 2 || hasRow(table, "road_transport") {
				t.Errorf("%s: sectors %v, expected the two that have hazards", code, table.Columns[0].Texts)
			}
		}
	})
	t.Run("even a plan that nobody checked sees nothing under the zero scope", func(t *testing.T) {
		q := april
		q.Region = d.region
		p, _, err := w.resolve(t.Context(), current(t, w), Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		p.scope = Scope{}
		for _, p.noRollup = range []bool{false, true} {
			groups, err := w.compute(t.Context(), p)
			if err != nil || len(groups) != 0 {
				t.Errorf("%v: %v", groups, err)
			}
		}
	})
}
