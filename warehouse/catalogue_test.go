package warehouse

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"anlan/safety"
)

func TestTheShippedCatalogue(t *testing.T) {
	t.Parallel()
	c, err := LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.Metrics()); n < 40 {
		t.Errorf("%d metrics, expected at least 40", n)
	}
	t.Run("every name is given once", func(t *testing.T) {
		seen := map[string]string{}
		files, err := readCatalogue(catalogueFiles, "catalogue")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			var names []string
			for _, m := range f.Measures {
				names = append(names, m.Metric.Name)
			}
			for _, r := range f.Ratios {
				names = append(names, r.Metric.Name)
			}
			for _, d := range f.Dimensions {
				names = append(names, "dimension "+d.Name)
			}
			for _, name := range names {
				if other, ok := seen[name]; ok {
					t.Errorf("%s stands in %s and in %s", name, other, f.file)
				}
				seen[name] = f.file
			}
		}
	})
	t.Run("every metric has a unit and says whether it is a rate", func(t *testing.T) {
		for _, m := range c.Metrics() {
			if m.Unit == "" {
				t.Errorf("%s has no unit", m.Name)
			}
			if (m.Unit == "%") != m.Rate {
				t.Errorf("%s: unit %s, rate %v", m.Name, m.Unit, m.Rate)
			}
			if !slices.Contains([]string{"", "up", "down"}, m.Better) {
				t.Errorf("%s: better %q", m.Name, m.Better)
			}
		}
	})
	t.Run("every sum under a condition says what it is over", func(t *testing.T) {
		// otherwise "no coal-mine accident" reads as "deaths not recorded"
		for _, m := range c.Metrics() {
			if m.Measure != nil && m.Measure.Value.Aggregation == Sum && m.Measure.Where != "" && m.Measure.Of == "" {
				t.Errorf("%s has a condition and no `of`", m.Name)
			}
		}
	})
	t.Run("every dimension holds for some fact and has a list that exists", func(t *testing.T) {
		for _, d := range c.Dimensions() {
			if !slices.ContainsFunc(Facts(), func(f *Fact) bool { _, ok := d.ColumnOf(f.Name); return ok }) {
				t.Errorf("%s: no fact has it", d.Name)
			}
			if _, ok := VocabularyNamed(d.Vocabulary); d.Vocabulary != "" && !ok {
				t.Errorf("%s: there is no vocabulary %s", d.Name, d.Vocabulary)
			}
		}
	})
	t.Run("the facts are described by lists that exist", func(t *testing.T) {
		for _, f := range Facts() {
			for _, column := range f.Columns {
				if _, ok := VocabularyNamed(column.Vocabulary); column.Vocabulary != "" && !ok {
					t.Errorf("%s.%s: there is no vocabulary %s", f.Name, column.Name, column.Vocabulary)
				}
			}
			if _, ok := f.Column(f.Date); f.Date != "" && !ok {
				t.Errorf("%s: there is no column %s", f.Name, f.Date)
			}
		}
	})
}

// ownCatalogue writes files of a user's own and loads the catalogue with them.
func ownCatalogue(t *testing.T, files map[string]string) (*Catalogue, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return LoadCatalogue(dir)
}

func TestACatalogueOfTheUsersOwn(t *testing.T) {
	t.Parallel()
	t.Run("another title and unit keep the figure, and the rollup", func(t *testing.T) {
		t.Parallel()
		c, err := ownCatalogue(t, map[string]string{"own.yaml": `measures:
  - {name: hazards_found, fact: hazard, date: found_on, value: count, unit: 个, title: {zh: 排查隐患数, en: Hazards}}
`})
		if err != nil {
			t.Fatal(err)
		}
		m, _ := c.Metric("hazards_found")
		if m.Unit != "个" || m.Title.ZH != "排查隐患数" || !m.Measure.Rollup {
			t.Errorf("%+v %+v", m, m.Measure)
		}
		r, _ := c.Metric("hazard_rectification_rate")
		if r.Ratio.Denominator != m {
			t.Error("a shipped ratio still divides by the shipped measure")
		}
	})
	t.Run("another condition cannot be read from the rollup", func(t *testing.T) {
		t.Parallel()
		c, err := ownCatalogue(t, map[string]string{"own.yaml": `measures:
  - {name: hazards_found, fact: hazard, date: found_on, value: count, where: "source != 'public'", rollup: true, unit: 项, title: {zh: 发现隐患数, en: Hazards found}}
  - {name: hazards_of_gas, fact: hazard, date: found_on, value: count, where: "sector = 'gas'", rollup: true, unit: 项, title: {zh: 燃气隐患, en: Gas hazards}}
`})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"hazards_found", "hazards_of_gas"} {
			if m, _ := c.Metric(name); m.Measure.Rollup {
				t.Errorf("%s would be read from a column that means something else or is not there", name)
			}
		}
		shipped, _ := LoadCatalogue("")
		if c.Hash() == shipped.Hash() {
			t.Error("the hash does not tell the catalogues apart")
		}
	})
	t.Run("all faults of all files are named at once, each with its file", func(t *testing.T) {
		t.Parallel()
		_, err := ownCatalogue(t, map[string]string{
			"a.yaml": `measures:
  - {name: found_twice, fact: hazrad, date: found_on, value: count, unit: 项, title: {zh: 甲, en: A}}
  - {name: no_column, fact: hazard, date: found_on, value: sum(weight), unit: 项, title: {zh: 乙, en: B}}
  - {name: no_title, fact: hazard, date: found_on, value: count, unit: 项, title: {zh: 乙}}
  - {name: rolled_stock, fact: hazard, as_of: true, value: count, rollup: true, unit: 项, title: {zh: 丙, en: C}}
  - {name: of_nothing, fact: hazard, date: found_on, value: sum(penalty), where: supervised, of: hazards_due, unit: 元, title: {zh: 丁, en: D}}
`,
			"b.yml": `ratios:
  - {name: no_parts, numerator: nothing, denominator: hazards_found, scale: 100, title: {zh: 丁, en: D}}
  - {name: no_scale, numerator: hazards_due, denominator: hazards_found, title: {zh: 戊, en: E}}
  - {name: hazards_found, numerator: hazards_due, denominator: inspections, scale: 1, title: {zh: 己, en: F}}
dimensions:
  - {name: period, column: sector, title: {zh: 期, en: P}}
`,
			"c.yaml": "measure:\n  - {name: unknown_key}\n",
			"d.txt":  "not a catalogue",
		})
		if err == nil {
			t.Fatal("accepted")
		}
		for _, want := range []string{
			"a.yaml: found_twice", "hazrad", "a.yaml: no_column", "weight", "a.yaml: no_title", "a.yaml: rolled_stock", "a.yaml: of_nothing",
			"b.yml: no_parts", "nothing", "b.yml: no_scale", "b.yml: hazards_found: the name is taken by a measure", "b.yml: period", "c.yaml",
		} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("no word of %q in:\n%v", want, err)
			}
		}
	})
	t.Run("a folder that is not there is a fault", func(t *testing.T) {
		t.Parallel()
		if _, err := LoadCatalogue(filepath.Join(t.TempDir(), "nowhere")); err == nil {
			t.Error("accepted")
		}
	})
}

func TestValuesOfMeasuresAreReadStrictly(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"count", "sum(deaths)", "sum(serious_injuries + minor_injuries)", "distinct(person)", "stock(employees)", "flow(gdp)"} {
		if _, err := parseValue(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "count(x)", "sum", "sum()", "sum(deaths", "sum(deaths) + 1", "avg(deaths)", "sum(Deaths)", "sum(deaths))", "sum(a, b)", "sum(a+b)", "distinct(a + b)"} {
		if v, err := parseValue(text); err == nil {
			t.Errorf("%q is read as %+v", text, v)
		}
	}
}

func TestTheEmbeddedFilesAreStrict(t *testing.T) {
	t.Parallel()
	if _, err := parseFacts([]byte("common: []\nfacts: {hazard: {title: {zh: 甲, en: A}, dates: found_on}}")); err == nil {
		t.Error("an unknown key of a fact is accepted")
	}
	var file catalogueFile
	if err := yaml.UnmarshalWithOptions([]byte("measures: [{name: abc, facts: hazard}]"), &file, yaml.Strict()); err == nil {
		t.Error("an unknown key of a measure is accepted")
	}
}

// someRecords are a few records of every fact in Zibo in 2024 and 2025: struck-off and uncounted accidents, figures that are
// not recorded, a place that records nothing but its number.
func someRecords(t *testing.T, w *Warehouse) {
	t.Helper()
	load(t, w, "hazard", smallHazards)
	load(t, w, "inspection", rows("id,region,sector,inspected_on,kind,mode,planned,must_check_covered,must_check_failed,hazards_found,case_opened,penalty,both_punished,enterprise",
		"i1,370321,construction,2025-04-01,enforcement,unannounced,true,\"['principal_duty']\",[],3,true,1000.10,false,e1",
		"i2,370321,mine,2025-04-02,special,joint,false,[],[],0,false,,false,e2",
		"i3,370303,construction,2024-04-02,enforcement,,,[],[],,,,,e1"))
	load(t, w, "training", rows("id,region,sector,trained_on,person,audience,hours,score,passed,certificate_until",
		"t1,370321,construction,2025-04-01,p1,principal,8,80,true,2027-01-01",
		"t2,370321,construction,2025-04-01,p1,worker,,,,",
		"t3,370303,mine,2024-04-05,p2,manager,4.5,50,false,",
		"t4,370303,mine,2024-04-05,p2,worker,4.5,90,true,"))
	load(t, w, "accident", rows("id,region,sector,occurred_on,deaths,serious_injuries,direct_loss,grade,status,counted,production,responsibility,reported_late,investigation_closed_on,held_accountable",
		"a1,370321,construction,2025-04-03,1,0,1000000.50,general,verified,true,true,true,false,2025-05-01,2",
		"a2,370321,road_transport,2025-04-04,2,1,,general,flash,false,false,,,,",
		"a3,370303,coal_mine,2025-04-04,3,0,12000000,larger,struck_off,true,true,true,false,,",
		"a4,370303,mine,2024-04-04,,,,,verified,,,,,,"))
	load(t, w, "obligation", rows("id,region,unit_kind,kind,item,period_from,period_to,due_on,arrived_on,status",
		"o1,370321,region,data_report,hazard,2025-04-01,2025-04-30,2025-05-05,2025-05-03,arrived",
		"o2,370303,region,data_report,accident,2025-04-01,2025-04-30,2025-05-05,,missing",
		"o3,370303,region,duty_report,述职,2025-04-01,2025-04-30,2025-05-05,2025-05-06,late"))
	load(t, w, "enterprise", rows("id,region,sector,name,class,inherent_risk,employees,high_risk,safety_director,major_hazard,benchmark,listing",
		"e1,370321,construction,甲,A,red,400,true,true,false,none,",
		"e2,370321,mine,乙,B,yellow,300,true,false,true,city,black",
		"e3,370303,construction,丙,,,,,,,,"))
	load(t, w, "denominator", rows("id,region,sector,figure,period_from,period_to,value",
		"d1,370300,,gdp,2025-04-01,2025-04-30,50000000000",
		"d2,370321,,employees,2025-01-01,2025-12-31,250000",
		"d3,370321,mine,headcount_worker,2025-01-01,2025-12-31,100"))
}

func TestEveryMetricCanBeAskedFor(t *testing.T) {
	w := openTest(t)
	someRecords(t, w)
	d := zibo(w)
	// one row, by region, by region and sector, and month by month: each with both comparisons
	shapes := []MetricQuery{
		{Period: period(t, "2025-04"), Compare: []Comparison{PreviousYear, PreviousPeriod}},
		{Period: period(t, "2025-04"), Dimensions: []string{"region"}},
		{Period: period(t, "2025-W17"), Dimensions: []string{"region", "sector"}, Compare: []Comparison{PreviousYear}},
		{Period: period(t, "2025-01..04"), Grain: safety.GrainMonth, Compare: []Comparison{PreviousYear}},
	}
	ask := func(t *testing.T, q MetricQuery, names ...string) bool {
		t.Helper()
		q.Measures, q.Region = names, d.region
		table, err := w.Metrics(t.Context(), Everything(), q)
		if err != nil {
			if len(names) == 1 {
				t.Errorf("%s: %v", names[0], err)
			}
			return false
		}
		for _, c := range table.Columns {
			for r, s := range c.States {
				if s.Known() != (c.Numbers[r] != nil) {
					t.Errorf("row %d %s: %v is %s", r, c.Name, deref(c.Numbers[r]), s)
				}
			}
		}
		return true
	}
	var names []string
	for _, m := range w.Catalogue().Metrics() {
		names = append(names, m.Name)
	}
	for i, q := range shapes {
		for some := range slices.Chunk(names, 15) {
			if ask(t, q, some...) {
				continue
			}
			t.Errorf("shape %d: one of %v cannot be asked for", i, some)
			for _, name := range some {
				ask(t, q, name)
			}
		}
	}
	t.Run("by every dimension that its records have", func(t *testing.T) {
		for _, dimension := range w.Catalogue().Dimensions() {
			for _, measure := range []string{"inspections", "hazards_found", "trainings", "accident_records", "obligations_due", "enterprises"} {
				m, _ := w.Catalogue().Metric(measure)
				if _, ok := dimension.ColumnOf(m.Fact()); !ok {
					continue
				}
				q := MetricQuery{Measures: []string{measure}, Dimensions: []string{dimension.Name}, Period: period(t, "2025-04"), Region: d.region}
				table, err := w.Metrics(t.Context(), Everything(), q)
				if err != nil {
					t.Errorf("%s by %s: %v", measure, dimension.Name, err)
					continue
				}
				if table.Rows == 0 {
					t.Errorf("%s by %s: no row", measure, dimension.Name)
				}
				filtered := q
				filtered.Dimensions, filtered.Filters = nil, []Filter{{Dimension: dimension.Name, Values: []string{table.Columns[0].Texts[0]}}}
				got, _ := figureOf(t, d.ask(t, filtered), measure)
				if first := table.Columns[2].Numbers[0]; first == nil || *first != got {
					t.Errorf("%s by %s is %v, filtered by it %v", measure, dimension.Name, deref(first), got)
				}
			}
		}
	})
	t.Run("from the rollup and from the facts alike", func(t *testing.T) {
		for _, code := range []string{"2025-04", "2025-01..04"} {
			for _, dims := range [][]string{nil, {"region", "sector"}} {
				for some := range slices.Chunk(rollupNames(), 20) {
					a, b := d.both(t, MetricQuery{Measures: some, Dimensions: dims, Period: period(t, code), Compare: []Comparison{PreviousYear}})
					sameTable(t, code, a, b)
				}
			}
		}
	})
}
