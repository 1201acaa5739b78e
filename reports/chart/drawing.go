package chart

// Drawing is a chart as it is painted, in millimetres from its upper left corner, later shapes over earlier ones. The title and
// the notes of the chart are not in it: every rendering prints them around it in its own letters.
type Drawing struct {
	Width, Height float64
	Alt           string // what it shows, for those who cannot see it
	Shapes        []Shape
}

// Shape is one thing to paint: exactly one field is set.
type Shape struct {
	Rect     *Rect
	Line     *Line
	Polyline *Polyline
	Text     *Text
}

// Colour is #rrggbb; empty paints nothing.
type Colour string

// Point is a place on the drawing.
type Point struct{ X, Y float64 }

// Rect is a rectangle from its upper left corner.
type Rect struct {
	X, Y, Width, Height float64
	Fill, Stroke        Colour
	StrokeWidth         float64
}

// Line is a straight line. Dash holds the lengths of strokes and gaps in turn; empty is unbroken.
type Line struct {
	From, To Point
	Stroke   Colour
	Width    float64
	Dash     []float64
}

// Polyline is a line through points; a closed one is filled.
type Polyline struct {
	Points []Point
	Closed bool
	Fill   Colour
	Stroke Colour
	Width  float64
	Dash   []float64
}

// Anchor says which end of a text stands at its X.
type Anchor string

// The anchors, named as SVG names them.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Text is one line of text. Y is its base line, on which letters stand.
type Text struct {
	X, Y   float64
	Text   string
	Size   float64 // in points
	Anchor Anchor
	Bold   bool
	Colour Colour
	Figure string // the id of the figure that it prints; empty for other words
}

// Left is the X of the beginning of the text by estimate, for painters that place a box.
func (t Text) Left() float64 {
	switch t.Anchor {
	case Middle:
		return t.X - Width(t.Text, t.Size)/2
	case End:
		return t.X - Width(t.Text, t.Size)
	case Start:
	}
	return t.X
}

func (d *Drawing) add(shapes ...Shape) { d.Shapes = append(d.Shapes, shapes...) }

func (d *Drawing) line(x1, y1, x2, y2, width float64, stroke Colour) {
	d.add(Shape{Line: &Line{From: Point{x1, y1}, To: Point{x2, y2}, Stroke: stroke, Width: width}})
}

func (d *Drawing) text(x, y, size float64, anchor Anchor, text string) {
	d.add(Shape{Text: &Text{X: x, Y: y, Text: text, Size: size, Anchor: anchor, Colour: ink}})
}

// label prints a figure; one that is not known is printed in grey.
func (d *Drawing) label(x, y, size float64, anchor Anchor, p point, text string) {
	colour := ink
	if !p.known {
		colour = grey
	}
	d.add(Shape{Text: &Text{X: x, Y: y, Text: text, Size: size, Anchor: anchor, Colour: colour, Figure: p.id}})
}
