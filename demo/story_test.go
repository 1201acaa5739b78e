package demo

import (
	"testing"

	"anlan/safety"
)

// The figures behind the stories, counted from the files by county.
func TestStoriesAreInTheData(t *testing.T) {
	records, truth := spotless(t)
	of := func(fact string, county safety.RegionCode, is func(r map[string]string) bool) (n int) {
		for _, r := range records[fact] {
			if len(r["region"]) >= 6 && r["region"][:6] == string(county) && is(r) {
				n++
			}
		}
		return n
	}
	overdueMajor := func(r map[string]string) bool {
		due := max(r["due_on"], r["extended_due_on"])
		return r["level"] == "重大" && r["rectified_on"] == "" && due != "" && due < "2026-09-30" && r["found_on"] >= "2026-05"
	}
	if n := of("hazard", overdueCounty, overdueMajor); n < 8 {
		t.Errorf("桓台县 has %d overdue major hazards, expected the 8 planted ones at least", n)
	}
	larger := func(r map[string]string) bool {
		return r["reported_grade"] == "较大" && r["occurred_on"] == "2026-08-14"
	}
	if n := of("accident", overdueCounty, larger); n != 1 {
		t.Errorf("桓台县 has %d larger accidents on 2026-08-14, expected 1", n)
	}
	missing := func(r map[string]string) bool { return r["status"] == "未报送" && r["period_to"] > "2026-07" }
	if n := of("obligation", silentCounty, missing); n < 5 {
		t.Errorf("高青县 owes %d reports of the third quarter of 2026, expected many", n)
	}
	expired := func(r map[string]string) bool { return r["certificate_until"] == "2026-06-30" }
	if n, all := of("training", uncertainCounty, expired), of("training", uncertainCounty, func(r map[string]string) bool { return r["certificate_until"] != "" }); n*4 < all {
		t.Errorf("周村区: %d of %d certificates run out on 2026-06-30, expected more than a quarter", n, all)
	}
	concealed := func(r map[string]string) bool { return r["reported_concealed"] == "是" }
	if n := of("accident", concealingCounty, concealed); n != 1 {
		t.Errorf("沂源县 concealed %d accidents, expected 1", n)
	}
	if n := of("denominator", uncountedCounty, func(map[string]string) bool { return true }); n != 0 {
		t.Errorf("鄄城县 has %d denominators, expected none", n)
	}
	if len(truth.Stories) != len(stories) {
		t.Errorf("%d stories told of %d", len(truth.Stories), len(stories))
	}
}

func TestStoriesThatTheDataDoNotReachAreNotTold(t *testing.T) {
	truth, err := Generate(t.Context(), Options{Dir: t.TempDir(), Scale: Small, Until: safety.NewDate(2025, 6, 15)})
	if err != nil {
		t.Fatal(err)
	}
	if len(truth.Stories) != 1 || truth.Stories[0].Region != tragicCounty {
		t.Errorf("told up to June 2025: %v, expected only the accident of March 2025", truth.Stories)
	}
}

// Each planned fault is written, with the reason that its table gives, and no row is wrong in a way that is not counted.
func TestRowsAreGoodRejectedOrRepeated(t *testing.T) {
	_, truth := small(t, 5)
	for fact, f := range truth.Facts {
		rejected, faults := int64(0), int64(0)
		for _, n := range f.Rejected {
			rejected += n
		}
		for _, n := range f.Faults {
			faults += n
		}
		if f.Rows != f.Good+f.Duplicates+rejected || faults != f.Duplicates+rejected {
			t.Errorf("%s: %d rows, %d good, %d repeated, %d rejected, %d faults", fact, f.Rows, f.Good, f.Duplicates, rejected, faults)
		}
		for _, planned := range faultsOf(fact) {
			if f.Faults[planned.name] == 0 {
				t.Errorf("%s: no row with the fault %s", fact, planned.name)
			}
		}
	}
}
