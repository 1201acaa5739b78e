package layout

// The page (5.1): A4, its type area of 22 lines of 28 characters.
const (
	PageWidth  = 210.0
	PageHeight = 297.0

	TopMargin  = 37.0 // 天头
	LeftMargin = 28.0 // 订口
	TextWidth  = 156.0
	TextHeight = 225.0

	LinesPerPage      = 22
	CharactersPerLine = 28

	LineHeight     = TextHeight / LinesPerPage
	CharacterWidth = TextWidth / CharactersPerLine
)

// Sizes of letters: the numbers of Chinese typesetting (号) in points.
const (
	SizeTwo       = 22.0 // 2号
	SizeThree     = 16.0 // 3号
	SizeFour      = 14.0 // 4号
	SizeSmallFour = 12.0 // 小4号
	SizeFive      = 10.5 // 5号
	SizeSmallFive = 9.0  // 小5号
)

// Points is how many points a millimetre has.
const Points = 72 / 25.4

// The head (7.2): where its parts stand, and the rule below it.
const (
	HeadTop        = 35.0 // from the type area's top to the agency's letters (发文机关标志)
	RuleBelow      = 4.0  // from the document number to the red rule
	RuleWidth      = 0.7  // of the red rule
	Red            = "#e60012"
	SealGap        = 4    // characters between the date and the right edge, where a seal is put
	NumberBelow    = 7.0  // from the type area's foot to the page number
	ImprintOutside = 0.35 // mm: the first and the last rule of the imprint (版记)
	ImprintInside  = 0.25
)
