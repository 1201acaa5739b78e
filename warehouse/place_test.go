package warehouse

import (
	"math"
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
