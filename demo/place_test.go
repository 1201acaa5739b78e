package demo

import (
	"strconv"
	"testing"

	"anlan/reports/geo"
	"anlan/safety"
)

// Enterprises stand inside the county that they are registered in, at the detail of a province's map and at the finest one.
func TestEnterprisesStandInTheirCounties(t *testing.T) {
	records, _ := spotless(t)
	atlas, err := geo.Open("")
	if err != nil {
		t.Fatal(err)
	}
	placed, without := 0, 0
	for _, r := range records["enterprise"] {
		if r["coordinate_system"] == "" {
			without++
			continue
		}
		placed++
		east, err1 := strconv.ParseFloat(r["longitude"], 64)
		north, err2 := strconv.ParseFloat(r["latitude"], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("%s: %s %s", r["id"], r["longitude"], r["latitude"])
		}
		county := safety.RegionCode(r["region"][:6])
		at := geo.Coord{X: int32(east*1e6 + 0.5), Y: int32(north*1e6 + 0.5)}
		for _, zoom := range []int{7, 14} {
			if shape := atlas.Own(county, zoom); shape != nil && !shape.Contains(at) {
				t.Errorf("%s at %s is not in %s at zoom %d", r["id"], at, county, zoom)
			}
		}
	}
	if placed < 1800 || without == 0 {
		t.Errorf("%d have a place and %d have none", placed, without)
	}
}
