package geo

import (
	"fmt"
	"strings"
	"testing"

	"anlan/safety"
)

// faultsOf lists what is wrong with shapes that must cover a country without gaps or overlaps.
func faultsOf(shapes map[safety.RegionCode]Shape) []string {
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	const cell = 30_000
	type owned struct {
		edge
		code safety.RegionCode
	}
	cells := map[Coord][]owned{}
	directed := map[edge]safety.RegionCode{}
	for code, s := range shapes {
		if len(s) == 0 {
			fault("%s has no polygon", code)
		}
		for _, p := range s {
			for n, r := range p {
				if len(r) < 3 || (r.twiceArea() > 0) != (n == 0) || r.twiceArea() == 0 {
					fault("%s has a ring of %d places that runs the wrong way or encloses nothing", code, len(r))
				}
				for i, from := range r {
					e := edge{from, r[(i+1)%len(r)]}
					if e.from == e.to {
						fault("%s stands still at %v", code, from)
					}
					if other, twice := directed[e]; twice {
						fault("%s and %s lie on the same side of %v", code, other, e)
					}
					directed[e] = code
					for x := min(e.from.X, e.to.X) / cell; x <= max(e.from.X, e.to.X)/cell; x++ {
						for y := min(e.from.Y, e.to.Y) / cell; y <= max(e.from.Y, e.to.Y)/cell; y++ {
							cells[Coord{x, y}] = append(cells[Coord{x, y}], owned{e, code})
						}
					}
				}
			}
		}
	}
	for _, lines := range cells {
		for i, a := range lines {
			for _, b := range lines[:i] {
				if cross(a.edge, b.edge) {
					fault("%s and %s cross at %v and %v", a.code, b.code, a.edge, b.edge)
				}
			}
		}
	}
	for code, s := range shapes {
		for _, p := range s {
			middle := Shape{p}.Label()
			for other, o := range shapes {
				if (other == code) != o.Contains(middle) {
					fault("the middle of a piece of %s lies in %s: %v", code, other, other != code)
				}
			}
		}
	}
	return faults
}

// At every step of detail all 136 counties are there; every ring is closed by its form, runs the right way and crosses neither itself
// nor a neighbour; borders are shared line by line, so nothing overlaps. Joined, the counties leave no gap: the province has no hole.
func TestShapesAreValidAtEveryDetail(t *testing.T) {
	for detail := range details {
		shapes, err := shipped(detail)
		if err != nil {
			t.Fatal(err)
		}
		if len(shapes) != 136 {
			t.Errorf("detail %d has %d counties", detail, len(shapes))
		}
		if faults := faultsOf(shapes); len(faults) > 0 {
			t.Errorf("detail %d has %d faults:\n%s", detail, len(faults), strings.Join(faults[:min(len(faults), 10)], "\n"))
		}
		cities := map[safety.RegionCode][]Shape{}
		var all []Shape
		for code, s := range shapes {
			cities[code[:4]+"00"] = append(cities[code[:4]+"00"], s)
			all = append(all, s)
		}
		joined := map[safety.RegionCode]Shape{}
		for code, counties := range cities {
			joined[code] = merge(counties)
			if sum(joined[code]) != sum(counties...) {
				t.Errorf("detail %d: %s covers %d, its counties %d", detail, code, sum(joined[code]), sum(counties...))
			}
		}
		if len(joined) != 16 {
			t.Errorf("detail %d has %d cities", detail, len(joined))
		}
		if faults := faultsOf(joined); len(faults) > 0 {
			t.Errorf("detail %d: cities have %d faults:\n%s", detail, len(faults), strings.Join(faults[:min(len(faults), 10)], "\n"))
		}
		province := merge(all)
		if sum(province) != sum(all...) {
			t.Errorf("detail %d: the province covers %d, its counties %d", detail, sum(province), sum(all...))
		}
		for _, p := range province {
			for _, hole := range p[1:] {
				t.Errorf("detail %d: a gap of %d places at %v", detail, len(hole), hole[0])
			}
		}
	}
}

func sum(shapes ...Shape) (area int64) {
	for _, s := range shapes {
		for _, p := range s {
			for _, r := range p {
				area += r.twiceArea()
			}
		}
	}
	return area
}
