package document_test

import (
	"fmt"
	"strings"
	"testing"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// A printed figure leads to the records that it counts: in its row, in its period, and where it compares also in the period that it
// is set against. Where records tell nothing (what a table gathered from others, stated figures) it leads nowhere.
func TestRecordsBehindAFigure(t *testing.T) {
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	may := safety.NewMonth(2026, 5).Period()
	ask := func(q warehouse.MetricQuery) *warehouse.MetricQuery {
		q.Region, q.Period, q.AsOf, q.Version = "370300", may, may.To, 7
		return &q
	}
	running := ask(warehouse.MetricQuery{Measures: []string{"accidents_counted"}})
	running.AsOf = safety.NewDate(2026, 5, 20)
	d := &document.Document{Queries: []document.Query{
		{Name: "overall", Metric: ask(warehouse.MetricQuery{Measures: []string{"accidents_counted"}})},
		{Name: "running", Metric: running},
		{Name: "by_region", Metric: ask(warehouse.MetricQuery{Measures: []string{"accidents_counted"}, Dimensions: []string{"region"}})},
		{Name: "by_type", Metric: ask(warehouse.MetricQuery{Measures: []string{"accidents_counted"}, Dimensions: []string{"accident_type"}})},
		{Name: "by_month", Metric: ask(warehouse.MetricQuery{Measures: []string{"accidents_counted"}, Grain: safety.GrainMonth})},
		{Name: "trend", Metric: ask(warehouse.MetricQuery{Measures: []string{"accidents_counted"}, Grain: safety.GrainMonth, Trailing: 12})},
		{Name: "overdue", Records: &warehouse.RecordQuery{Fact: "hazard", Region: "370300", Metric: "hazards_overdue_major"}},
		{Name: "ranking", Other: "考核排名"},
	}}
	for _, c := range []struct {
		query, row, metric string
		role               document.Role
		against, want      string
	}{
		{"overall", "", "accidents_counted", document.Value, "", "accident accidents_counted 370300 2026-05-01 2026-05-31"},
		{"overall", "", "accidents_counted", document.Percent, "previous_year", "accident accidents_counted 370300 2026-05-01 2026-05-31; accident accidents_counted 370300 2025-05-01 2025-05-31"},
		{"overall", "", "accidents_counted", document.Base, "previous_period", "accident accidents_counted 370300 2026-04-01 2026-04-30"},
		{"overall", "", "accidents_counted", document.Base, "year_before_last", "accident accidents_counted 370300 2024-05-01 2024-05-31"},
		// A running period compares like with like: both end on the twentieth.
		{"running", "", "accidents_counted", document.Change, "previous_year", "accident accidents_counted 370300 2026-05-01 2026-05-20; accident accidents_counted 370300 2025-05-01 2025-05-20"},
		{"by_region", "370321", "accidents_counted", document.Value, "", "accident accidents_counted 370321 2026-05-01 2026-05-31"},
		{"by_region", document.Unassigned, "accidents_counted", document.Value, "", ""},
		{"by_type", "起重伤害", "accidents_counted", document.Value, "", "accident accidents_counted 370300 2026-05-01 2026-05-31 accident_type=起重伤害"},
		{"by_type", document.Other, "accidents_counted", document.Value, "", ""},
		{"by_month", "2026-03", "accidents_counted", document.Value, "", "accident accidents_counted 370300 2026-03-01 2026-03-31"},
		{"trend", "", "accidents_counted", document.Value, "", "accident accidents_counted 370300 2025-06-01 2026-05-31"},
		// What a rate lacks stands among the records of its denominator.
		{"overall", "", "hazard_on_time_rate", document.Value, "", "hazard hazards_due 370300 2026-05-01 2026-05-31"},
		{"overdue", "", "hazards_overdue_major", document.Count, "", "hazard hazards_overdue_major 370300  "},
		{"ranking", "370321", "", document.Rank, "", ""},
		{"nothing", "", "accidents_counted", document.Value, "", ""},
	} {
		f := &document.Figure{Query: c.query, Row: c.row, Metric: c.metric, Role: c.role, Against: c.against}
		var got []string
		for _, q := range d.Records(f, catalogue) {
			text := fmt.Sprintf("%s %s %s %s %s", q.Fact, q.Metric, q.Region, q.From, q.To)
			for _, filter := range q.Filters {
				text += " " + filter.Dimension + "=" + strings.Join(filter.Values, ",")
			}
			got = append(got, text)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s %s %s %s: %q, expected %q", c.query, c.row, c.role, c.against, got, c.want)
		}
	}
}
