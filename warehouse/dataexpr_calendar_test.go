package warehouse_test

import (
	"strings"
	"testing"

	"anlan/warehouse"
)

// The calendar is 1900 to 2299. Beyond it there is no date: neither a day that wrapped around nor one of another century. h1 was found on 2026-05-01.
func TestDatesBeyondTheCalendarAreAnError(t *testing.T) {
	a := warehouse.AskRows(t)
	for expr, want := range map[string]string{
		"addDays(found_on, 4294967296)":          "calendar", // 2^32, at which days wrap around to found_on itself
		"addDays(found_on, 9223372036854775807)": "calendar",
		"found_on + 2000000":                     "calendar",
		"found_on - 2000000":                     "calendar",
		"addMonths(found_on, 3284)":              "calendar", // 2300-01
		"addMonths(found_on, 3283)":              "2299-12-01",
		"addYears(found_on, -1000)":              "calendar",
		"addYears(found_on, -127)":               "calendar",
		"addYears(found_on, -126)":               "1900-05-01",
		"DATE '2299-12-30' + 1":                  "2299-12-31",
		"DATE '2299-12-31' + 1":                  "calendar",
		"DATE '1900-01-02' - 1":                  "1900-01-01",
		"DATE '1900-01-01' - 1":                  "calendar",
		"addDays(found_on, NULL)":                `\N`,
		"if(true, found_on, found_on + 2000000)": "2026-05-01",
	} {
		q, err := readSQL("SELECT " + expr + " FROM hazard WHERE id = 'h1'")
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Ask(q); got != want && !(want == "calendar" && strings.HasPrefix(got, "failed") && strings.Contains(got, "calendar")) && !(want == "calendar" && strings.Contains(got, "outside the calendar")) {
			t.Errorf("%s: %s, want %s", expr, got, want)
		}
	}
}
