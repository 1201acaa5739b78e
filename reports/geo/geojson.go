package geo

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

// CoordinateSystem is what every coordinate of an answer is measured in.
const CoordinateSystem = "GCJ-02"

// coordinateNote is the member that warns readers of GeoJSON, which means WGS 84 by definition.
const coordinateNote = "Coordinates are GCJ-02 (国测局坐标系), 100 to 700 m off the WGS 84 that RFC 7946 assumes; convert them before laying them over a map in WGS 84."

// member is one name and value of a JSON object, in order.
type member struct {
	name  string
	value any
}

// collection writes a FeatureCollection feature by feature.
type collection struct {
	text  []byte
	first bool
}

func newCollection(head []member) *collection {
	c := &collection{first: true}
	c.text = append(c.text, `{"type":"FeatureCollection"`...)
	head = append([]member{{"coordinate_system", CoordinateSystem}, {"coordinate_note", coordinateNote}}, head...)
	for _, m := range head {
		c.text = append(c.text, ',')
		c.member(m)
	}
	c.text = append(c.text, `,"features":[`...)
	return c
}

func (c *collection) member(m member) {
	c.text = strconv.AppendQuote(c.text, m.name)
	c.text = append(c.text, ':')
	value, err := json.Marshal(m.value)
	if err != nil {
		value = []byte("null") // texts, numbers and lists of them only
	}
	c.text = append(c.text, value...)
}

// feature adds one; geometry writes its geometry, nil for none.
func (c *collection) feature(id string, properties []member, geometry func()) {
	if !c.first {
		c.text = append(c.text, ",\n"...)
	}
	c.first = false
	c.text = append(c.text, `{"type":"Feature",`...)
	c.member(member{"id", id})
	c.text = append(c.text, `,"properties":{`...)
	for i, m := range properties {
		if i > 0 {
			c.text = append(c.text, ',')
		}
		c.member(m)
	}
	c.text = append(c.text, `},"geometry":`...)
	if geometry == nil {
		c.text = append(c.text, "null"...)
	} else {
		geometry()
	}
	c.text = append(c.text, '}')
}

func (c *collection) end() []byte { return append(c.text, "]}\n"...) }

// shape writes the geometry of a shape: outer rings counter-clockwise, closed by their first place.
func (c *collection) shape(s Shape) {
	polygon := func(p Polygon) {
		c.text = append(c.text, '[')
		for i, r := range p {
			if i > 0 {
				c.text = append(c.text, ',')
			}
			c.text = append(c.text, '[')
			for _, at := range r {
				c.place(at)
				c.text = append(c.text, ',')
			}
			c.place(r[0])
			c.text = append(c.text, ']')
		}
		c.text = append(c.text, ']')
	}
	if len(s) == 1 {
		c.text = append(c.text, `{"type":"Polygon","coordinates":`...)
		polygon(s[0])
		c.text = append(c.text, '}')
		return
	}
	c.text = append(c.text, `{"type":"MultiPolygon","coordinates":[`...)
	for i, p := range s {
		if i > 0 {
			c.text = append(c.text, ',')
		}
		polygon(p)
	}
	c.text = append(c.text, "]}"...)
}

func (c *collection) point(at Coord) {
	c.text = append(c.text, `{"type":"Point","coordinates":`...)
	c.place(at)
	c.text = append(c.text, '}')
}

func (c *collection) place(at Coord) {
	c.text = append(c.text, '[')
	c.text = appendDegrees(c.text, at.X)
	c.text = append(c.text, ',')
	c.text = appendDegrees(c.text, at.Y)
	c.text = append(c.text, ']')
}

// appendDegrees writes millionths of a degree without zeros at the end.
func appendDegrees(text []byte, micro int32) []byte {
	if micro < 0 {
		text, micro = append(text, '-'), -micro
	}
	text = strconv.AppendInt(text, int64(micro/perDegree), 10)
	rest := micro % perDegree
	if rest == 0 {
		return text
	}
	digits := strconv.AppendInt(nil, int64(rest+perDegree), 10)[1:]
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return append(append(text, '.'), digits...)
}

// head are the members of a layer's collection.
func (l *Layer) head() []member {
	low, high := Coord{math.MaxInt32, math.MaxInt32}, Coord{math.MinInt32, math.MinInt32}
	for _, a := range l.Areas {
		if a.Point == nil {
			continue
		}
		from, to := *a.Point, *a.Point
		if a.Shape != nil {
			from, to = a.Shape.Bounds()
		}
		low.X, low.Y, high.X, high.Y = min(low.X, from.X), min(low.Y, from.Y), max(high.X, to.X), max(high.Y, to.Y)
	}
	head := []member{
		{"region", l.Region.Code}, {"region_name", l.Region.Name}, {"level", l.Level.String()}, {"tree", l.Tree},
		{"zoom", l.Zoom}, {"detail", l.Detail},
	}
	if l.dated {
		head = append(head, member{"on", l.On.String()})
	}
	if low.X <= high.X {
		head = append([]member{{"bbox", []float64{low.Longitude(), low.Latitude(), high.Longitude(), high.Latitude()}}}, head...)
	}
	return head
}

// properties are those of a region's feature.
func (a *Area) properties(l *Layer) []member {
	list := []member{
		{"code", a.Region.Code}, {"name", a.Region.Name}, {"level", a.Region.Level.String()}, {"kind", a.Region.Kind},
		{"parent", a.Region.Parent(l.Tree)}, {"geometry_from", a.From},
	}
	if a.Shape != nil && a.Point != nil {
		list = append(list, member{"label", []float64{a.Point.Longitude(), a.Point.Latitude()}})
	}
	if a.Region.Code != "" && len(a.Parts) == 1 && a.Parts[0] != a.Region.Code {
		list = append(list, member{"geometry_of", a.Parts[0]})
	}
	if a.Region.ResponsibleUnit != "" || a.Region.ResponsiblePost != "" {
		list = append(list, member{"responsible_unit", a.Region.ResponsibleUnit}, member{"responsible_post", a.Region.ResponsiblePost})
	}
	return list
}

func (c *collection) area(a *Area, l *Layer, more []member) {
	var geometry func()
	switch {
	case a.Shape != nil:
		geometry = func() { c.shape(a.Shape) }
	case a.Point != nil:
		geometry = func() { c.point(*a.Point) }
	}
	c.feature(string(a.Region.Code), slices.Concat(a.properties(l), more), geometry)
}

// GeoJSON writes the layer as a FeatureCollection (RFC 7946) in UTF-8: geometry and names, no figures. As long as no region changes
// the bytes are the same, whatever is loaded and whatever day it is, so that they can be kept.
func (l *Layer) GeoJSON() []byte {
	c := newCollection(l.head())
	for i := range l.Areas {
		c.area(&l.Areas[i], l, nil)
	}
	return c.end()
}
