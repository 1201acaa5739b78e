package chart

import "math"

const lineWidth = 0.5

// drawLines draws a line a series, broken where a figure is not known. The axis begins at zero, unless the values lie so close
// together far from it that nothing would be seen: then a note says so.
func (b *board) drawLines() {
	b.lines = true
	lowest, highest := b.spread()
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
	b.Height = b.usualHeight()
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
			half := Width(line, textSize) / 2
			x := math.Max(half, math.Min(left+(float64(c)+0.5)*slot, b.Width-half))
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
