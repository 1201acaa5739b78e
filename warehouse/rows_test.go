package warehouse

import "testing"

// April 2025 in Zibo: what named departments and enterprises have, whether or not records name them.
//
//	emergency  1 hazard due and on time; states 9 employees of Huantai
//	housing    nothing
//	e1         1 hazard due, late; states that 7 must be certified
//	e2         nothing
func TestNamedRowsAreAnsweredWithOrWithoutRecords(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", rows("id,region,department,enterprise,source,level,found_on,due_on,rectified_on",
		"h1,370321,emergency,,self,general,2025-04-01,2025-04-10,2025-04-10",
		"h2,370321,,e1,self,general,2025-04-01,2025-04-10,2025-04-11",
		"h3,370321,transport,e3,self,general,2025-04-01,2025-04-10,2025-04-10"))
	load(t, w, "denominator", rows("id,region,sector,department,enterprise,figure,period_from,period_to,value",
		"d1,370321,,emergency,,employees,2025-04-01,2025-04-30,9",
		"d2,370321,mine,,e1,must_certify_manager,2025-04-01,2025-04-30,7",
		"d3,370321,,,,employees,2025-04-01,2025-04-30,1000"))
	d := zibo(w)
	ask := func(dimension string, rows ...string) *MetricTable {
		t.Helper()
		return d.ask(t, MetricQuery{Measures: []string{"hazard_on_time_rate", "hazards_due", "employees", "must_certify_manager"},
			Dimensions: []string{dimension}, Rows: rows, Region: "370321", Period: period(t, "2025-04")})
	}
	departments := ask("department", "emergency", "housing")
	if departments.Rows != 2 {
		t.Fatalf("%d rows, expected the two that were named", departments.Rows)
	}
	checkFigures(t, departments,
		cellIs("hazard_on_time_rate", 100, "emergency"), cellIs("hazards_due", 1, "emergency"), cellIs("employees", 9, "emergency"),
		cellIs("hazards_due", 0, "housing"), stateIs("hazard_on_time_rate", NothingDue, "housing"), stateIs("employees", NotRecorded, "housing"))
	enterprises := ask("enterprise", "e1", "e2")
	checkFigures(t, enterprises,
		cellIs("hazard_on_time_rate", 0, "e1"), cellIs("must_certify_manager", 7, "e1"),
		cellIs("hazards_due", 0, "e2"), stateIs("must_certify_manager", NotRecorded, "e2"))

	// What rows say is what the same question says of each of them alone.
	for _, code := range []string{"emergency", "housing"} {
		alone := d.ask(t, MetricQuery{Measures: []string{"hazards_due"}, Filters: []Filter{{Dimension: "department", Values: []string{code}}}, Region: "370321", Period: period(t, "2025-04")})
		want := map[string]float64{"emergency": 1, "housing": 0}[code]
		checkFigures(t, alone, cellIs("hazards_due", want))
	}
}

func TestRowsAreTheValuesOfOneDimension(t *testing.T) {
	w := openTest(t)
	for name, change := range map[string]func(*MetricQuery){
		"no dimension":   func(q *MetricQuery) { q.Dimensions = nil },
		"the region":     func(q *MetricQuery) { q.Dimensions = []string{"region"} },
		"two dimensions": func(q *MetricQuery) { q.Dimensions = []string{"department", "sector"} },
	} {
		q := MetricQuery{Measures: []string{"hazards_due"}, Dimensions: []string{"department"}, Rows: []string{"emergency"}, Region: "370321", Period: period(t, "2025-04")}
		change(&q)
		if _, err := w.Metrics(t.Context(), Everything(), q); codeOf(err) != BadRequest {
			t.Errorf("%s: %v", name, err)
		}
	}
}
