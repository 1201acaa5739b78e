package docx

import (
	"strconv"

	"anlan/reports/chart"
	"anlan/reports/render/layout"
)

// head writes the 版头: what stands above the red rule (GB/T 9704-2012, 7.2).
func (w *writer) head() {
	d := w.doc
	drop := headDrop
	for _, line := range []struct{ text, style string }{{d.CopyNumber, styleNormal}, {d.Secrecy, styleHeadLine}, {d.Urgency, styleHeadLine}} {
		if line.text != "" {
			w.add(para{style: line.style, line: lineHeight}.with(w.l.run(line.text, letters{})))
			drop -= lineHeight
		}
	}
	size, width := w.l.agencyLetters(d.Agency)
	w.add(para{style: styleAgency, before: drop, line: size * 12}.with(w.l.run(d.Agency, letters{size: size, width: width})))

	rule := tag("w:pBdr", val("w:bottom", "single").with("w:sz", "12", "w:space", strconv.Itoa(twips(layout.RuleBelow)/20), "w:color", hex(layout.Red)))
	number := para{style: styleNumber, before: 2 * lineHeight, line: lineHeight, border: rule}
	if d.Signer == "" {
		w.add(number.with(w.l.run(d.Number, letters{})))
		return
	}
	// To a higher body: the number stands left, who signs it right, each one character from the edge (7.2.5, 7.2.6).
	number.align, number.tab = "left", textWidth-character
	number.first = character
	w.add(number.with(w.l.run(d.Number, letters{}), tag("w:r", tag("w:tab")),
		w.l.run(w.l.Signer+w.l.Colon, letters{}), w.l.run(d.Signer, letters{faces: w.l.level2})))
}

// agencyLetters are the size, in half points, and the width, in percent, with which the agency fills one line.
func (l *design) agencyLetters(agency string) (size, width int) {
	points, narrow := layout.HeadLetters(l.latin, func(points float64) float64 { return chart.Width(agency, points) })
	return int(2 * points), int(narrow)
}
