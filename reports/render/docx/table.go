package docx

import (
	"strconv"
	"strings"

	"anlan/reports/document"
)

// tableOf writes a table with its title, unit and notes.
func (w *writer) tableOf(t *document.Table) { w.tableIn(t, tableLetters(len(t.Columns), t.Wide)) }

// tableIn is tableOf in letters of a size. A table without columns is left out: Word takes no row without a cell.
func (w *writer) tableIn(t *document.Table, size int) {
	if len(t.Columns) == 0 {
		return
	}
	if t.Title != "" {
		w.add(para{style: styleTableTitle}.with(w.l.run(t.Title, letters{})))
	}
	if t.Unit != "" {
		w.add(para{style: styleTableUnit}.with(w.l.run(t.Unit, letters{})))
	}
	g := grid{widths: columnWidths(t, w.page.width(), size), size: size}
	rows := w.tableHead(t, g)
	for n, r := range t.Rows {
		g.keep = n == len(t.Rows)-1 && len(t.Notes) > 0
		cells := make([]element, len(t.Columns))
		for i, c := range t.Columns {
			var runs []document.Run
			if i < len(r.Cells) {
				runs = r.Cells[i].Runs
			}
			cells[i] = g.cell(i, i, string(c.Align), "", w.runs(runs, size, r.Total)...)
		}
		rows = append(rows, tag("w:tr", append([]element{tag("w:trPr", tag("w:cantSplit"))}, cells...)...))
	}
	w.add(g.table(rows))
	for _, note := range t.Notes {
		w.add(para{style: styleNote}.with(w.l.run(note, letters{})))
	}
	w.add(para{line: lineHeight / 2}.with())
}

// tableHead are the rows of titles, which every page of the table repeats: spans over their columns, and below them the columns;
// a title without a span above it takes both rows.
func (w *writer) tableHead(t *document.Table, g grid) []element {
	look := letters{size: g.size, faces: faces{roman, hei}, bold: w.l.latin}
	title := func(i int) []element {
		c := t.Columns[i]
		if c.Unit == "" {
			return []element{w.l.run(c.Title, look)}
		}
		unit := w.l.Bracketed(c.Unit)
		if wide(c.Title+unit, g.size) < g.widths[i]-2*cellMargin {
			return []element{w.l.run(c.Title+unit, look)}
		}
		return []element{w.l.run(c.Title, look), tag("w:r", tag("w:br")), w.l.run(unit, look)}
	}
	over := map[int]document.Span{}
	covered := map[int]bool{}
	for _, s := range t.Spans {
		if s.From >= 0 && s.From <= s.To && s.To < len(t.Columns) {
			over[s.From] = s
			for i := s.From; i <= s.To; i++ {
				covered[i] = true
			}
		}
	}
	properties := tag("w:trPr", tag("w:cantSplit"), tag("w:tblHeader"))
	first, second := []element{properties}, []element{properties}
	for i := range t.Columns {
		if len(over) > 0 && !covered[i] {
			first = append(first, g.cell(i, i, "center", "restart", title(i)...))
			second = append(second, g.cell(i, i, "center", "continue"))
			continue
		}
		if s, ok := over[i]; ok {
			first = append(first, g.cell(s.From, s.To, "center", "", w.l.run(s.Title, look)))
		}
		second = append(second, g.cell(i, i, "center", "", title(i)...))
	}
	if len(over) == 0 {
		return []element{tag("w:tr", second...)}
	}
	return []element{tag("w:tr", first...), tag("w:tr", second...)}
}

// grid is a table's columns and letters.
type grid struct {
	widths []int
	size   int
	keep   bool // the row stays on the page of what follows
}

func (g grid) table(rows []element) element {
	total := 0
	columns := make([]element, len(g.widths))
	for i, width := range g.widths {
		total += width
		columns[i] = tag("w:gridCol").with("w:w", strconv.Itoa(width))
	}
	line := func(side string) element {
		return val("w:"+side, "single").with("w:sz", "4", "w:space", "0", "w:color", "auto")
	}
	properties := tag("w:tblPr",
		tag("w:tblW").with("w:w", strconv.Itoa(total), "w:type", "dxa"),
		val("w:jc", "center"),
		tag("w:tblBorders", line("top"), line("left"), line("bottom"), line("right"), line("insideH"), line("insideV")),
		tag("w:tblLayout").with("w:type", "fixed"),
		cellMargins())
	return tag("w:tbl", append([]element{properties, tag("w:tblGrid", columns...)}, rows...)...)
}

// cell is a cell over the columns from to to.
func (g grid) cell(from, to int, align, merge string, runs ...element) element {
	width := 0
	for i := from; i <= to; i++ {
		width += g.widths[i]
	}
	properties := tag("w:tcPr",
		tag("w:tcW").with("w:w", strconv.Itoa(width), "w:type", "dxa"),
		when(to > from, val("w:gridSpan", strconv.Itoa(to-from+1))),
		when(merge != "", val("w:vMerge", merge)),
		val("w:vAlign", "center"))
	return tag("w:tc", properties, para{style: styleTableText, align: align, before: 40, after: 40, free: true, keepNext: g.keep}.with(runs...))
}

// tableLetters are smaller the more columns there are, in half points: 小四, 五号, 小五.
func tableLetters(columns int, across bool) int {
	if across {
		columns = columns * 2 / 3
	}
	switch {
	case columns <= 6:
		return 24
	case columns <= 9:
		return 21
	}
	return 18
}

// columnWidths shares the width out by weight; where no column has one, by what stands in it.
func columnWidths(t *document.Table, width, size int) []int {
	weights := make([]float64, len(t.Columns))
	weighted := false
	for i, c := range t.Columns {
		weights[i] = c.Weight
		weighted = weighted || c.Weight > 0
	}
	for i, c := range t.Columns {
		switch {
		case !weighted:
			most := wide(c.Title, size) / 2 // titles may take two lines
			for _, r := range t.Rows {
				if i < len(r.Cells) {
					most = max(most, wide(cellText(r.Cells[i]), size))
				}
			}
			weights[i] = float64(min(max(most, 4*size*10/2), width/3) + 2*cellMargin)
		case c.Weight <= 0:
			weights[i] = 1
		}
	}
	return shared(width, weights...)
}

// shared shares a width out by weight, without a rest.
func shared(width int, weights ...float64) []int {
	sum := 0.0
	for _, weight := range weights {
		sum += weight
	}
	widths, left := make([]int, len(weights)), width
	for i, weight := range weights {
		widths[i] = int(float64(width) * weight / sum)
		left -= widths[i]
	}
	if len(widths) > 0 {
		widths[len(widths)-1] += left
	}
	return widths
}

func cellText(c document.Cell) string {
	var b strings.Builder
	for _, r := range c.Runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
