package assessment_test

import (
	"testing"

	"anlan/reports/assessment"
	"anlan/safety"
	"anlan/warehouse"
)

// Gaoqing did not report the hazards of August 2026: what its enterprises have is as unknown in the ranking of the city as in that
// of the county, and what enterprises of other counties have is not a part because of Gaoqing.
func checkSheetsAgree(t *testing.T, r *assessment.Reports) {
	t.Helper()
	month, _ := safety.ParsePeriod("2026-08")
	of := func(region safety.RegionCode) *assessment.Whole {
		whole, err := r.Whole(t.Context(), warehouse.Everything(), assessment.Query{Scheme: "enterprise-annual", Region: region, Period: month})
		if err != nil {
			t.Fatal(err)
		}
		return whole
	}
	city := of("370300")
	for _, county := range []safety.RegionCode{"370322", "370321"} {
		own := of(county)
		unknown, parts := 0, 0
		for _, subject := range own.Subjects {
			for _, other := range city.Subjects {
				if other.Key != subject.Key {
					continue
				}
				for name, f := range subject.Figures {
					if g := other.Figures[name]; !same(f.Number, g.Number) || f.State != g.State {
						t.Errorf("%s of %s is %v (%s) in its county's ranking, %v (%s) in its city's", name, subject.Key, f.Number, f.State, g.Number, g.State)
					}
					switch f.State {
					case warehouse.NotReported:
						unknown++
					case warehouse.Partial:
						parts++
					}
				}
			}
		}
		if silent := county == "370322"; (unknown > 0) != silent || parts > 0 && !silent {
			t.Errorf("%s: %d figures not reported, %d in part", county, unknown, parts)
		}
	}
}
