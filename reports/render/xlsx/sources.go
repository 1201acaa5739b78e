package xlsx

import (
	"strconv"

	"anlan/reports/document"
)

// sources prints the sheet that tells of every figure, and below them which data they come from.
func (w *workbook) sources(d *document.Document) {
	titles := []string{"编号", w.words.Figure, w.words.Meaning, w.words.Printed, w.words.Exact, "指标", w.words.Unit, w.words.Question, w.words.Version}
	name := "数据来源"
	if d.Language == document.English {
		titles[0], titles[5], name = "Id", "Metric", "Sources"
	}
	link := w.options.Root != "" && w.options.Bulletin != ""
	if link {
		titles = append(titles, w.words.Records)
	}
	s := w.newSheet(name, len(titles), true)
	for i, title := range titles {
		s.text(i+1, 1, title, look{head: true})
	}
	s.keepHead(1, 1)
	asked := map[string]string{}
	for _, q := range d.Queries {
		asked[q.Name] = w.words.Ask(q)
	}
	row := 2
	for i := range d.Figures {
		f := &d.Figures[i]
		for column, text := range []string{f.ID, f.Label, w.words.MeaningOf(f), f.Text, "", f.Metric, f.Unit, f.Query + w.words.Colon + asked[f.Query]} {
			s.text(column+1, row, text, look{})
		}
		if f.Exact != nil {
			s.figure(4, row, f.Text, look{align: document.Right})
		}
		s.exact(5, row, f)
		s.figure(9, row, decimalOf(d.Data.Version), look{align: document.Right})
		if link {
			s.link(10, row, w.options.FigureAddress(f.ID))
		}
		row++
	}
	for _, text := range []string{d.Data.Sentence, w.words.DataLine(d.Data)} {
		if text != "" {
			s.text(1, row, text, look{note: true, align: document.Left})
			s.merge(1, row, len(titles), row)
			row++
		}
	}
	s.fit(row)
}

// exact writes the number before it was rounded; as text where it has more digits than Excel keeps.
func (s *sheet) exact(column, row int, f *document.Figure) {
	if f.Exact == nil {
		s.text(column, row, s.words.ExactText(f), look{align: document.Right})
		return
	}
	s.figure(column, row, s.words.ExactText(f), look{align: document.Right})
}

func (s *sheet) link(column, row int, address string) {
	s.text(column, row, s.words.Records, look{})
	s.do(func() error { return s.file.SetCellHyperLink(s.name, at(column, row), address, "External") })
}

func decimalOf(n uint64) string { return strconv.FormatUint(n, 10) }
