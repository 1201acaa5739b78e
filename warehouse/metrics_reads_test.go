package warehouse

import "testing"

// An answer says how many rows were read for it: the regions that the question is about, the records of the months that it is
// about, and all of that once more for totals. April 2025 has four records, May none.
func TestAnAnswerSaysHowManyRowsWereReadForIt(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	read := func(code string, totals bool) uint64 {
		t.Helper()
		table, err := w.Metrics(t.Context(), Everything(), MetricQuery{
			Measures: []string{"hazards_found"}, Dimensions: []string{"hazard_level"}, Region: "370300", Period: period(t, code), Totals: totals,
		})
		if err != nil {
			t.Fatal(err)
		}
		return table.Source.RowsRead
	}
	april, may := read("2025-04-01..2025-04-29", false), read("2025-05-02..2025-05-03", false)
	if may == 0 || april != may+4 {
		t.Errorf("read %d rows for April and %d for May, expected four more", april, may)
	}
	if twice := read("2025-04-01..2025-04-29", true); twice != 2*april {
		t.Errorf("read %d rows with totals and %d without", twice, april)
	}
}
