package html

import (
	"fmt"

	"anlan/reports/document"
)

func (p *printer) table(t *document.Table) *table {
	made := &table{Title: t.Title, Wide: t.Wide, Many: len(t.Columns) > 4, Head: p.head(t), Notes: t.Notes}
	if t.Unit != "" {
		made.UnitLine = p.words.Unit + p.words.Colon + t.Unit
	}
	total := 0.0
	for _, c := range t.Columns {
		total += weight(c)
	}
	for _, c := range t.Columns {
		made.Columns = append(made.Columns, column{fmt.Sprintf("%.1f%%", weight(c)*100/total)})
	}
	for _, r := range t.Rows {
		line := row{Total: r.Total}
		for i, c := range r.Cells {
			// The first cell names its row, unless it is a figure itself: a place in a ranking.
			named := i == 0 && len(c.Runs) > 0 && c.Runs[0].Figure == ""
			align := document.Left
			if i < len(t.Columns) && t.Columns[i].Align != "" {
				align = t.Columns[i].Align
			}
			line.Cells = append(line.Cells, cell{Head: named, Align: string(align), Runs: p.runs(c.Runs)})
		}
		made.Rows = append(made.Rows, line)
	}
	return made
}

// head are the lines of column titles: two where spans stand over columns.
func (p *printer) head(t *document.Table) [][]title {
	var over, below []title
	for i := 0; i < len(t.Columns); i++ {
		span := spanAt(t.Spans, i)
		if span == nil {
			top := title{Title: p.columnTitle(t.Columns[i])}
			if len(t.Spans) > 0 {
				top.Rows = 2
			}
			over = append(over, top)
			continue
		}
		last := min(span.To, len(t.Columns)-1)
		over = append(over, title{Title: span.Title, Columns: last - i + 1})
		for ; i <= last; i++ {
			below = append(below, title{Title: p.columnTitle(t.Columns[i])})
		}
		i--
	}
	if len(t.Spans) == 0 {
		return [][]title{over}
	}
	return [][]title{over, below}
}

func spanAt(spans []document.Span, column int) *document.Span {
	for i := range spans {
		if spans[i].From == column && spans[i].To >= column {
			return &spans[i]
		}
	}
	return nil
}

func (p *printer) columnTitle(c document.Column) string {
	if c.Unit == "" {
		return c.Title
	}
	return c.Title + p.words.Bracketed(c.Unit)
}

func weight(c document.Column) float64 {
	if c.Weight > 0 {
		return c.Weight
	}
	return 1
}
