package geo

import (
	"math"
	"slices"

	"anlan/safety"
)

// tolerances are how far a line may stray at each step of detail, in degrees: about a pixel.
var tolerances = [details]float64{0.008, 0.004, 0.0012, 0}

// simplify leaves out places of shapes. Lines between two places where more than two lines meet are simplified as one, the same for
// both neighbours, so that borders stay shared.
func simplify(shapes map[safety.RegionCode]Shape, tolerance float64) map[safety.RegionCode]Shape {
	if tolerance == 0 {
		return shapes
	}
	joints := jointsOf(shapes)
	out := make(map[safety.RegionCode]Shape, len(shapes))
	for code, s := range shapes {
		var thin Shape
		for _, p := range s {
			var polygon Polygon
			for i, r := range p {
				ring := thinRing(r, joints, tolerance*perDegree)
				if len(ring) < 3 || ring.twiceArea() == 0 {
					if i == 0 {
						break // a piece smaller than a pixel
					}
					continue
				}
				polygon = append(polygon, ring)
			}
			if polygon != nil {
				thin = append(thin, polygon)
			}
		}
		if _, _, crossed := firstCrossing(thin.edges()); thin == nil || crossed {
			thin = s // better heavy than wrong
		}
		out[code] = thin
	}
	return out
}

// jointsOf finds the places where the lines of shapes part: those with more than two neighbours.
func jointsOf(shapes map[safety.RegionCode]Shape) map[Coord]bool {
	neighbours := map[Coord][]Coord{}
	joints := map[Coord]bool{}
	for _, s := range shapes {
		for _, e := range s.edges() {
			for _, pair := range [][2]Coord{{e.from, e.to}, {e.to, e.from}} {
				if !slices.Contains(neighbours[pair[0]], pair[1]) {
					neighbours[pair[0]] = append(neighbours[pair[0]], pair[1])
				}
			}
		}
	}
	for c, list := range neighbours {
		if len(list) > 2 {
			joints[c] = true
		}
	}
	return joints
}

func thinRing(r Ring, joints map[Coord]bool, tolerance float64) Ring {
	first := slices.IndexFunc(r, func(c Coord) bool { return joints[c] })
	whole := first < 0
	if whole { // an island, or an enclave: the same place begins it for both sides
		first = slices.Index(r, slices.MinFunc(r, compareCoords))
	}
	turned := append(slices.Concat(r[first:], r[:first]), r[first])
	if whole {
		far := farthest(turned)
		return append(thinLine(turned[:far+1], tolerance), thinLine(turned[far:], tolerance)...)
	}
	var out Ring
	start := 0
	for i := 1; i < len(turned); i++ {
		if joints[turned[i]] || i == len(turned)-1 {
			out = append(out, thinLine(turned[start:i+1], tolerance)...)
			start = i
		}
	}
	return out
}

func farthest(line Ring) int {
	best, most := 1, -1.0
	for i, c := range line {
		if d := math.Hypot(float64(c.X-line[0].X), float64(c.Y-line[0].Y)); d > most {
			best, most = i, d
		}
	}
	return best
}

// thinLine keeps what the line needs, without its last place (Douglas and Peucker). Read from either end it keeps the same.
func thinLine(line Ring, tolerance float64) Ring {
	if compareCoords(line[0], line[len(line)-1]) > 0 {
		back := slices.Clone(line)
		slices.Reverse(back)
		kept := keep(back, tolerance)
		slices.Reverse(kept)
		return kept[:len(kept)-1]
	}
	kept := keep(line, tolerance)
	return kept[:len(kept)-1]
}

func keep(line Ring, tolerance float64) Ring {
	if len(line) < 3 {
		return slices.Clone(line)
	}
	a, b := line[0], line[len(line)-1]
	at, most := 0, tolerance
	for i := 1; i < len(line)-1; i++ {
		if d := distance(line[i], a, b); d > most {
			at, most = i, d
		}
	}
	if at == 0 {
		return Ring{a, b}
	}
	left := keep(line[:at+1], tolerance)
	return append(left[:len(left)-1], keep(line[at:], tolerance)...)
}

// distance is from a place to the line between two others.
func distance(c, a, b Coord) float64 {
	dx, dy := float64(b.X-a.X), float64(b.Y-a.Y)
	px, py := float64(c.X-a.X), float64(c.Y-a.Y)
	if dx == 0 && dy == 0 {
		return math.Hypot(px, py)
	}
	along := max(0, min(1, (px*dx+py*dy)/(dx*dx+dy*dy)))
	return math.Hypot(px-along*dx, py-along*dy)
}
