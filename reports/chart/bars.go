package chart

import "math"

const (
	shareOfSlot = 0.74 // that the bars of a category take
	widestBar   = 14.0
	mostLines   = 3 // of a category's name
)

// drawBars draws standing bars; false when names or figures do not fit beside each other, and nothing is drawn then.
func (b *board) drawBars() bool {
	if len(b.categories) == 0 || len(b.series) == 0 {
		return false
	}
	axis := b.fromZero(5)
	ticks := axis.texts()
	left := widest(ticks, textSize) + 1.5
	slot := (b.Width - left) / float64(len(b.categories))
	bar := math.Min(slot*shareOfSlot/float64(len(b.series)), widestBar)
	size, fits := b.fit(slot, bar)
	if !fits {
		return false
	}
	_, lines := block(b.categories, slot*0.96, size)
	b.Height = b.usualHeight()
	top := b.head("") + lineHeight(size)
	bottom := b.Height - float64(lines)*lineHeight(size) - 1.5
	if axis.first() < 0 {
		bottom -= lineHeight(size)
	}
	if bottom-top < 15 {
		top, bottom = b.Height, b.Height+15 // too little room was given: the drawing grows
		b.Height = bottom + float64(lines)*lineHeight(size) + 1.5
	}
	b.standingAxis(axis, ticks, left, top, bottom)
	zero := bottom - axis.at(0)*(bottom-top)
	for c, name := range b.categories {
		middle := left + (float64(c)+0.5)*slot
		for n, line := range wrap(name, slot*0.96, size) {
			b.text(middle, b.Height-float64(lines-n-1)*lineHeight(size)-1, size, Middle, line)
		}
		for s := range b.series {
			p := b.points[s][c]
			x := middle + (float64(s)-float64(len(b.series))/2)*bar
			b.standingBar(p, x, zero, bar, bottom-axis.at(p.value)*(bottom-top), size, slot, s)
		}
	}
	b.line(left, zero, b.Width, zero, axisWidth, ink)
	return true
}

func (b *board) standingBar(p point, x, zero, width, end, size, slot float64, series int) {
	gap := width * 0.06
	middle := x + width/2
	if !p.known {
		if p.text == "" {
			return
		}
		lines := wrap(p.text, b.labelRoom(slot, width), size)
		for n, line := range lines {
			b.label(middle, zero-0.8-float64(len(lines)-1-n)*lineHeight(size), size, Middle, p, line)
		}
		return
	}
	b.bar(x+gap, math.Min(zero, end), width-2*gap, math.Abs(zero-end), series)
	if p.value < 0 {
		b.label(middle, end+lineHeight(size)-0.3, size, Middle, p, p.text)
		return
	}
	b.label(middle, end-0.8, size, Middle, p, p.text)
}

// labelRoom is how wide a figure over a bar may be.
func (b *board) labelRoom(slot, bar float64) float64 {
	if len(b.series) == 1 {
		return slot * 0.96
	}
	return bar
}

// fit finds the size of letters at which names and figures stand beside each other.
func (b *board) fit(slot, bar float64) (size float64, fits bool) {
	room := b.labelRoom(slot, bar)
	for size = textSize; size >= smallest; size-- {
		_, lines := block(b.categories, slot*0.96, size)
		names := lines <= mostLines && !broken(b.categories, slot*0.96, size)
		figures := widest(b.texts(known), size) <= room
		_, tall := block(b.texts(unknown), room, size)
		if names && figures && tall <= 4 && !broken(b.texts(unknown), room, size) {
			return size, true
		}
	}
	return 0, false
}

// broken tells whether a word would be cut in two.
func broken(texts []string, width, size float64) bool {
	for _, text := range texts {
		for _, piece := range pieces(text) {
			if Width(piece, size) > width {
				return true
			}
		}
	}
	return false
}

// standingAxis prints ticks on the left with their lines across.
func (b *board) standingAxis(axis scale, ticks []string, left, top, bottom float64) {
	for i, tick := range axis.ticks {
		y := bottom - axis.at(tick)*(bottom-top)
		b.line(left, y, b.Width, y, gridWidth, rule)
		b.text(left-1, y+textSize*millimetresPerPoint*0.36, textSize, End, ticks[i])
	}
}
