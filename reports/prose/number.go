package prose

import (
	"github.com/shopspring/decimal"
)

// kind says how a quantity is printed and how its changes are said.
type kind int

const (
	count     kind = iota // 12起: 增加 and 减少
	rate                  // 87.5%: percentage points
	intensity             // 0.012人/亿元: 上升 and 下降, in percent
	money                 // 元, shown in 万元 and 亿元 by size
)

// scale is a unit of money, used for amounts that are at least 1 when they are rounded to two places in it.
type scale struct {
	unit  string
	zeros int32
}

// The units of money, largest first.
var (
	scalesZH = []scale{{"亿元", 8}, {"万元", 4}}
	scalesEN = []scale{{"billion yuan", 9}, {"million yuan", 6}}
)

// Units that money is kept in, with their zeros.
var moneyUnits = map[string]int32{"元": 0, "万元": 4, "亿元": 8}

const moneyPlaces = 2

func (s Style) percents() int32 {
	if s.Percents < 1 {
		return 1
	}
	return s.Percents
}

// amount is a number of the quantity's own kind, a figure or a difference of two.
func (s Style) amount(q Quantity, n decimal.Decimal) printed {
	switch q.kind() {
	case rate:
		return printed{exact: n, places: s.telling(n), sign: "%"}
	case money:
		return s.money(q, n)
	}
	if n.IsZero() {
		return printed{exact: n, unit: s.unit(q)} // 0, not 0.0000
	}
	return printed{exact: n, places: q.Decimals, unit: s.unit(q)}
}

// money is an amount in the unit of its size. The exact number is in that unit too: 12,345 元 are 1.2345万元, printed 1.23.
func (s Style) money(q Quantity, n decimal.Decimal) printed {
	yuan := n.Shift(moneyUnits[q.Unit.ZH])
	scales, plain := scalesZH, "元"
	if s.english() {
		scales, plain = scalesEN, "yuan"
	}
	for _, c := range scales {
		in := yuan.Shift(-c.zeros)
		if in.Abs().Round(moneyPlaces).GreaterThanOrEqual(decimal.NewFromInt(1)) {
			return printed{exact: in, places: moneyPlaces, unit: c.unit}
		}
	}
	if yuan.IsZero() {
		return printed{unit: plain}
	}
	return printed{exact: yuan, places: min(q.Decimals, moneyPlaces), unit: plain}
}

// telling gives the places of a percentage: those of the office, but up to two more where it would be printed as 0 and is not,
// and up to four more where it would be printed as 100 and is less. 2,999 of 3,000 are 99.97%, not 100.0%.
func (s Style) telling(percent decimal.Decimal) int32 {
	percent, hundred := percent.Abs(), decimal.NewFromInt(100)
	for more := range int32(5) {
		shown := percent.Round(s.percents() + more)
		small := more <= 2 && shown.IsZero() && !percent.IsZero()
		full := shown.Equal(hundred) && percent.LessThan(hundred)
		if !small && !full && (more <= 2 || !shown.IsZero()) {
			return s.percents() + more
		}
	}
	return s.percents()
}

// vanishes tells that a number is printed as zero and is not.
func (p printed) vanishes() bool { return !p.exact.IsZero() && p.exact.Round(p.places).IsZero() }

// points is a difference: as an amount, but of rates in percentage points.
func (s Style) points(q Quantity, difference decimal.Decimal) printed {
	p := s.amount(q, difference)
	if q.Rate {
		p.sign, p.unit = "", s.pick("个百分点", "percentage points")
	}
	return p
}

// percentage is part in percent of whole.
func (s Style) percentage(part, whole decimal.Decimal) printed {
	exact := ratio(part, whole)
	return printed{exact: exact, places: s.telling(exact), sign: "%"}
}

// ratio gives part in percent of whole, cut behind so many digits that rounding it is rounding the exact ratio.
func ratio(part, whole decimal.Decimal) decimal.Decimal {
	const digits = 16
	q, _ := part.Mul(decimal.NewFromInt(100)).QuoRem(whole, digits)
	return q
}

// numeralZH writes a number of words below a hundred: 三, 十二, 二十.
func numeralZH(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch tens := n / 10 % 10; {
	case tens == 0:
		return digits[n%10]
	case tens == 1:
		return "十" + digits[n%10]
	default:
		return digits[tens] + "十" + digits[n%10]
	}
}
