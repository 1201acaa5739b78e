package safety_test

import (
	"slices"
	"testing"

	"anlan/safety"
)

func TestTheTwoEditionsOfAccidentTypes(t *testing.T) {
	for _, c := range []struct {
		edition     safety.AccidentEdition
		count       int
		first, last string
	}{
		{safety.GB6441Of1986, 20, "物体打击", "其他伤害"},
		{safety.GB6441Of2025, 27, "物体打击", "其他"},
	} {
		types := safety.AccidentTypes(c.edition)
		if len(types) != c.count || types[0].ZH != c.first || types[len(types)-1].ZH != c.last {
			t.Errorf("%s has %d types", c.edition, len(types))
		}
		for i, a := range types {
			if a.Number != i+1 || a.Edition != c.edition || a.EN == "" {
				t.Errorf("%s: %+v at place %d", c.edition, a, i+1)
			}
			if got, err := safety.ParseAccidentType(c.edition, a.ZH); err != nil || got != a {
				t.Errorf("%s reads as %+v, %v", a.ZH, got, err)
			}
		}
	}
	if safety.AccidentTypes("GB6441-2050") != nil {
		t.Error("an edition that does not exist has types")
	}
	if _, err := safety.ParseAccidentType("GB6441-2050", "火灾"); err == nil {
		t.Error("a word was read by an edition that does not exist")
	}
	if _, err := safety.ParseAccidentType(safety.GB6441Of1986, "粉尘爆炸"); err == nil {
		t.Error("粉尘爆炸 is a type of 2025 only")
	}
}

func TestTheEditionInForceOnADay(t *testing.T) {
	later := date(t, "2027-01-01")
	for _, c := range []struct {
		day     string
		inForce safety.Date
		want    safety.AccidentEdition
	}{
		{"2026-06-30", safety.Date{}, safety.GB6441Of1986},
		{"2026-07-01", safety.Date{}, safety.GB6441Of2025},
		{"2026-07-01", later, safety.GB6441Of1986},
		{"2027-01-01", later, safety.GB6441Of2025},
	} {
		if got := safety.EditionAt(date(t, c.day), c.inForce); got != c.want {
			t.Errorf("%s with 2025 in force from %q: %s, expected %s", c.day, c.inForce, got, c.want)
		}
	}
}

func TestOnlyLosslessTypesCompareAcrossEditions(t *testing.T) {
	const to1986, to2025 = safety.GB6441Of1986, safety.GB6441Of2025
	for _, c := range []struct {
		to          safety.AccidentEdition
		codes, want []string
		why         string
	}{
		{to2025, []string{"1986-08"}, []string{"2025-09"}, "火灾 is 火灾"},
		{to1986, []string{"2025-04"}, []string{"1986-03"}, "机械致害 was 机械伤害"},
		{to2025, []string{"1986-19"}, []string{"2025-23", "2025-24"}, "中毒和窒息 was split"},
		{to1986, []string{"2025-24", "2025-23"}, []string{"1986-19"}, "both parts together are the whole"},
		{to1986, []string{"2025-23"}, nil, "中毒 alone has no base"},
		{to1986, []string{"2025-09", "2025-23"}, nil, "nor in company"},
		{to2025, []string{"1986-10"}, nil, "坍塌 took in 冒顶片帮"},
		{to2025, []string{"1986-18"}, nil, "其他爆炸 was spread over many"},
		{to2025, []string{"2025-12"}, []string{"2025-12"}, "within an edition everything compares"},
		{to2025, []string{"1986-99"}, nil, "no such type"},
		{to2025, nil, nil, "nothing"},
		{"GB6441-2050", []string{"1986-08"}, nil, "no such edition"},
	} {
		got, ok := safety.CorrespondingTypes(c.to, c.codes...)
		if !slices.Equal(got, c.want) || ok != (c.want != nil) {
			t.Errorf("%v in %s: %v, %v; expected %v: %s", c.codes, c.to, got, ok, c.want, c.why)
		}
	}
}

// What corresponds one way corresponds back, and no accident is counted twice on either side.
func TestCorrespondenceGoesBothWays(t *testing.T) {
	seen := map[string]string{}
	for _, a := range safety.AccidentTypes(safety.GB6441Of1986) {
		there, ok := safety.CorrespondingTypes(safety.GB6441Of2025, a.Code)
		if !ok {
			continue
		}
		back, ok := safety.CorrespondingTypes(safety.GB6441Of1986, there...)
		if !ok || !slices.Equal(back, []string{a.Code}) {
			t.Errorf("%s goes to %v and comes back as %v", a.Code, there, back)
		}
		for _, code := range there {
			if other := seen[code]; other != "" {
				t.Errorf("%s holds the accidents of %s and of %s", code, other, a.Code)
			}
			seen[code] = a.Code
		}
	}
	if len(seen) == 0 {
		t.Error("nothing corresponds")
	}
}
