package geo

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// someRegions are Jinan and Laiwu around the day in 2018 on which Laiwu became two districts of Jinan; Zibo with a zone that the
// regions file gives a point, and one that it does not; Penglai and Changdao, which became one county in 2020.
func someRegions(t *testing.T) *warehouse.Regions {
	t.Helper()
	day := func(text string) safety.Date {
		d, err := safety.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	var rows []warehouse.Region
	add := func(code, parent safety.RegionCode, level safety.RegionLevel, change func(*warehouse.Region)) {
		r := warehouse.Region{Code: code, Name: "第" + string(code), StatutoryParent: parent, Level: level, Kind: warehouse.StatutoryRegion}
		if change != nil {
			change(&r)
		}
		rows = append(rows, r)
	}
	until := func(last string, successors ...safety.RegionCode) func(*warehouse.Region) {
		return func(r *warehouse.Region) { r.ValidTo, r.Successors = day(last), successors }
	}
	since := func(first string) func(*warehouse.Region) {
		return func(r *warehouse.Region) { r.ValidFrom = day(first) }
	}
	add("CN", "", safety.LevelCountry, nil)
	add("370000", "CN", safety.LevelProvince, nil)
	for _, city := range []safety.RegionCode{"370100", "370300", "370600"} {
		add(city, "370000", safety.LevelCity, nil)
	}
	add("371200", "370000", safety.LevelCity, until("2018-12-25", "370116", "370117"))
	add("371202", "371200", safety.LevelCounty, until("2018-12-25", "370116"))
	add("371203", "371200", safety.LevelCounty, until("2018-12-25", "370117"))
	add("370116", "370100", safety.LevelCounty, since("2018-12-26"))
	add("370117", "370100", safety.LevelCounty, since("2018-12-26"))
	for _, code := range []safety.RegionCode{"370102", "370103", "370104", "370105", "370112", "370113", "370114", "370115", "370124", "370126"} {
		add(code, "370100", safety.LevelCounty, nil)
	}
	for _, code := range []safety.RegionCode{"370302", "370303", "370304", "370305", "370306", "370321", "370322", "370323"} {
		add(code, "370300", safety.LevelCounty, nil)
	}
	add("ZB-GXQ", "370300", safety.LevelCounty, func(r *warehouse.Region) {
		r.Kind, r.OnMap, r.ResponsibleUnit, r.ResponsiblePost = warehouse.ZoneRegion, &warehouse.Point{Longitude: 118.05, Latitude: 36.84}, "高新区管委会", "安委办主任"
	})
	add("ZB-WCH", "370300", safety.LevelCounty, func(r *warehouse.Region) { r.Kind = warehouse.ZoneRegion })
	add("370303001", "370303", safety.LevelTown, nil)
	add("370634", "370600", safety.LevelCounty, until("2020-06-04", "370614"))
	add("370684", "370600", safety.LevelCounty, until("2020-06-04", "370614"))
	add("370614", "370600", safety.LevelCounty, since("2020-06-05"))
	regions, err := warehouse.NewRegions(rows)
	if err != nil {
		t.Fatal(err)
	}
	return regions
}

func on(t *testing.T, text string) safety.Date {
	t.Helper()
	d, err := safety.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestShapesFollowReforms(t *testing.T) {
	atlas, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	regions := someRegions(t)
	for _, c := range []struct {
		what string
		code safety.RegionCode
		day  string
		want string
	}{
		{"a county is itself", "370321", "2025-01-01", "370321"},
		{"Laicheng was what is Laiwu district today", "371202", "2018-01-01", "370116"},
		{"Laiwu was both of its counties", "371200", "2018-01-01", "370116 370117"},
		{"Jinan had ten counties then", "370100", "2018-01-01", "370102 370103 370104 370105 370112 370113 370114 370115 370124 370126"},
		{"and has twelve now, Zibo's zones lie within its counties", "370100", "2025-01-01", "370102 370103 370104 370105 370112 370113 370114 370115 370116 370117 370124 370126"},
		{"Changdao's part of Penglai is not known", "370634", "2019-01-01", ""},
		{"so Yantai then is not either", "370600", "2019-01-01", ""},
		{"a town has none", "370303001", "2025-01-01", ""},
		{"a zone has none", "ZB-GXQ", "2025-01-01", ""},
	} {
		shape, parts := atlas.On(regions, c.code, on(t, c.day), 7)
		if got := strings.Trim(fmt.Sprint(parts), "[]"); got != c.want || (shape == nil) != (c.want == "") {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	laiwu, _ := atlas.On(regions, "371200", on(t, "2018-01-01"), 7)
	jinan, _ := atlas.On(regions, "370100", on(t, "2018-01-01"), 7)
	now, _ := atlas.On(regions, "370100", on(t, "2025-01-01"), 7)
	if sum(laiwu)+sum(jinan) != sum(now) || sum(laiwu) == 0 {
		t.Errorf("Laiwu %d and the old Jinan %d are not today's %d", sum(laiwu), sum(jinan), sum(now))
	}
}

// listed answers with regions below one, as the warehouse does.
type listed struct{ regions *warehouse.Regions }

func (l listed) RegionsBelow(_ context.Context, _ warehouse.Scope, q warehouse.RegionQuery) (*warehouse.RegionList, error) {
	top, _ := l.regions.Get(q.Region, q.On)
	return &warehouse.RegionList{Region: top, List: l.regions.Children(warehouse.Statutory, q.Region, q.On), Tree: warehouse.Statutory, On: q.On, Version: 1, Regions: l.regions}, nil
}

// featureCollection is what readers of GeoJSON make of an answer.
type featureCollection struct {
	Type             string    `json:"type"`
	CoordinateSystem string    `json:"coordinate_system"`
	BBox             []float64 `json:"bbox"`
	Features         []struct {
		ID         string         `json:"id"`
		Properties map[string]any `json:"properties"`
		Geometry   *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
	} `json:"features"`
}

func TestALayerSaysWhatItIsDrawnFrom(t *testing.T) {
	atlas, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	layer, err := atlas.Layer(t.Context(), listed{someRegions(t)}, warehouse.Everything(), Query{Zoom: 7, RegionQuery: warehouse.RegionQuery{Region: "370300", On: on(t, "2025-01-01")}})
	if err != nil {
		t.Fatal(err)
	}
	var got featureCollection
	if err := json.Unmarshal(layer.GeoJSON(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "FeatureCollection" || got.CoordinateSystem != "GCJ-02" || len(got.BBox) != 4 || len(got.Features) != 10 {
		t.Errorf("%s in %s with %d features, bbox %v", got.Type, got.CoordinateSystem, len(got.Features), got.BBox)
	}
	var drawn []string
	for _, f := range got.Features {
		if f.Geometry == nil {
			t.Fatalf("%s is not drawn", f.ID)
		}
		drawn = append(drawn, fmt.Sprint(f.ID, " ", f.Geometry.Type, " ", f.Properties["geometry_from"]))
		switch f.ID {
		case "ZB-GXQ":
			if string(f.Geometry.Coordinates) != "[118.05,36.84]" || f.Properties["responsible_post"] != "安委办主任" {
				t.Errorf("%s: %s %v", f.ID, f.Geometry.Coordinates, f.Properties)
			}
		case "370321":
			var rings [][][2]float64
			if err := json.Unmarshal(f.Geometry.Coordinates, &rings); err != nil {
				t.Fatal(err)
			}
			if ring := rings[0]; ring[0] != ring[len(ring)-1] {
				t.Errorf("%s is not closed", f.ID)
			}
		}
	}
	for _, want := range []string{"370321 Polygon shape", "ZB-GXQ Point given", "ZB-WCH Point parent"} {
		if !slices.Contains(drawn, want) {
			t.Errorf("%s is missing among %v", want, drawn)
		}
	}
	towns, err := atlas.Layer(t.Context(), listed{someRegions(t)}, warehouse.Everything(), Query{RegionQuery: warehouse.RegionQuery{Region: "370303", On: on(t, "2025-01-01")}})
	if err != nil || len(towns.Areas) != 1 || towns.Areas[0].Point != nil {
		t.Errorf("a town has no place: %+v %v", towns, err)
	}
	if !strings.Contains(string(towns.GeoJSON()), `"geometry":null`) {
		t.Errorf("%s", towns.GeoJSON())
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Two squares of another province that share a wavy border, and a county of Shandong that the user draws otherwise.
func TestAFolderAddsAndReplaces(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "hebei.geojson", `{"type": "FeatureCollection", "coordinate_system": "gcj02", "features": [
		{"type": "Feature", "properties": {"code": "130102"}, "geometry": {"type": "Polygon", "coordinates": [[[114,38],[115,38],[115.001,38.3],[114.999,38.6],[115,39],[114,39],[114,38]]]}},
		{"type": "Feature", "properties": {"adcode": 130104}, "geometry": {"type": "Polygon", "coordinates": [[[116,38],[116,39],[115,39],[114.999,38.6],[115.001,38.3],[115,38],[116,38]]]}},
		{"type": "Feature", "properties": {"code": "370321"}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[118,36.9],[118.1,36.9],[118.1,37],[118,36.9]]]]}}]}`)
	atlas, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	shipped, _ := Open("")
	if len(atlas.Codes()) != 138 || len(shipped.Codes()) != 136 || atlas.Hash() == shipped.Hash() {
		t.Errorf("%d codes, %d without the folder", len(atlas.Codes()), len(shipped.Codes()))
	}
	if n := len(atlas.Own("370321", 12)[0][0]); n != 3 {
		t.Errorf("370321 has %d places, the user drew 3", n)
	}
	a, b := atlas.Own("130102", 5), atlas.Own("130104", 5)
	if len(a[0][0]) != 4 || len(b[0][0]) != 4 {
		t.Errorf("from afar the border is straight: %v and %v", a, b)
	}
	for zoom := range 20 {
		whole := merge([]Shape{atlas.Own("130102", zoom), atlas.Own("130104", zoom)})
		if len(whole) != 1 || len(whole[0]) != 1 {
			t.Errorf("at zoom %d there is something between the two: %v", zoom, whole)
		}
	}
}

func TestFaultsOfAFolderAreAllNamed(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.geojson", `{"type": "FeatureCollection", "features": [
		{"type": "Feature", "properties": {"name": "张店"}, "geometry": null},
		{"type": "Feature", "properties": {"code": "370303"}, "geometry": {"type": "Point", "coordinates": [118, 36]}},
		{"type": "Feature", "properties": {"code": "370304"}, "geometry": {"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,0.9],[0,0]]]}},
		{"type": "Feature", "properties": {"code": "370305"}, "geometry": {"type": "Polygon", "coordinates": [[[36.9,118],[36.9,118.1],[37,118.1],[36.9,118]]]}},
		{"type": "Feature", "properties": {"code": "370306"}, "geometry": {"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0]]]}}]}`)
	write(t, dir, "b.geojson", `not GeoJSON`)
	_, err := Open(dir)
	if err == nil {
		t.Fatal("a folder of faults is taken")
	}
	for _, want := range []string{
		"a.geojson: coordinate_system", "a.geojson: feature 1: expected the property code", "a.geojson: feature 2 (370303): geometry type \"Point\"",
		"a.geojson: feature 3 (370304): its lines cross", "a.geojson: feature 4 (370305): [36.9 118]: expected [longitude, latitude]",
		"a.geojson: feature 5 (370306): a ring", "b.geojson: expected GeoJSON",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not named:\n%v", want, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that is not there is taken")
	}
}

// The checks of shapes find what they are there for.
func TestFaultyShapesAreFound(t *testing.T) {
	square := func(x, y int32) Shape { return Shape{{Ring{{x, y}, {x + 100, y}, {x + 100, y + 100}, {x, y + 100}}}} }
	for what, shapes := range map[string]map[safety.RegionCode]Shape{
		"overlapping squares":  {"1": square(0, 0), "2": square(50, 50)},
		"one within the other": {"1": square(0, 0), "2": {{Ring{{20, 20}, {40, 20}, {40, 40}, {20, 40}}}}},
		"twice the same":       {"1": square(0, 0), "2": square(0, 0)},
		"the wrong way":        {"1": {{Ring{{0, 0}, {0, 100}, {100, 100}, {100, 0}}}}},
		"a bow tie":            {"1": {{Ring{{0, 0}, {100, 100}, {100, 0}, {0, 90}}}}},
		"a corner on a border": {"1": square(0, 0), "2": {{Ring{{100, 50}, {200, 0}, {200, 100}}}}},
	} {
		if len(faultsOf(shapes)) == 0 {
			t.Errorf("%s: nothing is found", what)
		}
	}
	if faults := faultsOf(map[safety.RegionCode]Shape{"1": square(0, 0), "2": square(100, 0), "3": square(0, 100)}); len(faults) > 0 {
		t.Errorf("three squares side by side: %v", faults)
	}
}
