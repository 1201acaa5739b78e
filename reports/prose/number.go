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

// scale is a unit of money with its zeros.
type scale struct {
	unit  string
	zeros int32
}

// The units of money, smallest first.
var (
	scalesZH = []scale{{"元", 0}, {"万元", 4}, {"亿元", 8}}
	scalesEN = []scale{{"yuan", 0}, {"million yuan", 6}, {"billion yuan", 9}}
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
		return s.short(printed{exact: n, places: s.telling(n), sign: "%"})
	case money:
		return s.money(q, n)
	}
	if n.IsZero() {
		return printed{unit: s.unit(q)} // 0, not 0.0000
	}
	return printed{exact: n, places: visible(n, q.Decimals), unit: s.unit(q)}
}

// money is an amount in the largest unit of which it has, as it is printed in the next smaller one, at least one: 9,995 yuan are
// 9995元, but 99,999,999 are 1.00亿元 and not 10000.00万元. The exact number is in that unit too: 12,345 are 1.2345万元, printed 1.23.
func (s Style) money(q Quantity, n decimal.Decimal) printed {
	yuan := n.Shift(moneyUnits[q.Unit.ZH])
	if yuan.IsZero() {
		return printed{unit: s.pick("元", "yuan")}
	}
	scales := scalesZH
	if s.english() {
		scales = scalesEN
	}
	var p printed
	for i, c := range scales {
		if i > 0 && p.exact.Round(p.places).Abs().LessThan(decimal.New(1, c.zeros-scales[i-1].zeros)) {
			break
		}
		p = printed{exact: yuan.Shift(-c.zeros), places: moneyPlaces, unit: c.unit}
		if c.zeros == 0 {
			p.places = min(q.Decimals, moneyPlaces)
			if yuan.IsInteger() {
				p.places = 0 // no cents of nothing
			}
		}
	}
	return p
}

// visible gives up to two more places to what would be printed as 0 and is not.
func visible(n decimal.Decimal, places int32) int32 {
	for more := range int32(3) {
		if !n.Round(places + more).IsZero() {
			return places + more
		}
	}
	return places
}

// telling gives the places of a percentage: those of the office, but up to two more where it would be printed as 0 and is not,
// and up to four more where it would be printed as 100 and is less. 2,999 of 3,000 are 99.97%, not 100.0%.
func (s Style) telling(percent decimal.Decimal) int32 {
	percent, hundred := percent.Abs(), decimal.NewFromInt(100)
	if percent.GreaterThanOrEqual(hundred) {
		return s.percents()
	}
	for more := range int32(5) {
		if percent.Round(s.percents() + more).LessThan(hundred) {
			return visible(percent, s.percents()+more)
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
	return s.short(printed{exact: exact, places: s.telling(exact), sign: "%"})
}

// short is a percentage without zeros at its end, where the office has that habit.
func (s Style) short(p printed) printed {
	for s.NoZeros && p.places > 0 && p.exact.Round(p.places).Equal(p.exact.Round(p.places-1)) {
		p.places--
	}
	return p
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
