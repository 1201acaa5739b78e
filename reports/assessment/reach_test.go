package assessment

import (
	"context"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// The records end on 31 March: that the second quarter has no deaths and nothing overdue tells nothing, so nobody is ranked, and
// everybody is told why; what was known of the first quarter stays.
func TestAPeriodAfterTheNewestRecordRanksNobody(t *testing.T) {
	r, f := zibo(t)
	f.until = date(t, "2025-03-31")
	for name, caller := range map[string]warehouse.Scope{"the city": warehouse.Everything(), "a county": {Regions: []safety.RegionCode{"370321"}}} {
		a, err := r.Assess(context.Background(), caller, quarter(t))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"0 370302 <nil> ?", "0 370303 <nil> ?", "0 370321 <nil> ?", "0 ZB-GXQ <nil> ?"}
		if got := board(a); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
		for _, s := range a.Subjects {
			if s.Unranked.ZH != "数据截至2025年3月31日，本期尚无数据" || s.Unranked.EN != "the data end on 2025-03-31: there are none of this period yet" || s.PreviousRank == 0 {
				t.Errorf("%s, %s: %q, before at %d", name, s.Key, s.Unranked, s.PreviousRank)
			}
			for _, line := range s.Indicators {
				if line.State() != warehouse.NoData || line.Shown() != nil {
					t.Errorf("%s, %s, %s: %s %v", name, s.Key, line.Name, line.State(), line.Shown())
				}
			}
		}
	}
	f.until = date(t, "2025-04-01") // a record of the quarter's first day is one of the quarter
	q := quarter(t)
	q.Version = 6 // of which nothing is kept
	if a, err := r.Assess(context.Background(), warehouse.Everything(), q); err != nil || a.Subjects[0].Rank != 1 {
		t.Errorf("a quarter that has begun: %v", err)
	}
}

// What people entered is no record: it counts in a period that no record reaches.
func TestEnteredMarksNeedNoRecords(t *testing.T) {
	_, f := zibo(t)
	f.until = date(t, "2025-03-31")
	nine := decimal.NewFromInt(9)
	f.sheets = []warehouse.Entry{{Item: "meetings", Subject: "370302", Value: &nine}}
	r := reportsBy(t, f, header+"figures:\n  - {name: meetings, title: {zh: 例会, en: meetings}, entered: true}\ngroups:\n"+
		lines("all", "deaths deaths 90 {deduct_per_unit: {costs: 10}}", "meetings meetings 10 {entered: true}"))
	a, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range a.Subjects {
		if s.Key != "370302" {
			continue
		}
		states := map[string]warehouse.State{}
		for _, line := range s.Indicators {
			states[line.Name] = line.State()
		}
		if want := map[string]warehouse.State{"deaths": warehouse.NoData, "meetings": warehouse.Present}; !reflect.DeepEqual(states, want) {
			t.Errorf("got %v, want %v", states, want)
		}
		return
	}
	t.Error("370302 is not there")
}
