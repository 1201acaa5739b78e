package docx

import "strconv"

// para says how a paragraph stands. Lengths are twips, a twentieth of a point; zero is what the style says.
type para struct {
	style              string
	keepNext, keepLine bool
	newPage            bool
	border             element // w:pBdr
	tab                int     // one tab stop, to the right of which nothing stands
	before, after      int
	line               int  // exact height of a line
	free               bool // lines as high as what stands in them, away from the grid
	left, right        int
	first, hanging     int
	indentTwo          bool // the first line by two characters
	align              string
	outline            int // the level of a heading, from 1
}

// properties are w:pPr, in the order of the schema.
func (p para) properties(last ...element) element {
	inside := append([]element{
		when(p.style != "", val("w:pStyle", p.style)),
		when(p.keepNext, tag("w:keepNext")),
		when(p.keepLine, tag("w:keepLines")),
		when(p.newPage, tag("w:pageBreakBefore")),
		p.border,
		when(p.tab != 0, tag("w:tabs", val("w:tab", "right").with("w:pos", strconv.Itoa(p.tab)))),
		when(p.free, val("w:snapToGrid", "0")),
		p.spacing(),
		p.indent(),
		when(p.align != "", val("w:jc", p.align)),
		when(p.outline != 0, val("w:outlineLvl", strconv.Itoa(p.outline-1))),
	}, last...)
	return tag("w:pPr", inside...)
}

func (p para) spacing() element {
	if p.before == 0 && p.after == 0 && p.line == 0 && !p.free {
		return element{}
	}
	e := tag("w:spacing").with("w:before", some(p.before), "w:after", some(p.after))
	switch {
	case p.line != 0:
		return e.with("w:line", strconv.Itoa(p.line), "w:lineRule", "exact")
	case p.free:
		return e.with("w:line", "240", "w:lineRule", "auto")
	}
	return e
}

func (p para) indent() element {
	if p.indentTwo {
		return tag("w:ind").with("w:firstLineChars", "200", "w:firstLine", strconv.Itoa(2*character))
	}
	if p.left == 0 && p.right == 0 && p.first == 0 && p.hanging == 0 {
		return element{}
	}
	return tag("w:ind").with("w:left", some(p.left), "w:right", some(p.right), "w:hanging", some(p.hanging), "w:firstLine", some(p.first))
}

// with is the paragraph with its runs.
func (p para) with(runs ...element) element {
	return tag("w:p", append([]element{p.properties()}, runs...)...)
}

// letters say how a run looks beyond its paragraph's style.
type letters struct {
	bold   bool
	size   int // half points
	width  int // percent of the letters' own
	faces  faces
	colour string
}

// run is a stretch of text. Texts of Chinese documents say so, since quotation marks and dashes are as wide as characters there
// and narrow elsewhere.
func (l *design) run(s string, look letters) element {
	if s == "" {
		return element{}
	}
	fonts := tag("w:rFonts")
	if !l.latin {
		fonts = fonts.with("w:hint", "eastAsia")
	}
	fonts = look.faces.names(fonts)
	properties := tag("w:rPr",
		when(len(fonts.attributes) > 0, fonts),
		when(look.bold, several(tag("w:b"), tag("w:bCs"))),
		when(look.colour != "", val("w:color", look.colour)),
		when(look.width != 0, val("w:w", strconv.Itoa(look.width))),
		when(look.size != 0, several(val("w:sz", strconv.Itoa(look.size)), val("w:szCs", strconv.Itoa(look.size)))),
	)
	return tag("w:r", properties, tag("w:t", text(s)).with("xml:space", "preserve"))
}

func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
