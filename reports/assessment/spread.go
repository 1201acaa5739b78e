package assessment

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// spreadMarks gives every indicator the marks that can be earned: its own when all apply, otherwise with those of
// the others that do not apply (折算), in proportion. The result adds up to the full marks exactly, unless nothing applies
// at all. Marks are whole units of the last decimal place; what rounding leaves over goes to the largest remainders.
func spreadMarks(s *Scheme, applies [][]bool) [][]decimal.Decimal {
	places := s.DecimalPlaces()
	unit := decimal.New(1, int32(-places))
	total := s.FullMarks.Div(unit).IntPart()
	shares := make([][]decimal.Decimal, len(s.Groups))
	weights := make([][]*big.Rat, len(s.Groups))
	groups := make([]*big.Rat, len(s.Groups))
	for g, group := range s.Groups {
		weights[g] = make([]*big.Rat, len(group.Indicators))
		shares[g] = make([]decimal.Decimal, len(group.Indicators))
		groups[g] = new(big.Rat)
		whole := new(big.Rat)
		for i, indicator := range group.Indicators {
			weights[g][i] = new(big.Rat)
			whole.Add(whole, indicator.Marks.Rat())
			if applies[g][i] {
				weights[g][i] = indicator.Marks.Rat()
				groups[g].Add(groups[g], indicator.Marks.Rat())
			}
		}
		if s.Spread == SpreadGroup && groups[g].Sign() > 0 {
			groups[g] = whole
		}
	}
	if s.Spread != SpreadGroup {
		flat := allocate(total, slices.Concat(weights...))
		for g := range shares {
			for i := range shares[g] {
				shares[g][i] = unit.Mul(decimal.NewFromInt(flat[0]))
				flat = flat[1:]
			}
		}
		return shares
	}
	for g, whole := range allocate(total, groups) {
		for i, n := range allocate(whole, weights[g]) {
			shares[g][i] = unit.Mul(decimal.NewFromInt(n))
		}
	}
	return shares
}

// allocate shares total out in proportion to weights, in whole numbers that add up to it (largest remainder; of equal
// remainders the first). Without any weight nothing is given.
func allocate(total int64, weights []*big.Rat) []int64 {
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	given := make([]int64, len(weights))
	if sum.Sign() == 0 {
		return given
	}
	left := total
	rest := make([]*big.Rat, len(weights))
	order := make([]int, len(weights))
	for i, w := range weights {
		share := new(big.Rat).Quo(w, sum)
		share.Mul(share, new(big.Rat).SetInt64(total))
		whole := new(big.Int).Quo(share.Num(), share.Denom())
		given[i] = whole.Int64()
		left -= given[i]
		rest[i] = share.Sub(share, new(big.Rat).SetInt(whole))
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rest[b].Cmp(rest[a]) })
	for _, i := range order[:left] {
		given[i]++
	}
	return given
}
