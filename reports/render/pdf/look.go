package pdf

import (
	"anlan/reports/document"
	"anlan/reports/render/layout"
)

// style is what differs between the languages: Chinese documents stand on a grid of 22 lines of 28 characters, English ones
// keep the parts of the page in Latin letters.
type style struct {
	latin                           bool
	body, level1, level2, level3    look
	agency, title, head, number     look // head: 密级, 紧急程度; number: of the page
	caption, tableHead, table, note look
	imprint, fine                   look
	line, titleLine                 float64 // heights in millimetres
	indent                          float64 // of a paragraph's first line
	after                           float64 // below a paragraph
	tag                             string  // of the language
	text                            measure // of body text on an upright page
}

func styleOf(language document.Language) style {
	if language == document.English {
		of := func(face layout.Face, size float64, bold bool) look {
			return look{face: face, size: size, bold: bold, latin: true}
		}
		const body = layout.SizeSmallFour
		return style{
			latin: true, tag: "en",
			body: of(layout.Song, body, false), level1: of(layout.Song, body, true), level2: of(layout.Song, body, true), level3: of(layout.Song, body, false),
			agency: look{face: layout.Title, colour: layout.Red, latin: true}, title: of(layout.Title, 18, false),
			head: of(layout.Song, body, true), number: of(layout.Song, 11, false),
			caption: of(layout.Song, body, true), tableHead: of(layout.Song, 10.5, true), table: of(layout.Song, 10.5, false), note: of(layout.Song, 9, false),
			imprint: of(layout.Song, 11, false), fine: of(layout.Song, 9, false),
			line: 18 / layout.Points, titleLine: 26 / layout.Points, after: 6 / layout.Points,
			text: measure{width: layout.TextWidth, spaces: true},
		}
	}
	of := func(face layout.Face, size float64) look { return look{face: face, size: size} }
	grid := func(face layout.Face) look {
		return look{face: face, size: layout.SizeThree, cell: layout.CharacterWidth}
	}
	return style{
		tag:  "zh-CN",
		body: grid(layout.FangSong), level1: grid(layout.Hei), level2: grid(layout.Kai), level3: grid(layout.FangSong),
		agency: look{face: layout.Title, colour: layout.Red}, title: of(layout.Title, layout.SizeTwo),
		head: grid(layout.Hei), number: of(layout.Song, layout.SizeFour),
		caption: of(layout.Hei, layout.SizeFour), tableHead: of(layout.Hei, layout.SizeSmallFour), table: of(layout.FangSong, layout.SizeSmallFour), note: of(layout.FangSong, layout.SizeFive),
		imprint: of(layout.FangSong, layout.SizeFour), fine: of(layout.FangSong, layout.SizeSmallFive),
		line: layout.LineHeight, titleLine: 33 / layout.Points, indent: 2 * layout.CharacterWidth,
		text: measure{width: layout.TextWidth},
	}
}

// baseline is how far below its upper edge a line of a height has the base line of letters of a size.
func baseline(height float64, k look) float64 { return height/2 + k.em()*0.37 }
