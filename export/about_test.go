package export_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"anlan/access"
	"anlan/export"
	"anlan/safety"
	"anlan/warehouse"
)

// atlas is a data set whose warehouse knows the names of places.
type atlas struct{ *rows }

func (atlas) Regions(context.Context, *warehouse.Version) (*warehouse.Regions, error) {
	always := warehouse.Region{ValidFrom: safety.NewDate(1970, 1, 1), ValidTo: safety.NewDate(2149, 6, 6)}
	country, province, city := always, always, always
	country.Code, country.Name, country.Level = "000000", "中国", safety.LevelCountry
	province.StatutoryParent, province.ManagingParent = country.Code, country.Code
	province.Code, province.Name, province.Level = "370000", "山东省", safety.LevelProvince
	city.Code, city.Name, city.Level, city.StatutoryParent, city.ManagingParent = "370300", "淄博市", safety.LevelCity, "370000", "370000"
	return warehouse.NewRegions([]warehouse.Region{country, province, city})
}

func (atlas) Sectors(context.Context, *warehouse.Version) (warehouse.Sectors, error) {
	return warehouse.Sectors{{Code: "gm", Name: "工贸"}}, nil
}

// The last sheet of a workbook is for people: Beijing's clock, and names beside the codes of what was asked and what its taker may see. What has no name keeps its code.
func TestTheLastSheetNamesPlaces(t *testing.T) {
	b := setup(t, hazards(t, 1))
	b.Exporter = export.New(atlas{b.data}, export.Config{TempDir: b.temp}, b.kept)
	for _, c := range []struct {
		scope warehouse.Scope
		want  map[string]string
	}{
		{access.Everything(), map[string]string{"发布时间 Published": "2026-07-01 10:00:00（北京时间 Beijing time）", "可见地区 Scope": "全部 all", "地区 Region": "山东省淄博市 370300", "行业 Sector": "工贸 gm"}},
		{warehouse.Scope{Regions: []safety.RegionCode{"370300", "379999"}, Sectors: []string{"gm", "x"}}, map[string]string{"可见地区 Scope": "山东省淄博市 370300、379999", "可见行业 Sectors": "工贸 gm、x"}},
	} {
		x, err := b.Open(t.Context(), access.Caller{Name: "li", Role: access.Analyst, Scope: c.scope}, export.Request{Format: export.XLSX, Query: warehouse.DataQuery{Set: "hazard", Region: "370300", Sector: "gm"}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(x.Close)
		var out bytes.Buffer
		m, err := x.WriteTo(t.Context(), &out, nil)
		if err != nil {
			t.Fatal(err)
		}
		if m.Filter.Region != "370300" || fmt.Sprint(m.Filter.Scope) == "[全部 all]" {
			t.Errorf("the manifest is for programs, and says %+v", m.Filter)
		}
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := book.GetRows("说明")
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		for _, line := range lines {
			if len(line) > 1 {
				said[line[0]] = line[1]
			}
		}
		for label, want := range c.want {
			if said[label] != want {
				t.Errorf("%s is %q, not %q", label, said[label], want)
			}
		}
	}
}
