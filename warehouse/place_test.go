package warehouse

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// Known points, in degrees, as the open conversion libraries test themselves; the bound is what they claim: 1e-5 degrees,
// about a metre.
func TestCoordinatesBecomeGCJ02(t *testing.T) {
	w := openTest(t)
	for _, c := range []struct {
		what, system        string
		longitude, latitude float64
		east, north         float64
		within              float64
	}{
		{"GCJ-02 stays", "gcj02", 118.055800, 36.813500, 118.055800, 36.813500, 0},
		{"WGS 84 of Shanghai", "wgs84", 121.527211, 31.177428, 121.531542, 31.175304, 1e-5},    // eviltransform
		{"CGCS2000 as WGS 84", "cgcs2000", 121.527211, 31.177428, 121.531542, 31.175304, 1e-5}, // within a metre of WGS 84
		{"BD-09 of Tiananmen", "bd09", 116.404, 39.915, 116.397627, 39.908656, 1e-5},           // coordtransform
		{"WGS 84 of Tiananmen", "wgs84", 116.404, 39.915, 116.410244, 39.916404, 1e-5},         // coordtransform
		{"outside China nothing is shifted", "wgs84", 2.2945, 48.8584, 2.2945, 48.8584, 0},
	} {
		var east, north float64
		err := w.conn.QueryRow(t.Context(), onMap("WITH\n/*gcj02*/\nSELECT assumeNotNull(map_longitude), assumeNotNull(map_latitude) FROM (SELECT toNullable(toDecimal32({lon:Float64}, 6)) AS longitude, toNullable(toDecimal32({lat:Float64}, 6)) AS latitude, {system:String} AS coordinate_system)"),
			named("lon", c.longitude), named("lat", c.latitude), named("system", c.system)).Scan(&east, &north)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(east-c.east) > c.within+1e-9 || math.Abs(north-c.north) > c.within+1e-9 {
			t.Errorf("%s: %.6f, %.6f, expected %.6f, %.6f", c.what, east, north, c.east, c.north)
		}
	}
}

// Points and responsibility come with the regions: a zone surveyed in WGS 84, a grid below a town with its unit and post, and a district
// that began in 2018, for all of its days by a row that says nothing else.
func TestRegionsHaveAPlaceAndSomebodyWhoAnswers(t *testing.T) {
	w := openTest(t)
	dir := userFiles(t, map[string]string{"regions.csv": `code,name,level,kind,statutory_parent,longitude,latitude,coordinate_system,responsible_unit,responsible_post
ZB-GXQ,高新区,county,zone,370300,118.049,36.8335,WGS-84,,
ZB-WG-01,一号网格,grid,,370303001,118.05,36.81,高德坐标,车站街道安监办,网格长
370116,,,,,117.66,36.20,gcj02,莱芜区安委会,安委办主任
`})
	for range 2 { // the second time nothing is new
		if _, after, err := w.LoadDimensions(t.Context(), DimensionFiles{Dir: dir}); err != nil || after != 2 {
			t.Fatalf("version %d: %v", after, err)
		}
	}
	regions, err := w.Regions(t.Context(), current(t, w))
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := regions.Get("ZB-GXQ", on(t, "2025-01-01"))
	if zone.Place.Longitude.Decimal.String() != "118.049" || zone.Place.System != "wgs84" {
		t.Errorf("the zone stays where it was surveyed: %+v", zone.Place)
	}
	// GCJ-02 lies about 540 m to the east and 60 m to the north of WGS 84 here.
	if p := zone.OnMap; p == nil || math.Abs(p.Longitude-118.0550) > 0.0005 || math.Abs(p.Latitude-36.8340) > 0.0005 {
		t.Errorf("the zone is drawn at %+v", zone.OnMap)
	}
	grid, ok := regions.Get("ZB-WG-01", on(t, "2025-01-01"))
	if !ok || grid.ResponsibleUnit != "车站街道安监办" || grid.ResponsiblePost != "网格长" || grid.OnMap == nil || grid.Place.System != "gcj02" {
		t.Errorf("the grid: %+v", grid)
	}
	district, ok := regions.Get("370116", on(t, "2025-01-01"))
	if !ok || district.Name != "莱芜区" || district.ValidFrom.String() != "2018-12-26" || district.ResponsiblePost != "安委办主任" || district.OnMap == nil {
		t.Errorf("the district: %+v", district)
	}
	county, _ := regions.Get("370321", on(t, "2025-01-01"))
	if county.OnMap != nil || county.Place.known() {
		t.Errorf("a county without a point: %+v", county)
	}
	dir = userFiles(t, map[string]string{"regions.csv": `code,longitude,latitude,coordinate_system
370303,36.8,118.05,gcj02
370321,118.1,,
370322,118.1,36.9,mars
370323,east,36.9,gcj02
`})
	var faults FileFaults
	if err := (DimensionFiles{Dir: dir}).Check(); !errors.As(err, &faults) {
		t.Fatalf("%v", err)
	}
	for i, want := range []string{"regions.csv:2 latitude", "regions.csv:3 longitude", "regions.csv:4 coordinate_system", "regions.csv:5 longitude"} {
		if i >= len(faults) || !strings.HasPrefix(faults[i].String(), want) {
			t.Errorf("fault %d: %v, want %s", i+1, faults, want)
		}
	}
}
