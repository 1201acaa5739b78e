package scheme_test

import (
	"strings"
	"testing"

	"anlan/reports/scheme"
	"anlan/safety"
)

// A scheme for counties by the quarter says so where it marks cities, or a month; one that names nothing fits all.
func TestWhatASchemeIsMadeFor(t *testing.T) {
	head := "levels: [county]\nperiods: [quarter, year]\n"
	made, err := scheme.Read("a.yaml", []byte(small(head)), nil)
	if err != nil {
		t.Fatal(err)
	}
	fits, err := scheme.Read("a.yaml", []byte(small("")), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		level      safety.RegionLevel
		period, zh string
	}{
		{safety.LevelCounty, "2026Q3", ""},
		{safety.LevelCounty, "2026-01..09", ""}, // January to September is of the kind of its year
		{safety.LevelUnknown, "2026Q3", ""},
		{safety.LevelCity, "2026Q3", "本细则适用于区县，此处用于市，结果仅供参考"},
		{safety.LevelCity, "2026-09", "本细则适用于区县，此处用于市；按季度、年考核，此处用于2026年9月，结果仅供参考"},
		{safety.LevelCounty, "2026-09", "本细则适用于按季度、年考核，此处用于2026年9月，结果仅供参考"},
	} {
		p, err := safety.ParsePeriod(c.period)
		if err != nil {
			t.Fatal(err)
		}
		if got := made.Caution(c.level, p); got.ZH != c.zh || (got.EN == "") != (c.zh == "") {
			t.Errorf("%s %s: %q %q, want %q", c.level, c.period, got.ZH, got.EN, c.zh)
		}
		if got := fits.Caution(c.level, p); got.ZH != "" {
			t.Errorf("%s %s of a scheme that fits any: %q", c.level, c.period, got.ZH)
		}
	}
	_, err = scheme.Read("a.yaml", []byte(small("subjects: departments\nlevels: [county, county]\nperiods: [week, year, year]\n")), nil)
	for _, want := range []string{"levels: expected no levels: departments have none", "levels[1]: expected each level once", `periods[0]: expected one of month, quarter, half_year, year; found "week"`, "periods[2]: expected each kind once"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no fault %q in %v", want, err)
		}
	}
}

// What people call the numbers of a scheme, and what they are in.
func TestNumbersInWords(t *testing.T) {
	s, err := scheme.Read("a.yaml", []byte(small("")), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, n := range s.NumbersInWords() {
		got[n.Line+" "+n.Path] = n.LineTitle.ZH + "|" + n.Title.ZH + "|" + n.Unit.ZH + "|" + n.Title.EN
	}
	for at, want := range map[string]string{
		" full_marks":                      "|满分|分|Full marks",
		"good from":                        "良好|分数线（含）|分|From, included",
		"rectified marks":                  "按期整改|分值|分|Marks",
		"rectified rule.steps[1].at_least": "按期整改|第2档：不低于|%|Step 2: from, included",
		"rectified rule.steps[1].gives":    "按期整改|第2档：得分|分|Step 2: gives",
	} {
		if got[at] != want {
			t.Errorf("%s: %q, want %q", at, got[at], want)
		}
	}
}

// small is a scheme of one line with further keys at its head.
func small(head string) string {
	return "scheme: small\ntitle: {zh: 小, en: Small}\neffective_from: 2020-01-01\nfull_marks: 100\n" + head + `bands:
  - {name: good, title: {zh: 良好, en: good}, from: 0}
figures:
  - {name: share, title: {zh: 整改率, en: Share}, unit: "%", entered: true}
groups:
  - name: all
    title: {zh: 全部, en: All}
    indicators:
      - name: rectified
        title: {zh: 按期整改, en: Rectified}
        figure: share
        marks: 100
        rule: {steps: [{at_least: 90, gives: 100}, {at_least: 60, gives: 50}]}
        document: 第1条
`
}
