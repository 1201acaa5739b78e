package server_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"anlan/access"
	"anlan/reports/geo"
	"anlan/reports/risk"
	"anlan/server"
	"anlan/warehouse"
)

// withMaps adds maps to what is served.
func withMaps(t *testing.T, p server.Parts) server.Parts {
	t.Helper()
	w, ok := p.Sources.Dimensions.(*warehouse.Warehouse)
	if !ok {
		t.Fatalf("the regions come from %T", p.Sources.Dimensions)
	}
	atlas, err := geo.Open("")
	if err != nil {
		t.Fatal(err)
	}
	risks, err := risk.Open(w, risk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p.Maps = server.Maps{Atlas: atlas, Data: w, Risks: risks}
	return p
}

type features struct {
	CoordinateSystem string `json:"coordinate_system"`
	Features         []struct {
		ID         string         `json:"id"`
		Properties map[string]any `json:"properties"`
		Geometry   *struct{ Type string }
	} `json:"features"`
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	} `json:"errors"`
}

func TestMaps(t *testing.T) {
	r := start(t, server.Config{}, withMaps(t, parts(t)))
	get := func(path string, header ...string) (answer, features) {
		t.Helper()
		h := map[string]string{}
		for i := 0; i < len(header); i += 2 {
			h[header[i]] = header[i+1]
		}
		got := r.send(t, http.MethodGet, path, h, "")
		var f features
		if got.body != "" && header == nil {
			if err := json.Unmarshal([]byte(got.body), &f); err != nil {
				t.Fatalf("%s: %v: %.200s", path, err, got.body)
			}
		}
		return got, f
	}
	got, f := get("/map/regions.geojson?region=370000&level=county")
	if got.status != 200 || got.header.Get("Content-Type") != "application/geo+json; charset=utf-8" || f.CoordinateSystem != "GCJ-02" || len(f.Features) != 151 {
		t.Errorf("status %d, %s in %s with %d regions", got.status, got.header.Get("Content-Type"), f.CoordinateSystem, len(f.Features))
	}

	t.Run("a phone gets the province in less than 150 kB, and at no zoom more than 400", func(t *testing.T) {
		for zoom, most := range map[string]int{"5": 150_000, "7": 150_000, "9": 400_000, "12": 400_000, "18": 400_000} {
			for _, layer := range []string{"regions.geojson?level=county", "regions.geojson?level=city", "risk.geojson?level=county&period=2025-03"} {
				got, _ := get("/map/"+layer+"&region=370000&zoom="+zoom, "Accept-Encoding", "gzip")
				if got.header.Get("Content-Encoding") != "gzip" || len(got.body) > most {
					t.Errorf("%s at zoom %s: %d bytes, at most %d expected", layer, zoom, len(got.body), most)
				}
				text, err := gzip.NewReader(strings.NewReader(got.body))
				if err != nil {
					t.Fatal(err)
				}
				if whole, err := io.ReadAll(text); err != nil || !json.Valid(whole) {
					t.Errorf("%s at zoom %s: %v", layer, zoom, err)
				}
			}
		}
	})
	t.Run("what did not change is not sent again, and under its hash it may be kept", func(t *testing.T) {
		tag := got.header.Get("ETag")
		if again, _ := get("/map/regions.geojson?region=370000&level=county", "If-None-Match", tag); again.status != 304 || again.body != "" {
			t.Errorf("status %d with %d bytes", again.status, len(again.body))
		}
		kept, _ := get("/map/regions.geojson?region=370000&level=county&hash=" + strings.Trim(tag, `"`))
		if c := kept.header.Get("Cache-Control"); !strings.Contains(c, "immutable") || !strings.Contains(c, "private") {
			t.Errorf("under its hash: %s", c)
		}
		if c := got.header.Get("Cache-Control"); c != "private, no-cache" {
			t.Errorf("without: %s", c)
		}
	})
	t.Run("risk has a colour or says that it has none", func(t *testing.T) {
		_, f := get("/map/risk.geojson?region=370300&period=2025-03")
		if len(f.Features) == 0 {
			t.Fatal("nothing is drawn")
		}
		for _, one := range f.Features {
			state, colour := one.Properties["state"], one.Properties["colour"]
			if state == "rated" && colour == nil || !slices.Contains([]any{"rated", "unknown"}, state) {
				t.Errorf("%s: %v %v", one.ID, state, colour)
			}
		}
	})
	t.Run("hexagons of a warehouse without places are none", func(t *testing.T) {
		if got, f := get("/map/hexagons.geojson?region=370300"); got.status != 200 || len(f.Features) != 0 {
			t.Errorf("status %d, %d hexagons", got.status, len(f.Features))
		}
	})
	t.Run("the documented addresses are answered", func(t *testing.T) {
		text, err := os.ReadFile("../docs/map.md")
		if err != nil {
			t.Fatal(err)
		}
		addresses := regexp.MustCompile(`'http://127\.0\.0\.1:8080(/map/[^']+)'`).FindAllStringSubmatch(string(text), -1)
		if len(addresses) != 3 {
			t.Errorf("%d addresses", len(addresses))
		}
		for _, a := range addresses {
			path := strings.ReplaceAll(a[1], "period=2026-09", "period=2025-03") // the tests' today is in 2025
			if got, _ := get(path); got.status != 200 {
				t.Errorf("%s: status %d: %.200s", path, got.status, got.body)
			}
		}
	})
	for path, want := range map[string]struct {
		status int
		code   string
	}{
		"/map/regions.geojson?region=370398":             {404, "NOT_FOUND"},
		"/map/regions.geojson?zoom=far":                  {400, "BAD_REQUEST"},
		"/map/regions.geojson?colour=red":                {400, "BAD_REQUEST"},
		"/map/regions.geojson?region=370300&region=3714": {400, "BAD_REQUEST"},
		"/map/risk.geojson?period=never":                 {400, "BAD_REQUEST"},
		"/map/risk.geojson?model=luck":                   {404, "NOT_FOUND"},
		"/map/risk.geojson?sector=nope":                  {400, "BAD_REQUEST"},
		"/map/hexagons.geojson?sector=nope":              {400, "BAD_REQUEST"},
		"/map/risk.geojson?version=-1":                   {400, "BAD_REQUEST"},
		"/map/hexagons.geojson?resolution=99":            {400, "BAD_REQUEST"},
		"/map/hexagons.geojson?measures=luck":            {404, "NOT_FOUND"},
		"/map/":                                          {404, "NOT_FOUND"},
	} {
		got, f := get(path)
		if got.status != want.status || len(f.Errors) != 1 || f.Errors[0].Extensions.Code != want.code {
			t.Errorf("%s: status %d: %.200s", path, got.status, got.body)
		}
		if strings.Contains(got.body, "strconv") {
			t.Errorf("%s: %s", path, got.body)
		}
		if strings.Contains(path, "nope") && !strings.Contains(got.body, "there is no sector") {
			t.Errorf("%s: %s, expected the sector that there is not", path, got.body)
		}
	}
}

// A token for Zibo sees no map of others, and on no map of its own what belongs to them; who may not see accidents sees no hexagons of them.
func TestMapsOfAScope(t *testing.T) {
	file, secrets := tokens(t,
		access.Entry{Name: "zibo", Role: access.Leader, Regions: []string{"370300"}},
		access.Entry{Name: "hazards only", Role: access.Leader, Regions: []string{"*"}, Facts: []string{"hazard"}})
	p := parts(t)
	w, _ := p.Sources.Dimensions.(*warehouse.Warehouse)
	load(t, w, "enterprise", `system,id,region,name,longitude,latitude,coordinate_system
z,ZE2,370321,桓台,118.09,36.96,gcj02
l,LE2,371302,LINYI,118.35,35.05,gcj02
`)
	r := start(t, server.Config{TokenFile: file}, withMaps(t, p))
	for _, c := range []struct {
		token  int
		path   string
		status int
		has    string
		not    string
	}{
		{0, "/map/regions.geojson", 200, "370321", "371302"}, // its own by default
		{0, "/map/regions.geojson?region=371300", 403, "FORBIDDEN", "371302"},
		{0, "/map/regions.geojson?region=370000", 403, "FORBIDDEN", "371302"},
		{0, "/map/risk.geojson?region=371300&period=2025-03", 403, "FORBIDDEN", "371302"},
		{0, "/map/hexagons.geojson?zoom=9", 200, `"enterprises":2,"located":1`, `"located":2`},
		{0, "/map/hexagons.geojson?region=370000", 403, "FORBIDDEN", "features"},
		{1, "/map/hexagons.geojson?region=370000", 403, "FORBIDDEN", "features"},
		{1, "/map/regions.geojson?region=370300", 200, "370321", "errors"},
	} {
		got := r.send(t, http.MethodGet, c.path, map[string]string{"Authorization": "Bearer " + secrets[c.token]}, "")
		if got.status != c.status || !strings.Contains(got.body, c.has) || strings.Contains(got.body, c.not) {
			t.Errorf("token %d: %s: status %d: %.300s", c.token, c.path, got.status, got.body)
		}
	}
	if got := r.send(t, http.MethodGet, "/map/regions.geojson", nil, ""); got.status != 401 {
		t.Errorf("without a token: status %d", got.status)
	}
}
