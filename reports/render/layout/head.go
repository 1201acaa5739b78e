package layout

import "unicode/utf8"

// HeadSize is the size of the agency's letters in points, so that its name fits into one line of the type area.
func HeadSize(agency string) float64 {
	n := utf8.RuneCountInString(agency)
	if n == 0 {
		return HeadLargest
	}
	// Letters of 小标宋 are as wide as high.
	size := TextWidth * Points / float64(n)
	return max(HeadSmallest, min(HeadLargest, size))
}
