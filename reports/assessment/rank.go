package assessment

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// rank puts subjects in order of their scores and numbers them: ties share a rank and the next one is left out
// (1, 1, 3). Subjects without a score come last, without a rank.
func rank(subjects []Subject) {
	slices.SortStableFunc(subjects, func(a, b Subject) int {
		return cmp.Or(compareScores(b.Score, a.Score), strings.Compare(string(a.Region), string(b.Region)))
	})
	for i := range subjects {
		switch {
		case subjects[i].Score == nil:
			subjects[i].Rank = 0
		case i > 0 && subjects[i].Score.Equal(*subjects[i-1].Score):
			subjects[i].Rank = subjects[i-1].Rank
		default:
			subjects[i].Rank = i + 1
		}
	}
}

// compareScores puts an unknown score below every known one.
func compareScores(a, b *decimal.Decimal) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return +1
	}
	return a.Cmp(*b)
}
