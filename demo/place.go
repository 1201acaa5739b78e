package demo

import (
	"strconv"

	"anlan/reports/geo"
)

// grounds are where the enterprises of a unit stand: parks of industry inside its borders. A zone, which has none, lies around the
// seat of its city.
type grounds struct {
	inside geo.Shape
	parks  []geo.Coord
}

// Zooms whose borders a place must lie within, so that it does on every map.
var placeZooms = []int{7, 12}

func (g *generator) survey() error {
	atlas, err := geo.Open("")
	if err != nil {
		return err
	}
	within := func(u *unit, c geo.Coord) bool {
		for _, zoom := range placeZooms {
			if shape := atlas.Own(u.code, zoom); shape != nil && !shape.Contains(c) {
				return false
			}
		}
		return true
	}
	for i := range g.units {
		u := &g.units[i]
		s := newStream(g.Seed, "grounds", i)
		own := grounds{inside: atlas.Own(u.code, placeZooms[0])}
		if own.inside == nil { // a zone, or a city's own
			own.parks = []geo.Coord{moved(s, g.seat(atlas, u), 60_000)}
		}
		for tries := 0; len(own.parks) < 4 && own.inside != nil && tries < 10_000; tries++ {
			low, high := own.inside.Bounds()
			c := geo.Coord{X: low.X + int32(s.below(int(high.X-low.X)+1)), Y: low.Y + int32(s.below(int(high.Y-low.Y)+1))}
			if within(u, c) {
				own.parks = append(own.parks, c)
			}
		}
		g.grounds = append(g.grounds, own)
	}
	g.within = within
	return nil
}

// seat is a place in the first county of the unit's city.
func (g *generator) seat(atlas *geo.Atlas, u *unit) geo.Coord {
	for i := range g.units {
		if other := &g.units[i]; other.city == u.city {
			if shape := atlas.Own(other.code, placeZooms[0]); shape != nil {
				return shape.Label()
			}
		}
	}
	return geo.Coord{}
}

func moved(s stream, c geo.Coord, most int) geo.Coord {
	return geo.Coord{X: c.X + int32(s.between(-most, most)), Y: c.Y + int32(s.between(-most, most))}
}

// placeOf puts an enterprise near one of its unit's parks, half of them within 2 km, none outside of the borders. Some have no place.
func (g *generator) placeOf(s stream, unit int32) (c geo.Coord, known bool) {
	if s.chance(0.04) {
		return c, false
	}
	own := &g.grounds[unit]
	park := own.parks[s.below(len(own.parks))]
	for range 20 {
		if c = moved(s, park, 5_000+s.below(45_000)); g.within(&g.units[unit], c) {
			return c, true
		}
	}
	return park, true
}

// place writes longitude, latitude and coordinate system.
func (r *row) place(c geo.Coord, known bool) {
	if !known {
		r.string(",,")
		return
	}
	r.string(strconv.FormatFloat(c.Longitude(), 'f', 6, 64))
	r.string(strconv.FormatFloat(c.Latitude(), 'f', 6, 64))
	r.string("GCJ-02")
}
