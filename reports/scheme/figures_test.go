package scheme

import (
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

func figureOf(text string) Figure {
	shown := decimal.RequireFromString(text)
	return Figure{Value: Value{State: warehouse.Present, Number: shown.Rat(), Shown: &shown}}
}

func ratio(numerator, denominator, scale string) Figure {
	n, d := decimal.RequireFromString(numerator), decimal.RequireFromString(denominator)
	exact := new(big.Rat).Quo(n.Rat(), d.Rat())
	exact.Mul(exact, decimal.RequireFromString(scale).Rat())
	shown := HalfUp.round(exact, 2)
	return Figure{Value: Value{State: warehouse.Present, Number: exact, Shown: &shown}, Numerator: &n, Denominator: &d}
}
