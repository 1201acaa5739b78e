package scheme

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// words says what it takes: the figure to reach, of a ratio how many more or fewer, of a count how many fewer.
func (q question) words(p cutFigure, at *big.Int, target decimal.Decimal) warehouse.Text {
	unit, en := q.input.Unit, ""
	if unit == "%" {
		en = unit
	}
	change := new(big.Int).Sub(at, p.now)
	size := new(big.Int).Abs(change)
	up := change.Sign() > 0
	t := warehouse.Text{
		ZH: fmt.Sprintf("%s%s%s%s", q.input.Title.ZH, pick(up, "达到", "降至"), target, unit),
		EN: fmt.Sprintf("%s %s %s%s", q.input.Title.EN, pick(up, "up to", "down to"), target, en),
	}
	switch {
	case p.denominator != nil:
		t.ZH += fmt.Sprintf("：按现有基数%s，还需%s%s（由%s到%s）", p.denominator, pick(up, "增加", "减少"), size, p.now, at)
		t.EN += fmt.Sprintf(": with %s as they stand, %s %s (from %s to %s)", p.denominator, size, pick(up, "more", "fewer"), p.now, at)
	default:
		by := new(big.Rat).Sub(target.Rat(), q.figure.Number)
		n, _ := exactDecimal(by.Abs(by))
		t.ZH += fmt.Sprintf("（%s%s%s）", pick(up, "增加", "减少"), n, unit)
		t.EN += fmt.Sprintf(" (%s %s)", n, pick(up, "more", "fewer"))
	}
	t.ZH += winsZH[q.deducts]
	t.EN += winsEN[q.deducts]
	if q.peers {
		t.ZH += "（同组其他单位按现有数据）"
		t.EN += " (the peers as they stand)"
	}
	return t
}

// What it comes to, at the end of a sentence: for a line, and for a deduction from the total.
var (
	winsZH = map[bool]string{false: "，可得满分", true: "，不再扣分"}
	winsEN = map[bool]string{false: " wins all marks", true: " costs nothing"}
)

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}
