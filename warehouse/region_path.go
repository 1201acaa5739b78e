package warehouse

import (
	"slices"

	"anlan/safety"
)

// path is the way from a region to the top on one day, itself first. It is cut where it goes round in a circle, which
// checkRegions refuses.
func (r *Regions) path(t int, c int32, on safety.Date) []int32 {
	return r.climb(t, c, on, 0)
}

func (r *Regions) climb(t int, c int32, on safety.Date, depth int) []int32 {
	way := append(make([]int32, 0, 8), c) // a few levels
	for len(way)+depth < deepest {
		c = r.above(t, c, on, depth+len(way))
		if c == noRegion {
			break
		}
		way = append(way, c)
	}
	return way
}

func (r *Regions) above(t int, c int32, on safety.Date, depth int) int32 {
	if i := r.rowOn(c, on); i != noRegion {
		return r.parents[t][i]
	}
	others, row := r.before[c], r.first[c]
	if on.After(r.lastRow(c).ValidTo) {
		others, row = r.successors[c], r.first[c+1]-1
	}
	if meeting := r.meeting(t, others, on, depth); meeting != noRegion {
		return meeting
	}
	return r.parents[t][row]
}

// meeting is the nearest region that all of the given ones are or lie below.
func (r *Regions) meeting(t int, codes []int32, on safety.Date, depth int) int32 {
	switch {
	case len(codes) == 0 || depth >= deepest:
		return noRegion
	case len(codes) == 1:
		return codes[0]
	}
	common := r.climb(t, codes[0], on, depth)
	for _, c := range codes[1:] {
		way := r.climb(t, c, on, depth)
		common = slices.DeleteFunc(common, func(a int32) bool { return !slices.Contains(way, a) })
	}
	if len(common) == 0 {
		return noRegion
	}
	return common[0]
}
