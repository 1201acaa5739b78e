package docx

import (
	"strings"

	"anlan/reports/chart"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/layout"
)

// The page in twips, a twentieth of a point (1440 an inch, 56.7 a millimetre).
var (
	pageWidth  = twips(layout.PageWidth)
	pageHeight = twips(layout.PageHeight)
	marginTop  = twips(layout.TopMargin)
	marginLeft = twips(layout.LeftMargin)
	textWidth  = twips(layout.TextWidth)
	textHeight = twips(layout.TextHeight)

	lineHeight = textHeight / layout.LinesPerPage     // 28.95 points
	character  = textWidth / layout.CharactersPerLine // 15.75 points; the letters themselves are 16
	headDrop   = twips(layout.HeadTop)
)

const (
	millimetre = 1440 / 25.4
	thinLine   = 10 // the height of a paragraph that must be there and should not be seen
)

func twips(millimetres float64) int { return int(millimetres*millimetre + 0.5) }

// The fonts that offices have; the font table names those that take their place.
const (
	roman    = "Times New Roman"
	arial    = "Arial"
	fangSong = "仿宋_GB2312"
	kai      = "楷体_GB2312"
	hei      = "黑体"
	song     = "宋体"
	bigSong  = "方正小标宋简体"
)

// faces are the fonts of a text: of Latin letters and of Chinese ones.
type faces struct{ latin, east string }

func (f faces) names(e element) element {
	return e.with("w:ascii", f.latin, "w:hAnsi", f.latin, "w:eastAsia", f.east, "w:cs", f.latin)
}

// design is what differs between the languages.
type design struct {
	render.Words
	latin bool
	tag   string // of the language
	// digits is the language of Latin letters and digits: numbers in Chinese would be broken anywhere.
	digits string

	body, title, level1, level2, number faces
	size, titleSize, small              int // half points
	line, titleLine                     int // exact heights; zero: as the letters need
	below                               int // room below a paragraph
}

// Sizes: 2号 is 22 points, 3号 16, 4号 14 (5.2.2 and 7).
func designOf(language document.Language) *design {
	if language == document.English {
		face := faces{roman, fangSong}
		return &design{Words: render.WordsOf(language), latin: true, tag: "en-GB", digits: "en-GB", body: face, title: face, level1: face, level2: face, number: face,
			size: 24, titleSize: 36, small: 22, below: 120}
	}
	return &design{Words: render.WordsOf(language), tag: "zh-CN", digits: "en-US",
		body:   faces{roman, fangSong},
		title:  faces{roman, bigSong},
		level1: faces{hei, hei},
		level2: faces{roman, kai},
		number: faces{song, song},
		size:   32, titleSize: 44, small: 28,
		line: lineHeight, titleLine: 660}
}

// wide is the width of a text by estimate, in twips: Chinese characters are as wide as high, Latin letters about half of it.
func wide(s string, halfPoints int) int {
	return int(chart.Width(s, float64(halfPoints)/2) * millimetre)
}

// hex is a colour as Word writes it.
func hex(colour string) string { return strings.ToUpper(strings.TrimPrefix(colour, "#")) }
