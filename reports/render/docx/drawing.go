package docx

import (
	"math"
	"strconv"

	"anlan/reports/chart"
	"anlan/reports/document"
	"anlan/reports/render/layout"
)

// chartOf paints a chart as a group of shapes, which stay sharp at every size and can be edited; the same drawing is painted in
// every kind of file.
func (w *writer) chartOf(c *document.Chart) {
	if c.Title != "" {
		w.add(para{style: styleTableTitle}.with(w.l.run(c.Title, letters{})))
	}
	drawing := chart.Draw(w.doc, c, chart.Size{Width: float64(textWidth)/millimetre - 2, Height: layout.TextHeight - 30})
	w.add(para{style: stylePicture}.with(w.drawn(drawing, c.Title)))
	for _, note := range c.Notes {
		w.add(para{style: styleNote}.with(w.l.run(note, letters{})))
	}
	w.add(para{line: lineHeight / 2}.with())
}

const (
	groupKind = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
	emu       = 36000 // of a millimetre
)

// units are a length in the format's English metric units, to a hundredth of a millimetre.
func units(millimetres float64) string {
	return strconv.Itoa(int(math.Round(millimetres*100)) * (emu / 100))
}

// drawn is a drawing in the line of text.
func (w *writer) drawn(d chart.Drawing, name string) element {
	id := strconv.Itoa(w.id())
	place := func(kind string) element { return tag("a:"+kind).with("x", "0", "y", "0") }
	extent := func(kind string) element { return tag(kind).with("cx", units(d.Width), "cy", units(d.Height)) }
	group := tag("wpg:wgp", tag("wpg:cNvGrpSpPr"),
		tag("wpg:grpSpPr", tag("a:xfrm", place("off"), extent("a:ext"), place("chOff"), extent("a:chExt"))))
	group.inside = append(group.inside, w.shapes(d.Shapes)...)
	inline := tag("wp:inline",
		extent("wp:extent"),
		tag("wp:docPr").with("id", id, "name", w.l.Chart+" "+id, "descr", d.Alt, "title", name),
		tag("wp:cNvGraphicFramePr"),
		tag("a:graphic", tag("a:graphicData", group).with("uri", groupKind)),
	).with("distT", "0", "distB", "0", "distL", "0", "distR", "0")
	return tag("w:r", tag("mc:AlternateContent", tag("mc:Choice", tag("w:drawing", inline)).with("Requires", "wpg")))
}

// shapes are those of a drawing; lines beside each other that look alike (the hatching of a bar) become one.
func (w *writer) shapes(list []chart.Shape) []element {
	var all []element
	for i := 0; i < len(list); i++ {
		switch s := list[i]; {
		case s.Rect != nil:
			r := s.Rect
			outline := tag("a:prstGeom", tag("a:avLst")).with("prst", "rect")
			all = append(all, w.shape(box{r.X, r.Y, r.Width, r.Height}, outline, r.Fill, pen{r.Stroke, r.StrokeWidth, nil}))
		case s.Line != nil:
			strokes := [][]chart.Point{{s.Line.From, s.Line.To}}
			for i+1 < len(list) && list[i+1].Line != nil && alike(s.Line, list[i+1].Line) {
				i++
				strokes = append(strokes, []chart.Point{list[i].Line.From, list[i].Line.To})
			}
			all = append(all, w.path(strokes, false, "", pen{s.Line.Stroke, s.Line.Width, s.Line.Dash}))
		case s.Polyline != nil:
			p := s.Polyline
			all = append(all, w.path([][]chart.Point{p.Points}, p.Closed, p.Fill, pen{p.Stroke, p.Width, p.Dash}))
		case s.Text != nil:
			all = append(all, w.label(s.Text))
		}
	}
	return all
}

func alike(a, b *chart.Line) bool {
	return a.Stroke == b.Stroke && a.Width == b.Width && len(a.Dash) == 0 && len(b.Dash) == 0
}

// box is a place on a drawing, in millimetres.
type box struct{ x, y, width, height float64 }

// pen is how a line is drawn.
type pen struct {
	colour chart.Colour
	width  float64
	dash   []float64
}

// shape is one shape of a group.
func (w *writer) shape(at box, outline element, fill chart.Colour, line pen, inside ...element) element {
	id := strconv.Itoa(w.id())
	properties := tag("wps:spPr",
		tag("a:xfrm", tag("a:off").with("x", units(at.x), "y", units(at.y)), tag("a:ext").with("cx", units(at.width), "cy", units(at.height))),
		outline, paint(fill), line.element())
	rest := append([]element{tag("wps:cNvPr").with("id", id, "name", id), tag("wps:cNvSpPr"), properties}, inside...)
	if len(inside) == 0 {
		rest = append(rest, tag("wps:bodyPr"))
	}
	return tag("wps:wsp", rest...)
}

func paint(c chart.Colour) element {
	if c == "" {
		return tag("a:noFill")
	}
	return tag("a:solidFill", tag("a:srgbClr").with("val", hex(string(c))))
}

func (p pen) element() element {
	if p.colour == "" || p.width == 0 {
		return tag("a:ln", tag("a:noFill"))
	}
	inside := []element{paint(p.colour)}
	if len(p.dash) > 1 {
		var dashes []element
		for i := 0; i+1 < len(p.dash); i += 2 {
			part := func(length float64) string { return strconv.Itoa(int(math.Round(length / p.width * 100000))) }
			dashes = append(dashes, tag("a:ds").with("d", part(p.dash[i]), "sp", part(p.dash[i+1])))
		}
		inside = append(inside, tag("a:custDash", dashes...))
	}
	return tag("a:ln", inside...).with("w", units(p.width))
}

// path is a shape of strokes through points.
func (w *writer) path(strokes [][]chart.Point, closed bool, fill chart.Colour, line pen) element {
	at := box{x: math.Inf(1), y: math.Inf(1)}
	right, bottom := math.Inf(-1), math.Inf(-1)
	for _, stroke := range strokes {
		for _, p := range stroke {
			at.x, at.y = math.Min(at.x, p.X), math.Min(at.y, p.Y)
			right, bottom = math.Max(right, p.X), math.Max(bottom, p.Y)
		}
	}
	if math.IsInf(at.x, 0) {
		return element{}
	}
	at.width, at.height = right-at.x, bottom-at.y
	var steps []element
	for _, stroke := range strokes {
		for i, p := range stroke {
			kind := "a:lnTo"
			if i == 0 {
				kind = "a:moveTo"
			}
			steps = append(steps, tag(kind, tag("a:pt").with("x", units(p.X-at.x), "y", units(p.Y-at.y))))
		}
		if closed {
			steps = append(steps, tag("a:close"))
		}
	}
	drawn := tag("a:path", steps...).with("w", units(at.width), "h", units(at.height))
	if !closed {
		drawn = drawn.with("fill", "none")
	}
	outline := tag("a:custGeom", tag("a:avLst"), tag("a:gdLst"), tag("a:ahLst"), tag("a:cxnLst"),
		tag("a:rect").with("l", "0", "t", "0", "r", "r", "b", "b"), tag("a:pathLst", drawn))
	return w.shape(at, outline, fill, line)
}

// label is a text of a drawing. Word and LibreOffice put letters four fifths down a line of exact height, and there the base
// line of the drawing has to be.
func (w *writer) label(t *chart.Text) element {
	const inPoints = 72 / 25.4
	line := t.Size * 1.25 / inPoints
	room := chart.Width(t.Text, t.Size) + 4
	at := box{t.X, t.Y - line*0.8, room, line}
	align := "left"
	switch t.Anchor {
	case chart.Start:
	case chart.Middle:
		at.x, align = t.X-room/2, "center"
	case chart.End:
		at.x, align = t.X-room, "right"
	}
	p := para{style: stylePicture, align: align, line: int(math.Round(t.Size * 25))}
	look := letters{bold: t.Bold, size: int(math.Round(t.Size * 2)), faces: faces{arial, hei}, colour: hex(string(t.Colour))}
	content := tag("wps:txbx", tag("w:txbxContent", p.with(w.l.run(t.Text, look))))
	body := tag("wps:bodyPr", tag("a:noAutofit")).with("wrap", "none", "lIns", "0", "tIns", "0", "rIns", "0", "bIns", "0", "anchor", "t")
	outline := tag("a:prstGeom", tag("a:avLst")).with("prst", "rect")
	return w.shape(at, outline, "", pen{}, content, body)
}

// turnedNumber is the page number of a page that lies across, in a box where an upright page has it: turned with the paper, on
// its outer side.
func (w *writer) turnedNumber(outer string) element {
	const high = 8.0 // millimetres around the line
	fromEdge := float64(pageHeight-marginTop-textHeight)/millimetre - 7 - high/2
	from := float64(marginLeft) / millimetre
	long := float64(textWidth) / millimetre
	id := strconv.Itoa(w.id())
	position := func(kind string, at float64) element {
		return tag("wp:position"+kind, tag("wp:posOffset", text(units(at)))).with("relativeFrom", "page")
	}
	outline := tag("a:prstGeom", tag("a:avLst")).with("prst", "rect")
	shape := tag("wps:wsp", tag("wps:cNvSpPr").with("txBox", "1"),
		tag("wps:spPr", tag("a:xfrm", tag("a:off").with("x", "0", "y", "0"), tag("a:ext").with("cx", units(high), "cy", units(long))), outline, tag("a:noFill"), tag("a:ln", tag("a:noFill"))),
		tag("wps:txbx", tag("w:txbxContent", w.pageNumber(outer))),
		tag("wps:bodyPr", tag("a:noAutofit")).with("vert", "vert", "wrap", "square", "lIns", "0", "tIns", "0", "rIns", "0", "bIns", "0", "anchor", "ctr"))
	anchor := tag("wp:anchor",
		tag("wp:simplePos").with("x", "0", "y", "0"),
		position("H", fromEdge), position("V", from),
		tag("wp:extent").with("cx", units(high), "cy", units(long)),
		tag("wp:wrapNone"),
		tag("wp:docPr").with("id", id, "name", "PAGE "+id),
		tag("wp:cNvGraphicFramePr"),
		tag("a:graphic", tag("a:graphicData", shape).with("uri", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape")),
	).with("distT", "0", "distB", "0", "distL", "0", "distR", "0", "simplePos", "0", "relativeHeight", "1", "behindDoc", "0", "locked", "0", "layoutInCell", "1", "allowOverlap", "1")
	return para{style: stylePageNumber}.with(tag("w:r", tag("mc:AlternateContent", tag("mc:Choice", tag("w:drawing", anchor)).with("Requires", "wps"))))
}
