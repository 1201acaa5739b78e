package warehouse

import "testing"

// A city that joins a warehouse of others had no data before: what happened there then is unknown, not nothing. Its counties are
// known since the city is, whichever of them had the first accident.
//
//	370300 Zibo  has sent accidents since 2024-01
//	370100 Jinan has sent accidents since 2025-02, the first of them from Lixia (370102)
func TestACityIsKnownSinceItsFirstRecord(t *testing.T) {
	w := openTest(t)
	d := desk{w: w, region: "370000", scope: Everything()}
	load(t, w, "accident", rows("id,region,sector,occurred_on,deaths,status",
		"z1,370303,mine,2024-01-05,0,verified", "a1,370102,mine,2025-02-10,1,verified", "a2,370103,mine,2025-03-11,2,verified", "a3,370303,mine,2025-03-12,0,verified"))

	march := MetricQuery{Measures: []string{"accidents"}, Dimensions: []string{"region"}, Period: period(t, "2025-03"), Compare: []Comparison{PreviousYear, PreviousPeriod}}
	table := d.ask(t, march)
	checkFigures(t, table,
		cellIs("accidents", 1, "370100"), stateIs("accidents__previous_year", NoData, "370100"), stateIs("accidents__previous_year__change", NoData, "370100"),
		cellIs("accidents__previous_period", 1, "370100"),
		cellIs("accidents", 1, "370300"), cellIs("accidents__previous_year", 0, "370300"), cellIs("accidents__previous_period", 0, "370300"))

	march.Region = "370100"
	table = d.ask(t, march)
	checkFigures(t, table,
		cellIs("accidents", 1, "370103"), cellIs("accidents__previous_period", 0, "370103"), stateIs("accidents__previous_year", NoData, "370103"),
		cellIs("accidents", 0, "370102"), cellIs("accidents__previous_period", 1, "370102"))

	for code, state := range map[string]State{"2024": NoData, "2025-01": NoData, "2025-01..02": Present, "2025Q1": Present} {
		q := MetricQuery{Measures: []string{"accidents"}, Region: "370100", Period: period(t, code)}
		if _, got := figureOf(t, d.ask(t, q), "accidents"); got != state {
			t.Errorf("%s is %s, expected %s", code, got, state)
		}
	}
}
