package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
)

// corrections lists what the query gives as "metric month region/sector before→after".
func corrections(t *testing.T, w *Warehouse, scope Scope, q CorrectionQuery) (out []string) {
	t.Helper()
	figure := func(f *float64) string {
		if f == nil {
			return "none"
		}
		return fmt.Sprint(*f)
	}
	for {
		page, err := w.Corrections(t.Context(), scope, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Corrections {
			out = append(out, strings.TrimRight(fmt.Sprintf("v%d %s %s %s/%s", c.Version, c.Metric, c.Month, c.Region, c.Sector), "/ ")+" "+figure(c.Before)+"→"+figure(c.After))
		}
		if !page.HasNext {
			return out
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
}

// lateApril loads three times; today is 15 May 2025.
//
//	version 2: two hazards of Huantai (370321) and one of Zhangdian (370303) in April, one of May
//	version 3: late ones of April: one more of Huantai, and the first of Boshan (370304)
//	version 4: a hazard of Huantai was rectified on 30 April; that of Zhangdian was found on 31 March after all
func lateApril(t *testing.T) *Warehouse {
	t.Helper()
	w := openTest(t)
	load(t, w, "hazard", rows(hazardHeader, "h1,370321,mine,self,general,2025-04-10,,", "h2,370321,mine,self,general,2025-04-11,,",
		"h3,370303,mine,self,general,2025-04-12,,", "h4,370303,mine,self,general,2025-05-02,,"))
	load(t, w, "hazard", rows(hazardHeader, "h5,370321,mine,self,general,2025-04-20,,", "h6,370304,gas,self,general,2025-04-21,,", "h7,370304,gas,self,general,2025-05-03,,"))
	load(t, w, "hazard", rows(hazardHeader, "h1,370321,mine,self,general,2025-04-10,,2025-04-30", "h3,370303,mine,self,general,2025-03-31,,"))
	return w
}

func TestCorrections(t *testing.T) {
	w := lateApril(t)
	zibo := Scope{Regions: []safety.RegionCode{"370300"}}
	for _, test := range []struct {
		name  string
		scope Scope
		query CorrectionQuery
		want  []string
	}{
		{"a city: first records, late ones, and one that went to March; May is not over", Everything(),
			CorrectionQuery{Metric: "hazards_found", Region: "370300"}, []string{
				"v4 hazards_found 2025-04 370300 5→4", "v4 hazards_found 2025-03 370300 none→1",
				"v3 hazards_found 2025-04 370300 3→5", "v2 hazards_found 2025-04 370300 none→3"}},
		{"a county", Everything(), CorrectionQuery{Metric: "hazards_found", Region: "370321"}, []string{
			"v3 hazards_found 2025-04 370321 2→3", "v2 hazards_found 2025-04 370321 none→2"}},
		{"a county whose first records came late", Everything(), CorrectionQuery{Metric: "hazards_found", Region: "370304"}, []string{
			"v3 hazards_found 2025-04 370304 none→1"}},
		{"a county that lost its only one", Everything(), CorrectionQuery{Metric: "hazards_found", Region: "370303", From: 202504}, []string{
			"v4 hazards_found 2025-04 370303 1→0", "v2 hazards_found 2025-04 370303 none→1"}},
		{"corrections of figures that were known only", Everything(), CorrectionQuery{Region: "370321", NoNew: true}, []string{
			"v4 hazards_rectified 2025-04 370321 0→1", "v3 hazards_found 2025-04 370321 2→3", "v3 hazards_found_self 2025-04 370321 2→3"}},
		{"the cells behind one version, as they were recorded", Everything(), CorrectionQuery{Metric: "hazards_found", Cells: true, FromVersion: 3, ToVersion: 3}, []string{
			"v3 hazards_found 2025-04 370304/gas none→1", "v3 hazards_found 2025-04 370321/mine 2→3"}},
		{"all cells; a month's first figures are one of them", Everything(), CorrectionQuery{Metric: "hazards_found", Cells: true, First: 2}, []string{
			"v4 hazards_found 2025-04 370303/mine 1→none", "v4 hazards_found 2025-03 none→1",
			"v3 hazards_found 2025-04 370304/gas none→1", "v3 hazards_found 2025-04 370321/mine 2→3", "v2 hazards_found 2025-04 none→3"}},
		{"who sees Zibo starts there, and sees no sum of all regions", zibo, CorrectionQuery{Metric: "hazards_found", Cells: true}, []string{
			"v4 hazards_found 2025-04 370303/mine 1→none", "v3 hazards_found 2025-04 370304/gas none→1", "v3 hazards_found 2025-04 370321/mine 2→3"}},
		{"who sees a sector sees its part", Scope{All: true, Sectors: []string{"gas"}}, CorrectionQuery{Metric: "hazards_found"}, []string{
			"v3 hazards_found 2025-04 CN none→1"}},
		{"other records", Scope{All: true, Facts: []string{"training"}}, CorrectionQuery{}, nil},
		{"another run", Everything(), CorrectionQuery{Run: "other"}, nil},
	} {
		if got := corrections(t, w, test.scope, test.query); !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, strings.Join(got, "\n     "), strings.Join(test.want, "\n     "))
		}
	}
	var fault *Error
	if _, err := w.Corrections(t.Context(), zibo, CorrectionQuery{Region: "370100"}); !errors.As(err, &fault) || fault.Code != Forbidden {
		t.Errorf("a region outside the scope: %v", err)
	}
	if _, err := w.Corrections(t.Context(), Everything(), CorrectionQuery{Metric: "hazards_overdue"}); !errors.As(err, &fault) {
		t.Errorf("a measure that does not add up: %v", err)
	}
}

// A change that failed after its corrections were written leaves rows of a version that is none: nobody sees them, and the next
// change does not take them for its own.
func TestCorrectionsOfAVersionThatNeverCame(t *testing.T) {
	w := lateApril(t)
	if err := w.conn.Exec(t.Context(), "INSERT INTO correction SELECT 5, 'crashed', now64(3), 'hazards_found', 202504, '370321', 'mine', 3, 99"); err != nil {
		t.Fatal(err)
	}
	query := CorrectionQuery{Metric: "hazards_found", Region: "370321", FromVersion: 4}
	if got := corrections(t, w, Everything(), query); len(got) != 0 {
		t.Errorf("before the next load: %v", got)
	}
	load(t, w, "hazard", rows(hazardHeader, "h8,370321,mine,self,general,2025-04-22,,"))
	if got := fmt.Sprint(corrections(t, w, Everything(), query)); got != "[v5 hazards_found 2025-04 370321 3→4]" {
		t.Errorf("got %s", got)
	}
}

// The figure before and after every load, told from the corrections alone, is what the metrics of those versions say.
func TestCorrectionsAgreeWithTheVersions(t *testing.T) {
	w := lateApril(t)
	for _, region := range []safety.RegionCode{"370300", "370321", "370303", "370304"} {
		page, err := w.Corrections(t.Context(), Everything(), CorrectionQuery{Region: region})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Corrections {
			for version, figure := range map[uint64]*float64{c.Version - 1: c.Before, c.Version: c.After} {
				table, err := w.Metrics(t.Context(), Everything(), MetricQuery{Measures: []string{c.Metric}, Region: region, Period: period(t, c.Month.String()), Version: version})
				if err != nil {
					t.Fatal(err)
				}
				want := 0.0
				if table.Columns[0].Numbers[0] != nil {
					want = *table.Columns[0].Numbers[0]
				}
				if got := known(figure); got != want {
					t.Errorf("%s of %s in %s, version %d: %g by the corrections, %g by the version", c.Metric, region, c.Month, version, got, want)
				}
			}
		}
	}
}

// A dry run says what would change for every region above the records, and leaves nothing behind.
func TestRehearsal(t *testing.T) {
	w := lateApril(t)
	before, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	hazard, _ := FactNamed("hazard")
	work := fillWork(t, w, hazard, rows(hazardHeader, "h9,370321,mine,self,general,2025-04-22,,", "h4,370303,mine,self,general,2025-05-02,,2025-05-10"))
	changes, err := w.Rehearse(t.Context(), "dry", func(ctx context.Context, u *Update) error {
		_, err := u.Merge(ctx, hazard, work)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range changes.Figures {
		if c.Metric != "hazards_found_self" {
			got = append(got, fmt.Sprintf("%s %s %s %s %g→%g", c.Metric, c.Month, c.Level, c.Region, known(c.Before), known(c.After)))
		}
	}
	want := []string{
		"hazards_found 2025-04 country CN 4→5", "hazards_found 2025-04 province 370000 4→5", "hazards_found 2025-04 city 370300 4→5", "hazards_found 2025-04 county 370321 3→4",
		"hazards_rectified 2025-05 country CN 0→1", "hazards_rectified 2025-05 province 370000 0→1", "hazards_rectified 2025-05 city 370300 0→1", "hazards_rectified 2025-05 county 370303 0→1",
	}
	if !slices.Equal(got, want) || changes.Total != 12 {
		t.Errorf("%d changes\ngot  %s\nwant %s", changes.Total, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	after, err := w.Current(t.Context())
	if err != nil || after.Number != before.Number {
		t.Errorf("version %d, before %d, %v", after.Number, before.Number, err)
	}
	for _, table := range []string{"hazard", rollupTable} {
		onDisk, err := w.partitionsOnDisk(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range onDisk[table] {
			kept := false
			for n := uint64(1); n <= before.Number; n++ {
				v, err := w.Version(t.Context(), n)
				kept = kept || err == nil && slices.Contains(v.Partitions(table), id)
			}
			if !kept {
				t.Errorf("the dry run left %s of %s behind", id, table)
			}
		}
	}
	if n := len(corrections(t, w, Everything(), CorrectionQuery{FromVersion: before.Number + 1})); n != 0 {
		t.Errorf("%d corrections", n)
	}
	if err := w.DropWork(t.Context(), work); err != nil {
		t.Fatal(err)
	}
}

// known is a figure, with none as zero.
func known(f *float64) float64 {
	if f == nil {
		return 0
	}
	return *f
}

// Any query can be asked of two versions: the counties of Zibo in April, before and after the late records of version 3.
func TestComparingVersions(t *testing.T) {
	w := lateApril(t)
	q := MetricQuery{Measures: []string{"hazards_found", "hazards_rectified"}, Dimensions: []string{"region"}, Region: "370300", Period: period(t, "2025-04")}
	found := func(before, after uint64) string {
		t.Helper()
		c, err := w.CompareVersions(t.Context(), Everything(), q, before, after)
		if err != nil {
			t.Fatal(err)
		}
		out := make([]string, 0, len(c.Differences))
		for _, d := range c.Differences {
			out = append(out, fmt.Sprintf("%s %s %g→%g", d.Metric, d.Titles[0], known(d.Before), known(d.After)))
		}
		return strings.Join(out, ", ")
	}
	if got := found(2, 3); got != "hazards_found 博山区 0→1, hazards_rectified 博山区 0→0, hazards_found 桓台县 2→3" {
		t.Errorf("late records: %s", got) // of Boshan nothing was known before: not even that nothing was rectified
	}
	if got := found(3, 4); got != "hazards_found 张店区 1→0, hazards_rectified 桓台县 0→1" {
		t.Errorf("corrected records: %s", got)
	}
	if got := found(4, 4); got != "" {
		t.Errorf("the same version: %s", got)
	}
	var fault *Error
	if _, err := w.CompareVersions(t.Context(), Everything(), q, 99, 4); !errors.As(err, &fault) || fault.Code != NotFound {
		t.Errorf("a version that is none: %v", err)
	}
}
