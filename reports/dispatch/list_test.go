package dispatch

import (
	"strings"
	"testing"

	"anlan/access"
	"anlan/safety"
)

// The bulletins of 桓台县 for December 2025 (issued as 〔2026〕1号) and May 2026 (a draft): a list is of a year, of titles or numbers that
// hold a text, and of a city with its counties, always of what its reader may see.
func TestListsAreNarrowed(t *testing.T) {
	o := newOffice(t)
	o.issued("2025-12", "2026-01-05")
	o.drafted("2026-05")
	for what, c := range map[string]struct {
		caller access.Caller
		filter Filter
		want   string
	}{
		"all":                            {writer, Filter{}, "2026-05 2025-12"},
		"of the year that a period ends": {writer, Filter{Year: 2025}, "2025-12"},
		"by a part of the title":         {writer, Filter{Search: "2026-05安全"}, "2026-05"},
		"by the document number":         {writer, Filter{Search: "〔2026〕1号"}, "2025-12"},
		"by what none has":               {writer, Filter{Search: "年报"}, ""},
		"of the city itself":             {city, Filter{Region: "370300"}, ""},
		"of the city and its counties":   {city, Filter{Region: "370300", Below: true}, "2025-12"}, // drafts are the county's own
		"of another city":                {city, Filter{Region: "371300", Below: true}, ""},
		"of a neighbour":                 {neighbor, Filter{Region: safety.RegionCode("370300"), Below: true}, ""},
	} {
		c.filter.First = 10
		list, more, err := o.List(t.Context(), c.caller, c.filter)
		var got []string
		for _, b := range list {
			got = append(got, b.Case.Period.String())
		}
		if err != nil || more || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, more %v (%v), want %s", what, got, more, err, c.want)
		}
	}
	// A page is full of what is asked for, and says that there is more only when there is.
	if list, more, err := o.List(t.Context(), writer, Filter{Year: 2025, First: 1}); err != nil || more || len(list) != 1 {
		t.Errorf("a page of one: %d, more %v (%v)", len(list), more, err)
	}
}
