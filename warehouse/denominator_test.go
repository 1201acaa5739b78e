package warehouse

import (
	"fmt"
	"testing"

	"anlan/safety"
)

// Denominators of Zibo, worked out by hand. Every unit uses its own region, so that one load serves all cases.
//
//	370321 Huantai    employees 200,000 for 2024 and 250,000 for 2025; GDP of April 2025 in two halves; coal by cumulative months
//	370303 Zhangdian  employees of 2023 only (too old for April 2025); GDP of Q2 2025 only
//	370304 Boshan     employees by sector, mine 100 and construction 300, and never in all; zero vehicles
//	370300 Zibo       states vehicles itself (900), though Huantai states 100 and Boshan 0
//	370000 Shandong   states nothing: the cities count
const someDenominators = `system,id,region,sector,department,enterprise,figure,period_from,period_to,value
s,e24,370321,,,,employees,2024-01-01,2024-12-31,200000
s,e25,370321,,,,employees,2025-01-01,2025-12-31,250000
s,e25e,370321,,,some-enterprise,employees,2025-04-01,2025-04-30,7
s,e25d,370321,,emergency,,employees,2025-04-01,2025-04-30,9
s,e23,370303,,,,employees,2023-01-01,2023-12-31,300000
s,m25,370304,mine,,,employees,2025-01-01,2025-12-31,100
s,c25,370304,construction,,,employees,2025-01-01,2025-12-31,300
s,g1,370321,,,,gdp,2025-04-01,2025-04-15,40
s,g2,370321,,,,gdp,2025-04-16,2025-04-30,60
s,g3,370321,,,,gdp,2025-01-01,2025-03-31,500
s,g4,370303,,,,gdp,2025-04-01,2025-06-30,999
s,k1,370321,,,,coal_output,2025-01-01,2025-01-31,10
s,k2,370321,,,,coal_output,2025-01-01,2025-02-28,25
s,k3,370303,,,,coal_output,2025-01-01,2025-01-31,1
s,k4,370303,,,,coal_output,2025-01-01,2025-02-28,2
s,k5,370303,,,,coal_output,2025-02-01,2025-03-31,4
s,v0,370300,,,,vehicles,2025-01-01,2025-12-31,900
s,v1,370321,,,,vehicles,2025-01-01,2025-12-31,100
s,v2,370304,,,,vehicles,2025-01-01,2025-12-31,0
`

func TestDenominators(t *testing.T) {
	w := openTest(t)
	load(t, w, "denominator", someDenominators)
	load(t, w, "accident", rows("id,region,sector,occurred_on,deaths,status,counted,production",
		"a1,370321,mine,2025-04-03,2,verified,true,true",
		"a2,370303,mine,2025-04-03,3,verified,true,true",
		"a3,370304,mine,2025-04-03,1,verified,true,true",
		"a4,370304,construction,2025-04-03,3,verified,true,true",
		"a5,370321,road_transport,2025-04-03,1,verified,true,false",
		"a6,370321,mine,2024-04-03,1,verified,true,true"))
	d := zibo(w)
	april := period(t, "2025-04")
	units := func(t *testing.T, code string, measures ...string) *MetricTable {
		t.Helper()
		return d.ask(t, MetricQuery{Measures: measures, Dimensions: []string{"region"}, Period: period(t, code)})
	}

	t.Run("a stock is the newest that began by the day", func(t *testing.T) {
		table := units(t, "2025-04", "employees", "deaths_per_employees")
		// 2 deaths of 250,000 employees = 0.8 of 100,000; what an enterprise or a department states is not the county's
		checkFigures(t, table, cellIs("employees", 250000, "370321"), cellIs("deaths_per_employees", 0.8, "370321"))
	})
	t.Run("a stock that ended more than a year ago is too old", func(t *testing.T) {
		table := units(t, "2025-04", "employees", "deaths_per_employees")
		checkFigures(t, table, stateIs("employees", NotRecorded, "370303"), stateIs("deaths_per_employees", NoDenominator, "370303"))
		checkFigures(t, units(t, "2024-12", "employees"), cellIs("employees", 300000, "370303"))
	})
	t.Run("last year's rate has last year's denominator", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"deaths_per_employees"}, Dimensions: []string{"region"}, Period: april, Compare: []Comparison{PreviousYear}})
		// 1 of 200,000 = 0.5 of 100,000
		checkFigures(t, table, cellIs("deaths_per_employees__previous_year", 0.5, "370321"))
	})
	t.Run("a flow is covered by pieces that follow each other", func(t *testing.T) {
		checkFigures(t, units(t, "2025-04", "gdp"), cellIs("gdp", 100, "370321"))
		checkFigures(t, units(t, "2025-01..04", "gdp"), cellIs("gdp", 600, "370321")) // first quarter and two halves of April
	})
	t.Run("a flow that covers more, or less, than the period is no denominator", func(t *testing.T) {
		table := units(t, "2025-04", "gdp", "deaths_per_gdp")
		checkFigures(t, table, stateIs("gdp", NotRecorded, "370303"), stateIs("deaths_per_gdp", NoDenominator, "370303")) // a quarter is not April
		checkFigures(t, units(t, "2025H1", "gdp"), stateIs("gdp", NotRecorded, "370321"))                                 // May and June are missing
		checkFigures(t, units(t, "2025-03", "gdp"), stateIs("gdp", NotRecorded, "370321"))
	})
	t.Run("pieces that overlap do not cover, even when their days add up", func(t *testing.T) {
		// January (31 days) and January to February (59) make 90 days, as many as the first quarter
		checkFigures(t, units(t, "2025Q1", "coal_output"), stateIs("coal_output", NotRecorded, "370321"))
		checkFigures(t, units(t, "2025-01..02", "coal_output"), cellIs("coal_output", 25, "370321"))
		// beside the cumulative figure, January and February to March cover the quarter: 1 + 4
		checkFigures(t, units(t, "2025Q1", "coal_output"), cellIs("coal_output", 5, "370303"))
	})
	t.Run("a unit's own figure comes before the sum of those below", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"vehicles", "deaths_per_vehicles"}, Period: april})
		checkFigures(t, table, cellIs("vehicles", 900), cellIs("deaths_per_vehicles", 1*10000.0/900))
	})
	t.Run("a sum of which a part is missing is no denominator", func(t *testing.T) {
		// Zibo does not state its employees; Huantai does, seven other counties do not
		table := d.ask(t, MetricQuery{Measures: []string{"employees", "deaths_per_employees"}, Period: april})
		checkFigures(t, table, stateIs("employees", NotRecorded), stateIs("deaths_per_employees", NoDenominator))
	})
	t.Run("a denominator of zero is nothing due", func(t *testing.T) {
		checkFigures(t, units(t, "2025-04", "vehicles", "deaths_per_vehicles"), cellIs("vehicles", 0, "370304"), stateIs("deaths_per_vehicles", NothingDue, "370304"))
	})
	t.Run("by sector", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"employees", "deaths_per_employees"}, Dimensions: []string{"sector"}, Region: "370304", Period: april})
		checkFigures(t, table,
			cellIs("employees", 100, "mine"), cellIs("deaths_per_employees", 1000, "mine"), // 1 of 100
			cellIs("employees", 300, "construction"), cellIs("deaths_per_employees", 1000, "construction")) // 3 of 300
	})
	t.Run("filtered by sector", func(t *testing.T) {
		boshan := func(filters ...Filter) *MetricTable {
			return d.ask(t, MetricQuery{Measures: []string{"employees", "deaths_per_employees"}, Region: "370304", Period: april, Filters: filters})
		}
		checkFigures(t, boshan(Filter{Dimension: "sector", Values: []string{"mine"}}), cellIs("employees", 100), cellIs("deaths_per_employees", 1000))
		// both sectors: 4 deaths of 400, not of either one's
		checkFigures(t, boshan(Filter{Dimension: "sector", Values: []string{"mine", "construction"}}), cellIs("employees", 400), cellIs("deaths_per_employees", 1000))
		checkFigures(t, boshan(Filter{Dimension: "sector", Values: []string{"mine", "construction"}}, Filter{Dimension: "sector", Values: []string{"mine"}}), cellIs("employees", 100))
		// one of the two is not stated, or nobody can tell which there are: unknown rather than too small
		checkFigures(t, boshan(Filter{Dimension: "sector", Values: []string{"mine", "gas"}}), stateIs("employees", NotRecorded), stateIs("deaths_per_employees", NoDenominator))
		checkFigures(t, boshan(Filter{Dimension: "sector", Values: []string{"mine"}, Not: true}), stateIs("employees", NotRecorded), stateIs("deaths_per_employees", NoDenominator))
		// all sectors together are not stated
		checkFigures(t, boshan(), stateIs("employees", NotRecorded))
	})
	t.Run("under a scope of sectors", func(t *testing.T) {
		miners := d
		miners.scope = Scope{All: true, Sectors: []string{"construction"}}
		table := miners.ask(t, MetricQuery{Measures: []string{"employees", "deaths_production"}, Region: "370304", Period: april})
		checkFigures(t, table, cellIs("employees", 300), cellIs("deaths_production", 3))
		table = miners.ask(t, MetricQuery{Measures: []string{"employees"}, Dimensions: []string{"sector"}, Region: "370304", Period: april})
		checkFigures(t, table, cellIs("employees", 300, "construction"))
		if hasRow(table, "mine") {
			t.Error("a sector outside the scope is shown")
		}
	})
	t.Run("broken down by what nobody states", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"deaths_per_employees", "deaths_production"}, Dimensions: []string{"accident_status"}, Region: "370321", Period: april})
		checkFigures(t, table, stateIs("deaths_per_employees", NoDenominator, "verified"), cellIs("deaths_production", 2, "verified"))
	})
	t.Run("along a grain every bucket has its own", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"gdp", "employees"}, Region: "370321", Period: period(t, "2025-01..04"), Grain: safety.GrainMonth})
		checkFigures(t, table,
			stateIs("gdp", NotRecorded, "2025-03"), cellIs("gdp", 100, "2025-04"),
			cellIs("employees", 250000, "2025-01"), cellIs("employees", 250000, "2025-04"))
		table = d.ask(t, MetricQuery{Measures: []string{"gdp", "employees"}, Region: "370321", Period: period(t, "2025-01..04"), Grain: safety.GrainQuarter})
		checkFigures(t, table, cellIs("gdp", 500, "2025Q1"))
	})
	t.Run("the sum of all units below, once the last has stated its figure", func(t *testing.T) {
		regions, err := w.Regions(t.Context(), current(t, w))
		if err != nil {
			t.Fatal(err)
		}
		counties := regions.Children(Managing, "370300", safety.NewDate(2025, 4, 30))
		var lines []string
		for i, county := range counties {
			lines = append(lines, fmt.Sprintf("p%d,%s,planned_inspections,2025-04-01,2025-04-30,%d", i, county.Code, 10*(i+1)))
		}
		header, last := "id,region,figure,period_from,period_to,value", len(lines)-1
		load(t, w, "denominator", rows(header, lines[:last]...))
		whole := MetricQuery{Measures: []string{"planned_inspections"}, Period: april}
		checkFigures(t, d.ask(t, whole), stateIs("planned_inspections", NotRecorded))
		checkFigures(t, units(t, "2025-04", "planned_inspections"), cellIs("planned_inspections", 10, string(counties[0].Code)))
		load(t, w, "denominator", rows(header, lines[last:]...))
		n := float64(len(counties))
		checkFigures(t, d.ask(t, whole), cellIs("planned_inspections", 10*n*(n+1)/2))
	})
	t.Run("a running period is not covered yet", func(t *testing.T) {
		checkFigures(t, units(t, "2025Q2", "gdp"), stateIs("gdp", NotRecorded, "370303"))
	})
}
