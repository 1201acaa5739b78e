package pdf

import (
	"slices"

	"anlan/reports/render/layout"
)

// appendix lists every printed figure with what it means, its exact value and its question, and the questions as they were
// asked. It is no part of the document, so it begins a page of its own.
func (s *setter) appendix() []box {
	if !s.options.Appendix {
		return nil
	}
	small := *s
	small.style.table, small.style.tableHead = s.style.fine, s.style.fine
	small.style.tableHead.face, small.style.tableHead.bold = s.style.tableHead.face, s.style.tableHead.bold
	title := s.titleLines(s.words.Appendix, false)
	title[0].newPage = true
	title[0].mark = bookmark{title: s.words.Appendix, level: 1}
	boxes := kept(title)
	m := measure{width: layout.TextWidth, align: left}
	for _, line := range []string{s.words.AppendixNote, s.words.DataLine(s.doc.Data)} {
		boxes = append(boxes, s.paragraph(words(line), s.style.fine, m, s.style.fine.em()*1.5, false)...)
	}
	figures, questions := s.words.AppendixTables(s.doc)
	// In small letters they have room on upright pages, which hold more rows.
	figures.Wide, questions.Wide = false, false
	figures.Columns = slices.Clone(figures.Columns)
	for i := range figures.Columns {
		figures.Columns[i].Weight = 0 // as wide as what stands in it
	}
	boxes = append(boxes, small.table(&figures)...)
	return append(boxes, small.table(&questions)...)
}
