package docx

import "strconv"

// imprint writes the 版记 (7.4) at the bottom of the last page: how public the document is, to whom it is copied, who printed
// it and when, between rules.
func (w *writer) imprint() {
	d := w.doc
	var rows []element
	side := func(name, size string) element {
		return val("w:"+name, "single").with("w:sz", size, "w:space", "0", "w:color", "auto")
	}
	const thick, thin = "8", "6" // eighths of a point: 0.35 and 0.25 mm
	row := func(cells ...element) {
		rows = append(rows, tag("w:tr", append([]element{tag("w:trPr", tag("w:cantSplit"))}, cells...)...))
	}
	cell := func(span, width int, p para, runs ...element) element {
		p.style, p.before, p.after, p.free = styleImprint, 40, 40, true
		return tag("w:tc", tag("w:tcPr", tag("w:tcW").with("w:w", strconv.Itoa(width), "w:type", "dxa"),
			when(span > 1, val("w:gridSpan", strconv.Itoa(span)))), p.with(runs...))
	}
	list := func(label, names string) {
		if names != "" {
			hanging := wide(label+w.l.Colon, w.l.small)
			row(cell(2, textWidth, para{left: hanging, hanging: hanging, align: "both"}, w.l.run(label+w.l.Colon+names, letters{})))
		}
	}
	right := wide(w.l.PrintedOn(d.PrintedOn), w.l.small) + 4*w.l.small*10
	list(w.l.Disclosure, d.Disclosure)
	if d.Addressees != "" && !w.addressed {
		list(w.l.MainTo, w.l.Ended(d.Addressees))
	}
	if d.CopyTo != "" {
		list(w.l.CopyTo, w.l.Ended(d.CopyTo))
	}
	if d.Printer != "" {
		row(cell(1, textWidth-right, para{align: "left"}, w.l.run(d.Printer, letters{})),
			cell(1, right, para{align: "right"}, w.l.run(w.l.PrintedOn(d.PrintedOn), letters{})))
	}
	if len(rows) > 0 {
		w.turn(false)
		margin := strconv.Itoa(w.l.small * 10) // one character
		at := tag("w:tblpPr").with("w:leftFromText", "0", "w:rightFromText", "0", "w:topFromText", "0", "w:bottomFromText", "0",
			"w:vertAnchor", "margin", "w:horzAnchor", "page", "w:tblpX", strconv.Itoa(marginLeft), "w:tblpYSpec", "bottom")
		properties := tag("w:tblPr", at, val("w:tblOverlap", "never"), tag("w:tblW").with("w:w", strconv.Itoa(textWidth), "w:type", "dxa"),
			tag("w:tblBorders", side("top", thick), side("bottom", thick), side("insideH", thin)),
			tag("w:tblLayout").with("w:type", "fixed"),
			tag("w:tblCellMar", tag("w:left").with("w:w", margin, "w:type", "dxa"), tag("w:right").with("w:w", margin, "w:type", "dxa")))
		columns := tag("w:tblGrid", tag("w:gridCol").with("w:w", strconv.Itoa(textWidth-right)), tag("w:gridCol").with("w:w", strconv.Itoa(right)))
		// The paragraph before it begins the page where the imprint needs one of its own: LibreOffice takes that from no table.
		w.add(para{line: thinLine}.with(), tag("w:tbl", append([]element{properties, columns}, rows...)...), para{line: thinLine}.with())
	}
	w.add(w.section(w.page))
}
