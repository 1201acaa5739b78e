package scheme

import (
	"strings"
	"testing"
)

// A filter that the catalogue does not know is found when the file is read, not when somebody waits for a ranking.
func TestFiltersAreCheckedAgainstTheCatalogue(t *testing.T) {
	known := catalogueMetrics(t)
	read := func(filter string) error {
		_, err := Read("a.yaml", []byte(strings.Replace(smallScheme, "groups:", "figures:\n  - {name: rate, title: {zh: 率, en: rate}, metric: hazard_on_time_rate, filters: ["+filter+"]}\ngroups:", 1)), known)
		return err
	}
	if err := read("{dimension: hazard_level, values: [major], not: true}, {dimension: sector, values: [chemicals]}"); err != nil {
		t.Error(err)
	}
	for filter, want := range map[string]string{
		"{dimension: hazard_colour, values: [red]}":  `a.yaml:10: figures[0].filters[0].dimension: hazard_on_time_rate cannot be filtered by "hazard_colour"; expected one of department,`,
		"{dimension: hazard_level, values: [huge]}":  `a.yaml:10: figures[0].filters[0].values[0]: expected one of general, major; found "huge"`,
		"{dimension: accident_grade, values: [red]}": "cannot be filtered by",
		"{dimension: sector, values: []}":            "expected at least one value",
	} {
		if err := read(filter); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", filter, err)
		}
	}
}

// Who misspells a figure or a metric, or writes its title, is told the name that is nearest.
func TestTheNameThatWasMeant(t *testing.T) {
	known := catalogueMetrics(t)
	read := func(figure, metric string) string {
		text := strings.Replace(smallScheme, "groups:", "figures:\n  - {name: meetings, title: {zh: 会议次数, en: Meetings}, entered: true}\n  - {name: larger, title: {zh: 较大事故, en: Larger}, metric: "+metric+"}\ngroups:", 1)
		_, err := Read("a.yaml", []byte(strings.Replace(text, "figure: rate", "figure: "+figure, 1)), known)
		if err == nil {
			return ""
		}
		return err.Error()
	}
	for figure, want := range map[string]string{
		"hazards_on_time_rate": "no such metric in the catalogue; did you mean hazard_on_time_rate?",
		"hazard_ontime_rate":   "did you mean hazard_on_time_rate?",
		"deaths_count":         "did you mean deaths_counted?",
		"隐患按期整改率":              "did you mean hazard_on_time_rate?",
		"metings":              "did you mean meetings?",
		"meeting":              "did you mean meetings?",
		"会议次数":                 "did you mean meetings?",
	} {
		if got := read(figure, "accidents_larger_or_worse"); !strings.Contains(got, want) {
			t.Errorf("%s: %s", figure, got)
		}
	}
	if got, want := read("meetings", "accident_larger_or_worse"), `the catalogue has no metric "accident_larger_or_worse"; did you mean accidents_larger_or_worse?`; !strings.Contains(got, want) {
		t.Error(got)
	}
	if got := read("rainfall", "accidents_larger_or_worse"); strings.Contains(got, "did you mean") {
		t.Error(got)
	}
}

// A table whose best row gives 9 of 10 is a slip of the pen, unless it says so itself.
func TestARuleThatNeverGivesAll(t *testing.T) {
	read := func(most string) (*Scheme, error) {
		return Read("a.yaml", []byte(strings.Replace(smallScheme, "marks: 100, rule: {proportional: {floor: 80, target: 100}}", "marks: 100, "+most+"rule: {steps: [{at_least: 90, gives: 90}, {otherwise: true, gives: 10}]}", 1)), nil)
	}
	_, err := read("")
	if want := "the rule can never give all marks: at most 90 of 100 (where that is meant, write most: 90 beside marks)"; err == nil || !strings.Contains(err.Error(), want) {
		t.Error(err)
	}
	s, err := read("most: 90, ")
	if err != nil {
		t.Fatal(err)
	}
	rate := Figure{Value: Value{State: "present", Number: hundred}}
	sheet := s.Mark([]Subject{{Key: "a", Figures: map[string]Figure{"rate": rate}}})[0]
	if got := sheet.Lines[0]; got.Given.String() != "90" || got.Lost.String() != "10" || sheet.Score.String() != "90" {
		t.Errorf("given %s, lost %s, score %s", got.Given, got.Lost, sheet.Score)
	}
}

// A group that names nobody takes all that no other takes: 县区组 and 功能区组 need only one of them named. Two such groups, and
// kinds that there are not, would quietly leave subjects to the wrong group.
func TestPeerGroupsTakeEverybody(t *testing.T) {
	read := func(groups, subjects string) (*Scheme, error) {
		return Read("a.yaml", []byte(strings.Replace(smallScheme, "bands:", "subjects: "+subjects+"\npeer_groups:\n  - {name: counties, title: {zh: 县区组, en: counties}}\n"+groups+"bands:", 1)), nil)
	}
	s, err := read("  - {name: zones, title: {zh: 功能区组, en: zones}, kinds: [zone]}\n  - {name: core, title: {zh: 主城区, en: core}, members: [\"370303\"]}\n", "regions")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ code, kind, want string }{
		{"370321", "statutory", "counties"}, {"ZB-GXQ", "zone", "zones"}, {"370303", "statutory", "core"}, {"x", "", "counties"},
	} {
		if got := s.PeersOf(c.code, c.kind); got != c.want {
			t.Errorf("%s is taken by %q, expected %s", c.code, got, c.want)
		}
	}
	for _, c := range []struct{ groups, subjects, want string }{
		{"  - {name: zones, title: {zh: 功能区组, en: zones}}\n", "regions", `a.yaml:8: peer_groups[1]: expected members or kinds: counties takes all that no other group takes already`},
		{"  - {name: zones, title: {zh: 功能区组, en: zones}, kinds: [zones]}\n", "regions", `peer_groups[1].kinds[0]: expected statutory, zone; found "zones"`},
		{"  - {name: top, title: {zh: 甲类, en: top}, kinds: [E]}\n", "enterprises", `peer_groups[1].kinds[0]: expected A, B, C, D; found "E"`},
		{"  - {name: top, title: {zh: 甲类, en: top}, kinds: [zone]}\n", "departments", `expected members: departments have no kinds; found "zone"`},
	} {
		if _, err := read(c.groups, c.subjects); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, expected %s", c.groups, err, c.want)
		}
	}
}
