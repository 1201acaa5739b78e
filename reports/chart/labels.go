package chart

import (
	"cmp"
	"math"
	"slices"
)

// box is room on the paper.
type box struct{ left, top, right, bottom float64 }

func (a box) meets(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// crossed tells whether a stretch of a line runs through the room.
func (a box) crossed(from, to Point) bool {
	begin, end := 0.0, 1.0
	clip := func(start, delta, low, high float64) bool {
		if delta == 0 {
			return start >= low && start <= high
		}
		t0, t1 := (low-start)/delta, (high-start)/delta
		begin, end = math.Max(begin, math.Min(t0, t1)), math.Min(end, math.Max(t0, t1))
		return begin <= end
	}
	return clip(from.X, to.X-from.X, a.left, a.right) && clip(from.Y, to.Y-from.Y, a.top, a.bottom)
}

// wish is a figure that wants to be printed at its point of a line.
type wish struct {
	p     point
	at    Point
	alone bool // at the foot, for one that is not known
	rank  int  // the newest, the highest and the lowest of a series come before the others
}

// lineLabels prints figures at the points of lines as far as they have room: beside other figures and clear of the lines. The
// telling ones come first, and rather stand on a line than are left out.
func (b *board) lineLabels(bottom float64, place func(int, point) Point) {
	var wishes []wish
	var taken []box
	var stretches [][2]Point
	for _, row := range b.points {
		highest, lowest, newest := telling(row)
		for c, p := range row {
			at := place(c, p)
			rank := slices.Index([]int{newest, highest, lowest, c}, c)
			if p.text != "" {
				wishes = append(wishes, wish{p, at, !p.known, rank})
			}
			if p.known {
				taken = append(taken, box{at.X - 0.8, at.Y - 0.8, at.X + 0.8, at.Y + 0.8})
			}
			if p.known && c > 0 && row[c-1].known {
				stretches = append(stretches, [2]Point{place(c-1, row[c-1]), at})
			}
		}
	}
	slices.SortStableFunc(wishes, func(x, y wish) int { return cmp.Compare(x.rank, y.rank) })
	free := func(room box) bool {
		return !slices.ContainsFunc(stretches, func(s [2]Point) bool { return room.crossed(s[0], s[1]) })
	}
	for _, w := range wishes {
		rooms := slices.DeleteFunc(b.roomsFor(w, bottom), func(room box) bool {
			return room.bottom > bottom || slices.ContainsFunc(taken, room.meets)
		})
		best := slices.IndexFunc(rooms, free)
		if best < 0 && len(rooms) > 0 && w.rank < 3 {
			best = 0
		}
		if best < 0 {
			continue
		}
		room := rooms[best]
		taken = append(taken, room)
		b.label((room.left+room.right)/2, room.bottom-0.3, labelSize, Middle, w.p, w.p.text)
	}
}

const labelSize = textSize - 1

// roomsFor are the places of a figure, the best first: above its point, below, and beside.
func (b *board) roomsFor(w wish, bottom float64) []box {
	wide, high := Width(w.p.text, labelSize), labelSize*millimetresPerPoint
	at := func(x, base float64) box {
		x = math.Max(0, math.Min(x, b.Width-wide))
		return box{x, base - high, x + wide, base + 0.3}
	}
	middle := w.at.X - wide/2
	if w.alone {
		return []box{at(middle, bottom-0.8)}
	}
	above, below := w.at.Y-1.3, w.at.Y+1+high
	return []box{
		at(middle, above), at(middle, below),
		at(w.at.X+0.4, above), at(w.at.X-0.4-wide, above), at(w.at.X+0.4, below), at(w.at.X-0.4-wide, below),
	}
}

// telling are the places of the highest, the lowest and the newest known figure; -1 without one.
func telling(row []point) (highest, lowest, newest int) {
	highest, lowest, newest = -1, -1, -1
	for c, p := range row {
		if !p.known {
			continue
		}
		newest = c
		if highest < 0 || p.value > row[highest].value {
			highest = c
		}
		if lowest < 0 || p.value < row[lowest].value {
			lowest = c
		}
	}
	return highest, lowest, newest
}
