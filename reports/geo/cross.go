package geo

import "slices"

// cross reports whether two lines meet anywhere but at ends that they share.
func cross(a, b edge) bool {
	if a.from == b.to && a.to == b.from || a == b {
		return false // a border, seen from both sides
	}
	for _, t := range []struct {
		line edge
		c    Coord
	}{{a, b.from}, {a, b.to}, {b, a.from}, {b, a.to}} {
		if t.c != t.line.from && t.c != t.line.to && side(t.line, t.c) == 0 && t.line.spans(t.c) {
			return true // an end of one lies within the other
		}
	}
	return opposite(side(a, b.from), side(a, b.to)) && opposite(side(b, a.from), side(b, a.to))
}

func opposite(a, b int64) bool { return a > 0 && b < 0 || a < 0 && b > 0 }

// side is positive for a place to the left of the line.
func side(e edge, c Coord) int64 {
	return int64(e.to.X-e.from.X)*int64(c.Y-e.from.Y) - int64(e.to.Y-e.from.Y)*int64(c.X-e.from.X)
}

// spans reports whether a place lies in the rectangle around the line.
func (e edge) spans(c Coord) bool {
	return min(e.from.X, e.to.X) <= c.X && c.X <= max(e.from.X, e.to.X) && min(e.from.Y, e.to.Y) <= c.Y && c.Y <= max(e.from.Y, e.to.Y)
}

// edges lists the lines of a shape.
func (s Shape) edges() []edge {
	var out []edge
	for _, p := range s {
		for _, r := range p {
			for i, from := range r {
				out = append(out, edge{from, r[(i+1)%len(r)]})
			}
		}
	}
	return out
}

// firstCrossing finds two lines that cross, comparing only those that share a square of about 3 km.
func firstCrossing(lines []edge) (a, b edge, found bool) {
	const square = 30_000
	squares := map[Coord][]edge{}
	for _, e := range lines {
		for x := min(e.from.X, e.to.X) / square; x <= max(e.from.X, e.to.X)/square; x++ {
			for y := min(e.from.Y, e.to.Y) / square; y <= max(e.from.Y, e.to.Y)/square; y++ {
				at := Coord{x, y}
				if i := slices.IndexFunc(squares[at], func(other edge) bool { return cross(e, other) }); i >= 0 {
					return squares[at][i], e, true
				}
				squares[at] = append(squares[at], e)
			}
		}
	}
	return edge{}, edge{}, false
}
