package docx

import (
	"strings"

	"anlan/reports/render/layout"
	"anlan/reports/render/official"
)

// title writes the title two lines below the red rule, and to whom the document goes one line below that (7.3.1, 7.3.2).
func (w *writer) title() {
	lines := w.titleLines(w.doc.Title)
	w.add(para{style: styleTitle, keepNext: true, before: 2 * lineHeight}.with(w.broken(lines)...))
	if w.addressed = w.addresseesFit(len(lines)); w.addressed && w.doc.Addressees != "" {
		w.add(para{before: lineHeight, after: w.l.below}.with(w.l.run(w.doc.Addressees+strings.TrimSpace(w.l.Colon), letters{})))
		return
	}
	w.add(para{line: lineHeight}.with())
}

// titleLines breaks a title for its page; Latin ones are left to Word.
func (w *writer) titleLines(title string) []string {
	if w.l.latin {
		return []string{title}
	}
	return official.TitleLines(title, w.page.width()/(10*w.l.titleSize))
}

// broken is a text of several lines.
func (w *writer) broken(lines []string) []element {
	var runs []element
	for i, line := range lines {
		if i > 0 {
			runs = append(runs, tag("w:r", tag("w:br")))
		}
		runs = append(runs, w.l.run(line, letters{}))
	}
	return runs
}

// addresseesFit reports whether the first page has room for a line of body below the addressees: where it has not they stand in
// the imprint (7.3.2).
func (w *writer) addresseesFit(titleLines int) bool {
	size, _ := w.l.agencyLetters(w.doc.Agency)
	above := headDrop + size*12 + 3*lineHeight + twips(layout.RuleBelow) + 2*lineHeight + titleLines*w.l.titleSize*15 + lineHeight
	lines := (wide(w.doc.Addressees, w.l.size) + textWidth) / textWidth
	return above+(lines+1)*lineHeight <= textHeight
}
