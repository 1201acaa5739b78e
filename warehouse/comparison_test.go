package warehouse

import (
	"fmt"
	"strings"
	"testing"

	"anlan/safety"
)

// someDays are single hazards on days that comparisons meet: around 29 February, in week 53, and along the springs.
func someDays() string {
	var lines []string
	for i, day := range []string{
		"2019-12-30",               // week 2020-W01
		"2020-12-28", "2021-01-03", // both in week 2020-W53
		"2021-01-04",                                           // week 2021-W01
		"2023-02-27", "2023-02-28", "2023-02-28", "2023-03-01", // before the leap year
		"2024-01-31", "2024-02-28", "2024-02-29", "2024-02-29", "2024-03-31",
		"2024-04-10", "2024-05-15", "2024-05-16",
		"2025-02-14", "2025-02-15", "2025-02-16", "2025-02-28",
		"2025-04-15", "2025-04-16", "2025-05-15",
	} {
		lines = append(lines, fmt.Sprintf("d%d,370321,mine,self,general,%s,,", i, day))
	}
	return rows(hazardHeader, lines...)
}

func TestComparisonsOfPeriods(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", someDays())
	d := zibo(w)
	for _, c := range []struct {
		code, asOf         string
		now, year, before  float64
		noYear, noPrevious bool
	}{
		// February of 28 days against February of 29, and against January
		{code: "2025-02", now: 4, year: 3, before: 0},
		{code: "2024-02", now: 3, year: 3, before: 1},
		// the leap day against 28 February, once
		{code: "2024-02-29", now: 2, year: 2, before: 1},
		// to the day: 1 January to 29 February 2024 against 1 January to 28 February 2023
		{code: "2024", asOf: "2024-02-29", now: 4, year: 3, before: 3},
		// 1 January to 28 February 2025 against the same days of 2024: the 29th is not among them
		{code: "2025", asOf: "2025-02-28", now: 4, year: 2, before: 2},
		// cumulative: no previous period
		{code: "2025-01..02", now: 4, year: 4, noPrevious: true},
		{code: "2025-01..05", now: 7, year: 7, noPrevious: true}, // running: to 15 May of both years, 16 May 2024 stays out
		// week 53 has no week of last year; week 1 has, and week 53 before it
		{code: "2020-W53", now: 2, before: 0, noYear: true},
		{code: "2021-W01", now: 1, year: 1, before: 2},
		// the second quarter to 15 May against the first to 15 February
		{code: "2025Q2", now: 3, year: 2, before: 2},
		{code: "2025-05", now: 1, year: 1, before: 1}, // 1 to 15 May, 1 to 15 April
	} {
		q := MetricQuery{Measures: []string{"hazards_found"}, Period: period(t, c.code), Compare: []Comparison{PreviousYear, PreviousPeriod}}
		if c.asOf != "" {
			q.AsOf, _ = safety.ParseDate(c.asOf)
		}
		table := d.ask(t, q)
		cells := []wants{cellIs("hazards_found", c.now), cellIs("hazards_found__previous_year", c.year), cellIs("hazards_found__previous_period", c.before)}
		if c.noYear {
			cells[1] = stateIs("hazards_found__previous_year", NoComparison)
			cells = append(cells, stateIs("hazards_found__previous_year__change", NoComparison), stateIs("hazards_found__previous_year__percent", NoComparison))
		} else {
			cells = append(cells, cellIs("hazards_found__previous_year__change", c.now-c.year))
		}
		if c.noPrevious {
			cells[2] = stateIs("hazards_found__previous_period", NoComparison)
		}
		t.Run(c.code+" "+c.asOf, func(t *testing.T) {
			checkFigures(t, table, cells...)
			rollup, facts := d.both(t, q)
			sameTable(t, c.code, rollup, facts)
		})
	}
	for _, c := range []struct {
		code, asOf     string
		now, two, year float64
	}{
		{code: "2025-02", now: 4, two: 3, year: 3},                  // 27 and twice 28 February 2023
		{code: "2025", asOf: "2025-02-28", now: 4, two: 3, year: 2}, // to the same day of both years
		{code: "2025-01..05", now: 7, two: 4, year: 7},              // running to 15 May: 1 March 2023 is among them
		{code: "2025-02-28", now: 1, two: 2, year: 1},
	} {
		t.Run(c.code+" against the year before last", func(t *testing.T) {
			q := MetricQuery{Measures: []string{"hazards_found"}, Period: period(t, c.code), Compare: []Comparison{PreviousYear, YearBeforeLast, PreviousPeriod}}
			if c.asOf != "" {
				q.AsOf, _ = safety.ParseDate(c.asOf)
			}
			checkFigures(t, d.ask(t, q), cellIs("hazards_found", c.now), cellIs("hazards_found__previous_year", c.year),
				cellIs("hazards_found__year_before_last", c.two), cellIs("hazards_found__year_before_last__change", c.now-c.two),
				cellIs("hazards_found__year_before_last__percent", 100*(c.now-c.two)/c.two))
			rollup, facts := d.both(t, q)
			sameTable(t, c.code, rollup, facts)
		})
	}
	t.Run("week 53 has none of the year before last", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"hazards_found"}, Period: period(t, "2020-W53"), Compare: []Comparison{YearBeforeLast}})
		checkFigures(t, table, cellIs("hazards_found", 2), stateIs("hazards_found__year_before_last", NoComparison))
	})
}

// Every bucket of a series compares with its own base: a week with the same week of last year, 1 March with 1 March in leap
// years too, and a month with the month before. So a series says what its buckets say when each is asked for alone.
func TestASeriesSaysWhatItsBucketsSayAlone(t *testing.T) {
	w := openTest(t)
	d := zibo(w)
	load(t, w, "hazard", someDays())
	load(t, w, "hazard", rows(hazardHeader,
		"r1,370321,mine,self,major,2024-02-28,2024-02-29,2024-03-02", "r2,370321,mine,self,major,2023-03-01,2023-03-02,2023-03-01",
		"r3,370321,mine,self,major,2020-01-02,2020-01-03,2020-01-20", "r4,370321,mine,self,major,2020-12-22,2020-12-31,2021-01-03"))
	load(t, w, "denominator", rows("id,region,figure,period_from,period_to,value",
		"g1,370300,gdp,2024-05-01,2024-05-10,70", "g2,370300,gdp,2025-05-01,2025-05-10,80", "g3,370300,gdp,2025-04-21,2025-04-30,90"))
	measures := []string{"hazards_found", "hazards_found_major", "hazards_open_major", "hazards_found_rectified", "hazard_rectification_rate", "gdp"}
	for _, c := range []struct {
		code    string
		grain   safety.Grain
		buckets []string
	}{
		{"2024-02-27..2024-03-02", safety.GrainDay, []string{"2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"}},
		{"2020-12-21..2021-01-10", safety.GrainWeek, []string{"2020-W52", "2020-W53", "2021-W01"}},
		{"2024", safety.GrainQuarter, []string{"2024Q1", "2024Q2", "2024Q3", "2024Q4"}},
		{"2025-01..05", safety.GrainMonth, []string{"2025-01", "2025-02", "2025-03", "2025-04", "2025-05"}},
		{"2025Q2", safety.GrainTenDay, []string{"2025-04-上旬", "2025-04-中旬", "2025-04-下旬", "2025-05-上旬", "2025-05-中旬"}},
	} {
		t.Run(c.code, func(t *testing.T) {
			q := MetricQuery{Measures: measures, Period: period(t, c.code), Grain: c.grain, Compare: []Comparison{PreviousYear, PreviousPeriod}}
			series, facts := d.both(t, q)
			sameTable(t, c.code, series, facts)
			if series.Rows != len(c.buckets) {
				t.Fatalf("buckets %v, expected %v", series.Columns[0].Texts, c.buckets)
			}
			for i, code := range c.buckets {
				alone, _ := d.both(t, MetricQuery{Measures: measures, Period: period(t, code), Compare: q.Compare})
				for j, column := range alone.Columns {
					in := series.Columns[j+1]
					if in.Name != column.Name || in.States[i] != column.States[0] || !sameNumber(in.Numbers[i], column.Numbers[0]) {
						t.Errorf("%s %s: %v %s in the series, %v %s alone", code, column.Name, deref(in.Numbers[i]), in.States[i], deref(column.Numbers[0]), column.States[0])
					}
				}
			}
		})
	}
}

func sameNumber(a, b *float64) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func TestWhatStandsOpenIsComparedWithTheSameDayOfLastYear(t *testing.T) {
	w := openTest(t)
	d := zibo(w)
	load(t, w, "hazard", rows(hazardHeader,
		"o1,370321,mine,self,major,2024-03-01,2024-03-31,2024-04-20", // open and overdue on 10 April 2024, not on the 30th
		"o2,370321,mine,self,major,2024-04-01,2024-04-10,",           // open ever since; due on 10 April: overdue from the 11th
		"o3,370321,mine,self,major,2025-04-05,2025-04-30,2025-05-10",
		"o4,370321,mine,self,major,2025-03-05,2025-03-20,2025-04-02"))
	april := func(day int) MetricQuery {
		return MetricQuery{Measures: []string{"hazards_open_major", "hazards_overdue_major"}, Period: period(t, "2025-04"), AsOf: safety.NewDate(2025, 4, day), Compare: []Comparison{PreviousYear}}
	}
	checkFigures(t, d.ask(t, april(10)), cellIs("hazards_open_major", 2), cellIs("hazards_overdue_major", 1), // o2, o3
		cellIs("hazards_open_major__previous_year", 2), cellIs("hazards_overdue_major__previous_year", 1)) // o1, o2; o2 is due this very day
	checkFigures(t, d.ask(t, april(30)), cellIs("hazards_open_major", 2), cellIs("hazards_overdue_major", 1),
		cellIs("hazards_open_major__previous_year", 1), cellIs("hazards_overdue_major__previous_year", 1))

	t.Run("a month of a series is what the month alone is", func(t *testing.T) {
		measures := []string{"hazards_open_major", "hazards_found_rectified", "hazard_rectification_rate", "hazards_overdue"}
		series := d.ask(t, MetricQuery{Measures: measures, Period: period(t, "2025-01..04"), Grain: safety.GrainMonth, Compare: []Comparison{PreviousYear}})
		for _, code := range []string{"2025-01", "2025-02", "2025-03", "2025-04"} {
			alone := d.ask(t, MetricQuery{Measures: measures, Period: period(t, code), Compare: []Comparison{PreviousYear}})
			for _, m := range measures {
				for _, column := range []string{m, m + "__previous_year", m + "__previous_year__change"} {
					want, state := figureOf(t, alone, column)
					checkFigures(t, series, wants{column: column, key: []string{code}, want: want, state: state})
				}
			}
		}
		// found on 5 March, rectified on 2 April: not yet by the end of March
		checkFigures(t, series, cellIs("hazards_found_rectified", 0, "2025-03"))
	})
}

// A reform on 1 January 2025, all places invented: counties 甲 and 乙 became district 丙, county 丁 was divided into 戊 and 己,
// and a zone took over the running of a town that lies in Zhangdian.
const reform = `code,name,level,kind,statutory_parent,managing_parent,valid_from,valid_to,successors
379901,甲县,county,statutory,370300,,,2024-12-31,379903
379902,乙县,county,statutory,370300,,,2024-12-31,379903
379903,丙区,county,statutory,370300,,2025-01-01,,
379904,丁县,county,statutory,370300,,,2024-12-31,379905;379906
379905,戊区,county,statutory,370300,,2025-01-01,,
379906,己区,county,statutory,370300,,2025-01-01,,
ZB-XU,虚构区,county,zone,370300,,2025-01-01,,
370303008,,,,,ZB-XU,2025-01-01,,
`

func TestRegionReforms(t *testing.T) {
	w := openTest(t)
	if _, _, err := w.LoadDimensions(t.Context(), DimensionFiles{Dir: userFiles(t, map[string]string{"regions.csv": reform})}); err != nil {
		t.Fatal(err)
	}
	var lines []string
	add := func(region, day string, n int) {
		for i := range n {
			lines = append(lines, strings.Join([]string{fmt.Sprintf("%s-%s-%d", region, day, i), region, "mine,self,general", day, "", ""}, ","))
		}
	}
	add("379901", "2024-04-10", 2) // 甲
	add("379902", "2024-04-10", 3) // 乙
	add("379903", "2025-04-10", 4) // 丙
	add("379904", "2024-04-10", 5) // 丁
	add("379905", "2025-04-10", 1) // 戊
	add("379906", "2025-04-10", 2) // 己
	add("370303008", "2024-04-10", 1)
	add("370303008", "2025-04-10", 1)
	add("370303", "2024-04-10", 1)
	add("ZB-XU", "2025-04-10", 1)
	load(t, w, "hazard", rows(hazardHeader, lines...))
	d := zibo(w)
	ask := func(t *testing.T, q MetricQuery) *MetricTable {
		t.Helper()
		q.Measures, q.Dimensions, q.Totals = []string{"hazards_found"}, []string{"region"}, true
		return d.ask(t, q)
	}
	addsUp := func(t *testing.T, table *MetricTable, want map[string]float64) {
		t.Helper()
		for _, c := range table.Columns {
			total, asked := want[c.Name]
			if !asked {
				continue
			}
			sum := 0.0
			for _, n := range c.Numbers {
				if n != nil {
					sum += *n
				}
			}
			if sum != total || c.Total == nil || *c.Total != total {
				t.Errorf("%s: the rows add up to %v, the total is %v, expected %v", c.Name, sum, deref(c.Total), total)
			}
		}
	}
	both := map[string]float64{"hazards_found": 9, "hazards_found__previous_year": 12}

	t.Run("compared under today's tree", func(t *testing.T) {
		table := ask(t, MetricQuery{Period: period(t, "2025-04"), Compare: []Comparison{PreviousYear}})
		checkFigures(t, table,
			cellIs("hazards_found", 4, "379903"), cellIs("hazards_found__previous_year", 5, "379903"), // 甲 and 乙
			cellIs("hazards_found", 1, "379905"), cellIs("hazards_found__previous_year", 0, "379905"),
			cellIs("hazards_found", 2, "379906"), cellIs("hazards_found__previous_year", 0, "379906"),
			cellIs("hazards_found", 0, "370300"), cellIs("hazards_found__previous_year", 5, "370300"), // 丁 cannot be divided: it stays with the city
			cellIs("hazards_found", 2, "ZB-XU"), cellIs("hazards_found__previous_year", 1, "ZB-XU"), // its town, before and after
			cellIs("hazards_found", 0, "370303"), cellIs("hazards_found__previous_year", 1, "370303"))
		addsUp(t, table, both)
		if hasRow(table, "379901") {
			t.Error("an abolished county has a row")
		}
	})
	t.Run("last year's figures under last year's tree", func(t *testing.T) {
		table := ask(t, MetricQuery{Period: period(t, "2024-04")})
		checkFigures(t, table, cellIs("hazards_found", 2, "379901"), cellIs("hazards_found", 3, "379902"), cellIs("hazards_found", 5, "379904"),
			cellIs("hazards_found", 2, "370303")) // its town among them
		addsUp(t, table, map[string]float64{"hazards_found": 12})
		if table.Source.TreeDate.String() != "2024-04-30" {
			t.Errorf("tree of %s", table.Source.TreeDate)
		}
	})
	t.Run("this year's figures under last year's tree", func(t *testing.T) {
		table := ask(t, MetricQuery{Period: period(t, "2025-04"), TreeDate: safety.NewDate(2024, 12, 31), Compare: []Comparison{PreviousYear}})
		checkFigures(t, table, cellIs("hazards_found", 3, "379904"), cellIs("hazards_found__previous_year", 5, "379904"), // 戊 and 己 were 丁
			cellIs("hazards_found__previous_year", 2, "379901"), cellIs("hazards_found", 1, "370303"))
		addsUp(t, table, both)
	})
	t.Run("in the statutory tree the town is the county's", func(t *testing.T) {
		table := ask(t, MetricQuery{Period: period(t, "2025-04"), Tree: Statutory, Compare: []Comparison{PreviousYear}})
		checkFigures(t, table, cellIs("hazards_found", 1, "370303"), cellIs("hazards_found__previous_year", 2, "370303"), cellIs("hazards_found", 1, "ZB-XU"))
		addsUp(t, table, both)
	})
	t.Run("by level it is the same", func(t *testing.T) {
		table := ask(t, MetricQuery{Region: "370000", Level: safety.LevelCounty, Period: period(t, "2025-04"), Compare: []Comparison{PreviousYear}})
		checkFigures(t, table, cellIs("hazards_found", 4, "379903"), cellIs("hazards_found__previous_year", 5, "379903"), cellIs("hazards_found__previous_year", 5, "370000"))
		addsUp(t, table, both)
	})
	t.Run("who runs the zone sees its town, who runs the county too", func(t *testing.T) {
		for region, want := range map[safety.RegionCode]float64{"ZB-XU": 2, "370303": 1} {
			own := desk{w: w, region: region, scope: Scope{Regions: []safety.RegionCode{region}}}
			table := own.ask(t, MetricQuery{Measures: []string{"hazards_found"}, Tree: map[bool]Tree{true: Statutory, false: Managing}[region == "370303"], Period: period(t, "2025-04")})
			checkFigures(t, table, cellIs("hazards_found", want))
		}
	})
}
