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

// scale is a unit of money: it is used for amounts that, rounded to two places in it, are at least 1.
type scale struct {
	zh, en string
	size   int64 // in yuan; Chinese and English scales have sizes of their own
}

// The units of money, largest first.
var (
	scalesZH = []scale{{zh: "亿元", size: 1e8}, {zh: "万元", size: 1e4}}
	scalesEN = []scale{{en: "billion yuan", size: 1e9}, {en: "million yuan", size: 1e6}}
)

// What money is kept in, in yuan.
var moneyUnits = map[string]int64{"元": 1, "万元": 1e4, "亿元": 1e8}

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
	return printed{exact: n, places: q.Decimals, unit: s.unit(q)}
}

// money is an amount in the unit of its size. The exact number is in that unit too: 12,345 元 are 1.2345万元, printed 1.23.
func (s Style) money(q Quantity, n decimal.Decimal) printed {
	yuan := n.Mul(decimal.NewFromInt(moneyUnits[q.Unit.ZH]))
	scales, plain := scalesZH, "元"
	if s.english() {
		scales, plain = scalesEN, "yuan"
	}
	for _, c := range scales {
		in := yuan.Div(decimal.NewFromInt(c.size)) // powers of ten divide exactly
		if in.Abs().Round(moneyPlaces).GreaterThanOrEqual(decimal.NewFromInt(1)) {
			return printed{exact: in, places: moneyPlaces, unit: c.zh + c.en}
		}
	}
	return printed{exact: yuan, places: min(q.Decimals, moneyPlaces), unit: plain}
}

// telling gives the places of a percentage: those of the office, but up to two more where it would be printed as 0 and is not,
// and up to four more where it would be printed as 100 and is not. 2,999 of 3,000 are 99.97%, not 100.0%.
func (s Style) telling(percent decimal.Decimal) int32 {
	percent = percent.Abs()
	for _, c := range []struct{ misread, more int64 }{{0, 2}, {100, 4}} {
		misread := decimal.NewFromInt(c.misread)
		if percent.Equal(misread) {
			continue
		}
		for places := s.percents(); places <= s.percents()+int32(c.more); places++ {
			if !percent.Round(places).Equal(misread) {
				if places > s.percents() {
					return places
				}
				break
			}
		}
	}
	return s.percents()
}

// vanishes tells that a number is printed as zero and is not.
func (p printed) vanishes() bool { return !p.exact.IsZero() && p.exact.Round(p.places).IsZero() }

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
