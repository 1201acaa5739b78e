package chart

import (
	"cmp"
	"math"
	"slices"
)

const lineWidth = 0.5

// drawLines draws a line a series, broken where a figure is not known. The axis begins at zero, unless the values lie so close
// together far from it that nothing would be seen: then a note says so.
func (b *board) drawLines() {
	b.lines = true
	lowest, highest, _ := b.spread()
	note := ""
	axis := b.fromZero(5)
	if lowest > 0 && highest-lowest < highest*0.35 && highest > lowest {
		axis = newScale(lowest, highest, 5, b.whole)
		if note = "纵轴不从零起"; b.english {
			note = "The axis does not begin at zero"
		}
		if axis.first() <= 0 {
			note = ""
		}
	}
	if b.Height == 0 {
		b.Height = math.Max(60, math.Min(90, b.Width*0.5))
	}
	ticks := axis.texts()
	left := widest(ticks, textSize) + 1.5
	slot := (b.Width - left) / float64(max(1, len(b.categories)))
	every, lines := b.everyName(slot)
	top := b.head(note) + lineHeight(textSize)
	bottom := math.Max(top+15, b.Height-float64(lines)*lineHeight(textSize)-1.5-lineHeight(textSize))
	b.Height = bottom + float64(lines+1)*lineHeight(textSize) + 1.5
	b.standingAxis(axis, ticks, left, top, bottom)
	if axis.first() <= 0 {
		zero := bottom - axis.at(0)*(bottom-top)
		b.line(left, zero, b.Width, zero, axisWidth, ink)
	}
	for c := 0; c < len(b.categories); c += every {
		for n, line := range wrap(b.categories[c], slot*float64(every)*0.94, textSize) {
			x := left + (float64(c)+0.5)*slot
			b.text(x, b.Height-float64(lines-n-1)*lineHeight(textSize)-1, textSize, Middle, line)
		}
	}
	place := func(c int, p point) Point {
		return Point{left + (float64(c)+0.5)*slot, bottom - axis.at(p.value)*(bottom-top)}
	}
	for s, row := range b.points {
		b.stretches(s, row, slot, place)
	}
	b.lineLabels(bottom, place)
}

// everyName is the smallest step at which the names of categories stand beside each other, and their lines.
func (b *board) everyName(slot float64) (every, lines int) {
	for every = 1; every < len(b.categories); every++ {
		room := slot * float64(every) * 0.94
		if _, lines = block(b.categories, room, textSize); lines <= 2 && !broken(b.categories, room, textSize) {
			return every, lines
		}
	}
	_, lines = block(b.categories, slot*float64(every)*0.94, textSize)
	return every, max(1, lines)
}

// stretches draws the stretches of one series and its points: all where they have room, else those that stand alone.
func (b *board) stretches(s int, row []point, slot float64, place func(int, point) Point) {
	var stretch []Point
	flush := func() {
		if len(stretch) > 1 {
			l := lookOf(s)
			b.add(Shape{Polyline: &Polyline{Points: stretch, Stroke: l.stroke, Width: lineWidth, Dash: l.dash}})
		}
		if len(stretch) == 1 || slot >= 3 {
			for _, at := range stretch {
				b.mark(at, 0.8, s)
			}
		}
		stretch = nil
	}
	for c, p := range row {
		if !p.known {
			flush()
			continue
		}
		stretch = append(stretch, place(c, p))
	}
	flush()
}

// box is room on the paper that is taken.
type box struct{ left, top, right, bottom float64 }

func (a box) meets(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// lineLabels prints figures at their points as far as they have room, the telling ones first: the newest, the highest, the lowest.
func (b *board) lineLabels(bottom float64, place func(int, point) Point) {
	type wish struct {
		category int
		p        point
		rank     int
	}
	var wishes []wish
	var taken []box
	for _, row := range b.points {
		highest, lowest, newest := -1, -1, -1
		for c, p := range row {
			if !p.known {
				continue
			}
			at := place(c, p)
			taken = append(taken, box{at.X - 0.8, at.Y - 0.8, at.X + 0.8, at.Y + 0.8})
			newest = c
			if highest < 0 || p.value > row[highest].value {
				highest = c
			}
			if lowest < 0 || p.value < row[lowest].value {
				lowest = c
			}
		}
		for c, p := range row {
			rank := 3
			switch c {
			case newest:
				rank = 0
			case highest:
				rank = 1
			case lowest:
				rank = 2
			}
			if p.text != "" {
				wishes = append(wishes, wish{c, p, rank})
			}
		}
	}
	slices.SortStableFunc(wishes, func(x, y wish) int { return cmp.Compare(x.rank, y.rank) })
	const size = textSize - 1
	high := size * millimetresPerPoint
	for _, w := range wishes {
		wide := Width(w.p.text, size)
		at := place(w.category, w.p)
		bases := []float64{at.Y - 1.2, at.Y + 1 + high}
		if !w.p.known {
			bases = []float64{bottom - 0.8}
		}
		for _, base := range bases {
			room := box{at.X - wide/2, base - high, at.X + wide/2, base + 0.3}
			if room.right > b.Width+wide/2 || slices.ContainsFunc(taken, room.meets) {
				continue
			}
			x := math.Min(at.X, b.Width-wide/2)
			b.label(x, base, size, Middle, w.p, w.p.text)
			taken = append(taken, room)
			break
		}
	}
}
