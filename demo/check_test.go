package demo

import (
	"strings"
	"testing"

	"anlan/warehouse"
)

// answers gives the truth's own figures back, but for what change does to them.
func answers(truth *Truth, change func(region, metric string, figure int64) int64) checker {
	return checker{ask: func(q warehouse.MetricQuery) (*warehouse.MetricTable, error) {
		table := &warehouse.MetricTable{}
		regions, periods := warehouse.Column{Name: "region", Kind: warehouse.DimensionColumn}, warehouse.Column{Name: "period", Kind: warehouse.DimensionColumn}
		source := map[string]Figures{"": truth.Whole}
		if q.Grain != 0 {
			source = truth.Months
		} else if _, ok := truth.AtEnd[provinceOf][q.Measures[0]]; ok {
			source[""] = truth.AtEnd
		}
		measures := make([]warehouse.Column, len(q.Measures))
		for bucket, figures := range source {
			for region, metrics := range figures {
				if (region == provinceOf) != (q.Dimensions == nil) {
					continue
				}
				table.Rows++
				regions.Texts, periods.Texts = append(regions.Texts, string(region)), append(periods.Texts, bucket)
				for i, name := range q.Measures {
					n := float64(change(string(region), name, metrics[name]))
					measures[i].Name, measures[i].Kind = name, warehouse.MeasureColumn
					measures[i].Numbers = append(measures[i].Numbers, &n)
				}
			}
		}
		if q.Dimensions != nil {
			table.Columns = append(table.Columns, regions)
		}
		table.Columns = append(append(table.Columns, periods), measures...)
		return table, nil
	}}
}

func TestCheckAcceptsTheTruthAndNamesEveryDifference(t *testing.T) {
	_, truth := small(t, 1)
	right := answers(truth, func(_, _ string, n int64) int64 { return n })
	if err := right.check(truth); err != nil {
		t.Errorf("the truth itself is refused: %v", err)
	}
	wrong := answers(truth, func(region, metric string, n int64) int64 {
		if region == "370300" && (metric == "deaths" || metric == "hazards_overdue") {
			return n + 1
		}
		return n
	})
	err := wrong.check(truth)
	if err == nil {
		t.Fatal("one death and one overdue hazard too many in Zibo are not noticed")
	}
	// 33 months and the whole for deaths, the end for overdue hazards
	for _, part := range []string{"differ in 35 places", "by month 2025-04 370300 deaths", "at the end  370300 hazards_overdue"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q: %.300s", part, err)
		}
	}
}
