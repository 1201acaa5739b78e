package warehouse

import (
	"strings"
	"testing"

	"anlan/safety"
)

// Beside its code a town is called with its county, a county of Laiwu as on the day of the record, under its last name after 2019;
// an enterprise only to who may see it; what is no such code has no names at all, and nothing is named unless it is asked for.
func TestNamesBesideCodes(t *testing.T) {
	w := openTest(t)
	load(t, w, "enterprise", "system,id,name,region\ns,91370321MA00000142,桓台化工,370321\ns,91370303MA0000001X,张店建筑,370303\n")
	load(t, w, "accident", "system,id,region,enterprise,occurred_on,type\n"+
		"s,a1,370321101,91370321MA00000142,2025-04-04,1986-04\n"+
		"s,a2,370321,91370303MA0000001X,2025-04-03,其他\n"+
		"s,a3,371202,,2018-04-02,\n"+
		"s,a4,371202,,2020-04-01,\n")
	list := func(scope Scope, region safety.RegionCode, named bool) *RecordTable {
		t.Helper()
		table, err := w.RecordTable(t.Context(), scope, RecordQuery{Fact: "accident", Region: region, WithNames: named})
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	names := func(table *RecordTable, column string) string {
		c, _ := table.Column(column)
		var out []string
		for _, name := range c.Names {
			if name == nil {
				out = append(out, "-")
				continue
			}
			out = append(out, *name)
		}
		return strings.Join(out, " ")
	}
	all := list(Everything(), "370000", true)
	for column, want := range map[string]string{
		"region":     "桓台县起凤镇 桓台县 莱城区 莱城区",
		"enterprise": "桓台化工 张店建筑 - -",
		"type":       "起重伤害 - - -",
		"summary":    "",
		"id":         "",
	} {
		if got := names(all, column); got != want {
			t.Errorf("%s (%s): %q, want %q", column, cellsOf(t, all, "id"), got, want)
		}
	}
	county := Scope{Regions: []safety.RegionCode{"370321"}}
	if got := names(list(county, "370321", true), "enterprise"); got != "桓台化工 -" {
		t.Errorf("a county is told of its neighbour's enterprise: %q", got)
	}
	county.Facts = []string{"accident"}
	if got := names(list(county, "370321", true), "enterprise"); got != "" {
		t.Errorf("who may not see enterprises is told %q", got)
	}
	if got := names(list(Everything(), "370000", false), "region"); got != "" {
		t.Errorf("names that nobody asked for: %q", got)
	}
}
