package docx

import (
	"fmt"
	"strconv"

	"anlan/reports/document"
)

// appendix lists every printed figure with what it means, its exact value and its question, and the questions as they were
// asked. It is no part of the document, so it begins a page of its own.
func (w *writer) appendix() {
	if !w.options.Appendix {
		return
	}
	w.turn(true)
	w.add(para{style: styleTitle, newPage: true, after: lineHeight / 2, keepNext: true}.with(w.l.run(w.l.Appendix, letters{size: w.l.size})))
	for _, line := range []string{w.l.AppendixNote, w.l.DataLine(w.doc.Data)} {
		w.add(para{style: styleFine, after: 60}.with(w.l.run(line, letters{})))
	}
	figures, questions := w.l.AppendixTables(w.doc)
	w.telling = true
	w.tableIn(&figures, fineSize)
	w.tableIn(&questions, fineSize)
}

// told is a figure in the appendix: what the text leads to, and what leads to the server.
func (w *writer) told(r document.Run, e element) element {
	if address := w.options.FigureAddress(r.Figure); address != "" {
		e = tag("w:hyperlink", e).with("r:id", w.relations.link(address), "w:history", "1")
	}
	id := strconv.Itoa(w.id())
	return several(tag("w:bookmarkStart").with("w:id", id, "w:name", bookmark(w.rows[r.Figure])), e, tag("w:bookmarkEnd").with("w:id", id))
}

// bookmark is the name of a row of the appendix, from 1.
func bookmark(row int) string { return fmt.Sprintf("figure_%d", row) }
