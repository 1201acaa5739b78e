package pdf

import (
	"anlan/reports/document"
	"anlan/reports/render"
)

// setter sets one document.
type setter struct {
	doc     *document.Document
	options render.Options
	words   render.Words
	style   style
	letters *letters
	moved   bool // the addressees stand in the imprint
}

// paragraph sets texts in a measure; each line is a box. Texts of the grid stand on its lines.
func (s *setter) paragraph(runs []document.Run, k look, m measure, height float64, snap bool) []box {
	lines := m.lines(s.letters.cut(runs, k))
	boxes := make([]box, len(lines))
	for i, l := range lines {
		boxes[i] = box{height: height, snap: snap, draw: func(p *page, x, y float64) {
			l.draw(p, x, y+baseline(height, k), s.options.FigureAddress)
		}}
	}
	return boxes
}

// text sets a paragraph of the body.
func (s *setter) text(runs []document.Run, k look) []box {
	m := s.style.text
	m.first = s.style.indent
	return s.spaced(s.paragraph(runs, k, m, s.style.line, !s.style.latin))
}

// spaced leaves white below a paragraph, where the style does.
func (s *setter) spaced(boxes []box) []box {
	if s.style.after == 0 || len(boxes) == 0 {
		return boxes
	}
	return append(boxes, box{height: s.style.after, blank: true, keep: boxes[len(boxes)-1].keep})
}

// kept keeps boxes on one page with what follows.
func kept(boxes []box) []box {
	for i := range boxes {
		boxes[i].keep = true
	}
	return boxes
}

// empty is white of so many lines.
func (s *setter) empty(lines float64) box { return box{height: lines * s.style.line, blank: true} }

func words(text string) []document.Run { return []document.Run{{Text: text}} }

// width is how wide a text is on one line.
func (s *setter) width(text string, k look) float64 {
	sum := 0.0
	for _, p := range s.letters.cut(words(text), k) {
		sum += p.width
	}
	return sum
}

// put prints a text on a base line.
func (s *setter) put(p *page, text string, k look, x, y float64) {
	for _, l := range (measure{width: 1e9, align: left}).lines(s.letters.cut(words(text), k)) {
		l.draw(p, x, y, nil)
	}
}
