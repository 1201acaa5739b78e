package scheme

import (
	"math/big"
	"slices"
)

// rank numbers the subjects of each peer group by their scores. Equal scores are decided by the scheme's expressions, one
// after the other; where these are equal too the rank is shared.
func (m *marking) rank(papers []*paper) {
	orders := make([][]*big.Rat, len(papers))
	for i, p := range papers {
		if p.sheet.Score == nil {
			continue
		}
		for _, by := range m.s.Ties.By {
			orders[i] = append(orders[i], p.number(by))
		}
	}
	compare := func(a, b int) int {
		x, y := papers[a], papers[b]
		if x.last != y.last {
			if x.last {
				return 1
			}
			return -1
		}
		if c := y.score.Cmp(x.score); c != 0 {
			return c
		}
		for k := range orders[a] {
			if c := higherFirst(orders[a][k], orders[b][k]); c != 0 {
				return c
			}
		}
		return 0
	}
	for _, group := range m.groups {
		list := slices.DeleteFunc(slices.Clone(group), func(i int) bool { return papers[i].sheet.Score == nil || papers[i].unranked })
		slices.SortStableFunc(list, compare)
		dense := 0
		for at, i := range list {
			switch {
			case at > 0 && compare(list[at-1], i) == 0:
				papers[i].sheet.Rank = papers[list[at-1]].sheet.Rank
			case m.s.Ties.Rank == DenseRank:
				dense++
				papers[i].sheet.Rank = dense
			default:
				papers[i].sheet.Rank = at + 1
			}
		}
		for _, i := range group {
			papers[i].setting.rank, papers[i].ranked = papers[i].sheet.Rank, len(list)
		}
	}
}

// higherFirst puts the higher number first and an unknown one last.
func higherFirst(a, b *big.Rat) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return b.Cmp(a)
}
