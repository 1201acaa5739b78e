package scheme

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// shownPlaces is how many places a line has that is not rounded before the score.
const shownPlaces = 8

// round gives the decimal with so many places that the mode makes of a number.
func (m RoundingMode) round(n *big.Rat, places int) decimal.Decimal {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	size := scale.Mul(scale, n.Num())
	full, rest := new(big.Int).QuoRem(size.Abs(size), n.Denom(), new(big.Int))
	half := new(big.Int).Lsh(rest, 1).Cmp(n.Denom()) // rest against one half
	up := false
	switch m {
	case Down:
	case Up:
		up = rest.Sign() > 0
	case HalfEven:
		up = half > 0 || half == 0 && full.Bit(0) == 1
	default:
		up = half >= 0
	}
	if up {
		full.Add(full, big.NewInt(1))
	}
	if n.Sign() < 0 {
		full.Neg(full)
	}
	return decimal.NewFromBigInt(full, int32(-places))
}

// whole gives the next whole number below, or above.
func whole(n *big.Rat, above bool) *big.Rat {
	floor := new(big.Int).Div(n.Num(), n.Denom()) // Euclidean, and the denominator is positive: rounds down
	if above && !n.IsInt() {
		floor.Add(floor, big.NewInt(1))
	}
	return new(big.Rat).SetInt(floor)
}

// DecimalPlaces gives the places of the score.
func (s *Scheme) DecimalPlaces() int {
	if s.Places == nil {
		return 2
	}
	return *s.Places
}

// roundsLines says whether every line is rounded, so that the printed lines add up to the printed score.
func (s *Scheme) roundsLines() bool { return s.Rounding.Of == OfLines }

// linePlaces gives the places of what a line gives.
func (s *Scheme) linePlaces() int {
	if s.roundsLines() {
		return s.DecimalPlaces()
	}
	return shownPlaces
}
