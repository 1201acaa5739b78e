package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// SVG is the drawing as an svg element without a declaration, to stand in a page or in a file. It needs no style sheet; a text
// that prints a figure has its id as data-figure.
func SVG(d Drawing) []byte {
	var w bytes.Buffer
	fmt.Fprintf(&w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%smm" height="%smm" role="img" aria-label="%s"`,
		number(d.Width), number(d.Height), number(d.Width), number(d.Height), escape(d.Alt))
	w.WriteString(` font-family="'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',SimHei,sans-serif">` + "\n")
	for _, shape := range d.Shapes {
		switch {
		case shape.Rect != nil:
			r := shape.Rect
			fmt.Fprintf(&w, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"%s/>`,
				number(r.X), number(r.Y), number(r.Width), number(r.Height), paint(r.Fill), stroke(r.Stroke, r.StrokeWidth, nil))
		case shape.Line != nil:
			l := shape.Line
			fmt.Fprintf(&w, `<line x1="%s" y1="%s" x2="%s" y2="%s"%s/>`,
				number(l.From.X), number(l.From.Y), number(l.To.X), number(l.To.Y), stroke(l.Stroke, l.Width, l.Dash))
		case shape.Polyline != nil:
			p := shape.Polyline
			element := "polyline"
			if p.Closed {
				element = "polygon"
			}
			points := make([]string, len(p.Points))
			for i, at := range p.Points {
				points[i] = number(at.X) + "," + number(at.Y)
			}
			fmt.Fprintf(&w, `<%s points="%s" fill="%s"%s/>`, element, strings.Join(points, " "), paint(p.Fill), stroke(p.Stroke, p.Width, p.Dash))
		case shape.Text != nil:
			writeText(&w, shape.Text)
		}
		w.WriteByte('\n')
	}
	w.WriteString("</svg>")
	return w.Bytes()
}

func writeText(w *bytes.Buffer, t *Text) {
	fmt.Fprintf(w, `<text x="%s" y="%s" font-size="%s" text-anchor="%s" fill="%s"`,
		number(t.X), number(t.Y), number(t.Size*millimetresPerPoint), t.Anchor, paint(t.Colour))
	if t.Bold {
		w.WriteString(` font-weight="bold"`)
	}
	if t.Figure != "" {
		fmt.Fprintf(w, ` data-figure="%s"`, escape(t.Figure))
	}
	fmt.Fprintf(w, `>%s</text>`, escape(t.Text))
}

func paint(c Colour) string {
	if c == "" {
		return "none"
	}
	return escape(string(c))
}

func stroke(c Colour, width float64, dash []float64) string {
	if c == "" || width == 0 {
		return ""
	}
	text := fmt.Sprintf(` stroke="%s" stroke-width="%s"`, escape(string(c)), number(width))
	if len(dash) > 0 {
		lengths := make([]string, len(dash))
		for i, length := range dash {
			lengths[i] = number(length)
		}
		text += fmt.Sprintf(` stroke-dasharray="%s"`, strings.Join(lengths, " "))
	}
	return text
}

// number prints a length to a hundredth of a millimetre.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100+0, 'f', -1, 64) }

func escape(text string) string {
	var w bytes.Buffer
	_ = xml.EscapeText(&w, []byte(text)) // a buffer takes everything
	return w.String()
}
