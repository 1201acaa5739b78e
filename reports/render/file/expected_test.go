package file_test

import (
	"strings"

	"anlan/reports/document"
	"anlan/reports/render"
)

// paper is how a format words what the model leaves to it.
type paper struct {
	caption func(title, unit string) []string
	// head prints column titles under their spans.
	head func(t *document.Table) []string
	// chart prints what stands around a chart and its table.
	chart func(p paper, d *document.Document, c *document.Chart) []string
}

func number(d *document.Document, number, title string) string {
	if d.Language == document.English && number != "" {
		return number + " " + title
	}
	return number + title
}

func plain(runs []document.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// units are the texts that sections print, in their order: a heading, a paragraph, a cell, a note each.
func (p paper) units(d *document.Document, sections []document.Section) []string {
	var all []string
	for _, s := range sections {
		all = append(all, number(d, s.Number, s.Title))
		for _, b := range s.Blocks {
			switch {
			case b.Heading != nil:
				all = append(all, number(d, b.Heading.Number, plain(b.Heading.Runs)))
			case b.Paragraph != nil:
				all = append(all, plain(b.Paragraph.Runs))
			case b.Table != nil:
				all = append(all, p.table(b.Table)...)
			case b.Chart != nil:
				all = append(all, p.chart(p, d, b.Chart)...)
			}
		}
	}
	return all
}

func (p paper) table(t *document.Table) []string {
	all := append(p.caption(t.Title, t.Unit), p.head(t)...)
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			all = append(all, plain(c.Runs))
		}
	}
	return append(all, t.Notes...)
}

// chartTable is the table of a chart by the model alone: its categories, and the texts of its figures.
func chartTable(d *document.Document, c *document.Chart) *document.Table {
	t := &document.Table{Title: c.Title, Unit: c.Unit, Columns: []document.Column{{Title: render.WordsOf(d.Language).Category}}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, document.Column{Title: s.Title})
	}
	for i, category := range c.Categories {
		row := document.Row{Cells: []document.Cell{{Runs: []document.Run{{Text: category}}}}}
		for _, s := range c.Series {
			var cell document.Cell
			if f := d.Figure(s.Figures[i]); f != nil {
				cell.Runs = []document.Run{{Text: f.Text, Figure: f.ID}}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// tables are the tables and the charts of a document, in their order.
func tables(d *document.Document) []*document.Table {
	var all []*document.Table
	for _, s := range everySection(d) {
		for _, b := range s.Blocks {
			switch {
			case b.Table != nil:
				all = append(all, b.Table)
			case b.Chart != nil:
				all = append(all, chartTable(d, b.Chart))
			}
		}
	}
	return all
}

func everySection(d *document.Document) []document.Section {
	all := append([]document.Section(nil), d.Sections...)
	for _, a := range d.Attachments {
		all = append(all, a.Sections...)
	}
	return all
}
