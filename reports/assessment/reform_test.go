package assessment_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/reports/assessment"
	"anlan/safety"
	"anlan/warehouse"
)

// A city that nobody knows was reformed on 1 January 2025: county D was divided into D1 and D2, counties M1 and M2 were merged
// into M, and zone Z took over the town M1T, which by statute went to M. The town D1T lies in the eastern part of D.
const reformed = `code,name,level,kind,statutory_parent,managing_parent,valid_from,valid_to,successors
FX,虚构市,city,statutory,370000,,,,
FX-D,分县,county,statutory,FX,,,2024-12-31,FX-D1;FX-D2
FX-D1,分东县,county,statutory,FX,,2025-01-01,,
FX-D2,分西县,county,statutory,FX,,2025-01-01,,
FX-M1,并甲县,county,statutory,FX,,,2024-12-31,FX-M
FX-M2,并乙县,county,statutory,FX,,,2024-12-31,FX-M
FX-M,并县,county,statutory,FX,,2025-01-01,,
FX-Z,功能区,county,zone,FX,,,,
FX-D1T,东镇,town,statutory,FX-D,,,2024-12-31,
FX-D1T,东镇,town,statutory,FX-D1,,2025-01-01,,
FX-M1T,甲镇,town,statutory,FX-M1,,,2024-12-31,
FX-M1T,甲镇,town,statutory,FX-M,FX-Z,2025-01-01,,
`

// dueAndOnTime are the hazards due in May of both years and how many of them were rectified on time, by the region that they were
// recorded in. In 2025 one was still recorded under the old code of D.
var dueAndOnTime = map[int]map[string][2]int{
	2024: {"FX-D": {4, 2}, "FX-D1T": {2, 2}, "FX-M1": {3, 3}, "FX-M1T": {2, 0}, "FX-M2": {5, 4}, "FX-Z": {1, 1}},                 // 17, 12
	2025: {"FX-D": {1, 1}, "FX-D1": {4, 3}, "FX-D1T": {1, 1}, "FX-D2": {2, 2}, "FX-M": {7, 3}, "FX-M1T": {2, 2}, "FX-Z": {1, 0}}, // 18, 12
}

func openReformed(t *testing.T) (*warehouse.Warehouse, *assessment.Reports) {
	t.Helper()
	reference := t.TempDir()
	if err := os.WriteFile(filepath.Join(reference, "regions.csv"), []byte(reformed), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: t.TempDir(), ReferenceDir: reference, Now: func() time.Time { return time.Date(2025, 9, 1, 4, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	var rows strings.Builder
	rows.WriteString("system,id,region,source,level,found_on,due_on,rectified_on\n")
	for year, regions := range dueAndOnTime {
		for region, n := range regions {
			for i := range n[0] {
				rectified := 20
				if i < n[1] {
					rectified = 10
				}
				fmt.Fprintf(&rows, "s,%d-%s-%d,%s,government,general,%d-05-01,%d-05-10,%d-05-%d\n", year, region, i, region, year, year, year, rectified)
			}
		}
	}
	merge(t, w, "hazard", rows.String())
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "reform.yaml"), []byte(`scheme: reform
title: {zh: 试, en: trial}
effective_from: 2020-01-01
full_marks: 100
bands: [{name: pass, title: {zh: 合格, en: pass}, from: 60}, {name: fail, title: {zh: 不合格, en: fail}, from: 0}]
groups:
  - {name: all, title: {zh: 全部, en: all}, indicators: [{name: on_time, title: {zh: 按期, en: on time}, figure: hazard_on_time_rate, marks: 100, rule: {proportional: {floor: 0, target: 100}}, document: d}]}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := assessment.Open(w, assessment.Options{SchemeDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return w, r
}

// Both years, under the tree of either year and under either tree: the counties, the zone and what belongs to none of them (FX)
// add up to the city.
func TestYearsBeforeAndAfterAReformAddUp(t *testing.T) {
	w, _ := openReformed(t)
	for _, c := range []struct {
		year     int
		tree     warehouse.Tree
		treeDate string
		want     string // region due/on time
	}{
		{2024, warehouse.Managing, "2024-06-30", "FX-D 6/4, FX-M1 5/3, FX-M2 5/4, FX-Z 1/1"},
		{2024, warehouse.Statutory, "2024-06-30", "FX-D 6/4, FX-M1 5/3, FX-M2 5/4, FX-Z 1/1"},
		// What was recorded for the whole of D is nobody's after its division; the town's own is the eastern part's. M has what
		// both had; the zone has the town's past by the managing tree only.
		{2024, warehouse.Managing, "2025-06-30", "FX 4/2, FX-D1 2/2, FX-D2 0/0, FX-M 8/7, FX-Z 3/1"},
		{2024, warehouse.Statutory, "2025-06-30", "FX 4/2, FX-D1 2/2, FX-D2 0/0, FX-M 10/7, FX-Z 1/1"},
		{2025, warehouse.Managing, "2025-06-30", "FX 1/1, FX-D1 5/4, FX-D2 2/2, FX-M 7/3, FX-Z 3/2"},
		{2025, warehouse.Statutory, "2025-06-30", "FX 1/1, FX-D1 5/4, FX-D2 2/2, FX-M 9/5, FX-Z 1/0"},
		// Today's records under last year's tree: both parts of D are D; M cannot be told apart.
		{2025, warehouse.Managing, "2024-12-31", "FX 7/3, FX-D 8/7, FX-M1 2/2, FX-M2 0/0, FX-Z 1/0"},
	} {
		treeDate, _ := safety.ParseDate(c.treeDate)
		period, _ := safety.ParsePeriod(fmt.Sprintf("%dQ2", c.year))
		q := warehouse.MetricQuery{
			Measures: []string{"hazards_due", "hazards_due_on_time"}, Dimensions: []string{"region"}, Region: "FX", Tree: c.tree, TreeDate: treeDate, Period: period,
		}
		table, err := w.Metrics(t.Context(), warehouse.Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		columns := map[string]warehouse.Column{}
		for _, column := range table.Columns {
			columns[column.Name] = column
		}
		got := make([]string, 0, 5)
		due, onTime := 0.0, 0.0
		for i, region := range columns["region"].Texts {
			n, m := columns["hazards_due"].Numbers[i], columns["hazards_due_on_time"].Numbers[i]
			if n == nil || m == nil {
				t.Fatalf("%d by %s of %s: %s is not known", c.year, c.tree, c.treeDate, region)
			}
			due, onTime = due+*n, onTime+*m
			got = append(got, fmt.Sprintf("%s %v/%v", region, *n, *m))
		}
		if line := strings.Join(got, ", "); line != c.want {
			t.Errorf("%d by the %s tree of %s: got %s, want %s", c.year, c.tree, c.treeDate, line, c.want)
		}
		if want := map[int][2]float64{2024: {17, 12}, 2025: {18, 12}}[c.year]; due != want[0] || onTime != want[1] {
			t.Errorf("%d by the %s tree of %s: adds up to %v/%v, want %v", c.year, c.tree, c.treeDate, due, onTime, want)
		}
	}
}

// Rankings before and after: each under the units of its own time, and last year's score under this year's units beside it.
func TestRankingsBeforeAndAfterAReform(t *testing.T) {
	w, r := openReformed(t)
	for _, c := range []struct {
		period string
		tree   warehouse.Tree
		want   []string // rank, region, score, and what it was under the same units a year before
	}{
		// 4 of 6, 3 of 5, 4 of 5, 1 of 1
		{"2024-01..06", warehouse.Managing, []string{"1 FX-Z 100 <nil>", "2 FX-M2 80 <nil>", "3 FX-D 66.67 <nil>", "4 FX-M1 60 <nil>"}},
		// 2 of 2; 4 of 5, before 2 of 2; 2 of 3, before 1 of 3; 3 of 7, before 7 of 8. Of the western part of D nobody knows
		// last year's.
		{"2025-01..06", warehouse.Managing, []string{"1 FX-D2 100 <nil>", "2 FX-D1 80 100", "3 FX-Z 66.67 33.33", "4 FX-M 42.86 87.5"}},
		// 5 of 9, before 7 of 10; 0 of 1, before 1 of 1
		{"2025-01..06", warehouse.Statutory, []string{"1 FX-D2 100 <nil>", "2 FX-D1 80 100", "3 FX-M 55.56 70", "4 FX-Z 0 100"}},
	} {
		period, _ := safety.ParsePeriod(c.period)
		a, err := r.Assess(t.Context(), warehouse.Everything(), assessment.Query{Scheme: "reform", Region: "FX", Period: period, Tree: c.tree})
		if err != nil {
			t.Fatal(err)
		}
		got := make([]string, 0, len(a.Subjects))
		for _, s := range a.Subjects {
			got = append(got, fmt.Sprintf("%d %s %s %s", s.Rank, s.Key, s.Score, s.PreviousScore))
			due := s.Indicators[0].Leading().Denominator
			n, err := w.CountRecords(t.Context(), warehouse.Everything(), s.Indicators[0].Drills[0].Records)
			if err != nil || due.IntPart() != int64(n) {
				t.Errorf("%s of %s: %s due, %d records, %v", s.Key, c.period, due, n, err)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s by the %s tree: got %q, want %q", c.period, c.tree, got, c.want)
		}
	}
}
