package pdf

import (
	"strings"

	"anlan/reports/chart"
	"anlan/reports/document"
	"anlan/reports/render/layout"
)

// sections sets the sections of an attachment.
func (s *setter) sections(parts []document.Section) []box {
	var all []box
	for i := range parts {
		all = append(all, s.section(&parts[i], 2)...)
	}
	return all
}

// section sets a section of the body or of an attachment, whose bookmarks stand below those of a level.
func (s *setter) section(part *document.Section, level int) []box {
	var all []box
	if part.Title != "" {
		all = append(all, s.heading(words(part.Number+part.Title), s.style.level1, level)...)
	}
	for i := range part.Blocks {
		b := &part.Blocks[i]
		switch {
		case b.Heading != nil:
			k := s.style.level3
			if b.Heading.Level <= 2 {
				k = s.style.level2
			}
			runs := append(words(b.Heading.Number), b.Heading.Runs...)
			all = append(all, s.heading(runs, k, level+max(b.Heading.Level, 2)-1)...)
		case b.Paragraph != nil:
			all = append(all, s.text(b.Paragraph.Runs, s.style.body)...)
		case b.Table != nil:
			all = append(all, s.table(b.Table)...)
		case b.Chart != nil:
			all = append(all, s.chart(b.Chart)...)
		}
	}
	return all
}

func (s *setter) heading(runs []document.Run, k look, level int) []box {
	boxes := kept(s.text(runs, k))
	if len(boxes) > 0 {
		var title strings.Builder
		for _, run := range runs {
			title.WriteString(run.Text)
		}
		boxes[0].mark = bookmark{title: title.String(), level: level}
	}
	return boxes
}

// caption sets the title of a table or chart, centred above it.
func (s *setter) caption(title string, width float64, wide bool) []box {
	if title == "" {
		return nil
	}
	height := s.style.caption.em() * 1.75
	boxes := s.paragraph(words(title), s.style.caption, measure{width: width, align: centered}, height, false)
	return across(kept(append([]box{{height: height / 3, blank: true}}, boxes...)), wide)
}

// across puts boxes onto pages that lie across.
func across(boxes []box, wide bool) []box {
	for i := range boxes {
		boxes[i].wide = wide
	}
	return boxes
}

// notes sets the notes below a table or chart, and the white below them.
func (s *setter) notes(notes []string, width float64, wide bool) []box {
	boxes := make([]box, 0, len(notes)+1)
	for _, note := range notes {
		boxes = append(boxes, s.paragraph(words(note), s.style.note, measure{width: width, spaces: s.style.latin}, s.style.note.em()*1.4, false)...)
	}
	boxes = append(boxes, s.empty(0.5))
	return across(boxes, wide)
}

// chart sets a chart: the drawing that every rendering paints, as lines and letters.
func (s *setter) chart(c *document.Chart) []box {
	d := chart.Draw(s.doc, c, chart.Size{Width: layout.TextWidth - 2, Height: layout.TextHeight - 30})
	boxes := s.caption(c.Title, layout.TextWidth, false)
	picture := box{height: d.Height + 2, keep: len(c.Notes) > 0, draw: func(p *page, x, y float64) {
		s.drawing(p, &d, x+(layout.TextWidth-d.Width)/2, y+1)
	}}
	return append(append(boxes, picture), s.notes(c.Notes, layout.TextWidth, false)...)
}

// drawing paints the shapes of a chart.
func (s *setter) drawing(p *page, d *chart.Drawing, x, y float64) {
	for _, shape := range d.Shapes {
		switch {
		case shape.Rect != nil:
			r := shape.Rect
			p.rectangle(x+r.X, y+r.Y, r.Width, r.Height, string(r.Fill), stroke{string(r.Stroke), r.StrokeWidth, nil})
		case shape.Line != nil:
			l := shape.Line
			p.line(x+l.From.X, y+l.From.Y, x+l.To.X, y+l.To.Y, stroke{string(l.Stroke), l.Width, l.Dash})
		case shape.Polyline != nil:
			l := shape.Polyline
			points := make([][2]float64, len(l.Points))
			for i, at := range l.Points {
				points[i] = [2]float64{x + at.X, y + at.Y}
			}
			p.polyline(points, l.Closed, string(l.Fill), stroke{string(l.Stroke), l.Width, l.Dash})
		case shape.Text != nil:
			s.label(p, shape.Text, x, y)
		}
	}
}

func (s *setter) label(p *page, t *chart.Text, x, y float64) {
	k := look{face: layout.Song, size: t.Size, colour: string(t.Colour), bold: t.Bold, latin: s.style.latin}
	pieces := s.letters.cut([]document.Run{{Text: t.Text, Figure: t.Figure}}, k)
	if len(pieces) == 0 {
		return
	}
	line := measure{width: 1e9, align: left}.lines(pieces)[0]
	switch t.Anchor {
	case chart.Middle:
		x -= line.width / 2
	case chart.End:
		x -= line.width
	case chart.Start:
	}
	line.draw(p, x+t.X, y+t.Y, s.options.FigureAddress)
}
