package warehouse

import (
	"slices"
	"strings"
	"testing"

	"anlan/safety"
)

// planned makes the plan of a query without an engine, over a version with five months of hazards.
func planned(t *testing.T, scope Scope, q RecordQuery) *recordPlan {
	t.Helper()
	catalogue, err := LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	version := &Version{Number: 7, Parts: map[string][]string{
		"hazard": {"202411-3", "202412-3", "202501-4", "202502-4", "202502-5", "202503-6"}, "region_closure": {"0-1"}, "sector": {"0-1"},
	}}
	p := &recordPlan{plan: plan{catalogue: catalogue, version: version, scope: scope}, records: q}
	p.fact, _ = FactNamed("hazard")
	if q.Metric != "" {
		m, err := catalogue.Metric(q.Metric)
		if err != nil {
			t.Fatal(err)
		}
		p.measure = m.Drill()
	}
	return p
}

func TestOnlyTheMonthsThatCanHoldRecordsAreRead(t *testing.T) {
	for _, c := range []struct {
		what  string
		q     RecordQuery
		after string
		want  string
	}{
		{"all, the newest first", RecordQuery{}, "", "202503-6 202502-4 202502-5 202501-4 202412-3 202411-3"},
		{"from a day", RecordQuery{From: on(t, "2025-02-28")}, "", "202503-6 202502-4 202502-5"},
		{"to a day", RecordQuery{To: on(t, "2024-12-01")}, "", "202412-3 202411-3"},
		{"behind a cursor", RecordQuery{}, "2025-01-15", "202501-4 202412-3 202411-3"},
		{"by the date of rectification any month may hold them", RecordQuery{Metric: "hazards_rectified", From: on(t, "2025-03-01")}, "", "202503-6 202502-4 202502-5 202501-4 202412-3 202411-3"},
		{"open ones may be of any month", RecordQuery{Metric: "hazards_open", From: on(t, "2025-03-01")}, "", "202503-6 202502-4 202502-5 202501-4 202412-3 202411-3"},
	} {
		p := planned(t, Everything(), c.q)
		if c.after != "" {
			p.after = &cursor{Date: c.after}
		}
		if got := strings.Join(p.partitions(), " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

// Every list is pinned and scoped, and no word of the caller stands in the SQL: all of it is parameters.
func TestWordsOfTheCallerAreParameters(t *testing.T) {
	const evil = "x') OR 1=1; DROP TABLE hazard --"
	p := planned(t, Scope{Regions: []safety.RegionCode{evil}, Sectors: []string{evil}}, RecordQuery{
		Region: evil, Tree: evil, Search: evil, From: on(t, "2025-01-01"), To: on(t, "2025-02-01"), Metric: "hazards_open", AsOf: on(t, "2025-02-01"),
		Filters: []Filter{{Dimension: "hazard_level", Values: []string{evil}}},
	})
	p.after = &cursor{Date: "2025-01-15", System: evil, ID: evil}
	page, err := p.list([]string{"202501-4"}, 51)
	if err != nil {
		t.Fatal(err)
	}
	count, err := p.count([]string{"202501-4"})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []Statement{page, count, p.named(evil, []string{evil})} {
		if strings.Contains(s.SQL, "DROP") || strings.Contains(s.SQL, "--") {
			t.Errorf("the caller's words are in the SQL:\n%s", s.SQL)
		}
		for _, must := range []string{"_partition_id IN {parts:Array(String)}", "ancestor IN {scope_regions:Array(String)}", "{scope_sectors:Array(String)}"} {
			if !strings.Contains(s.SQL, must) {
				t.Errorf("without %s:\n%s", must, s.SQL)
			}
		}
		for _, piece := range strings.Split(s.SQL, "{")[1:] {
			name, _, _ := strings.Cut(piece, ":")
			if _, ok := s.Args[name]; !ok {
				t.Errorf("{%s} has no value:\n%s", name, s.SQL)
			}
		}
	}
	if limit := page.Args["limit"]; limit != uint64(51) {
		t.Errorf("limit %v", limit)
	}
	if !slices.Equal(page.Args["parts"].([]string), []string{"202501-4"}) {
		t.Errorf("parts %v", page.Args["parts"])
	}
}
