package xlsx

import (
	"strings"

	"anlan/reports/document"
)

// table prints a table on a sheet of its own: title, unit, head, rows, notes.
func (w *workbook) table(t *document.Table) {
	if len(t.Columns) == 0 {
		return
	}
	name := t.Title
	if name == "" {
		name = t.Name
	}
	s := w.newSheet(name, len(t.Columns), t.Wide)
	row, columns := 1, len(t.Columns)
	if t.Title != "" {
		s.text(1, row, t.Title, look{title: true})
		s.merge(1, row, columns, row)
		row++
	}
	if t.Unit != "" {
		s.text(1, row, w.words.Unit+w.words.Colon+t.Unit, look{note: true, align: document.Right})
		s.merge(1, row, columns, row)
		row++
	}
	head := row
	row = s.head(t, row)
	s.keepHead(head, row-1)
	for _, r := range t.Rows {
		for i, c := range r.Cells[:min(len(r.Cells), columns)] {
			l := look{align: t.Columns[i].Align, bold: r.Total}
			if w.isNumber(c.Runs) {
				s.figure(i+1, row, textOf(c.Runs), l)
				continue
			}
			s.text(i+1, row, textOf(c.Runs), l)
		}
		row++
	}
	for _, note := range t.Notes {
		s.text(1, row, note, look{note: true, align: document.Left})
		s.merge(1, row, columns, row)
		row++
	}
	s.fit(row)
}

// head prints the column titles, under the spans where there are any, and returns the row below.
func (s *sheet) head(t *document.Table, row int) int {
	titles := row
	if len(t.Spans) > 0 {
		titles++
	}
	covered := make([]bool, len(t.Columns))
	for _, span := range t.Spans {
		last := min(span.To, len(t.Columns)-1)
		for i := span.From; i <= last; i++ {
			covered[i] = true
			s.text(i+1, row, "", look{head: true})
		}
		s.text(span.From+1, row, span.Title, look{head: true})
		s.merge(span.From+1, row, last+1, row)
	}
	for i, c := range t.Columns {
		title := c.Title
		if c.Unit != "" {
			title += s.words.Bracketed(c.Unit)
		}
		if titles == row || covered[i] {
			s.text(i+1, titles, title, look{head: true})
			continue
		}
		s.text(i+1, titles, "", look{head: true})
		s.text(i+1, row, title, look{head: true})
		s.merge(i+1, row, i+1, titles)
	}
	return titles + 1
}

// isNumber says whether a cell is a number alone, with the minus that stands before figures that fell.
func (w *workbook) isNumber(runs []document.Run) bool {
	if len(runs) == 2 && runs[0] == (document.Run{Text: "-", Bold: runs[0].Bold}) {
		runs = runs[1:]
	}
	return len(runs) == 1 && w.numbers[runs[0].Figure]
}

func textOf(runs []document.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
