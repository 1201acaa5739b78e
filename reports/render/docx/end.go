package docx

import (
	"fmt"

	"anlan/reports/document"
)

// close writes what ends the body: where the data comes from, the list of attachments (附件说明, 7.3.4), who issues the document
// and when, with the place for the seal (7.3.5), and the remark (附注, 7.3.6).
func (w *writer) close() {
	if w.doc.Data.Sentence != "" {
		w.add(para{style: styleBody}.with(w.runs(document.Runs(w.doc.Data.Sentence), 0, false)...))
	}
	w.attachmentList()
	w.signature()
	if w.doc.Remark != "" {
		w.add(para{style: styleBody}.with(w.l.run(w.l.Bracketed(w.doc.Remark), letters{})))
	}
}

// attachmentList names the attachments; lines that a long name needs begin under its first character.
func (w *writer) attachmentList() {
	const number = 400 // "1." and a little air
	for i, a := range w.doc.Attachments {
		label := w.l.Attachment + w.l.Colon
		head := 3 * character
		if w.l.latin {
			head = wide(label, w.l.size) + number/2
		}
		p := para{left: 2*character + head, hanging: head, align: "left"}
		first := label
		if len(w.doc.Attachments) > 1 {
			p.left += number
			p.hanging = number
			first = fmt.Sprintf("%d.", i+1)
			if i == 0 {
				p.hanging += head
				first = label + first
			}
		}
		if i == 0 {
			w.keepLast()
			p.before = lineHeight
		}
		p.keepNext = true
		runs := []element{w.l.run(first, letters{})}
		if len(w.doc.Attachments) > 1 || w.l.latin {
			runs = append(runs, tag("w:r", tag("w:tab")))
		}
		w.add(p.with(append(runs, w.l.run(a.Title, letters{}))...))
	}
}

// signature stands two lines below the text, so that the upper edge of the seal is within a line of it: the date ends four
// characters from the right, the agency is centred above it. Where the agency's name is long the date moves to its middle.
// The page has a line of text at least.
func (w *writer) signature() {
	s := w.doc.Signature
	date := w.l.Date(s.Date)
	measure := date
	if date == "" {
		measure = "2000年10月10日"
	}
	middle := max(4*character+wide(measure, w.l.size)/2, wide(s.Agency, w.l.size)/2)
	p := para{left: max(textWidth-2*middle, 0), align: "center", keepNext: true, keepLine: true, before: 2 * lineHeight}
	w.keepLast()
	w.add(p.with(w.l.run(s.Agency, letters{})))
	p.before, p.keepNext = 0, false
	w.add(p.with(w.l.run(date, letters{})))
}

// keepLast keeps the paragraph that was written last on one page with what follows.
func (w *writer) keepLast() {
	if n := len(w.body); n > 0 && w.body[n-1].tag == "w:p" {
		w.body[n-1].inside[0].inside[1] = tag("w:keepNext") // its place among the properties
	}
}

// attachments begin on a page each, with 附件 and its number on the first line and the title on the third (7.3.7).
func (w *writer) attachments() {
	_, labels := w.l.AttachmentTitles(w.doc.Attachments)
	for i, a := range w.doc.Attachments {
		w.turn(len(a.Sections) > 0 && a.Sections[0].Title == "" && len(a.Sections[0].Blocks) > 0 && across(&a.Sections[0].Blocks[0]))
		w.add(para{style: styleAttachment}.with(w.l.run(labels[i], letters{})))
		w.add(para{style: styleTitle, before: lineHeight, after: lineHeight, keepNext: true}.with(w.broken(w.titleLines(a.Title))...))
		for j := range a.Sections {
			w.sectionOf(&a.Sections[j])
		}
	}
}
