package warehouse

import (
	"testing"

	"anlan/safety"
)

// A rolling figure is that of its stretch of months, whichever way it is read: from the rollup or from the facts.
func TestARollingFigureIsThatOfItsStretch(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	measures := []string{"hazards_found", "hazards_rectified", "hazard_on_time_rate", "hazards_found_rectified", "hazards_open", "hazard_money_spent"}
	rolling := MetricQuery{
		Measures: measures, Dimensions: []string{"region"}, Region: "370300",
		Period: period(t, "2025-03-01..2025-06-30"), Grain: safety.GrainMonth, Trailing: 3, TreeDate: period(t, "2025-06").To,
	}
	v, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, noRollup := range []bool{false, true} {
		p, regions, err := w.resolve(t.Context(), v, Everything(), rolling)
		if err != nil {
			t.Fatal(err)
		}
		known, err := w.coverage(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		p.noRollup, p.covered = noRollup, known.coveredBy(regions, p.query.Tree, p.query.TreeDate)
		groups, err := w.compute(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		table := p.finish(groups)
		found := 0.0
		for row := range table.Rows {
			region, month := table.Columns[0].Texts[row], period(t, table.Columns[1].Texts[row])
			stretch, err := safety.Between(month.From.YearMonth().Add(-2).First(), month.To)
			if err != nil {
				t.Fatal(err)
			}
			alone, err := w.Metrics(t.Context(), Everything(), MetricQuery{
				Measures: measures, Dimensions: []string{"region"}, Region: "370300", Period: stretch, TreeDate: rolling.TreeDate,
			})
			if err != nil {
				t.Fatal(err)
			}
			other := -1
			for r, code := range alone.Columns[0].Texts {
				if code == region {
					other = r
				}
			}
			for _, name := range measures {
				a, b := columnOf(t, table, name), columnOf(t, alone, name)
				if other < 0 { // what belongs to no unit has a row only where it has records
					if n := a.Numbers[row]; n != nil && *n != 0 {
						t.Errorf("%s %s %s (no rollup: %t): %v, the stretch alone has no row", region, month, name, noRollup, *n)
					}
					continue
				}
				if a.States[row] != b.States[other] || deref(a.Numbers[row]) != deref(b.Numbers[other]) {
					t.Errorf("%s %s %s (no rollup: %t): %v %s, the stretch alone has %v %s", region, month, name, noRollup,
						deref(a.Numbers[row]), a.States[row], deref(b.Numbers[other]), b.States[other])
				}
			}
			if n := columnOf(t, table, "hazards_found").Numbers[row]; n != nil {
				found += *n
			}
		}
		if found == 0 {
			t.Error("no hazard was found in any stretch: nothing was compared")
		}
	}
}

func columnOf(t *testing.T, table *MetricTable, name string) Column {
	t.Helper()
	for _, c := range table.Columns {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no column %s", name)
	return Column{}
}
