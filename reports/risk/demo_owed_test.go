package risk_test

import (
	"testing"

	"anlan/reports/risk"
	"anlan/safety"
	"anlan/warehouse"
)

// An enterprise of a county that did not report its hazards has one index and one colour: in the list of its county, of its city,
// of the province, and in its portrait. What is not known there is not a zero in the others.
func listsAgree(t *testing.T, w *warehouse.Warehouse, r *risk.Reports) {
	month := period(t, "2026-08")
	table, err := w.Metrics(t.Context(), warehouse.Everything(), warehouse.MetricQuery{
		Measures: []string{"hazards_found"}, Dimensions: []string{"region"}, Region: "370000", Level: safety.LevelCounty, Period: month,
	})
	if err != nil {
		t.Fatal(err)
	}
	silent := ""
	for _, c := range table.Columns {
		for i, s := range c.States {
			if s == warehouse.NotReported && silent == "" {
				silent = table.Columns[0].Texts[i]
			}
		}
	}
	if silent == "" {
		t.Fatal("every county reported: the demo does not show one that did not")
	}
	county := safety.RegionCode(silent)
	list := func(region safety.RegionCode) map[string]risk.Cell {
		out := map[string]risk.Cell{}
		for offset := 0; ; offset += 1000 {
			page, err := r.Enterprises(t.Context(), warehouse.Everything(), risk.EnterprisesQuery{Region: region, Period: month, First: 1000, Offset: offset})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range page.Cells {
				out[c.Enterprise] = c
			}
			if len(page.Cells) < 1000 {
				return out
			}
		}
	}
	own, city, province := list(county), list(safety.RegionCode(silent[:4]+"00")), list("370000")
	if len(own) == 0 {
		t.Fatalf("no enterprise lies in %s", county)
	}
	unknown, portraits := 0, 0
	for id, want := range own {
		others := map[string]risk.Cell{"its city": city[id], "the province": province[id]}
		if portraits++; portraits <= 4 {
			p, err := r.Portrait(t.Context(), warehouse.Everything(), risk.PortraitQuery{Enterprise: id, Period: month})
			if err != nil {
				t.Fatal(err)
			}
			others["its portrait"] = p.Risk
		}
		for where, got := range others {
			if text(got.Index) != text(want.Index) || got.Colour != want.Colour {
				t.Errorf("%s: %s %s in the list of %s, %s %s in that of %s", id, text(want.Index), want.Colour, county, text(got.Index), got.Colour, where)
			}
		}
		for _, f := range want.Factors {
			if f.Figure.State == warehouse.NotReported {
				unknown++
			}
		}
	}
	if unknown == 0 {
		t.Errorf("no figure of the enterprises of %s is unknown, though it did not report", county)
	}
}
