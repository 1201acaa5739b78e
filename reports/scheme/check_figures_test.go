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
