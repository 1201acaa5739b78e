package geo

import (
	"math"
	"slices"
)

// Coord is a place in millionths of a degree, GCJ-02: whole numbers, so that a border that two regions share is the same for both.
type Coord struct{ X, Y int32 }

const perDegree = 1_000_000

func coord(longitude, latitude float64) Coord {
	return Coord{int32(math.Round(longitude * perDegree)), int32(math.Round(latitude * perDegree))}
}

// Longitude is degrees east.
func (c Coord) Longitude() float64 { return float64(c.X) / perDegree }

// Latitude is degrees north.
func (c Coord) Latitude() float64 { return float64(c.Y) / perDegree }

// Ring is a closed line without its last point, which is the first.
type Ring []Coord

// Polygon is an outer ring, counter-clockwise, and its holes, clockwise (RFC 7946, section 3.1.6).
type Polygon []Ring

// Shape is what a region covers, in one or several pieces; nil is none.
type Shape []Polygon

// twiceArea is positive for a ring that runs counter-clockwise.
func (r Ring) twiceArea() int64 {
	var sum int64
	for i, a := range r {
		b := r[(i+1)%len(r)]
		sum += int64(a.X)*int64(b.Y) - int64(b.X)*int64(a.Y)
	}
	return sum
}

// wound gives the ring running counter-clockwise or clockwise.
func (r Ring) wound(counterClockwise bool) Ring {
	if (r.twiceArea() > 0) == counterClockwise {
		return r
	}
	r = slices.Clone(r)
	slices.Reverse(r)
	return r
}

// contains reports whether a place lies inside the ring; on its line it may say either.
func (r Ring) contains(c Coord) bool {
	inside := false
	for i, a := range r {
		b := r[(i+1)%len(r)]
		if (a.Y > c.Y) != (b.Y > c.Y) && float64(c.X) < crossing(a, b, c.Y) {
			inside = !inside
		}
	}
	return inside
}

// crossing is where the line through a and b has that latitude.
func crossing(a, b Coord, y int32) float64 {
	return float64(a.X) + float64(b.X-a.X)*float64(y-a.Y)/float64(b.Y-a.Y)
}

// Contains reports whether a place lies in the shape, not in its holes.
func (s Shape) Contains(c Coord) bool {
	for _, p := range s {
		if p[0].contains(c) && !slices.ContainsFunc(p[1:], func(hole Ring) bool { return hole.contains(c) }) {
			return true
		}
	}
	return false
}

// Bounds gives the south-western and the north-eastern corner.
func (s Shape) Bounds() (low, high Coord) {
	low, high = Coord{math.MaxInt32, math.MaxInt32}, Coord{math.MinInt32, math.MinInt32}
	for _, p := range s {
		for _, c := range p[0] {
			low.X, low.Y, high.X, high.Y = min(low.X, c.X), min(low.Y, c.Y), max(high.X, c.X), max(high.Y, c.Y)
		}
	}
	return low, high
}

// Label gives a place well inside the largest piece: the middle of the widest stretch of a few lines across it.
func (s Shape) Label() Coord {
	var largest Polygon
	for _, p := range s {
		if largest == nil || p[0].twiceArea() > largest[0].twiceArea() {
			largest = p
		}
	}
	if largest == nil {
		return Coord{}
	}
	low, high := Shape{largest}.Bounds()
	best, widest := largest[0][0], -1.0
	const lines = 8
	for n := 1; n < lines; n++ {
		// An odd number keeps the line off the vertices, whose coordinates are round.
		y := (low.Y + int32(int64(high.Y-low.Y)*int64(n)/lines)) | 1
		var cuts []float64
		for _, r := range largest {
			for i, a := range r {
				if b := r[(i+1)%len(r)]; (a.Y > y) != (b.Y > y) {
					cuts = append(cuts, crossing(a, b, y))
				}
			}
		}
		slices.Sort(cuts)
		for i := 0; i+1 < len(cuts); i += 2 {
			// Lines near the middle come first among about equals.
			width := (cuts[i+1] - cuts[i]) * (1 - 0.1*math.Abs(float64(n-lines/2)))
			if width > widest {
				widest, best = width, Coord{int32((cuts[i] + cuts[i+1]) / 2), y}
			}
		}
	}
	return best
}
