package chart

import "math"

const (
	ink  Colour = "#222222"
	grey Colour = "#6b6b6b"
	rule Colour = "#d9d9d9" // grid lines

	textSize   = 8.0 // points
	smallest   = 6.0
	axisWidth  = 0.25 // millimetres
	gridWidth  = 0.12
	outline    = 0.15
	hatchGap   = 1.3
	legendSize = 2.8
)

// look is how a series is told from the others: in colour, by those who do not see all colours, and on grey paper, where
// neighbours differ in darkness, in hatching, in dashes and in the shape of their points.
type look struct {
	fill, stroke Colour
	hatch        float64 // the rise of the hatching: 1 up, -1 down, 0 none
	dash         []float64
	corners      int // of a point; 0 is round
	turn         float64
}

// looks are used in turn; the hues are those of Okabe and Ito, that nearly everybody tells apart.
var looks = []look{
	{fill: "#1f5a94", stroke: "#1f5a94"},
	{fill: "#f0b45a", stroke: "#b06a00", dash: []float64{1.8, 0.8}, corners: 4, turn: math.Pi / 4},
	{fill: "#d7efe6", stroke: "#00704f", hatch: 1, dash: []float64{0.6, 0.6}, corners: 3, turn: -math.Pi / 2},
	{fill: "#8c3a6b", stroke: "#8c3a6b", dash: []float64{3, 0.8, 0.6, 0.8}, corners: 4},
	{fill: "#dbeefa", stroke: "#2a7fb8", hatch: -1, dash: []float64{3, 1.5}, corners: 3, turn: math.Pi / 2},
	{fill: "#fbf3c0", stroke: "#7d7000", dash: []float64{1, 1.5}, corners: 5, turn: -math.Pi / 2},
}

func lookOf(series int) look { return looks[series%len(looks)] }

// bar paints a bar of a series.
func (d *Drawing) bar(x, y, width, height float64, series int) {
	if width <= 0 || height <= 0 {
		return
	}
	l := lookOf(series)
	d.add(Shape{Rect: &Rect{X: x, Y: y, Width: width, Height: height, Fill: l.fill, Stroke: l.stroke, StrokeWidth: outline}})
	if l.hatch == 0 {
		return
	}
	// The lines v = hatch·u + k over the bar with u, v from its lower left corner.
	for k := hatchGap / 2; k < width+height; k += hatchGap {
		c := k - width // where a rising line meets u = 0
		u0, u1 := math.Max(0, -c), math.Min(width, height-c)
		if u1 <= u0 {
			continue
		}
		from, to := Point{x + u0, y + height - (u0 + c)}, Point{x + u1, y + height - (u1 + c)}
		if l.hatch < 0 {
			from.X, to.X = 2*x+width-from.X, 2*x+width-to.X
		}
		d.add(Shape{Line: &Line{From: from, To: to, Stroke: l.stroke, Width: outline}})
	}
}

// mark paints a point of a series.
func (d *Drawing) mark(at Point, radius float64, series int) {
	l := lookOf(series)
	corners, turn := l.corners, l.turn
	if corners == 0 {
		corners, turn = 16, 0
	}
	points := make([]Point, corners)
	for i := range points {
		angle := turn + 2*math.Pi*float64(i)/float64(corners)
		points[i] = Point{at.X + radius*math.Cos(angle), at.Y + radius*math.Sin(angle)}
	}
	d.add(Shape{Polyline: &Polyline{Points: points, Closed: true, Fill: l.fill, Stroke: l.stroke, Width: outline}})
}

// head prints the unit and, of several series, the legend; it returns where the chart may begin.
func (b *board) head(note string) float64 {
	y := 0.0
	if b.unit != "" || note != "" {
		y += lineHeight(textSize)
		if b.unit != "" {
			b.text(0, y-0.8, textSize, Start, b.unitText())
		}
		if note != "" {
			b.add(Shape{Text: &Text{X: b.Width, Y: y - 0.8, Text: note, Size: smallest + 1, Anchor: End, Colour: grey}})
		}
	}
	if len(b.series) < 2 {
		return y + 1
	}
	x, started := 0.0, false
	for i, title := range b.series {
		for n, line := range wrap(title, b.Width-legendSize-2, textSize) {
			wide := Width(line, textSize)
			if !started || n > 0 || x+legendSize+1+wide > b.Width {
				x, started = 0, true
				y += lineHeight(textSize)
			}
			if n == 0 {
				b.swatch(x, y, i)
			}
			b.text(x+legendSize+1, y-0.8, textSize, Start, line)
			x += legendSize + 1 + wide + 4
		}
	}
	return y + 1.5
}

func (b *board) unitText() string {
	if b.english {
		return "Unit: " + b.unit
	}
	return "单位：" + b.unit
}

func (b *board) swatch(x, y float64, series int) {
	if !b.lines {
		b.bar(x, y-legendSize, legendSize, legendSize-0.4, series)
		return
	}
	l := lookOf(series)
	middle := y - legendSize/2 - 0.2
	b.add(Shape{Line: &Line{From: Point{x, middle}, To: Point{x + legendSize, middle}, Stroke: l.stroke, Width: lineWidth, Dash: l.dash}})
	b.mark(Point{x + legendSize/2, middle}, 0.7, series)
}
