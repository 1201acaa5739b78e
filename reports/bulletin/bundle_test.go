package bulletin_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// catalogue is the one that ships.
var catalogue = sync.OnceValue(func() *warehouse.Catalogue {
	c, err := warehouse.LoadCatalogue("")
	if err != nil {
		panic(err)
	}
	return c
})

// gathered is material that is there already.
type gathered struct {
	m     *material.Material
	asked material.Plan
}

func (g *gathered) Gather(_ context.Context, _ access.Caller, p material.Plan) (*material.Material, error) {
	g.asked = p
	g.m.Plan = p
	return g.m, nil
}

func number(text string) prose.Value {
	if text == "未报送" {
		return prose.Value{State: warehouse.NotReported}
	}
	n := decimal.RequireFromString(text)
	return prose.Value{State: warehouse.Present, Exact: &n}
}

// quantity is a figure of a metric; base is that of last year, empty for none.
func quantity(query, row, metric, now, base string) prose.Quantity {
	m, err := catalogue().Metric(metric)
	if err != nil {
		panic(err)
	}
	q := prose.Quantity{Query: query, Row: row, Metric: metric, Title: m.Title, Noun: m.Noun, Unit: m.UnitText(), Rate: m.Rate, Now: number(now)}
	if base != "" {
		v := number(base)
		q.PreviousYear = &v
	}
	return q
}

// huantai is May 2026 of 桓台县: 2 accidents against 3, one death against one, both accidents in one of two towns.
func huantai() *material.Material {
	month, _ := safety.ParsePeriod("2026-05")
	town := func(key, title, accidents, rate string) material.Row {
		name := warehouse.Text{ZH: title, EN: title}
		return material.Row{Key: key, Kind: material.Unit, Title: name, Quantities: map[string]prose.Quantity{
			"accidents_counted": quantity("towns", key, "accidents_counted", accidents, ""), "hazard_on_time_rate": quantity("towns", key, "hazard_on_time_rate", rate, ""),
		}}
	}
	return &material.Material{
		Region:  warehouse.Region{Code: "370321", Name: "桓台县", Level: safety.LevelCounty},
		Source:  warehouse.Source{Version: 7, PublishedAt: time.Date(2026, 6, 3, 1, 0, 0, 0, time.UTC), Period: month, AsOf: month.To},
		Queries: []document.Query{{Name: "overall"}, {Name: "towns"}, {Name: "reports"}},
		Tables: map[string]*material.Table{
			"overall": {Name: "overall", Period: month, Total: material.Row{Quantities: map[string]prose.Quantity{
				"accidents_counted": quantity("overall", "", "accidents_counted", "2", "3"), "deaths_counted": quantity("overall", "", "deaths_counted", "1", "1"),
				"hazards_found": quantity("overall", "", "hazards_found", "40", "40"),
			}}},
			"towns": {Name: "towns", By: "region", Period: month, Measures: []string{"accidents_counted", "hazard_on_time_rate"}, Adds: map[string]bool{"accidents_counted": true},
				Rows: []material.Row{town("370321001", "索镇街道", "2", "70"), town("370321100", "起凤镇", "0", "95.25")},
				Total: material.Row{Quantities: map[string]prose.Quantity{
					"accidents_counted": quantity("towns", "", "accidents_counted", "2", ""), "hazard_on_time_rate": quantity("towns", "", "hazard_on_time_rate", "82.5", ""),
				}}},
		},
		Missing: map[string]*material.Missing{"reports": {Name: "reports", Period: month, Units: quantity("reports", "", "obligations_missing", "0", "")}},
	}
}

// composer reads one kind from a folder beside those that ship.
func composer(t *testing.T, m *material.Material, dir string) (*bulletin.Composer, *gathered) {
	t.Helper()
	g := &gathered{m: m}
	c, err := bulletin.Open(bulletin.Sources{Catalogue: catalogue(), Material: g}, bulletin.Options{KindDir: dir, Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return c, g
}

func may() bulletin.Request {
	month, _ := safety.ParsePeriod("2026-05")
	return bulletin.Request{Kind: "county-brief", Region: "370321", Period: month}
}

// printed is a document as lines of text.
func printed(d *document.Document) string {
	lines := []string{d.Title}
	for _, s := range d.Sections {
		if s.Title != "" {
			lines = append(lines, s.Number+s.Title)
		}
		for _, b := range s.Blocks {
			switch {
			case b.Heading != nil:
				lines = append(lines, b.Heading.Number+said(b.Heading.Runs))
			case b.Paragraph != nil:
				lines = append(lines, said(b.Paragraph.Runs))
			}
		}
	}
	return strings.Join(lines, "\n")
}

func said(runs []document.Run) string {
	var text strings.Builder
	for _, r := range runs {
		text.WriteString(r.Text)
	}
	return text.String()
}
