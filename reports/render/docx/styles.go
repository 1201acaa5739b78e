package docx

import (
	"strconv"

	"anlan/reports/render/layout"
)

const (
	wordNamespace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// Styles by the id that paragraphs name.
const (
	styleNormal     = "Normal"
	styleBody       = "BodyText"
	styleHeadLine   = "HeadLine"
	styleAgency     = "Agency"
	styleNumber     = "DocumentNumber"
	styleTitle      = "Title"
	styleAttachment = "AttachmentMark"
	styleTableTitle = "TableTitle"
	styleTableUnit  = "TableUnit"
	styleTableText  = "TableText"
	styleNote       = "TableNote"
	stylePicture    = "Picture"
	styleImprint    = "Imprint"
	stylePageNumber = "Footer"
	styleHeader     = "Header"
	styleFine       = "FinePrint"
	heading         = "Heading" // and its level
	tableSize       = 24
	fineSize        = 18
	cellMargin      = 60  // on both sides of what stands in a cell
	latinParagraph  = 120 // below a paragraph of an English document
	titleGrey, red  = "808080", "FF0000"
)

// style is a paragraph style; faces of its own are set when they are not the body's.
type style struct {
	id, name string
	on       string // what it is based on
	para     para
	letters  letters
}

// styles of the paragraphs. People who finish the document in Word find the parts of an official document under their names.
func (l *design) styles() []style {
	body := para{indentTwo: !l.latin, after: l.below}
	return []style{
		{styleBody, "Body Text", styleNormal, body, letters{}},
		{heading + "1", "heading 1", styleNormal, para{keepNext: true, indentTwo: !l.latin, after: l.below, outline: 1}, letters{faces: l.level1, bold: l.latin}},
		{heading + "2", "heading 2", styleNormal, para{keepNext: true, indentTwo: !l.latin, after: l.below, outline: 2}, letters{faces: l.level2, bold: l.latin}},
		{heading + "3", "heading 3", styleNormal, para{keepNext: true, indentTwo: !l.latin, after: l.below, outline: 3}, letters{}},
		{heading + "4", "heading 4", styleNormal, para{keepNext: true, indentTwo: !l.latin, after: l.below, outline: 4}, letters{}},
		{styleHeadLine, "版头", styleNormal, para{align: "left"}, letters{faces: l.level1}},
		{styleAgency, "发文机关标志", styleNormal, para{align: "center", free: true}, letters{faces: l.title, colour: hex(layout.Red), bold: l.latin}},
		{styleNumber, "发文字号", styleNormal, para{align: "center"}, letters{}},
		{styleTitle, "Title", styleNormal, para{align: "center", line: l.titleLine, free: true}, letters{faces: l.title, size: l.titleSize, bold: l.latin}},
		{styleAttachment, "附件标志", styleNormal, para{align: "left", newPage: true}, letters{faces: l.level1, bold: l.latin}},
		{styleTableTitle, "表题", styleNormal, para{align: "center", keepNext: true, before: 120, free: true}, letters{faces: l.level1, size: 28, bold: l.latin}},
		{styleTableUnit, "表单位", styleNormal, para{align: "right", keepNext: true, free: true}, letters{size: 21}},
		{styleTableText, "表文", styleNormal, para{align: "left", free: true}, letters{size: tableSize}},
		{styleNote, "表注", styleNormal, para{align: "left", free: true}, letters{size: 21}},
		{stylePicture, "图", styleNormal, para{align: "center", keepNext: true, free: true}, letters{size: 21}},
		{styleFine, "附录", styleNormal, para{align: "left", free: true}, letters{size: fineSize}},
		{styleImprint, "版记", styleNormal, para{align: "left", free: true}, letters{size: l.small}},
		{styleHeader, "header", styleNormal, para{free: true}, letters{}},
		{stylePageNumber, "footer", styleNormal, para{line: 360}, letters{faces: l.number, size: 28}},
	}
}

// styleSheet is word/styles.xml. Lines are exactly as high as the grid's in Chinese documents, so that 22 stand on a page
// whatever font takes the place of one that a computer does not have. The 28 characters of a line are had by setting letters of
// 16 points a quarter of a point closer: a grid of characters (w:charSpace below zero) would say the same to Word, and is twice
// as wide in LibreOffice.
func (l *design) styleSheet() []byte {
	size := strconv.Itoa(l.size)
	normal := para{line: l.line, align: "both"}
	if l.latin {
		normal = para{align: "both"}
	}
	list := l.styles()
	inside := make([]element, 0, len(list)+4)
	inside = append(inside,
		tag("w:docDefaults",
			tag("w:rPrDefault", tag("w:rPr", l.body.names(tag("w:rFonts")), when(!l.latin, val("w:spacing", strconv.Itoa(character-10*l.size))), val("w:sz", size), val("w:szCs", size),
				val("w:lang", l.digits).with("w:eastAsia", "zh-CN", "w:bidi", "ar-SA"))),
			tag("w:pPrDefault", tag("w:pPr", val("w:widowControl", "0"), val("w:autoSpaceDE", "0"), val("w:autoSpaceDN", "0")))),
		tag("w:style", val("w:name", "Normal"), tag("w:qFormat"), normal.properties()).
			with("w:type", "paragraph", "w:default", "1", "w:styleId", styleNormal),
		tag("w:style", val("w:name", "Default Paragraph Font"), val("w:uiPriority", "1"), tag("w:semiHidden"), tag("w:unhideWhenUsed")).
			with("w:type", "character", "w:default", "1", "w:styleId", "DefaultParagraphFont"),
		tag("w:style", val("w:name", "Normal Table"), val("w:uiPriority", "99"), tag("w:semiHidden"), tag("w:unhideWhenUsed"),
			tag("w:tblPr", tag("w:tblInd").with("w:w", "0", "w:type", "dxa"), cellMargins())).
			with("w:type", "table", "w:default", "1", "w:styleId", "TableNormal"),
	)
	for _, s := range list {
		look := tag("w:rPr",
			when(s.letters.faces != faces{}, s.letters.faces.names(tag("w:rFonts"))),
			when(s.letters.bold, several(tag("w:b"), tag("w:bCs"))),
			when(s.letters.colour != "", val("w:color", s.letters.colour)),
			when(s.letters.size != 0, several(val("w:sz", strconv.Itoa(s.letters.size)), val("w:szCs", strconv.Itoa(s.letters.size)))))
		inside = append(inside, tag("w:style", val("w:name", s.name), val("w:basedOn", s.on), tag("w:qFormat"), s.para.properties(),
			when(len(look.inside) > 0, look)).with("w:type", "paragraph", "w:styleId", s.id, "w:customStyle", custom(s.name)))
	}
	return tag("w:styles", inside...).with("xmlns:w", wordNamespace).file()
}

// custom marks names that Word does not know; its own are in English.
func custom(name string) string {
	for _, r := range name {
		if r > 0x7f {
			return "1"
		}
	}
	return ""
}

func cellMargins() element {
	side := func(name, width string) element { return tag("w:"+name).with("w:w", width, "w:type", "dxa") }
	return tag("w:tblCellMar", side("top", "0"), side("left", strconv.Itoa(cellMargin)), side("bottom", "0"), side("right", strconv.Itoa(cellMargin)))
}
