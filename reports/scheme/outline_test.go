package scheme

import (
	"testing"

	"anlan/warehouse"
)

// Every line of every scheme that ships is said in words, in both languages, and the marks of the lines are those of the scheme.
func TestOutlineSaysEveryLine(t *testing.T) {
	library, err := Open("", catalogueMetrics(t))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]warehouse.Text{}
	for _, s := range library.Schemes() {
		entries := s.Outline()
		if len(entries) == 0 {
			t.Errorf("%s has no lines", s.Name)
		}
		for _, e := range entries {
			if e.Rule.ZH == "" || e.Rule.EN == "" || e.Title.ZH == "" || e.Kind == Scored && e.Marks == nil {
				t.Errorf("%s %s: %+v", s.Name, e.Name, e)
			}
			said[s.Name+" "+e.Name] = e.Rule
		}
		for i := range s.Vetoes {
			when, effect := s.InWords(&s.Vetoes[i])
			if when == (warehouse.Text{}) || effect.ZH == "" {
				t.Errorf("%s %s: %v %v", s.Name, s.Vetoes[i].Name, when, effect)
			}
		}
	}
	for line, want := range map[string]warehouse.Text{
		"county-quarterly hazard_on_time":     {ZH: "隐患按期整改率；80%得0分，100%得满分，之间按比例计分", EN: "Hazards rectified on time; 80% earns nothing, 100% all marks, in proportion between them"},
		"county-quarterly accidents_compared": {ZH: "事故起数（纳入统计）；与去年同期相比；每增加1起扣0.2分", EN: "Accidents (counted in statistics); set against last year; each 1 more costs 0.2"},
		"county-quarterly larger_accidents":   {ZH: "较大及以上事故起数（纳入统计）；不高于0起得满分，否则不得分", EN: "Larger or worse accidents (counted); at most 0 gives all marks, anything else none"},
	} {
		if said[line] != want {
			t.Errorf("%s: %v", line, said[line])
		}
	}
}
