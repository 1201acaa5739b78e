package geo

import (
	"context"

	"github.com/shopspring/decimal"

	"anlan/reports/risk"
	"anlan/safety"
	"anlan/warehouse"
)

// Risks rates areas; *risk.Reports is one.
type Risks interface {
	Map(ctx context.Context, scope warehouse.Scope, q risk.MapQuery) (*risk.Map, error)
}

// RiskLayer is the risk of areas on the map at the end of one month.
type RiskLayer struct {
	*Layer
	Map   *risk.Map
	Month safety.Month
	cells map[safety.RegionCode]*risk.Cell
}

// Risk draws the areas of a risk question as they are at the end of the last month that the question rates. The tree, the day and the data version are those of
// the answer. Errors are those of [risk.Reports.Map] and [Atlas.Layer]; a question by sector is refused: a region has one colour.
func (a *Atlas) Risk(ctx context.Context, w Regions, risks Risks, scope warehouse.Scope, q risk.MapQuery, zoom int) (*RiskLayer, error) {
	if q.BySector {
		return nil, warehouse.Fault(warehouse.BadRequest, "a region has one colour on the map: name one sector, or ask for the matrix")
	}
	m, err := risks.Map(ctx, scope, q)
	if err != nil {
		return nil, err
	}
	if len(m.Months) == 0 {
		return nil, warehouse.Fault(warehouse.BadRequest, "the period %s has no month that has begun", q.Period.Code)
	}
	out := &RiskLayer{Map: m, Month: m.Months[len(m.Months)-1], cells: map[safety.RegionCode]*risk.Cell{}}
	cells := m.At(out.Month)
	for i := range cells {
		out.cells[cells[i].Region] = &cells[i]
	}
	if q.Level == safety.LevelUnknown && len(cells) == 1 && cells[0].Region == m.Region {
		q.Level = m.Level // nothing lies below it: the area itself is drawn
	}
	out.Layer, err = a.Layer(ctx, w, scope, Query{Zoom: zoom, RegionQuery: warehouse.RegionQuery{
		Region: m.Region, Level: q.Level, Tree: m.Tree, On: m.Source.TreeDate, Version: m.Source.Version,
	}})
	return out, err
}

// GeoJSON writes the layer with every region's colour and figures. The same question against the same data gives the same bytes.
func (l *RiskLayer) GeoJSON() []byte {
	head := append(l.head(), member{"month", l.Month.String()}, member{"model", l.Map.Model.Name}, member{"as_of", l.Map.Source.AsOf.String()}, member{"data_until", nullable(until(l.Map.Until))}, member{"version", l.Version})
	c := newCollection(head)
	for i := range l.Areas {
		c.area(&l.Areas[i], l.Layer, riskOf(l.cells[l.Areas[i].Region.Code]))
	}
	return c.end()
}

func riskOf(cell *risk.Cell) []member {
	if cell == nil {
		return []member{{"state", risk.Unknown}, {"colour", nil}, {"index", nil}}
	}
	list := []member{{"state", cell.State}, {"colour", nullable(string(cell.Colour))}, {"index", exact(cell.Index)},
		{"inherent", exact(cell.Inherent)}, {"dynamic", exact(cell.Dynamic)}}
	if cell.Reason.ZH != "" || cell.Reason.EN != "" {
		list = append(list, member{"reason", cell.Reason})
	}
	return list
}

// exact is a decimal as a text, as GraphQL gives it; null when unknown.
func exact(d *decimal.Decimal) any {
	if d == nil {
		return nil
	}
	return d.String()
}

// until is a day as a text; empty where there is none.
func until(day safety.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.String()
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}
