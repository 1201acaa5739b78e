package geo

import (
	"anlan/warehouse"
)

// hexagonNote goes with every layer of hexagons.
const hexagonNote = "Hexagons show density. They are nobody's area of responsibility and nothing is assessed by them. 六边形仅表示密度，不是考核或责任单元。"

// ResolutionAt is the resolution of hexagons that suits a zoom of web maps: edges of 10 to 20 pixels.
func ResolutionAt(zoom int) int {
	at := []int{3, 3, 3, 3, 3, 3, 4, 5, 5, 6, 7, 7, 8}
	if zoom < 0 {
		return at[0]
	}
	if zoom >= len(at) {
		return 9
	}
	return at[zoom]
}

// Hexagons writes figures by hexagon as a FeatureCollection. A figure that nothing tells is null, not 0.
func Hexagons(t *warehouse.HexagonTable) []byte {
	type column struct {
		Name  string         `json:"name"`
		Title warehouse.Text `json:"title"`
		Unit  string         `json:"unit"`
	}
	columns := make([]column, len(t.Figures))
	for i, f := range t.Figures {
		columns[i] = column{f.Metric.Name, f.Metric.Title, f.Metric.Unit}
	}
	c := newCollection([]member{
		{"note", hexagonNote}, {"region", t.Region}, {"resolution", t.Resolution}, {"as_of", t.AsOf.String()}, {"version", t.Version},
		{"enterprises", t.Enterprises}, {"located", t.Located}, {"measures", columns},
	})
	for i, cell := range t.Cells {
		figures := make([]member, len(t.Figures))
		for j, f := range t.Figures {
			figures[j] = member{f.Metric.Name, f.Values[i]}
		}
		ring := make(Ring, len(t.Borders[i]))
		for j, p := range t.Borders[i] {
			ring[j] = coord(p.Longitude, p.Latitude)
		}
		c.feature(cell, figures, func() { c.shape(Shape{Polygon{ring.wound(true)}}) })
	}
	return c.end()
}
