package safety

import (
	"math"
	"math/big"
	"strconv"
)

// ChangeKind says what can be said about a change.
type ChangeKind string

// The kinds of change. ChangeUp and ChangeDown have a percentage where the base allows one; ChangeNone is 0 %.
const (
	ChangeUnknown  ChangeKind = "unknown"   // nothing to compare with
	ChangeFromZero ChangeKind = "from_zero" // the base is zero and now is not: no percentage
	ChangeNone     ChangeKind = "none"      // 持平
	ChangeUp       ChangeKind = "up"
	ChangeDown     ChangeKind = "down"
)

// Change is a figure against its base. Make one with [NewChange] or [NewRateChange].
//
// Arithmetic is decimal: figures are taken as the shortest decimal that they print as, so 0.3 against 0.1 changes by
// exactly 0.2, and rounding is half away from zero as on paper.
type Change struct {
	Kind      ChangeKind
	Now, Base float64
	Rate      bool // the figures are per cent already; they compare in percentage points
}

// NewChange compares counts or amounts. baseKnown is false when there is no base: no data for that period, or no
// period to compare with. A figure that is not a finite number is not known either.
func NewChange(now, base float64, baseKnown bool) Change {
	return newChange(now, base, baseKnown, false)
}

// NewRateChange compares rates given in per cent (87.5 for 87.5 %); the change is in percentage points (百分点). A base
// of zero is an ordinary base then.
func NewRateChange(now, base float64, baseKnown bool) Change {
	return newChange(now, base, baseKnown, true)
}

func newChange(now, base float64, baseKnown, rate bool) Change {
	c := Change{Now: now, Base: base, Rate: rate}
	switch {
	case !baseKnown || !finite(now) || !finite(base):
		c.Kind = ChangeUnknown
	case now == base:
		c.Kind = ChangeNone
	case base == 0 && !rate:
		c.Kind = ChangeFromZero
	case now > base:
		c.Kind = ChangeUp
	default:
		c.Kind = ChangeDown
	}
	return c
}

// Absolute gives now minus base, in the figures' unit, percentage points for rates; ok is false without a base.
func (c Change) Absolute() (difference float64, ok bool) {
	if c.Kind == ChangeUnknown {
		return 0, false
	}
	difference, _ = c.difference().Float64()
	return difference, true
}

// Percent gives the change in per cent of the base: 12.5 for 18 against 16, -100 for none against some. ok is false
// without a base, from zero, from a negative base, and for rates, which compare in percentage points.
func (c Change) Percent() (percent float64, ok bool) {
	r, ok := c.percent()
	if !ok {
		return 0, false
	}
	percent, _ = r.Float64()
	return percent, true
}

func (c Change) percent() (*big.Rat, bool) {
	switch {
	case c.Kind == ChangeUnknown || c.Kind == ChangeFromZero || c.Rate || c.Base < 0:
		return nil, false
	case c.Kind == ChangeNone:
		return new(big.Rat), true
	}
	r := new(big.Rat).Quo(c.difference(), decimal(c.Base))
	return r.Mul(r, big.NewRat(100, 1)), true
}

func (c Change) difference() *big.Rat { return new(big.Rat).Sub(decimal(c.Now), decimal(c.Base)) }

// decimal reads a finite figure as the decimal that it prints as.
func decimal(f float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
	return r
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }
