package warehouse

import (
	"testing"

	"anlan/safety"
)

// Hazard data is reported by every county of Zibo, every month. In April 2025:
//
//	370321 Huantai   reported: nothing new; e1 has a major hazard of March, put right; e2 has none at all
//	370322 Gaoqing   did not report; e3 has a hazard of March that is still open, e4 has none at all
//	370300 Zibo      owes nothing of its own; e5 lies in the city and in no county
//	370322001        a town of Gaoqing, with e6; nothing is recorded of it; e3's hazard lies in another, 370322101
func loadUnreported(t *testing.T) *Warehouse {
	t.Helper()
	w := openTest(t)
	load(t, w, "enterprise", rows("id,region,name", "e1,370321,甲", "e2,370321,乙", "e3,370322,丙", "e4,370322,丁", "e5,370300,戊", "e6,370322001,己"))
	load(t, w, "hazard", rows("id,region,enterprise,source,level,found_on,due_on,rectified_on",
		"h1,370321,e1,self,major,2025-03-03,2025-04-20,2025-03-20", "h2,370322101,e3,self,general,2025-03-04,2025-05-20,",
		"h3,370322,e4,self,general,2025-02-04,2025-02-20,2025-02-10", "h4,370303,,self,general,2025-04-04,2025-04-20,2025-04-10"))
	load(t, w, "obligation", rows("id,region,unit_kind,kind,item,period_from,period_to,due_on,arrived_on,status",
		"o1,370321,region,data_report,hazard,2025-03-01,2025-03-31,2025-04-05,2025-04-03,arrived",
		"o2,370321,region,data_report,hazard,2025-04-01,2025-04-30,2025-05-05,2025-05-03,nil",
		"o3,370322,region,data_report,hazard,2025-03-01,2025-03-31,2025-04-05,2025-04-03,arrived",
		"o4,370322,region,data_report,hazard,2025-04-01,2025-04-30,2025-05-05,,missing"))
	return w
}

func TestAnEnterpriseIsJudgedByTheReportsOfItsCountyWhateverRegionIsAsked(t *testing.T) {
	d := zibo(loadUnreported(t))
	want := map[string]wants{
		"e1": cellIs("hazards_open", 0, "e1"),
		"e2": cellIs("hazards_open", 0, "e2"),
		"e3": {column: "hazards_open", key: []string{"e3"}, want: 1, state: Partial},
		"e4": stateIs("hazards_open", NotReported, "e4"),
		"e6": stateIs("hazards_open", NotReported, "e6"),
	}
	of := map[safety.RegionCode][]string{"370321": {"e1", "e2"}, "370322": {"e3", "e4", "e6"}, "370300": {"e1", "e2", "e3", "e4", "e6"}, "370000": {"e1", "e2", "e3", "e4", "e6"}}
	for region, ids := range of {
		q := MetricQuery{Measures: []string{"hazards_open"}, Dimensions: []string{"enterprise"}, Region: region, Period: period(t, "2025-04")}
		table := d.ask(t, q)
		q.Rows = ids
		named := d.ask(t, q)
		for _, id := range ids {
			checkFigures(t, named, want[id])
			if hasRow(table, id) {
				checkFigures(t, table, want[id])
			} else if n, state := table.Absent("hazards_open", id); state != want[id].state || (n == nil) != (state == NotReported) {
				t.Errorf("%s: no row of %s reads %v (%s), expected %s", region, id, deref(n), state, want[id].state)
			}
			alone := MetricQuery{Measures: q.Measures, Region: region, Period: q.Period, Filters: []Filter{{Dimension: "enterprise", Values: []string{id}}}}
			one := want[id]
			one.key = nil
			checkFigures(t, d.ask(t, alone), one)
		}
	}

	t.Run("month by month, each by its own report, and against the month before", func(t *testing.T) {
		table := d.ask(t, MetricQuery{Measures: []string{"hazards_found"}, Dimensions: []string{"enterprise"}, Rows: []string{"e3", "e4"}, Period: period(t, "2025-03-01..2025-04-30"), Grain: safety.GrainMonth, Totals: true})
		checkFigures(t, table, cellIs("hazards_found", 1, "e3", "2025-03"), cellIs("hazards_found", 0, "e4", "2025-03"),
			stateIs("hazards_found", NotReported, "e3", "2025-04"), stateIs("hazards_found", NotReported, "e4", "2025-04"))
		for _, c := range table.Columns { // of the two reports that Gaoqing owed for the two months one is missing
			if c.Name == "hazards_found" && (c.Total == nil || *c.Total != 1 || c.TotalState != Partial) {
				t.Errorf("total %v %s, expected 1 partial", deref(c.Total), c.TotalState)
			}
		}
		table = d.ask(t, MetricQuery{Measures: []string{"hazards_found"}, Dimensions: []string{"enterprise"}, Rows: []string{"e3"}, Period: period(t, "2025-04"), Compare: []Comparison{PreviousPeriod}})
		checkFigures(t, table, stateIs("hazards_found", NotReported, "e3"), cellIs("hazards_found__previous_period", 1, "e3"))
	})
	t.Run("what lies in the city and in no county is not missing because a county is", func(t *testing.T) {
		checkFigures(t, d.ask(t, MetricQuery{Measures: []string{"hazards_open"}, Dimensions: []string{"enterprise"}, Rows: []string{"e5"}, Period: period(t, "2025-04")}), cellIs("hazards_open", 0, "e5"))
	})
	t.Run("several enterprises together are a part while one county is missing", func(t *testing.T) {
		checkFigures(t, d.ask(t, MetricQuery{Measures: []string{"hazards_open"}, Period: period(t, "2025-04"), Filters: []Filter{{Dimension: "enterprise", Values: []string{"e2", "e4"}}}}),
			wants{column: "hazards_open", want: 0, state: Partial})
	})
	t.Run("who may not see obligations sees the figures as they came in", func(t *testing.T) {
		d.scope = Scope{All: true, Facts: []string{"hazard"}}
		checkFigures(t, d.ask(t, MetricQuery{Measures: []string{"hazards_open"}, Dimensions: []string{"enterprise"}, Rows: []string{"e4"}, Period: period(t, "2025-04")}), cellIs("hazards_open", 0, "e4"))
	})
}

func TestATownIsJudgedByTheReportsOfItsCounty(t *testing.T) {
	w := loadUnreported(t)
	part := wants{column: "hazards_open", key: []string{"370322101"}, want: 1, state: Partial}
	for _, scope := range []Scope{Everything(), {Regions: []safety.RegionCode{"370322"}}} {
		d := desk{w: w, region: "370322", scope: scope}
		checkFigures(t, d.ask(t, MetricQuery{Measures: []string{"hazards_open"}, Dimensions: []string{"region"}, Period: period(t, "2025-04")}),
			stateIs("hazards_open", NotReported, "370322001"), part)
	}
	for _, scope := range []Scope{Everything(), {Regions: []safety.RegionCode{"370322001"}}} {
		d := desk{w: w, region: "370322001", scope: scope}
		checkFigures(t, d.ask(t, MetricQuery{Measures: []string{"hazards_open"}, Period: period(t, "2025-04")}), stateIs("hazards_open", NotReported))
		checkFigures(t, d.ask(t, MetricQuery{Measures: []string{"hazards_open"}, Period: period(t, "2025-03")}), cellIs("hazards_open", 0))
		checkFigures(t, d.ask(t, MetricQuery{Measures: []string{"hazards_open"}, Dimensions: []string{"enterprise"}, Rows: []string{"e6"}, Period: period(t, "2025-04")}), stateIs("hazards_open", NotReported, "e6"))
	}
	d := desk{w: w, region: "370300", scope: Everything()}
	checkFigures(t, d.ask(t, MetricQuery{Measures: []string{"hazards_open"}, Dimensions: []string{"region"}, Level: safety.LevelTown, Period: period(t, "2025-04")}),
		stateIs("hazards_open", NotReported, "370322001"), part, cellIs("hazards_open", 0, "370321001"))
}
