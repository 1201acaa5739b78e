package pdf

import (
	"strings"

	"anlan/reports/document"
	"anlan/reports/render/layout"
)

// The white around the text of a cell: beside it in millimetres, above and below.
const (
	cellSide  = 1.2
	cellAbove = 0.17 // in parts of the letters'
	rowLine   = 1.28 // the height of a line in parts of the letters'
)

var cellRule = stroke{colour: black, width: 0.18}

// grid is a table's columns and letters.
type grid struct {
	widths     []float64
	width      float64 // of all
	head, body look
	wide       bool // across the page
}

// table sets a table with its title, unit and notes. Its head is repeated on every page.
func (s *setter) table(t *document.Table) []box {
	g := s.gridOf(t)
	boxes := s.caption(t.Title, g.width, g.wide)
	if t.Unit != "" {
		unit := s.paragraph(words(t.Unit), s.style.note, measure{width: g.width, align: right}, s.style.note.em()*1.5, false)
		boxes = append(boxes, across(kept(unit), g.wide)...)
	}
	if len(t.Columns) > 0 {
		boxes = append(boxes, s.rows(t, g)...)
	}
	if len(t.Notes) > 0 && len(boxes) > 0 {
		boxes[len(boxes)-1].keep = true
	}
	return append(boxes, s.notes(t.Notes, g.width, g.wide)...)
}

// rows are the boxes of the head and of each row.
func (s *setter) rows(t *document.Table, g grid) []box {
	head := s.tableHead(t, g)
	boxes := append(make([]box, 0, len(t.Rows)+1), head)
	page := layout.TextHeight
	if g.wide {
		page = layout.TextWidth
	}
	for i := range t.Rows {
		cells := make([]cell, len(t.Columns))
		for c := range t.Columns {
			k := g.body
			k.bold = t.Rows[i].Total
			var runs []document.Run
			if c < len(t.Rows[i].Cells) {
				runs = t.Rows[i].Cells[c].Runs
			}
			cells[c] = s.cell(runs, k, g.widths[c], alignOf(t.Columns[c].Align))
		}
		// A page has room for the title and the head above a part.
		for _, part := range split(cells, page-head.height-3*s.style.line) {
			row := s.row(part, g)
			row.head = &head
			boxes = append(boxes, row)
		}
	}
	return boxes
}

func alignOf(a document.Align) alignment {
	switch a {
	case document.Center:
		return centered
	case document.Right:
		return right
	case document.Left:
	}
	return left
}

// cell is the text of a cell in lines.
type cell struct {
	lines []line
	look  look
	width float64
}

func (s *setter) cell(runs []document.Run, k look, width float64, align alignment) cell {
	m := measure{width: width - 2*cellSide, align: align, spaces: true}
	return cell{lines: m.lines(s.letters.cut(runs, k)), look: k, width: width}
}

func (c cell) height() float64 {
	return (float64(max(len(c.lines), 1))*rowLine + 2*cellAbove) * c.look.em()
}

// split parts a row that is higher than a page into rows that are not.
func split(cells []cell, most float64) [][]cell {
	var parts [][]cell
	for {
		part, rest, more := make([]cell, len(cells)), make([]cell, len(cells)), false
		for i, c := range cells {
			part[i], rest[i] = c, c
			room := max(int((most/c.look.em()-2*cellAbove)/rowLine), 1)
			n := min(room, len(c.lines))
			part[i].lines, rest[i].lines = c.lines[:n], c.lines[n:]
			more = more || n < len(c.lines)
		}
		parts = append(parts, part)
		if !more {
			return parts
		}
		cells = rest
	}
}

// row is the box of a row, as high as its highest cell.
func (s *setter) row(cells []cell, g grid) box {
	height := 0.0
	for _, c := range cells {
		height = max(height, c.height())
	}
	return box{height: height, wide: g.wide, draw: func(p *page, x, y float64) {
		for _, c := range cells {
			s.paintCell(p, c, x, y, height)
			x += c.width
		}
	}}
}

// paintCell prints a cell, its text in the middle of its height.
func (s *setter) paintCell(p *page, c cell, x, y, height float64) {
	p.rectangle(x, y, c.width, height, "", cellRule)
	step := c.look.em() * rowLine
	at := y + (height-float64(len(c.lines))*step)/2
	for _, l := range c.lines {
		l.draw(p, x+cellSide, at+baseline(step, c.look), s.options.FigureAddress)
		at += step
	}
}

// tableHead is the box of the columns' titles and of the spans above them; a title without a span takes both rows.
func (s *setter) tableHead(t *document.Table, g grid) box {
	titles := make([]cell, len(t.Columns))
	over := make([]int, len(t.Columns)) // the span above a column, from 1
	for i, c := range t.Columns {
		titles[i] = s.columnHead(c, g, g.widths[i])
	}
	spans := make([]cell, len(t.Spans))
	upper, lower, both := 0.0, 0.0, 0.0
	for n, span := range t.Spans {
		if span.From < 0 || span.To >= len(t.Columns) || span.From > span.To {
			continue
		}
		width := 0.0
		for i := span.From; i <= span.To; i++ {
			over[i] = n + 1
			width += g.widths[i]
		}
		spans[n] = s.cell(words(span.Title), g.head, width, centered)
		upper = max(upper, spans[n].height())
	}
	for i := range titles {
		if over[i] > 0 {
			lower = max(lower, titles[i].height())
		} else {
			both = max(both, titles[i].height())
		}
	}
	lower = max(lower, both-upper)
	return box{height: upper + lower, wide: g.wide, keep: true, isHead: true, draw: func(p *page, x, y float64) {
		for i, title := range titles {
			if span := over[i]; span == 0 {
				s.paintCell(p, title, x, y, upper+lower)
			} else {
				if i == 0 || over[i-1] != span {
					s.paintCell(p, spans[span-1], x, y, upper)
				}
				s.paintCell(p, title, x, y+upper, lower)
			}
			x += title.width
		}
	}}
}

// columnHead is the title of a column with its unit, on a line of its own where both do not fit on one.
func (s *setter) columnHead(c document.Column, g grid, width float64) cell {
	whole := s.cell(words(s.columnTitle(c)), g.head, width, centered)
	if c.Unit == "" || len(whole.lines) < 2 {
		return whole
	}
	title := s.cell(words(c.Title), g.head, width, centered)
	title.lines = append(title.lines, s.cell(words(strings.TrimSpace(s.words.Bracketed(c.Unit))), g.head, width, centered).lines...)
	return title
}

func (s *setter) columnTitle(c document.Column) string {
	if c.Unit == "" {
		return c.Title
	}
	return c.Title + s.words.Bracketed(c.Unit)
}
