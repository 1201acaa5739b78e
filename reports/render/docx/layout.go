package docx

import (
	"anlan/reports/chart"
	"anlan/reports/document"
)

// The page of GB/T 9704-2012, 5.1 and 5.2, in twips (1440 an inch, 56.7 a millimetre): A4 with an upper margin (天头) of 37 mm and
// a left one (订口) of 28 mm around a text area of 156 × 225 mm.
const (
	pageWidth  = 11906
	pageHeight = 16838
	marginTop  = 2098
	marginLeft = 1588
	textWidth  = 8844
	textHeight = 12756

	linesOfPage = 22
	charsOfLine = 28

	lineHeight = textHeight / linesOfPage // 28.95 points
	character  = textWidth / charsOfLine  // 15.75 points; the letters themselves are 16

	millimetre = 1440 / 25.4
	thinLine   = 10 // the height of a paragraph that must be there and should not be seen
)

// The red head hangs 35 mm below the upper edge of the text area (7.2.4), the red rule 4 mm below the number (7.2.7).
var (
	headDrop = twips(35)
	ruleDrop = 4 * 72 / 25.4
)

func twips(millimetres float64) int { return int(millimetres*millimetre + 0.5) }

// faces are the fonts of a text: of Latin letters and of Chinese ones.
type faces struct{ latin, east string }

func (f faces) names(e element) element {
	return e.with("w:ascii", f.latin, "w:hAnsi", f.latin, "w:eastAsia", f.east, "w:cs", f.latin)
}

// layout is what differs between the languages.
type layout struct {
	words
	latin bool
	tag   string // of the language, as Word writes it

	body, title, level1, level2, number faces
	size, titleSize, small              int // half points
	line, titleLine                     int // exact heights; zero: as the letters need
}

// Sizes: 2号 is 22 points, 3号 16, 4号 14 (5.2.2 and 7).
func layoutOf(language document.Language) *layout {
	if language == document.English {
		roman := faces{"Times New Roman", "仿宋_GB2312"}
		return &layout{words: english, latin: true, tag: "en-GB", body: roman, title: roman, level1: roman, level2: roman, number: roman,
			size: 24, titleSize: 36, small: 22}
	}
	return &layout{words: chinese, tag: "zh-CN",
		body:   faces{"Times New Roman", "仿宋_GB2312"},
		title:  faces{"方正小标宋简体", "方正小标宋简体"},
		level1: faces{"黑体", "黑体"},
		level2: faces{"Times New Roman", "楷体_GB2312"},
		number: faces{"宋体", "宋体"},
		size:   32, titleSize: 44, small: 28,
		line: lineHeight, titleLine: 660}
}

// wide is the width of a text by estimate, in twips: Chinese characters are as wide as high, Latin letters about half of it.
func wide(s string, halfPoints int) int {
	return int(chart.Width(s, float64(halfPoints)/2) * millimetre)
}
