package geo

import (
	"context"
	"math"
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// Regions lists regions; *warehouse.Warehouse is one.
type Regions interface {
	RegionsBelow(ctx context.Context, scope warehouse.Scope, q warehouse.RegionQuery) (*warehouse.RegionList, error)
}

// Query asks for regions on a map.
type Query struct {
	warehouse.RegionQuery
	// Zoom is that of web maps, 0 to 20; it decides the detail of borders only.
	Zoom int
}

// From says where the place of a region on the map comes from.
type From string

// Where geometries come from.
const (
	FromShape   From = "shape"   // a polygon, its own or joined from those of the regions below it
	FromGiven   From = "given"   // the point that the regions file gives
	FromParent  From = "parent"  // nothing is known of it but what it belongs to, or became: a point within that
	FromNowhere From = "nowhere" // towns, grids without a point: listed, not drawn
)

// Area is a region on the map. It has a shape, or a point, or neither.
type Area struct {
	Region warehouse.Region
	// Shape is what it covers; nil without a polygon. It is shared: do not change it.
	Shape Shape
	// Parts are the regions whose polygons the shape is made of.
	Parts []safety.RegionCode
	// Point is a place within the shape for a label, or where the region is drawn; nil when it is not.
	Point *Coord
	From  From
}

// Layer is the answer to a Query.
type Layer struct {
	*warehouse.RegionList
	Level safety.RegionLevel
	Zoom  int
	// Detail is the step of detail of the borders, 0 to 3. It is lower than the zoom asks for where an answer would grow too large.
	Detail int
	Areas  []Area

	dated bool // the day was asked for
}

// mostPlaces is how many places of borders an answer may have: about 700 kB of text, 200 kB compressed.
const mostPlaces = 60_000

// Layer draws the regions below one. Errors are those of [warehouse.Warehouse.RegionsBelow], and bad_request for a zoom that is none.
func (a *Atlas) Layer(ctx context.Context, w Regions, scope warehouse.Scope, q Query) (*Layer, error) {
	if q.Zoom < 0 || q.Zoom > 20 {
		return nil, warehouse.Fault(warehouse.BadRequest, "zoom %d: expected 0 to 20", q.Zoom)
	}
	list, err := w.RegionsBelow(ctx, scope, q.RegionQuery)
	if err != nil {
		return nil, err
	}
	if len(list.List) > mostAreas {
		return nil, warehouse.Fault(warehouse.TooLarge, "%d regions lie at that level; at most %d are drawn at once: ask for a smaller region", len(list.List), mostAreas)
	}
	layer := &Layer{dated: !q.On.IsZero(), RegionList: list, Level: q.Level, Zoom: q.Zoom, Detail: detailAt(q.Zoom)}
	if layer.Level == safety.LevelUnknown && len(list.List) > 0 {
		layer.Level = list.List[0].Level
	}
	for ; ; layer.Detail-- {
		places := 0
		layer.Areas = layer.Areas[:0]
		for _, region := range list.List {
			area := a.area(list, region, zoomOf[layer.Detail])
			for _, p := range area.Shape {
				for _, r := range p {
					places += len(r)
				}
			}
			layer.Areas = append(layer.Areas, area)
		}
		if places <= mostPlaces || layer.Detail == 0 {
			return layer, nil
		}
	}
}

// mostAreas is more than the towns of a province.
const mostAreas = 5000

// zoomOf is a zoom of each step of detail.
var zoomOf = [details]int{6, 8, 10, 12}

func (a *Atlas) area(list *warehouse.RegionList, region warehouse.Region, zoom int) Area {
	area := Area{Region: region, From: FromNowhere}
	given := func(p *warehouse.Point) *Coord {
		c := coord(p.Longitude, p.Latitude)
		return &c
	}
	if area.Shape, area.Parts = a.On(list.Regions, region.Code, list.On, zoom); area.Shape != nil {
		label := area.Shape.Label()
		area.Point, area.From = &label, FromShape
		if region.OnMap != nil {
			area.Point = given(region.OnMap)
		}
		return area
	}
	switch {
	case region.OnMap != nil:
		area.Point, area.From = given(region.OnMap), FromGiven
	case region.Kind == warehouse.ZoneRegion || region.Level < safety.LevelTown && region.Kind == warehouse.StatutoryRegion:
		// A zone, or a county that is no more and whose successor was made of several.
		last, _ := list.Regions.Get(region.Code, safety.Date{})
		around := slices.Clone(last.Successors)
		for _, above := range list.Regions.Ancestors(list.Tree, region.Code, list.On) {
			around = append(around, above.Code)
		}
		for _, code := range around {
			shape, _ := a.On(list.Regions, code, list.On, zoom)
			if shape == nil {
				shape = a.Own(code, zoom)
			}
			if shape != nil {
				label := beside(shape.Label(), region.Code)
				area.Point, area.From = &label, FromParent
				break
			}
		}
	}
	return area
}

// beside moves a place by up to 3 km, always the same for a code, so that regions drawn at the place of one parent do not cover
// each other.
func beside(c Coord, code safety.RegionCode) Coord {
	h := uint32(2166136261)
	for _, b := range []byte(code) {
		h = (h ^ uint32(b)) * 16777619
	}
	angle := float64(h%360) * math.Pi / 180
	return Coord{c.X + int32(30_000*math.Cos(angle)), c.Y + int32(25_000*math.Sin(angle))}
}
