package scheme

import "github.com/shopspring/decimal"

// bound is one end of a range; nil at is no end.
type bound struct {
	at     *decimal.Decimal
	closed bool // the number itself belongs to it
}

// low and high are the ends of a threshold.
func (t Threshold) low() bound {
	if t.AtLeast != nil {
		return bound{t.AtLeast, true}
	}
	return bound{t.Above, false}
}

func (t Threshold) high() bound {
	if t.AtMost != nil {
		return bound{t.AtMost, true}
	}
	return bound{t.Below, false}
}

// empty says that no figure can be on both sides.
func (t Threshold) empty() bool {
	low, high := t.low(), t.high()
	if low.at == nil || high.at == nil {
		return false
	}
	c := low.at.Cmp(*high.at)
	return c > 0 || c == 0 && !(low.closed && high.closed)
}

// covers says that every figure that meets the other threshold meets this one.
func (t Threshold) covers(other Threshold) bool {
	if t.When != "" || !t.judgesFigure() || !other.judgesFigure() {
		return false
	}
	return widerBelow(t.low(), other.low()) && widerAbove(t.high(), other.high())
}

func widerBelow(a, b bound) bool {
	if a.at == nil || b.at == nil {
		return a.at == nil
	}
	c := a.at.Cmp(*b.at)
	return c < 0 || c == 0 && (a.closed || !b.closed)
}

func widerAbove(a, b bound) bool {
	if a.at == nil || b.at == nil {
		return a.at == nil
	}
	c := a.at.Cmp(*b.at)
	return c > 0 || c == 0 && (a.closed || !b.closed)
}
