package chart

import (
	"math"

	"anlan/reports/document"
)

// Size is the room that a drawing has, in millimetres. A drawing is as high as it needs, and no higher than Height; 0 is no bound.
type Size struct{ Width, Height float64 }

// Draw draws a chart of a document. Bars begin at zero. A figure that is not known leaves a gap that says why, it is no zero.
// What is printed at a bar or point is the text of its figure. Standing bars whose names or figures would not fit beside each
// other are drawn lying.
func Draw(d *document.Document, c *document.Chart, size Size) Drawing {
	b := board{Drawing: Drawing{Width: size.Width, Height: size.Height, Alt: c.Title}, english: d.Language == document.English}
	b.read(d, c)
	switch {
	case c.Kind == document.Lines:
		b.drawLines()
	case c.Kind == document.Bars && b.drawBars():
	default:
		b.drawRows()
	}
	return b.Drawing
}

// board is a drawing with what is drawn on it.
type board struct {
	Drawing
	english    bool
	unit       string
	categories []string
	series     []string
	points     [][]point // by series, then category
	lines      bool
	whole      bool // every figure is printed without places
}

// point is one figure of the chart. Its value is for its place on paper only.
type point struct {
	id, text string
	known    bool
	value    float64
}

func (b *board) read(d *document.Document, c *document.Chart) {
	figures := make(map[string]*document.Figure, len(d.Figures))
	for i := range d.Figures {
		figures[d.Figures[i].ID] = &d.Figures[i]
	}
	b.unit, b.categories, b.whole = c.Unit, c.Categories, true
	for _, series := range c.Series {
		row := make([]point, len(c.Categories))
		for i, id := range series.Figures[:min(len(series.Figures), len(row))] {
			figure := figures[id]
			if figure == nil {
				continue
			}
			row[i] = point{id: id, text: figure.Text}
			if figure.Exact != nil {
				row[i].known, row[i].value = true, figure.Exact.InexactFloat64()
				b.whole = b.whole && figure.Places == 0
			}
		}
		b.series, b.points = append(b.series, series.Title), append(b.points, row)
	}
}

// spread is the smallest and the largest known value; zero where none is known.
func (b *board) spread() (lowest, highest float64) {
	lowest, highest = math.Inf(1), math.Inf(-1)
	for _, row := range b.points {
		for _, p := range row {
			if p.known {
				lowest, highest = math.Min(lowest, p.value), math.Max(highest, p.value)
			}
		}
	}
	if lowest > highest {
		return 0, 0
	}
	return lowest, highest
}

// usualHeight is how high standing bars and lines are drawn where there is room.
func (b *board) usualHeight() float64 {
	usual := math.Max(60, math.Min(80, b.Width*0.48))
	if b.Height == 0 {
		return usual
	}
	return math.Min(usual, b.Height)
}

// fromZero is the scale of bars, which holds zero.
func (b *board) fromZero(wanted int) scale {
	lowest, highest := b.spread()
	return newScale(math.Min(lowest, 0), math.Max(highest, 0), wanted, b.whole)
}

// texts are all that is printed at the points.
func (b *board) texts(want func(point) bool) []string {
	var texts []string
	for _, row := range b.points {
		for _, p := range row {
			if p.text != "" && want(p) {
				texts = append(texts, p.text)
			}
		}
	}
	return texts
}

func known(p point) bool   { return p.known }
func unknown(p point) bool { return !p.known }

func widest(texts []string, size float64) float64 {
	most := 0.0
	for _, text := range texts {
		most = math.Max(most, Width(text, size))
	}
	return most
}
