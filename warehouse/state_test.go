package warehouse

import (
	"slices"
	"testing"

	"anlan/safety"
)

// Accident data is reported by every county, every month. In April 2025 of Zibo:
//
//	370321 Huantai    reported one accident
//	370322 Gaoqing    reported that nothing happened (nil)
//	370303 Zhangdian  reported nothing, though an accident of it is known from elsewhere
//	370304 Boshan     reported nothing
//	370302 Zichuan    reported, two weeks late
//	370305 Linzi      owes no report, and sends records of other kinds
//	370306 Zhoucun    owes no report and never sent a record
func TestNothingHappenedOrNobodyReported(t *testing.T) {
	w := openTest(t)
	d := zibo(w)
	load(t, w, "accident", rows("id,region,sector,occurred_on,deaths,status",
		"a1,370321,mine,2025-04-10,1,verified", "a2,370303,mine,2025-04-11,2,verified", "a3,370321,mine,2025-02-10,1,verified"))
	load(t, w, "inspection", rows("id,region,kind,inspected_on", "i1,370305,enforcement,2025-02-01"))
	load(t, w, "obligation", rows("id,region,unit_kind,kind,item,period_from,period_to,due_on,arrived_on,status",
		"o1,370321,region,data_report,accident,2025-04-01,2025-04-30,2025-05-05,2025-05-03,arrived",
		"o2,370322,region,data_report,accident,2025-04-01,2025-04-30,2025-05-05,2025-05-03,nil",
		"o3,370303,region,data_report,accident,2025-04-01,2025-04-30,2025-05-05,,missing",
		"o4,370304,region,data_report,accident,2025-04-01,2025-04-30,2025-05-05,,missing",
		"o5,370302,region,data_report,accident,2025-04-01,2025-04-30,2025-05-05,2025-05-19,late",
		"o6,370304,region,duty_report,述职,2025-04-01,2025-04-30,2025-05-05,2025-05-03,arrived")) // another obligation says nothing about the data
	april := MetricQuery{Measures: []string{"accidents", "deaths", "late_report_rate"}, Dimensions: []string{"region"}, Period: period(t, "2025-04"), Totals: true}

	t.Run("by county", func(t *testing.T) {
		checkFigures(t, d.ask(t, april),
			cellIs("accidents", 1, "370321"), cellIs("deaths", 1, "370321"),
			cellIs("accidents", 0, "370322"), cellIs("deaths", 0, "370322"),
			wants{column: "accidents", key: []string{"370303"}, want: 1, state: Partial}, wants{column: "deaths", key: []string{"370303"}, want: 2, state: Partial},
			stateIs("accidents", NotReported, "370304"), stateIs("deaths", NotReported, "370304"), stateIs("late_report_rate", NotReported, "370304"),
			cellIs("accidents", 0, "370302"),
			cellIs("accidents", 0, "370305"), // records reach into April, and it owed nothing
			stateIs("accidents", NoData, "370306"),
			stateIs("late_report_rate", NothingDue, "370322"))
	})
	t.Run("the city's figure is a part while counties are missing", func(t *testing.T) {
		table := d.ask(t, april)
		for _, c := range table.Columns {
			if c.Name == "accidents" && (c.Total == nil || *c.Total != 2 || c.TotalState != Partial) {
				t.Errorf("total %v %s, expected 2 partial", deref(c.Total), c.TotalState)
			}
		}
		q := april
		q.Dimensions = nil
		checkFigures(t, d.ask(t, q), wants{column: "accidents", want: 2, state: Partial})
	})
	t.Run("a change on a part is a part", func(t *testing.T) {
		q := april
		q.Compare = []Comparison{PreviousPeriod}
		table := d.ask(t, q)
		checkFigures(t, table, wants{column: "accidents__previous_period__change", key: []string{"370303"}, want: 1, state: Partial},
			stateIs("accidents__previous_period__change", NotReported, "370304"))
	})
	t.Run("by sector nobody says who owed a report", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"accidents"}, Dimensions: []string{"sector"}, Period: period(t, "2025-04")})
		checkFigures(t, table, cellIs("accidents", 2, "mine"))
	})
	t.Run("a caller who may not see obligations sees the figures as they came in", func(t *testing.T) {
		limited := d
		limited.scope = Scope{All: true, Facts: []string{"accident"}}
		checkFigures(t, limited.ask(t, april), cellIs("accidents", 1, "370303"), cellIs("accidents", 0, "370304"))
	})
	t.Run("before the first record and after the last nothing is known", func(t *testing.T) {
		for code, state := range map[string]State{"2024": NoData, "2025-01": NoData, "2025-02": Present, "2025-03": Present, "2025-05": NoData, "2025-04-10": Present, "2025-04-12": NoData} {
			if _, got := d.figure(t, "accidents", code); got != state {
				t.Errorf("%s is %s, expected %s", code, got, state)
			}
		}
	})
	t.Run("a fact of which no record ever came is unknown", func(t *testing.T) {
		for _, measure := range []string{"inspections", "hazards_open", "persons_trained", "enterprises", "exam_pass_rate"} {
			if _, got := d.figure(t, measure, "2025-04"); got != NoData {
				t.Errorf("%s is %s, expected no data", measure, got)
			}
		}
	})
	t.Run("a series has a state in every month", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"accidents"}, Period: period(t, "2025-01..05"), Grain: safety.GrainMonth})
		checkFigures(t, table, stateIs("accidents", NoData, "2025-01"), cellIs("accidents", 1, "2025-02"), cellIs("accidents", 0, "2025-03"),
			wants{column: "accidents", key: []string{"2025-04"}, want: 2, state: Partial}, stateIs("accidents", NoData, "2025-05-01..2025-05-15"))
	})
	t.Run("accidents are rare: they are known as far as any records are", func(t *testing.T) {
		load(t, w, "hazard", rows(hazardHeader, "h1,370305,mine,self,general,2025-05-03,,"))
		if got, state := d.figure(t, "accidents", "2025-05"); got != 0 || state != Present {
			t.Errorf("May is %v %s, expected none", got, state)
		}
		if _, state := d.figure(t, "inspections", "2025-05"); state != NoData {
			t.Errorf("inspections of May are %s, expected no data", state)
		}
	})
}

func TestAFigureThatTheSourceDoesNotRecordIsUnknownAndNotZero(t *testing.T) {
	w := openTest(t)
	d := zibo(w)
	// Zhangdian's system records no deaths and no counting rule; Huantai's records both; Boshan's only accident was struck off;
	// Linzi had a road accident only, in which nobody died and of which it is not known whether it counts.
	load(t, w, "accident", rows("id,region,sector,occurred_on,deaths,status,counted,production",
		"z1,370303,mine,2025-04-01,,verified,,", "z2,370303,mine,2025-04-02,,verified,,",
		"h1,370321,mine,2025-04-01,1,verified,true,true", "h2,370321,road_transport,2025-04-02,2,verified,false,false",
		"b1,370304,mine,2025-04-01,1,struck_off,true,true",
		"l1,370305,road_transport,2025-04-01,0,verified,,",
		"c1,370302,mine,2025-02-01,0,verified,true,true"))
	load(t, w, "enterprise", rows("id,region,name,employees,high_risk,safety_director", "e1,370321,甲,500,true,", "e2,370303,乙,,,"))
	table := d.ask(t, MetricQuery{
		Measures:   []string{"accidents", "accidents_counted", "deaths", "deaths_counted", "deaths_production", "deaths_coal", "deaths_road", "deaths_per_accident"},
		Dimensions: []string{"region"}, Period: period(t, "2025-04"),
	})
	t.Run("no record tells", func(t *testing.T) {
		checkFigures(t, table, cellIs("accidents", 2, "370303"), stateIs("accidents_counted", NotRecorded, "370303"), stateIs("deaths", NotRecorded, "370303"),
			stateIs("deaths_counted", NotRecorded, "370303"), stateIs("deaths_per_accident", NotRecorded, "370303"))
	})
	t.Run("records tell, and none meets the condition", func(t *testing.T) {
		checkFigures(t, table,
			cellIs("deaths", 3, "370321"), cellIs("deaths_counted", 1, "370321"), cellIs("deaths_production", 1, "370321"), cellIs("deaths_road", 2, "370321"),
			cellIs("deaths_coal", 0, "370321"), cellIs("deaths_coal", 0, "370303"), // no coal-mine accident: nobody died in one
			cellIs("accidents", 0, "370304"), cellIs("deaths", 0, "370304"), cellIs("deaths_counted", 0, "370304"), // struck off
			cellIs("deaths", 0, "370305"), cellIs("deaths_road", 0, "370305"))
	})
	t.Run("whether the record meets the condition is not recorded", func(t *testing.T) {
		checkFigures(t, table, stateIs("accidents_counted", NotRecorded, "370305"), stateIs("deaths_counted", NotRecorded, "370305"))
	})
	t.Run("no record of the month is nothing happened, where records come in at all", func(t *testing.T) {
		checkFigures(t, table, stateIs("deaths", NoData, "370306"), stateIs("accidents", NoData, "370306"))
		checkFigures(t, table, cellIs("deaths", 0, "370302"), cellIs("deaths_counted", 0, "370302"), cellIs("accidents_counted", 0, "370302"))
	})
	t.Run("the facts agree with the rollup", func(t *testing.T) {
		for _, dims := range [][]string{nil, {"region"}, {"sector"}} {
			a, b := d.both(t, MetricQuery{Measures: []string{"deaths", "deaths_counted", "deaths_coal", "accidents_counted"}, Dimensions: dims, Period: period(t, "2025-04")})
			sameTable(t, "2025-04", a, b)
		}
	})
	t.Run("attributes of enterprises", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"enterprises", "enterprises_high_risk", "enterprises_director_required", "enterprises_director_appointed", "safety_director_rate"},
			Dimensions: []string{"region"}, Period: period(t, "2025-04"), Compare: []Comparison{PreviousYear}})
		checkFigures(t, table,
			cellIs("enterprises", 1, "370321"), cellIs("enterprises_high_risk", 1, "370321"), cellIs("enterprises_director_required", 1, "370321"),
			stateIs("enterprises_director_appointed", NotRecorded, "370321"), stateIs("safety_director_rate", NotRecorded, "370321"),
			cellIs("enterprises", 1, "370303"), stateIs("enterprises_high_risk", NotRecorded, "370303"), stateIs("safety_director_rate", NotRecorded, "370303"),
			cellIs("enterprises", 0, "370302"), cellIs("enterprises_high_risk", 0, "370302"), stateIs("safety_director_rate", NothingDue, "370302"),
			stateIs("enterprises__previous_year", NoComparison, "370321")) // the register has no past
		table = d.ask(t, MetricQuery{Measures: []string{"enterprises"}, Period: period(t, "2025-01..04"), Grain: safety.GrainMonth})
		checkFigures(t, table, stateIs("enterprises", NotRecorded, "2025-03"), cellIs("enterprises", 2, "2025-04"))
	})
}

// In April 2025 two counties had accidents of which some do not tell who died, in April 2024 one:
//
//	370303 Zhangdian  2025: 0, unknown, 0                         2024: 4, unknown
//	370321 Huantai    2025: 1, 2 (road, not counted)              2024: 1
//	370304 Boshan     2025: unknown, and 5 in one that is struck off
//	370302 Zichuan    2025: 2, and unknown in one that is struck off
func TestASumToWhichSomeRecordsTellNothingIsIncomplete(t *testing.T) {
	w := openTest(t)
	d := zibo(w)
	load(t, w, "accident", rows("id,region,sector,occurred_on,deaths,serious_injuries,minor_injuries,status,counted,production",
		"z1,370303,mine,2025-04-01,0,1,0,verified,true,true", "z2,370303,mine,2025-04-02,,2,,verified,true,true", "z3,370303,fireworks,2025-04-03,0,0,0,verified,true,true",
		"h1,370321,mine,2025-04-01,1,0,0,verified,true,true", "h2,370321,road_transport,2025-04-02,2,0,0,verified,false,false",
		"b1,370304,mine,2025-04-04,,,,verified,true,true", "b2,370304,mine,2025-04-05,5,0,0,struck_off,true,true",
		"c1,370302,mine,2025-04-06,2,0,0,verified,true,true", "c2,370302,mine,2025-04-07,,0,0,struck_off,true,true",
		"z4,370303,mine,2024-04-01,4,0,0,verified,true,true", "z5,370303,mine,2024-04-02,,0,0,verified,true,true",
		"h3,370321,mine,2024-04-02,1,0,0,verified,true,true", "b3,370304,mine,2024-04-02,3,0,0,verified,true,true", "c3,370302,mine,2024-04-02,0,0,0,verified,true,true"))
	part := func(column string, value float64, key ...string) wants {
		return wants{column: column, key: key, want: value, state: Incomplete}
	}
	april := MetricQuery{Measures: []string{"deaths_counted", "serious_injuries_counted", "injuries_counted", "accidents_counted", "deaths_per_accident"},
		Dimensions: []string{"region"}, Period: period(t, "2025-04"), Compare: []Comparison{PreviousYear}, Totals: true}
	table := d.ask(t, april)
	t.Run("what is told is given as a part", func(t *testing.T) {
		checkFigures(t, table, part("deaths_counted", 0, "370303"), cellIs("accidents_counted", 3, "370303"), cellIs("serious_injuries_counted", 3, "370303"),
			part("injuries_counted", 1, "370303"), // 1+0 and 0+0; the second tells no minor ones
			part("deaths_per_accident", 0, "370303"),
			cellIs("deaths_counted", 1, "370321"), cellIs("deaths_per_accident", 1, "370321"),
			stateIs("deaths_counted", NotRecorded, "370304"),
			cellIs("deaths_counted", 2, "370302")) // what is struck off need not tell
	})
	t.Run("a comparison with a part is a part", func(t *testing.T) {
		checkFigures(t, table, part("deaths_counted__previous_year", 4, "370303"), part("deaths_counted__previous_year__change", -4, "370303"),
			part("deaths_counted__previous_year__percent", -100, "370303"),
			cellIs("deaths_counted__previous_year__change", 0, "370321"), stateIs("deaths_counted__previous_year__change", NotRecorded, "370304"))
	})
	t.Run("the total is a part as its parts are", func(t *testing.T) {
		i := slices.IndexFunc(table.Columns, func(c Column) bool { return c.Name == "deaths_counted" })
		if c := table.Columns[i]; c.Total == nil || *c.Total != 3 || c.TotalState != Incomplete { // 0 + 1 + 2
			t.Errorf("total %v %s, expected 3 incomplete", deref(c.Total), c.TotalState)
		}
		series := d.ask(t, MetricQuery{Measures: []string{"deaths", "deaths_road"}, Period: period(t, "2025-01..04"), Grain: safety.GrainMonth})
		checkFigures(t, series, part("deaths", 5, "2025-04"), cellIs("deaths_road", 2, "2025-04"), cellIs("deaths", 0, "2025-03")) // 0 + 3 + 2
	})
	t.Run("units that did not report weigh more", func(t *testing.T) {
		load(t, w, "obligation", rows("id,region,unit_kind,kind,item,period_from,period_to,due_on,arrived_on,status",
			"o1,370303,region,data_report,accident,2025-04-01,2025-04-30,2025-05-05,,missing"))
		checkFigures(t, d.ask(t, april), wants{column: "deaths_counted", key: []string{"370303"}, want: 0, state: Partial})
	})
	t.Run("the facts agree with the rollup", func(t *testing.T) {
		for _, dims := range [][]string{nil, {"region"}, {"sector"}} {
			a, b := d.both(t, MetricQuery{Measures: []string{"deaths", "deaths_counted", "serious_injuries", "direct_loss", "deaths_per_accident"}, Dimensions: dims,
				Period: period(t, "2025-04"), Compare: []Comparison{PreviousYear}})
			sameTable(t, "2025-04", a, b)
		}
	})
}
