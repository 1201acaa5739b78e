package scheme

import (
	"math/big"
	"slices"

	"github.com/expr-lang/expr"
)

// The functions that stand for operators. Names begin with __, which no figure's does.
const chooseNumber = "__choose"

var operators = map[string]string{
	"+": "__plus", "-": "__minus", "*": "__times", "/": "__divided",
	"unary -": "__negative", "unary +": "__positive",
	"==": "__equal", "!=": "__unequal", "<": "__less", "<=": "__at_most", ">": "__more", ">=": "__at_least",
	"and": "__and", "&&": "__and", "or": "__or", "||": "__or", "unary not": "__not", "unary !": "__not",
}

// functionNames are the functions that an expression may call.
var functionNames = []string{"abs", "ceil", "count", "floor", "known", "max", "min", "or_else", "round"}

// mostArguments bounds what min, max and count take.
const mostArguments = 50

// takes says how many values a function takes, and false when there is no such function.
func takes(name string) (least, most int, ok bool) {
	switch name {
	case "count", "max", "min":
		return 1, mostArguments, true
	case "or_else":
		return 2, 2, true
	case "round":
		return 1, 2, true
	}
	return 1, 1, slices.Contains(functionNames, name)
}

var operations = []expr.Option{
	two("__plus", (*big.Rat).Add), two("__minus", (*big.Rat).Sub), two("__times", (*big.Rat).Mul),
	expr.Function("__divided", func(v ...any) (any, error) {
		a, b := v[0].(number), v[1].(number)
		if a.rat == nil || b.rat == nil || b.rat.Sign() == 0 {
			return number{}, nil // nothing can be divided by zero: there is no such figure
		}
		return number{new(big.Rat).Quo(a.rat, b.rat)}, nil
	}, new(func(number, number) number)),
	one("__negative", func(a *big.Rat) *big.Rat { return new(big.Rat).Neg(a) }),
	one("__positive", func(a *big.Rat) *big.Rat { return a }),
	compared("__equal", func(c int) bool { return c == 0 }), compared("__unequal", func(c int) bool { return c != 0 }),
	compared("__less", func(c int) bool { return c < 0 }), compared("__at_most", func(c int) bool { return c <= 0 }),
	compared("__more", func(c int) bool { return c > 0 }), compared("__at_least", func(c int) bool { return c >= 0 }),
	expr.Function("__and", func(v ...any) (any, error) {
		a, b := v[0].(truth), v[1].(truth)
		switch {
		case a.known && !a.holds || b.known && !b.holds:
			return truth{true, false}, nil
		case a.known && b.known:
			return truth{true, true}, nil
		}
		return truth{}, nil
	}, new(func(truth, truth) truth)),
	expr.Function("__or", func(v ...any) (any, error) {
		a, b := v[0].(truth), v[1].(truth)
		switch {
		case a.holds || b.holds:
			return truth{true, true}, nil
		case a.known && b.known:
			return truth{true, false}, nil
		}
		return truth{}, nil
	}, new(func(truth, truth) truth)),
	expr.Function("__not", func(v ...any) (any, error) {
		a := v[0].(truth)
		return truth{a.known, a.known && !a.holds}, nil
	}, new(func(truth) truth)),
	expr.Function(chooseNumber, func(v ...any) (any, error) {
		condition := v[0].(truth)
		switch {
		case !condition.known:
			if _, ok := v[1].(truth); ok {
				return truth{}, nil
			}
			return number{}, nil
		case condition.holds:
			return v[1], nil
		}
		return v[2], nil
	}, new(func(truth, number, number) number), new(func(truth, truth, truth) truth)),
}

var functions = []expr.Option{
	one("abs", func(a *big.Rat) *big.Rat { return new(big.Rat).Abs(a) }),
	one("floor", func(a *big.Rat) *big.Rat { return whole(a, false) }),
	one("ceil", func(a *big.Rat) *big.Rat { return whole(a, true) }),
	expr.Function("round", func(v ...any) (any, error) {
		a, places := v[0].(number), 0
		if len(v) == 2 {
			n := v[1].(number)
			if n.rat == nil || !n.rat.IsInt() || n.rat.Sign() < 0 || n.rat.Num().Cmp(big.NewInt(6)) > 0 {
				return number{}, nil
			}
			places = int(n.rat.Num().Int64())
		}
		if a.rat == nil {
			return a, nil
		}
		return number{HalfUp.round(a.rat, places).Rat()}, nil
	}, new(func(number, ...number) number)),
	extreme("max", 1), extreme("min", -1),
	expr.Function("count", func(v ...any) (any, error) {
		held := int64(0)
		for _, condition := range v {
			t := condition.(truth)
			if !t.known {
				return number{}, nil
			}
			if t.holds {
				held++
			}
		}
		return number{new(big.Rat).SetInt64(held)}, nil
	}, new(func(truth, ...truth) number)),
	expr.Function("known", func(v ...any) (any, error) {
		return truth{true, v[0].(number).rat != nil}, nil
	}, new(func(number) truth)),
	expr.Function("or_else", func(v ...any) (any, error) {
		if a := v[0].(number); a.rat != nil {
			return a, nil
		}
		return v[1], nil
	}, new(func(number, number) number)),
}

func one(name string, apply func(a *big.Rat) *big.Rat) expr.Option {
	return expr.Function(name, func(v ...any) (any, error) {
		a := v[0].(number)
		if a.rat == nil {
			return a, nil
		}
		return number{apply(a.rat)}, nil
	}, new(func(number) number))
}

func two(name string, apply func(z, a, b *big.Rat) *big.Rat) expr.Option {
	return expr.Function(name, func(v ...any) (any, error) {
		a, b := v[0].(number), v[1].(number)
		if a.rat == nil || b.rat == nil {
			return number{}, nil
		}
		return number{apply(new(big.Rat), a.rat, b.rat)}, nil
	}, new(func(number, number) number))
}

func compared(name string, holds func(c int) bool) expr.Option {
	return expr.Function(name, func(v ...any) (any, error) {
		a, b := v[0].(number), v[1].(number)
		if a.rat == nil || b.rat == nil {
			return truth{}, nil
		}
		return truth{true, holds(a.rat.Cmp(b.rat))}, nil
	}, new(func(number, number) truth))
}

// extreme is unknown when one of its numbers is: the unknown one could be it.
func extreme(name string, sign int) expr.Option {
	return expr.Function(name, func(v ...any) (any, error) {
		best := v[0].(number)
		for _, other := range v {
			n := other.(number)
			if n.rat == nil || best.rat == nil {
				return number{}, nil
			}
			if n.rat.Cmp(best.rat) == sign {
				best = n
			}
		}
		return best, nil
	}, new(func(number, ...number) number))
}
