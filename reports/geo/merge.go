package geo

import (
	"cmp"
	"math"
	"slices"
)

type edge struct{ from, to Coord }

// merge joins shapes that share borders: a line that one runs along forwards and another backwards lies inside. Shapes that do not
// share their corners exactly would keep the line between them.
func merge(shapes []Shape) Shape {
	if len(shapes) == 1 {
		return shapes[0]
	}
	open := map[edge]bool{}
	for _, s := range shapes {
		for _, p := range s {
			for _, r := range p {
				for i, a := range r {
					e := edge{a, r[(i+1)%len(r)]}
					if back := (edge{e.to, e.from}); open[back] {
						delete(open, back)
						continue
					}
					open[e] = true
				}
			}
		}
	}
	return assemble(stitch(open))
}

// stitch walks the lines that are left into rings. Where several go on from a place the rightmost is taken, so that rings that touch
// there do not become one that crosses itself.
func stitch(open map[edge]bool) []Ring {
	next := map[Coord][]Coord{}
	for e := range open {
		next[e.from] = append(next[e.from], e.to)
	}
	starts := make([]Coord, 0, len(next))
	for c, to := range next {
		slices.SortFunc(to, compareCoords)
		starts = append(starts, c)
	}
	slices.SortFunc(starts, compareCoords)
	var rings []Ring
	for _, start := range starts {
		for len(next[start]) > 0 {
			rings = append(rings, walk(next, start)...)
		}
	}
	return rings
}

// walk follows lines from start until it is there again, and cuts off a ring whenever it comes to a place for the second time.
func walk(next map[Coord][]Coord, start Coord) []Ring {
	var rings []Ring
	line := Ring{start}
	at := map[Coord]int{start: 0}
	for {
		here := line[len(line)-1]
		options := next[here]
		if len(options) == 0 {
			return rings // a line without an end: it belongs to no ring
		}
		pick := 0
		if len(options) > 1 && len(line) > 1 {
			pick = rightmost(line[len(line)-2], here, options)
		}
		to := options[pick]
		next[here] = slices.Delete(options, pick, pick+1)
		i, met := at[to]
		if !met {
			at[to] = len(line)
			line = append(line, to)
			continue
		}
		if ring := slices.Clone(line[i:]); len(ring) > 2 {
			rings = append(rings, ring)
		}
		for _, c := range line[i+1:] {
			delete(at, c)
		}
		if line = line[:i+1]; i == 0 {
			return rings
		}
	}
}

// rightmost is the option that turns furthest to the right of the way from before to here.
func rightmost(before, here Coord, options []Coord) int {
	in := math.Atan2(float64(here.Y-before.Y), float64(here.X-before.X))
	best, least := 0, math.Inf(1)
	for i, to := range options {
		turn := math.Remainder(math.Atan2(float64(to.Y-here.Y), float64(to.X-here.X))-in, 2*math.Pi)
		if turn < least {
			best, least = i, turn
		}
	}
	return best
}

// assemble puts holes into the smallest ring around them.
func assemble(rings []Ring) Shape {
	slices.SortStableFunc(rings, func(a, b Ring) int { return cmp.Compare(b.twiceArea(), a.twiceArea()) })
	var shape Shape
	for _, r := range rings {
		if r.twiceArea() > 0 {
			shape = append(shape, Polygon{r})
			continue
		}
		for i := len(shape) - 1; i >= 0; i-- { // the smallest first
			if shape[i][0].holds(r) {
				shape[i] = append(shape[i], r)
				break
			}
		}
	}
	return shape
}

// holds reports whether another ring, which crosses this one nowhere, lies inside: one of its places that is none of this ring's
// decides, or the middle of one of its lines.
func (r Ring) holds(other Ring) bool {
	for i, c := range other {
		to := other[(i+1)%len(other)]
		middle := Coord{c.X + (to.X-c.X)/2, c.Y + (to.Y-c.Y)/2}
		if !slices.Contains(r, c) {
			return r.contains(c)
		}
		if !slices.Contains(r, to) {
			return r.contains(middle)
		}
	}
	return false
}

func compareCoords(a, b Coord) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) }
