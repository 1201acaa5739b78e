package pdf

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"anlan/reports/render/layout"
)

// black is the colour of what has no other.
const black = "#000000"

// page is one page while it is painted. Places are in millimetres from the upper left corner as it is read: one that lies
// across (wide) is 297 wide.
type page struct {
	content bytes.Buffer
	wide    bool
	links   []link
	colour  string // of the letters, as last set
}

// link is an area of a page that leads to an address.
type link struct {
	x, y, width, height float64
	address             string
}

// pt turns a place into what is written: points from the lower left corner.
func (p *page) pt(x, y float64) (float64, float64) {
	height := layout.PageHeight
	if p.wide {
		height = layout.PageWidth
	}
	return x * layout.Points, (height - y) * layout.Points
}

func (p *page) writef(format string, values ...any) { fmt.Fprintf(&p.content, format, values...) }

// paint is a colour #rrggbb as three parts of one.
func paint(colour string) string {
	var r, g, b int
	if _, err := fmt.Sscanf(colour, "#%02x%02x%02x", &r, &g, &b); err != nil {
		return "0 0 0"
	}
	return number(float64(r)/255) + " " + number(float64(g)/255) + " " + number(float64(b)/255)
}

// stroke is how a line is drawn.
type stroke struct {
	colour string
	width  float64
	dash   []float64
}

func (p *page) pen(s stroke) {
	p.writef("%s RG %s w ", paint(s.colour), number(s.width*layout.Points))
	if len(s.dash) > 0 {
		parts := make([]string, 0, len(s.dash))
		for _, d := range s.dash {
			parts = append(parts, number(d*layout.Points))
		}
		p.writef("[%s]0 d ", strings.Join(parts, " "))
	}
}

// line draws a straight line.
func (p *page) line(x1, y1, x2, y2 float64, s stroke) {
	p.polyline([][2]float64{{x1, y1}, {x2, y2}}, false, "", s)
}

// polyline draws a line through points; a closed one is filled with a colour unless that is empty.
func (p *page) polyline(points [][2]float64, closed bool, fill string, s stroke) {
	drawn := s.colour != "" && s.width > 0
	if len(points) < 2 || !drawn && fill == "" {
		return
	}
	p.writef("q ")
	if drawn {
		p.pen(s)
	}
	if fill != "" {
		p.writef("%s rg ", paint(fill))
	}
	for i, at := range points {
		x, y := p.pt(at[0], at[1])
		p.writef("%s %s %s ", number(x), number(y), map[bool]string{true: "m", false: "l"}[i == 0])
	}
	if closed {
		p.writef("h ")
	}
	switch {
	case fill != "" && drawn:
		p.writef("B Q\n")
	case fill != "":
		p.writef("f Q\n")
	default:
		p.writef("S Q\n")
	}
}

// rectangle draws one from its upper left corner.
func (p *page) rectangle(x, y, width, height float64, fill string, s stroke) {
	p.polyline([][2]float64{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, true, fill, s)
}

// placed is a letter at its place on a line.
type placed struct {
	letter
	x float64 // from the line's beginning
}

// ink is how letters are printed.
type ink struct {
	size   float64 // in points
	colour string
	bold   bool    // fonts have no bold of their own: their outlines are drawn stronger
	narrow float64 // the width of letters in percent; 100 when 0
}

// letters prints letters on a base line that begins at x.
func (p *page) letters(all []placed, x, y float64, k ink) {
	for begin := 0; begin < len(all); {
		end := begin + 1
		for end < len(all) && all[end].font == all[begin].font {
			end++
		}
		p.stretch(all[begin:end], x, y, k)
		begin = end
	}
}

// stretch prints letters of one font. Where the next letter does not stand where the font would put it, it is moved.
func (p *page) stretch(all []placed, x, y float64, k ink) {
	scale := 1.0
	if k.narrow != 0 {
		scale = k.narrow / 100
	}
	px, py := p.pt(x+all[0].x, y)
	p.writef("BT /%s %s Tf ", all[0].font.name, number(k.size))
	if k.colour != p.colour {
		p.writef("%s rg ", paint(k.colour))
		p.colour = k.colour
	}
	if k.bold {
		p.writef("2 Tr %s w %s RG ", number(k.size*0.028), paint(k.colour))
	}
	if scale != 1 {
		p.writef("%s Tz ", number(k.narrow))
	}
	p.writef("1 0 0 1 %s %s Tm [<", number(px), number(py))
	pen := all[0].x
	for _, l := range all {
		// In thousandths of the size, to the left; what is rounded away is made up for by the next.
		if move := math.Round((pen - l.x) * layout.Points / k.size / scale * 1000); move != 0 {
			p.writef(">%s<", number(move))
			pen -= move / 1000 * k.size * scale / layout.Points
		}
		p.writef("%04X", l.code)
		pen += l.advance * k.size * scale / layout.Points
	}
	p.writef(">] TJ ")
	if k.bold {
		p.writef("0 Tr ")
	}
	if scale != 1 {
		p.writef("100 Tz ")
	}
	p.writef("ET\n")
}
