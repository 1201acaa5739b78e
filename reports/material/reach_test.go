package material_test

import (
	"strings"
	"testing"

	"anlan/access"
	"anlan/reports/material"
	"anlan/warehouse"
)

// Today is 20 May 2026. The newest record of the whole warehouse is an accident of 12 April: April counts as reached, May does not.
// Last year had accidents in March, April and June: whoever asks for the year compares January to April with January to April.
func TestLikeIsComparedWithLikeAsFarAsTheDataReach(t *testing.T) {
	b := opened(t)
	b.load("accident", "id,region,sector,occurred_on,deaths,grade,status,counted",
		"a1,370303,mine,2025-03-02,0,general,verified,true", "a2,370303,mine,2025-04-30,0,general,verified,true",
		"a3,370303,mine,2025-06-01,0,general,verified,true", "a4,370303,mine,2026-04-12,0,general,verified,true")
	b.load("inspection", "id,region,sector,inspected_on", "i1,370303,mine,2026-04-12")
	ask := []material.MetricAsk{
		{Name: "overall", Measures: []string{"accidents_counted"}, Compare: []warehouse.Comparison{warehouse.PreviousYear}},
		{Name: "trend", Measures: []string{"accidents_counted"}, By: "month", Span: material.Trailing, Months: 3},
		{Name: "cumulative", Measures: []string{"accidents_counted"}, Span: material.Cumulative, Compare: []warehouse.Comparison{warehouse.PreviousYear}},
	}
	for code, want := range map[string]string{
		"2026":    "1 against 2, as of 2026-04-30, running true",
		"2026-04": "1 against 1, as of 2026-04-30, running false",
		"2026H1":  "1 against 2, as of 2026-04-30, running true",
		"2026-03": "0 against 1, as of 2026-03-31, running false",
	} {
		m := b.gather(access.Local(), material.Plan{Period: period(t, code), Metrics: ask})
		q := m.Tables["overall"].Total.Quantities["accidents_counted"]
		if got := told(q.Now) + " against " + told(*q.PreviousYear) + ", as of " + m.Source.AsOf.String() + ", running " + map[bool]string{true: "true", false: "false"}[m.Source.Running]; got != want {
			t.Errorf("%s: %s; expected %s", code, got, want)
		}
	}
	year := b.gather(access.Local(), material.Plan{Period: period(t, "2026"), AsOf: b.w.Today(), Metrics: ask})
	if rows := year.Tables["trend"].Rows; len(rows) != 3 || rows[2].Key != "2026-04" || year.Source.AsOf.String() != "2026-04-30" {
		t.Errorf("months %+v as of %s", rows, year.Source.AsOf)
	}
	for code, want := range map[string]string{
		"2026-05": "数据截至2026年4月12日，2026年5月尚无数据", "2026Q3": "2026年第三季度尚未开始", "2025-02": "淄博市的数据自2025年3月开始，2025年2月无数据",
	} {
		_, err := b.Gather(t.Context(), access.Local(), material.Plan{Region: "370300", Period: period(t, code), Metrics: ask})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; expected %s", code, err, want)
		}
	}
}
