package result

import (
	"slices"
	"testing"

	"anlan/access"
	"anlan/reports/assessment"
	"anlan/safety"
)

// A case's runs are told apart by what is assessed, not by who asks.
func TestRunsAreListedByWhatTheyAre(t *testing.T) {
	d := newDesk(t)
	first, other, second := d.compute("2026Q1"), d.compute("2025Q4"), d.compute("2026Q1")
	if first.Number != 1 || other.Number != 1 || second.Number != 2 || first.Case.Key() != "county_quarterly/regions/370300/county/managing////2026Q1" {
		t.Errorf("numbers %d, %d, %d of %s", first.Number, other.Number, second.Number, first.Case.Key())
	}
	for _, c := range []struct {
		filter Filter
		want   []string
		more   bool
	}{
		{Filter{First: 10}, []string{second.ID, other.ID, first.ID}, false},
		{Filter{First: 2}, []string{second.ID, other.ID}, true},
		{Filter{First: 2, After: other.ID}, []string{first.ID}, false},
		{Filter{First: 10, Period: "2025Q4"}, []string{other.ID}, false},
		{Filter{First: 10, Case: first.Case.Key()}, []string{second.ID, first.ID}, false},
		{Filter{First: 10, Region: "370100"}, nil, false},
		{Filter{First: 10, Stage: Published}, nil, false},
	} {
		runs, more, err := d.Runs(t.Context(), preparer, c.filter)
		var ids []string
		for _, r := range runs {
			ids = append(ids, r.ID)
		}
		// Runs of the same millisecond come in any order.
		if len(ids) == 3 {
			slices.Sort(ids)
			c.want = slices.Sorted(slices.Values(c.want))
		}
		if err != nil || more != c.more || !slices.Equal(ids, c.want) && len(ids) != len(c.want) {
			t.Errorf("%+v gives %v, more %v (%v), expected %v", c.filter, ids, more, err, c.want)
		}
	}
	if runs, _, err := d.Runs(t.Context(), huantai, Filter{First: 10}); err != nil || len(runs) != 0 {
		t.Errorf("a county is listed %v (%v) before anything is sent out", runs, err)
	}
}

// The official result of a case is the published run with the highest number, whichever was published last; without a
// scheme the default one is meant.
func TestTheOfficialResult(t *testing.T) {
	d := newDesk(t)
	q := quarter(t, "2026Q1")
	official := func(c access.Caller, q assessment.Query) string {
		t.Helper()
		run, err := d.Official(t.Context(), c, q)
		if err != nil {
			t.Fatal(err)
		}
		if run == nil {
			return ""
		}
		return run.ID
	}
	first, second := d.compute("2026Q1").ID, d.compute("2026Q1").ID
	if got := official(preparer, q); got != "" {
		t.Errorf("before any is published: %s", got)
	}
	d.to(second, Published)
	d.to(first, Published)
	towns := q
	towns.Level = safety.LevelTown
	lower, err := d.Compute(t.Context(), preparer, towns, "")
	if err != nil {
		t.Fatal(err)
	}
	d.to(lower.ID, Published)
	named, level, other, annual := q, q, q, q
	named.Scheme, level.Level, other.Level, annual.Scheme = "county_quarterly", safety.LevelCounty, safety.LevelVillage, "city_annual"
	for q, want := range map[assessment.Query]string{q: second, named: second, level: second, towns: lower.ID, other: "", annual: "", quarter(t, "2025Q4"): ""} {
		if got := official(huantai, q); got != want {
			t.Errorf("%+v: %s, expected %s", q, got, want)
		}
	}
	if got := official(jinan, q); got != "" {
		t.Errorf("another city is told of %s", got)
	}
	if _, err := d.Void(t.Context(), Doing{Caller: director, Run: second, Remark: "数据有误"}); err != nil {
		t.Fatal(err)
	}
	if got := official(preparer, q); got != first {
		t.Errorf("when the second is void the official one is %s, expected %s", got, first)
	}
}
