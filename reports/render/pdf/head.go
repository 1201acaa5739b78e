package pdf

import (
	"slices"
	"strings"

	"anlan/reports/render/layout"
	"anlan/reports/render/official"
)

// head sets what stands above the red rule (版头, 7.2), and the rule.
func (s *setter) head() []box {
	d := s.doc
	var boxes []box
	above := 0.0
	for i, text := range []string{d.CopyNumber, d.Secrecy, d.Urgency} {
		if text == "" {
			continue
		}
		k := s.style.head
		if i == 0 {
			k = s.style.body
		}
		line := s.paragraph(words(text), k, measure{width: layout.TextWidth, align: left}, s.style.line, false)
		boxes = append(boxes, line...)
		above += float64(len(line)) * s.style.line
	}
	boxes = append(boxes, box{height: max(layout.HeadTop-above, 0)})
	boxes = append(boxes, s.agency()...)
	boxes = append(boxes,
		box{height: 2 * s.style.line},
		box{height: s.style.line, draw: s.numberLine},
		box{height: layout.RuleBelow, draw: func(p *page, x, y float64) {
			y += layout.RuleBelow
			p.line(x, y, x+layout.TextWidth, y, stroke{colour: layout.Red, width: layout.RuleWidth})
		}})
	return boxes
}

// agency sets who issues the document (发文机关标志), in red over the width of the text.
func (s *setter) agency() []box {
	k := s.style.agency
	var narrow float64
	k.size, narrow = layout.HeadLetters(s.style.latin, func(size float64) float64 {
		k.size = size
		return s.width(s.doc.Agency, k)
	})
	if s.style.latin {
		return s.paragraph(words(s.doc.Agency), k, measure{width: layout.TextWidth, align: centered}, k.em()*1.1, false)
	}
	return []box{{height: k.em(), draw: func(p *page, x, y float64) {
		var all []placed
		pen := 0.0
		for _, piece := range s.letters.cut(words(s.doc.Agency), k) {
			for _, one := range piece.letters {
				one.x = (pen + one.x) * narrow / 100
				all = append(all, one)
			}
			pen += piece.width
		}
		ink := k.ink()
		ink.narrow = narrow
		p.letters(all, x+(layout.TextWidth-pen*narrow/100)/2, y+0.88*k.em(), ink)
	}}}
}

// numberLine prints the document number (发文字号) in the middle; with who signs (签发人) it stands left, the signer right.
func (s *setter) numberLine(p *page, x, y float64) {
	y += baseline(s.style.line, s.style.body)
	if s.doc.Signer == "" {
		s.put(p, s.doc.Number, s.style.body, x+(layout.TextWidth-s.width(s.doc.Number, s.style.body))/2, y)
		return
	}
	s.put(p, s.doc.Number, s.style.body, x+layout.CharacterWidth, y)
	label := s.words.Signer + s.words.Colon
	name := s.width(s.doc.Signer, s.style.level2)
	end := x + layout.TextWidth - layout.CharacterWidth
	s.put(p, s.doc.Signer, s.style.level2, end-name, y)
	s.put(p, label, s.style.body, end-name-s.width(label, s.style.body), y)
}

// title sets the title two lines below the rule (7.3.1).
func (s *setter) title() []box {
	lines := kept(s.titleLines(s.doc.Title, false))
	if len(lines) > 0 {
		lines[0].mark = bookmark{title: s.doc.Title, level: 1}
	}
	return slices.Concat([]box{{height: 2 * s.style.line}}, lines, []box{{height: s.style.line}})
}

// addressees sets to whom the document goes one line below the title (7.3.2). Where the first page would then have no line of
// the body they stand in the imprint.
func (s *setter) addressees(f *flow) []box {
	if s.doc.Addressees == "" {
		return nil
	}
	boxes := s.spaced(s.paragraph(words(s.doc.Addressees+strings.TrimSpace(s.words.Colon)), s.style.body, s.style.text, s.style.line, !s.style.latin))
	if f.height(boxes)+s.style.line > f.left() {
		s.moved = true
		return nil
	}
	return boxes
}

// titleLines sets a title in the middle of the text's width, that of a page across when wide.
func (s *setter) titleLines(title string, wide bool) []box {
	m := measure{width: layout.TextWidth, align: centered}
	if wide {
		m.width = layout.TextHeight
	}
	lines := []string{title}
	if !s.style.latin {
		lines = official.TitleLines(title, int(m.width/s.style.title.em()))
	}
	boxes := make([]box, 0, len(lines))
	for _, line := range lines {
		boxes = append(boxes, s.paragraph(words(line), s.style.title, m, s.style.titleLine, false)...)
	}
	return boxes
}
