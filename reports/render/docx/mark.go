package docx

import (
	"fmt"
	"unicode/utf8"
)

// watermark prints the mark of what is not in force (草稿, 已作废) across the page, behind the text, as Word itself writes its
// watermarks: it can be taken out under 设计, 水印.
func (w *writer) watermark() element {
	width := min(430, 130*utf8.RuneCountInString(w.doc.Mark))
	height := min(130, width*20/max(wide(w.doc.Mark, 2), 1))
	formula := func(s string) element { return tag("v:f").with("eqn", s) }
	kind := tag("v:shapetype",
		tag("v:formulas", formula("sum #0 0 10800"), formula("prod #0 2 1"), formula("sum 21600 0 @1"), formula("sum 0 0 @2"), formula("sum 21600 0 @3"),
			formula("if @0 @3 0"), formula("if @0 21600 @1"), formula("if @0 0 @2"), formula("if @0 @4 21600"), formula("mid @5 @6"), formula("mid @8 @5"),
			formula("mid @7 @8"), formula("mid @6 @7"), formula("sum @6 0 @5")),
		tag("v:path").with("textpathok", "t", "o:connecttype", "custom", "o:connectlocs", "@9,0;@10,10800;@11,21600;@12,10800", "o:connectangles", "270,180,90,0"),
		tag("v:textpath").with("on", "t", "fitshape", "t"),
	).with("id", "_x0000_t136", "coordsize", "21600,21600", "o:spt", "136", "adj", "10800", "path", "m@7,l@8,m@5,21600l@6,21600e")
	style := fmt.Sprintf("position:absolute;margin-left:0;margin-top:0;width:%dpt;height:%dpt;rotation:315;z-index:-251658752;"+
		"mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin", width, height)
	shape := tag("v:shape",
		tag("v:fill").with("opacity", ".5"),
		tag("v:textpath").with("style", `font-family:"黑体";font-size:1pt`, "string", w.doc.Mark),
		tag("w10:wrap").with("anchorx", "margin", "anchory", "margin"),
	).with("id", "PowerPlusWaterMarkObject1", "o:spid", "_x0000_s2049", "type", "#_x0000_t136", "alt", w.doc.Mark, "style", style,
		"o:allowincell", "f", "fillcolor", "silver", "stroked", "f")
	return para{style: styleHeader}.with(tag("w:r", tag("w:pict", kind, shape)))
}
