package pdf

import (
	"anlan/reports/document"
	"anlan/reports/render/layout"
)

// smallestUpright is the size in points below which a table is turned across the page rather than printed smaller.
const smallestUpright = 8

// gridOf shares the width of a table out among its columns, in the largest letters in which nothing that may not be broken
// is wider than its column: a number in a cell stays on one line. A table that is too wide for an upright page lies across.
func (s *setter) gridOf(t *document.Table) grid {
	g := grid{head: s.style.tableHead, body: s.style.table}
	for _, wide := range []bool{t.Wide, true} {
		g.wide, g.width = wide, layout.TextWidth
		if wide {
			g.width = layout.TextHeight
		}
		for _, size := range []float64{s.style.table.size, 10.5, 9, 8, 7, 6, 5, 4} {
			if size > s.style.table.size || !wide && size < smallestUpright {
				continue
			}
			g.head.size, g.body.size = size, size
			least, wanted := s.needs(t, g)
			var fits bool
			if g.widths, fits = shared(g.width, least, wanted); fits {
				return g
			}
		}
	}
	return g
}

// needs is the least width of each column, that of its longest word or number, and the one that is wanted: by its weight, or as
// wide as its longest text where no column has one.
func (s *setter) needs(t *document.Table, g grid) (least, wanted []float64) {
	least, wanted = make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	weighted := false
	for i, c := range t.Columns {
		weighted = weighted || c.Weight > 0
		word, whole := s.extent(words(s.columnTitle(c)), g.head)
		least[i], wanted[i] = word, whole/2 // titles may take two lines
	}
	for _, row := range t.Rows {
		k := g.body
		k.bold = row.Total
		for i := range min(len(row.Cells), len(t.Columns)) {
			word, whole := s.extent(row.Cells[i].Runs, k)
			least[i], wanted[i] = max(least[i], word), max(wanted[i], whole)
		}
	}
	for i, c := range t.Columns {
		least[i] = max(least[i], 2*g.body.em()) + 2*cellSide + 0.1
		switch {
		case weighted && c.Weight > 0:
			wanted[i] = c.Weight
		case weighted:
			wanted[i] = 1
		default:
			const most = 60.0 // longer texts are wrapped
			wanted[i] = min(wanted[i], most) + 2*cellSide
		}
	}
	return least, wanted
}

// extent is the width of the longest part that may not be broken, and of the whole on one line.
func (s *setter) extent(runs []document.Run, k look) (word, whole float64) {
	pieces := s.letters.cut(runs, k)
	part := 0.0
	for i := range pieces {
		whole += pieces[i].width
		if i > 0 && mayBreak(&pieces[i-1], &pieces[i]) || pieces[i].kind == space {
			part = 0
		}
		if pieces[i].kind != space {
			part += pieces[i].width
		}
		word = max(word, part)
	}
	return word, whole
}

// shared shares a width out in the proportion that is wanted, none less than its least; false when the least are too wide
// together, and then in the proportion of the least.
func shared(width float64, least, wanted []float64) ([]float64, bool) {
	widths, fixed := make([]float64, len(least)), make([]bool, len(least))
	total := 0.0
	for _, l := range least {
		total += l
	}
	if total > width {
		for i := range widths {
			widths[i] = width * least[i] / total
		}
		return widths, false
	}
	for again := true; again; {
		again = false
		rest, sum := width, 0.0
		for i := range widths {
			if fixed[i] {
				rest -= least[i]
			} else {
				sum += wanted[i]
			}
		}
		for i := range widths {
			switch {
			case fixed[i]:
				widths[i] = least[i]
			case rest*wanted[i]/sum < least[i]:
				fixed[i], again = true, true
			default:
				widths[i] = rest * wanted[i] / sum
			}
		}
	}
	return widths, true
}
