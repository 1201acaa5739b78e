package scheme

import (
	"math/big"
	"slices"
)

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
