package demo

import (
	"context"
	"slices"
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
			source = truth.buckets(q.Period)
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

// runs is a ledger with one run and its reasons.
type runs struct {
	run     warehouse.Run
	reasons []warehouse.ReasonCount
}

func (r runs) Runs(context.Context, warehouse.RunQuery) ([]warehouse.Run, error) {
	return []warehouse.Run{r.run}, nil
}

func (r runs) QuarantineReasons(context.Context, warehouse.Scope, warehouse.QuarantineQuery) ([]warehouse.ReasonCount, error) {
	return r.reasons, nil
}

// Ten rows: six good, two with a bad value, one repeated word for word and one with other values under its key.
func TestCheckHoldsTheLedgerToTheTruth(t *testing.T) {
	truth := &Truth{Facts: map[string]*FactTruth{"hazard": {Rows: 10, Good: 6, Duplicates: 1, Rejected: map[string]int64{badValue: 2, duplicateKey: 1}}}}
	right := runs{warehouse.Run{ID: "r", State: warehouse.RunSucceeded, RowsRead: 10, RowsLoaded: 5, RowsUpdated: 1, RowsRejected: 2, RowsDuplicate: 2},
		[]warehouse.ReasonCount{{Code: badValue, Rows: 2}, {Code: duplicateKey, Rows: 1}}}
	for name, test := range map[string]struct {
		change      func(*runs)
		differences int
	}{
		"as it is":                        {func(*runs) {}, 0},
		"a row was lost":                  {func(r *runs) { r.run.RowsRead-- }, 1},
		"a good row was rejected":         {func(r *runs) { r.run.RowsLoaded--; r.run.RowsRejected++; r.reasons[0].Rows++ }, 3},
		"rejected for another reason too": {func(r *runs) { r.reasons = append(r.reasons, warehouse.ReasonCount{Code: "unknown_region", Rows: 1}) }, 1},
		"the load failed":                 {func(r *runs) { r.run.State = warehouse.RunFailed }, 1},
	} {
		found := right
		found.reasons = slices.Clone(right.reasons)
		test.change(&found)
		c := checker{}
		if err := c.checkLedger(t.Context(), found, truth); err != nil || len(c.differences) != test.differences {
			t.Errorf("%s: differences %v, expected %d (%v)", name, c.differences, test.differences, err)
		}
	}
}
