package render

import "anlan/reports/document"

// ChartTable is the table of a chart, for renderings that draw none and for those who cannot see it: a row a category, a column
// a series. It has the chart's name, title, unit and notes.
func (w Words) ChartTable(d *document.Document, c *document.Chart) document.Table {
	t := document.Table{Name: c.Name, Title: c.Title, Unit: c.Unit, Notes: c.Notes}
	t.Columns = []document.Column{{Title: w.Category, Align: document.Left, Weight: 2}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, document.Column{Title: s.Title, Align: document.Right})
	}
	texts := make(map[string]string, len(d.Figures))
	for _, f := range d.Figures {
		texts[f.ID] = f.Text
	}
	for i, category := range c.Categories {
		row := document.Row{Cells: []document.Cell{{Runs: []document.Run{{Text: category}}}}}
		for _, s := range c.Series {
			var cell document.Cell
			if i < len(s.Figures) && s.Figures[i] != "" {
				cell.Runs = []document.Run{{Text: texts[s.Figures[i]], Figure: s.Figures[i]}}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// AppendixTables are the tables of [Options].Appendix: every printed figure with its exact value and its question, and the questions.
func (w Words) AppendixTables(d *document.Document) (figures, questions document.Table) {
	figures = document.Table{Name: "appendix_figures", Title: w.Figure, Wide: true, Columns: []document.Column{
		{Title: w.Figure, Align: document.Left, Weight: 3}, {Title: w.Meaning, Align: document.Left, Weight: 2},
		{Title: w.Printed, Align: document.Right}, {Title: w.Exact, Align: document.Right, Weight: 1.5},
		{Title: w.Question, Align: document.Left, Weight: 1.5},
	}}
	for i := range d.Figures {
		f := &d.Figures[i]
		figures.Rows = append(figures.Rows, document.Row{Cells: []document.Cell{
			plain(f.Label), plain(w.MeaningOf(f)), {Runs: []document.Run{{Text: f.Text, Figure: f.ID}}},
			plain(w.ExactText(f)), plain(f.Query),
		}})
	}
	questions = document.Table{Name: "appendix_questions", Title: w.Question, Wide: true, Columns: []document.Column{
		{Title: w.Question, Align: document.Left}, {Align: document.Left, Weight: 5},
	}}
	for _, q := range d.Queries {
		questions.Rows = append(questions.Rows, document.Row{Cells: []document.Cell{plain(q.Name), plain(w.Ask(q))}})
	}
	return figures, questions
}

func plain(text string) document.Cell {
	return document.Cell{Runs: []document.Run{{Text: text}}}
}
