package layout

// The letters of the agency (发文机关标志) in points, and how narrow they may get in percent.
const (
	headTallest   = 52.0
	headShortest  = 16.0
	headNarrowest = 62.0
	headLatin     = 36.0 // the tallest of Latin letters
)

// HeadLetters are the size in points and the width in percent with which the agency fills one line of the type area: tall
// letters, made narrower and then smaller until all stand side by side. Latin ones are narrow already: they get smaller only,
// and a very long name takes two lines. What width gives is how wide the name is in millimetres at a size.
func HeadLetters(latin bool, width func(size float64) float64) (size, narrow float64) {
	if latin {
		return max(headShortest, min(headLatin, headTallest*TextWidth/max(width(headTallest), 1))), 100
	}
	for size = headTallest; ; size-- {
		narrow = min(100, TextWidth/max(width(size), 1)*100)
		if narrow >= headNarrowest || size <= headShortest {
			return size, narrow
		}
	}
}
