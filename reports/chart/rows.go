package chart

import "math"

// rowPlan is how lying bars are laid out: in one or more panels beside each other, all under one scale.
type rowPlan struct {
	size       float64 // of letters
	bar, space float64 // the height of a bar, and between categories
	panels     int
	perPanel   int
	cut        bool // not all categories have room
}

// drawRows draws lying bars, as many panels as the height asks for. What has no room even so is left out, and a note says it.
func (b *board) drawRows() {
	axis := b.fromZero(4)
	plan := b.planRows()
	note := ""
	if plan.cut {
		note = "图中未列全，其余见表"
		if b.english {
			note = "Not all are drawn; the rest is in the table"
		}
	}
	top := b.head(note)
	width := (b.Width - float64(plan.panels-1)*4) / float64(plan.panels)
	height := 0.0
	for panel := range plan.panels {
		first := panel * plan.perPanel
		last := min(first+plan.perPanel, len(b.categories))
		if first < last {
			height = math.Max(height, b.rowPanel(axis, plan, float64(panel)*(width+4), top, width, first, last))
		}
	}
	b.Height = top + height
}

// planRows takes the largest letters and the fewest panels with which all categories fit the height; where none do, those that
// hold the most.
func (b *board) planRows() rowPlan {
	count := len(b.categories)
	room := b.Height - lineHeight(textSize)*2 - 4
	if len(b.series) > 1 {
		room -= lineHeight(textSize) * float64(len(b.series)/3+1)
	}
	if b.Height == 0 {
		room = math.Inf(1)
	}
	var most rowPlan
	for _, panels := range []int{1, 2, 3} {
		for size := textSize; size >= smallest; size-- {
			plan, ok := b.rowPlan(panels, size)
			if !ok {
				continue
			}
			fits := int(math.Min(room/plan.pitch(len(b.series)), float64(count)))
			if plan.perPanel = max(1, (count+panels-1)/panels); fits >= plan.perPanel {
				return plan
			}
			plan.perPanel, plan.cut = max(1, fits), true
			if plan.perPanel*panels > most.perPanel*most.panels {
				most = plan
			}
		}
	}
	return most
}

// rowPlan lays rows out with letters of a size; false when panels would be too narrow for bars.
func (b *board) rowPlan(panels int, size float64) (rowPlan, bool) {
	plan := rowPlan{size: size, panels: panels, bar: lineHeight(size) * 1.05}
	width := (b.Width - float64(panels-1)*4) / float64(panels)
	names, lines := block(b.categories, nameRoom(width, size), size)
	if panels > 1 && width-names-widest(b.texts(func(point) bool { return true }), size) < 15 {
		return plan, false
	}
	gap := 0.8
	if size == smallest {
		gap = 0.3
	}
	plan.space = math.Max(gap, float64(lines)*lineHeight(size)-plan.bar*float64(len(b.series)))
	return plan, true
}

func (p rowPlan) pitch(series int) float64 { return p.bar*float64(max(1, series)) + p.space }

// nameRoom is the most that names take of a panel: more where rows are crowded and names had better keep to one line.
func nameRoom(width, size float64) float64 {
	if size == smallest {
		return width * 0.5
	}
	return width * 0.38
}

// rowPanel draws the categories from first to before last, and returns how high they are.
func (b *board) rowPanel(axis scale, plan rowPlan, x, y, width float64, first, last int) float64 {
	names, _ := block(b.categories, nameRoom(width, plan.size), plan.size)
	left, right := x+names+1.2, x+width-widest(b.texts(known), plan.size)-1
	if axis.first() < 0 {
		left += widest(b.texts(func(p point) bool { return p.known && p.value < 0 }), plan.size) + 1
	}
	if right-left < width*0.2 {
		right = left + width*0.2
	}
	height := float64(last-first) * plan.pitch(len(b.series))
	b.lyingAxis(axis, left, right, y, y+height, plan.size)
	zero := left + axis.at(0)*(right-left)
	drop := plan.size * millimetresPerPoint * 0.36
	for c := first; c < last; c++ {
		begin := y + float64(c-first)*plan.pitch(len(b.series)) + plan.space/2
		middle := begin + plan.bar*float64(len(b.series))/2
		lines := wrap(b.categories[c], nameRoom(width, plan.size), plan.size)
		for n, line := range lines {
			offset := (float64(n) - float64(len(lines)-1)/2) * lineHeight(plan.size)
			b.text(x+names, middle+offset+drop, plan.size, End, line)
		}
		for s := range b.series {
			p := b.points[s][c]
			row := begin + float64(s)*plan.bar
			end := left + axis.at(p.value)*(right-left)
			if p.known {
				b.bar(math.Min(zero, end), row+plan.bar*0.08, math.Abs(end-zero), plan.bar*0.84, s)
			}
			switch {
			case !p.known && zero+0.8+Width(p.text, plan.size) > x+width:
				b.label(zero-0.8, row+plan.bar/2+drop, plan.size, End, p, p.text)
			case !p.known:
				b.label(zero+0.8, row+plan.bar/2+drop, plan.size, Start, p, p.text)
			case p.value < 0:
				b.label(end-0.8, row+plan.bar/2+drop, plan.size, End, p, p.text)
			default:
				b.label(end+0.8, row+plan.bar/2+drop, plan.size, Start, p, p.text)
			}
		}
	}
	b.line(zero, y, zero, y+height, axisWidth, ink)
	return height + lineHeight(plan.size) + 1.5
}

// lyingAxis prints ticks below with their lines upwards, and every second where they are crowded.
func (b *board) lyingAxis(axis scale, left, right, top, bottom, size float64) {
	texts := axis.texts()
	gap := (right - left) / float64(max(1, len(texts)-1))
	every := max(1, int(math.Ceil((widest(texts, size)+1.5)/gap)))
	for i, tick := range axis.ticks {
		x := left + axis.at(tick)*(right-left)
		b.line(x, top, x, bottom, gridWidth, rule)
		if i%every == 0 {
			half := Width(texts[i], size) / 2 // rows without names begin at the very edge
			b.text(math.Max(half, math.Min(x, b.Width-half)), bottom+lineHeight(size), size, Middle, texts[i])
		}
	}
}
