package pdf

import (
	"fmt"
	"math"
	"unicode/utf8"

	"anlan/reports/render/layout"
)

// pageNumber prints — 1 — 7 mm below the type area on the outer side, one character from its edge (7.5). On a page that lies
// across it stands where upright pages have it.
func (s *setter) pageNumber(p *page, n int) {
	k := s.style.number
	text := fmt.Sprintf("— %d —", n)
	width := s.width(text, k)
	x := layout.LeftMargin + layout.CharacterWidth
	if n%2 == 1 {
		x = layout.LeftMargin + layout.TextWidth - layout.CharacterWidth - width
	}
	y := layout.TopMargin + layout.TextHeight + layout.NumberBelow + 0.37*k.em()
	s.upright(p, func(sheet *page) { s.put(sheet, text, k, x, y) })
}

// upright paints on the sheet as it lies for an upright page, whichever way it is read.
func (s *setter) upright(p *page, paint func(*page)) {
	if !p.wide {
		paint(p)
		return
	}
	sheet := &page{colour: p.colour}
	paint(sheet)
	// Inside the turned page the sheet is turned back.
	p.writef("q 0 -1 1 0 0 %s cm\n", number(layout.PageWidth*layout.Points))
	p.content.Write(sheet.content.Bytes())
	p.writef("Q\n")
}

// watermark prints the mark of what is not in force (草稿, 已作废) across the page, below the text.
func (s *setter) watermark(p *page) {
	k := look{face: layout.Hei, size: min(150, 480/float64(utf8.RuneCountInString(s.doc.Mark))), colour: "#ebebeb", latin: s.style.latin}
	if s.style.latin {
		k.size = min(150, 760/float64(utf8.RuneCountInString(s.doc.Mark)))
	}
	width := s.width(s.doc.Mark, k)
	sheet := &page{wide: p.wide, colour: ""}
	middleX, middleY := layout.PageWidth/2, layout.PageHeight/2
	if p.wide {
		middleX, middleY = middleY, middleX
	}
	s.put(sheet, s.doc.Mark, k, middleX-width/2, middleY+0.37*k.em())
	// Turned by 45 degrees around the middle of the page.
	turn := math.Sqrt2 / 2
	cx, cy := middleX*layout.Points, middleY*layout.Points
	p.writef("/Artifact<</Type/Pagination/Subtype/Watermark>>BDC q %s %s %s %s %s %s cm\n", number(turn), number(turn), number(-turn), number(turn),
		number(cx-turn*cx+turn*cy), number(cy-turn*cx-turn*cy))
	p.content.Write(sheet.content.Bytes())
	p.writef("Q EMC\n")
	p.colour = ""
}
