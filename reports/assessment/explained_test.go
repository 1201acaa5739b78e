package assessment

import (
	"reflect"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// Reasons that were put together for who sees all are there for the next caller, who is given of them what he may see: exactly
// what he would get from a reader that nobody asked before him.
func TestKeptReasonsAreCutToTheCaller(t *testing.T) {
	shared, _ := zibo(t)
	all, err := shared.Assess(t.Context(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	again, err := shared.Assess(t.Context(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	if all.Subjects[0].Movement == nil || all.Subjects[0].Movement != again.Subjects[0].Movement {
		t.Error("the second caller's movements were made anew")
	}
	for _, scope := range []warehouse.Scope{
		{Regions: []safety.RegionCode{"370321"}}, {Regions: []safety.RegionCode{"370300"}},
		{All: true, Sectors: []string{"mining"}}, {All: true, Facts: []string{"hazard"}},
	} {
		alone, _ := zibo(t)
		want, err := alone.Assess(t.Context(), scope, quarter(t))
		if err != nil {
			t.Fatal(err)
		}
		got, err := shared.Assess(t.Context(), scope, quarter(t))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Subjects, want.Subjects) {
			t.Errorf("%+v: %+v, alone %+v", scope, got.Subjects, want.Subjects)
		}
		for _, s := range got.Subjects {
			if s.Redacted && (s.Movement != nil || s.Indicators != nil || s.Vetoes != nil || s.Notes != nil) {
				t.Errorf("%+v is given reasons of %s", scope, s.Name)
			}
		}
	}
}
