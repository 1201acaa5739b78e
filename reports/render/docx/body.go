package docx

import (
	"strconv"
	"strings"

	"anlan/reports/document"
)

// sectionOf writes a section of the body or of an attachment.
func (w *writer) sectionOf(s *document.Section) {
	if s.Title != "" {
		w.turn(false)
		w.heading(1, w.numbered(s.Number)+s.Title)
	}
	for i := range s.Blocks {
		b := &s.Blocks[i]
		w.turn(across(b))
		switch {
		case b.Heading != nil:
			h := b.Heading
			runs := append([]document.Run{{Text: w.numbered(h.Number)}}, h.Runs...)
			w.add(para{style: heading + strconv.Itoa(min(max(h.Level, 2), 4))}.with(w.runs(runs, 0, false)...))
		case b.Paragraph != nil:
			w.add(para{style: styleBody}.with(w.runs(b.Paragraph.Runs, 0, false)...))
		case b.Table != nil:
			w.tableOf(b.Table)
		case b.Chart != nil:
			w.chartOf(b.Chart)
		}
	}
}

// numbered is the number of a heading as it stands before its title: English has a space between.
func (w *writer) numbered(number string) string {
	if w.l.latin && number != "" {
		return strings.TrimSpace(number) + " "
	}
	return number
}

// across reports whether a block is too wide for an upright page.
func across(b *document.Block) bool { return b.Table != nil && b.Table.Wide }

func (w *writer) heading(level int, s string) {
	w.add(para{style: heading + strconv.Itoa(level)}.with(w.l.run(s, letters{})))
}

// runs are stretches of text in letters of a size, 0 for the style's. With an appendix, figures lead to their rows of it.
func (w *writer) runs(list []document.Run, size int, bold bool) []element {
	all := make([]element, 0, len(list))
	for _, r := range list {
		e := w.l.run(r.Text, letters{bold: bold || r.Bold, size: size})
		if row, ok := w.rows[r.Figure]; ok && w.telling {
			e = w.told(r, e)
		} else if ok && e.tag != "" {
			e = tag("w:hyperlink", e).with("w:anchor", bookmark(row), "w:history", "1")
		}
		all = append(all, e)
	}
	return all
}
