package docx

import (
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"anlan/reports/document"
	"anlan/safety"
)

// appendix lists every printed figure with what it means, its exact value and its question, and every question as it was asked.
func (w *writer) appendix() {
	if !w.options.Appendix {
		return
	}
	w.turn(false)
	l, d := w.l, w.doc
	small := letters{size: fineSize}
	w.add(para{style: styleTitle, newPage: true, after: lineHeight / 2, keepNext: true}.with(l.run(l.words.appendix, letters{size: l.size})))
	line := func(s string) { w.add(para{style: styleFine, after: 60}.with(l.run(s, small))) }
	line(l.appendixNote)
	facts := l.version + l.colon + strconv.FormatUint(d.Data.Version, 10)
	if !d.Data.PublishedAt.IsZero() {
		facts += "  " + l.published + l.colon + d.Data.PublishedAt.In(safety.Beijing()).Format(time.DateTime)
	}
	if !d.Data.AsOf.IsZero() {
		facts += "  " + l.asOf + l.colon + d.Data.AsOf.String()
	}
	line(facts)
	if d.Data.Catalogue != "" {
		line(l.defs + l.colon + d.Data.Catalogue)
	}

	g := grid{widths: shared(textWidth, 1, 6, 2.5, 3, 4.5, 3.5), size: fineSize}
	row := func(last element, cells ...string) element {
		inside := []element{last}
		for i, s := range cells {
			inside = append(inside, g.cell(i, i, map[bool]string{true: "right", false: "left"}[i == 2 || i == 3], "", l.run(s, small)))
		}
		return tag("w:tr", inside...)
	}
	rows := []element{row(tag("w:trPr", tag("w:cantSplit"), tag("w:tblHeader")), "", l.figure, l.printed, l.exact, l.role, l.question)}
	for i, f := range d.Figures {
		exact := l.unknown
		if f.Exact != nil {
			exact = f.Exact.String()
		}
		role := l.roles[f.Role]
		if f.Against != "" {
			role = l.against[f.Against] + map[bool]string{true: ": ", false: "："}[l.latin] + role
		}
		n := strconv.Itoa(i + 1)
		r := row(tag("w:trPr", tag("w:cantSplit")), n, f.Label, f.Text, exact, role, f.Query)
		r.inside[1] = g.cell(0, 0, "left", "",
			tag("w:bookmarkStart").with("w:id", strconv.Itoa(w.id()), "w:name", bookmark(i+1)), l.run(n, small),
			tag("w:bookmarkEnd").with("w:id", strconv.Itoa(w.ids)))
		if address := w.address(&f); address != "" {
			r.inside[3] = g.cell(2, 2, "right", "", tag("w:hyperlink", l.run(f.Text, small)).with("r:id", w.relations.link(address), "w:history", "1"))
		}
		rows = append(rows, r)
	}
	w.add(g.table(rows))
	w.add(para{style: styleFine, before: 120, keepNext: true}.with(l.run(l.questions, letters{size: fineSize, faces: l.level1, bold: l.latin})))
	for _, q := range d.Queries {
		line(q.Name + l.colon + asked(q))
	}
}

// asked is a question as the warehouse got it, or in words.
func asked(q document.Query) string {
	if q.Metric == nil {
		return q.Other
	}
	b, err := json.Marshal(q.Metric)
	if err != nil {
		return q.Other
	}
	return string(b)
}

// address is where the server tells more of a figure; empty where it is not known.
func (w *writer) address(f *document.Figure) string {
	if w.options.Root == "" || w.options.Bulletin == "" {
		return ""
	}
	return w.options.Root + "/bulletins/" + url.PathEscape(w.options.Bulletin) + "/figures/" + (&url.URL{Path: f.ID}).EscapedPath()
}
