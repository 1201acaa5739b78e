package docx

import (
	"slices"
	"strconv"

	"anlan/reports/render/layout"
)

// page is a kind of page: wide ones lie across.
type page struct{ wide bool }

// width is what there is between the margins.
func (p page) width() int {
	if p.wide {
		return textHeight
	}
	return textWidth
}

// section is w:sectPr of a page. One that lies across has its upper edge where the left one of the others is, so that it reads
// when the bound document is turned; its page number stays where the others have theirs.
func (w *writer) section(p page) element {
	width, height, orientation := pageWidth, pageHeight, ""
	const edge = 567 // a centimetre
	footer := footerDrop
	top, left := marginTop, marginLeft
	right, bottom := pageWidth-marginLeft-textWidth, pageHeight-marginTop-textHeight
	if p.wide {
		width, height, orientation = pageHeight, pageWidth, "landscape"
		top, right, bottom, left = left, top, right, bottom
		footer = edge // its number stands at the side
	}
	n := strconv.Itoa
	inside := append(w.edges(p),
		val("w:type", "nextPage"),
		tag("w:pgSz").with("w:w", n(width), "w:h", n(height), "w:orient", orientation),
		tag("w:pgMar").with("w:top", n(top), "w:right", n(right), "w:bottom", n(bottom), "w:left", n(left),
			"w:header", n(edge), "w:footer", n(footer), "w:gutter", "0"),
		tag("w:cols").with("w:space", "425"),
	)
	if !w.l.latin {
		inside = append(inside, tag("w:docGrid").with("w:type", "lines", "w:linePitch", n(lineHeight)))
	}
	return tag("w:sectPr", inside...)
}

// turn makes the paper lie across for what follows, or stand again.
func (w *writer) turn(across bool) {
	if w.page.wide == across {
		return
	}
	if len(w.body) > w.begun {
		w.end(w.page)
		w.begun = len(w.body)
	}
	w.page = page{across}
}

// end ends a section: what was written since the last one stands on such pages. The paragraph that carries the section's
// properties is the last one, or one too low to be seen where the last thing is a table.
func (w *writer) end(p page) {
	if len(w.body) == 0 || w.body[len(w.body)-1].tag != "w:p" {
		w.add(para{line: thinLine}.with())
	}
	last := &w.body[len(w.body)-1]
	properties := &last.inside[0]
	*properties = tag("w:pPr", append(slices.Clip(properties.inside), w.section(p))...)
}

// footerDrop is how far the page number's line stands above the edge of the paper: its dashes are 7 mm below the text area
// (7.5), in the middle of a line of 18 points.
var footerDrop = pageHeight - marginTop - textHeight - twips(layout.NumberBelow) - 180

// edges are the headers and footers of a page, odd and even.
func (w *writer) edges(p page) []element {
	reference := func(kind, side, id string) element {
		return tag("w:"+kind+"Reference").with("w:type", side, "r:id", id)
	}
	var all []element
	for _, side := range []string{"default", "even"} {
		if w.doc.Mark != "" {
			all = append(all, reference("header", side, w.edge("header", "header", w.watermark)))
		}
	}
	for _, side := range []string{"default", "even"} {
		outer := map[string]string{"default": "right", "even": "left"}[side]
		name, number := "footer-"+outer, w.pageNumber
		if p.wide {
			name, number = "footer-wide-"+outer, w.turnedNumber
		}
		all = append(all, reference("footer", side, w.edge("footer", name, func() element { return number(outer) })))
	}
	return all
}

// edge is the id of a header's or footer's part, which is made when it is first wanted.
func (w *writer) edge(kind, name string, content func() element) string {
	if id := w.edgeIDs[name]; id != "" {
		return id
	}
	root := map[string]string{"header": "w:hdr", "footer": "w:ftr"}[kind]
	w.parts = append(w.parts, part{"word/" + name + ".xml", wordType + kind + "+xml", tag(root, content()).with(namespaces...).file()})
	id := w.relations.add(kind, name+".xml")
	w.edgeIDs[name] = id
	return id
}

// pageNumber is — 1 — on the outer side of the page, one character from its edge.
func (w *writer) pageNumber(outer string) element {
	p := para{style: stylePageNumber, align: outer}
	if outer == "right" {
		p.right = character
	} else {
		p.left = character
	}
	field := func(kind string) element {
		return tag("w:r", tag("w:fldChar").with("w:fldCharType", kind))
	}
	code := tag("w:r", tag("w:instrText", text(" PAGE ")).with("xml:space", "preserve"))
	return p.with(w.l.run("— ", letters{}), field("begin"), code, field("separate"), w.l.run("1", letters{}), field("end"), w.l.run(" —", letters{}))
}
