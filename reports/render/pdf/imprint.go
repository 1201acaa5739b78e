package pdf

import (
	"slices"

	"anlan/reports/document"
	"anlan/reports/render/layout"
)

// imprint sets the 版记 (7.4) at the foot of the last page: how public the document is, to whom it is copied, who printed it
// and when, between rules. It begins a page when the last one has no room.
func (s *setter) imprint(f *flow) {
	rows := s.imprintRows()
	if len(rows) == 0 {
		return
	}
	height := 0.0
	for _, row := range rows {
		height += row.height
	}
	if f.page().wide || height+s.style.line/2 > f.left() {
		f.newPage(false)
	}
	f.y = layout.TextHeight - height
	for i := range rows {
		width := layout.ImprintInside
		if i == 0 {
			width = layout.ImprintOutside
		}
		f.rule(width)
		f.place(&rows[i])
	}
	f.rule(layout.ImprintOutside)
}

// rule draws a rule over the width of the text where the next box begins.
func (f *flow) rule(width float64) {
	x, y, _ := f.area()
	f.page().line(x, y+f.y, x+layout.TextWidth, y+f.y, stroke{colour: black, width: width})
}

func (s *setter) imprintRows() []box {
	k, d := s.style.imprint, s.doc
	step, air := k.em()*1.35, 0.8
	var rows []box
	row := func(lines []box) {
		height := 2*air + float64(len(lines))*step
		rows = append(rows, box{height: height, draw: func(p *page, x, y float64) {
			y += air
			for _, l := range lines {
				l.draw(p, x, y)
				y += step
			}
		}})
	}
	list := func(label, names string) {
		if names == "" {
			return
		}
		// One character is left free on both sides, and lines begin under the first name.
		label += s.words.Colon
		m := measure{width: layout.TextWidth - k.em(), first: k.em(), hang: k.em() + s.width(label, k), spaces: s.style.latin}
		row(s.paragraph([]document.Run{{Text: label + names}}, k, m, step, false))
	}
	list(s.words.Disclosure, d.Disclosure)
	if s.moved {
		list(s.words.MainTo, s.words.Ended(d.Addressees))
	}
	if d.CopyTo != "" {
		list(s.words.CopyTo, s.words.Ended(d.CopyTo))
	}
	if printed := s.words.PrintedOn(d.PrintedOn); d.Printer != "" || printed != "" {
		wide := s.width(printed, k)
		m := measure{width: layout.TextWidth - 3*k.em() - wide, first: k.em(), hang: k.em(), align: left}
		lines := s.paragraph(words(d.Printer), k, m, step, false)
		date := box{draw: func(p *page, x, y float64) {
			if printed != "" {
				s.put(p, printed, k, x+layout.TextWidth-k.em()-wide, y+baseline(step, k))
			}
		}}
		if len(lines) == 0 {
			row([]box{date})
		} else {
			first := lines[0].draw
			lines = slices.Clone(lines)
			lines[0].draw = func(p *page, x, y float64) { first(p, x, y); date.draw(p, x, y) }
			row(lines)
		}
	}
	return rows
}
