package graph_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"anlan/access"
	"anlan/graph"
	"anlan/safety"
	"anlan/warehouse"
)

// twoProvinces are Shandong with Zibo and two of its counties, and Jiangsu with Nanjing and one, in no order.
type twoProvinces struct{ graph.Dimensions }

func (twoProvinces) Regions(context.Context, *warehouse.Version) (*warehouse.Regions, error) {
	return warehouse.NewRegions([]warehouse.Region{
		{Code: "370321", Name: "桓台县", Level: safety.LevelCounty, StatutoryParent: "370300"},
		{Code: "320102", Name: "玄武区", Level: safety.LevelCounty, StatutoryParent: "320100"},
		{Code: "370303", Name: "张店区", Level: safety.LevelCounty, StatutoryParent: "370300"},
		{Code: "370300", Name: "淄博市", Level: safety.LevelCity, StatutoryParent: "370000"},
		{Code: "320100", Name: "南京市", Level: safety.LevelCity, StatutoryParent: "320000"},
		{Code: "370000", Name: "山东省", Level: safety.LevelProvince, StatutoryParent: "CN"},
		{Code: "320000", Name: "江苏省", Level: safety.LevelProvince, StatutoryParent: "CN"},
		{Code: "CN", Name: "中国", Level: safety.LevelCountry},
	})
}

// Who asks for a level and no parent gets all regions of it that there are, in the order of their codes, where all may be seen; who may see a
// county only gets the county, whatever the level.
func TestRegionsOfALevelWithoutAParent(t *testing.T) {
	b := serveFake(t, nil, func(s *graph.Sources) { s.Dimensions = twoProvinces{s.Dimensions} })
	huantai := access.Caller{Name: "c", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	for _, c := range []struct {
		name, arguments, want string
		caller                access.Caller
	}{
		{"the country", `level: COUNTRY`, "CN", access.Local()},
		{"provinces", `level: PROVINCE`, "320000 370000", access.Local()},
		{"cities", `level: CITY`, "320100 370300", access.Local()},
		{"counties", `level: COUNTY`, "320102 370303 370321", access.Local()},
		{"towns, of which there are none", `level: TOWN`, "", access.Local()},
		{"counties of a province", `parent: "370000", level: COUNTY`, "370303 370321", access.Local()},
		{"of a caller of one county", `level: COUNTY`, "370321", huantai},
	} {
		got := b.askAs(t, c.caller, `{ regions(`+c.arguments+`) { code } }`, nil)
		var data struct{ Regions []struct{ Code string } }
		if err := json.Unmarshal(got.Data, &data); err != nil || len(got.Errors) > 0 {
			t.Fatalf("%s: %v %s", c.name, err, got.body)
		}
		codes := make([]string, len(data.Regions))
		for i, region := range data.Regions {
			codes[i] = region.Code
		}
		if found := strings.Join(codes, " "); found != c.want {
			t.Errorf("%s: %q, want %q", c.name, found, c.want)
		}
	}
}
