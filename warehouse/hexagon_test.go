package warehouse

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
)

// Three enterprises of Huantai: two 300 m apart near the county town, one of them known to two systems; one without a place. One of
// Zhangdian, 20 km to the south, in WGS 84. Hazards: two open at e1 (one major), one rectified; one open at e4, none at e2.
const placedEnterprises = `system,id,region,name,high_risk,longitude,latitude,coordinate_system
a,e1,370321,一,true,118.098000,36.960000,gcj02
b,e1,370321,一,true,118.098000,36.960000,gcj02
a,e2,370321,二,false,118.101000,36.960500,gcj02
a,e3,370321,三,true,,,
a,e4,370303,四,true,118.050000,36.800000,wgs84
`

const placedHazards = `system,id,region,enterprise,source,level,found_on,rectified_on
s,h1,370321,e1,self,major,2025-04-01,
s,h2,370321,e1,self,general,2025-04-02,
s,h3,370321,e1,self,general,2025-04-03,2025-04-20
s,h4,370303,e4,government,major,2025-04-04,
s,h5,370321,e3,self,general,2025-04-04,
`

func TestHexagonsCountWhatHasAPlace(t *testing.T) {
	w := openTest(t)
	load(t, w, "enterprise", placedEnterprises)
	load(t, w, "hazard", placedHazards)
	ask := func(scope Scope, q HexagonQuery) string {
		t.Helper()
		q.Resolution = 6
		table, err := w.Hexagons(t.Context(), scope, q)
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for i := range table.Cells {
			var row []string
			for _, f := range table.Figures {
				cell := "-"
				if f.Values[i] != nil {
					cell = fmt.Sprint(*f.Values[i])
				}
				row = append(row, cell)
			}
			rows = append(rows, strings.Join(row, " "))
		}
		slices.Sort(rows)
		return fmt.Sprintf("%d of %d: %s", table.Located, table.Enterprises, strings.Join(rows, " | "))
	}
	measures := []string{"enterprises", "enterprises_high_risk", "hazards_open", "hazards_open_major"}
	// Huantai's hexagon: e1 and e2, one of them in a high-risk sector, h1 and h2 open. Zhangdian's: e4 with h4.
	if got, want := ask(Everything(), HexagonQuery{Region: "370300", Measures: measures}), "3 of 4: 1 1 1 1 | 2 1 2 1"; got != want {
		t.Errorf("Zibo: %s, want %s", got, want)
	}
	if got, want := ask(Scope{Regions: []safety.RegionCode{"370321"}}, HexagonQuery{Measures: measures}), "2 of 3: 2 1 2 1"; got != want {
		t.Errorf("Huantai's own: %s, want %s", got, want)
	}
	// On 10 April h3 was open still; found in March was nothing.
	if got, want := ask(Everything(), HexagonQuery{Region: "370300", Measures: []string{"accidents", "deaths"}}), "3 of 4: 0 0 | 0 0"; got != want {
		t.Errorf("no accident is none, and none died in it: %s, want %s", got, want)
	}
	april := on(t, "2025-04-10")
	if got, want := ask(Everything(), HexagonQuery{Region: "370321", Measures: []string{"hazards_open"}, AsOf: april}), "2 of 3: 3"; got != want {
		t.Errorf("on 10 April: %s, want %s", got, want)
	}
	march, err := safety.ParsePeriod("2025-03")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := ask(Everything(), HexagonQuery{Region: "370321", Measures: []string{"hazards_found"}, Period: march}), "2 of 3: 0"; got != want {
		t.Errorf("found in March: %s, want %s", got, want)
	}
	table, err := w.Hexagons(t.Context(), Everything(), HexagonQuery{Region: "370321", Resolution: 6})
	if err != nil {
		t.Fatal(err)
	}
	// The hexagon lies around its enterprises (edges of about 3 km).
	for _, corner := range table.Borders[0] {
		if d := corner.Longitude - 118.0995; d < -0.09 || d > 0.09 {
			t.Errorf("a corner at %v", corner)
		}
		if d := corner.Latitude - 36.96; d < -0.07 || d > 0.07 {
			t.Errorf("a corner at %v", corner)
		}
	}
	for what, c := range map[string]struct {
		scope Scope
		q     HexagonQuery
		code  string
	}{
		"another's region":     {Scope{Regions: []safety.RegionCode{"370303"}}, HexagonQuery{Region: "370321", Resolution: 6}, Forbidden},
		"hazards not seen":     {Scope{All: true, Facts: []string{"enterprise", "accident"}}, HexagonQuery{Resolution: 6}, Forbidden},
		"too fine":             {Everything(), HexagonQuery{Resolution: 12}, BadRequest},
		"a rate":               {Everything(), HexagonQuery{Resolution: 6, Measures: []string{"hazard_on_time_rate"}}, BadRequest},
		"a distinct count":     {Everything(), HexagonQuery{Resolution: 6, Measures: []string{"persons_trained"}}, BadRequest},
		"a unit's denominator": {Everything(), HexagonQuery{Resolution: 6, Measures: []string{"gdp"}}, BadRequest},
		"no such measure":      {Everything(), HexagonQuery{Resolution: 6, Measures: []string{"luck"}}, NotFound},
	} {
		if _, err := w.Hexagons(t.Context(), c.scope, c.q); codeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", what, err, c.code)
		}
	}
}
