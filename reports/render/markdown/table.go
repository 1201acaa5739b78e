package markdown

import (
	"strings"

	"anlan/reports/document"
)

// table prints a table: Markdown has one line of column titles, so titles over several columns go before those of the columns.
func (p *printer) table(t *document.Table) {
	if len(t.Columns) == 0 {
		return
	}
	caption := escaped(t.Title)
	if caption != "" {
		caption = strong(caption)
	}
	if t.Unit != "" {
		caption += escaped(p.words.Bracketed(p.words.Unit + p.words.Colon + t.Unit))
	}
	p.part(line(caption))
	var head, rule []string
	for i, c := range t.Columns {
		title := c.Title
		for _, span := range t.Spans {
			if span.From <= i && i <= span.To {
				title = span.Title + " " + title
			}
		}
		if c.Unit != "" {
			title += p.words.Bracketed(c.Unit)
		}
		head = append(head, escaped(title))
		switch c.Align {
		case document.Right:
			rule = append(rule, "---:")
		case document.Center:
			rule = append(rule, ":---:")
		default:
			rule = append(rule, "---")
		}
	}
	lines := []string{cells(head), cells(rule)}
	for _, r := range t.Rows {
		texts := make([]string, len(t.Columns))
		for i, c := range r.Cells[:min(len(r.Cells), len(texts))] {
			if texts[i] = p.runs(c.Runs); r.Total && texts[i] != "" {
				texts[i] = "**" + texts[i] + "**" // a cell has spaces around it
			}
		}
		lines = append(lines, cells(texts))
	}
	p.part(strings.Join(lines, "\n"))
	for _, note := range t.Notes {
		p.part(line(escaped(note)))
	}
}

func cells(texts []string) string { return "| " + strings.Join(texts, " | ") + " |" }
