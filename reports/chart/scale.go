package chart

import (
	"math"
	"strconv"
)

// scale is the axis of values: round ticks from the first to the last, which hold all values between them.
type scale struct {
	ticks  []float64
	places int
}

// newScale chooses ticks of 1, 2 or 5 times a power of ten, about as many as wanted. Whole keeps them to whole numbers: there is
// no half accident. Lowest and highest are values, or zero where the axis has to hold it.
func newScale(lowest, highest float64, wanted int, whole bool) scale {
	if lowest == highest {
		if highest == 0 {
			highest = 1
		} else {
			lowest, highest = math.Min(lowest, 0), math.Max(highest, 0)
		}
	}
	rough := (highest - lowest) / float64(wanted)
	power := int(math.Floor(math.Log10(rough)))
	multiple := 10
	for _, candidate := range []int{1, 2, 5} {
		if float64(candidate)*math.Pow10(power) >= rough*(1-1e-9) {
			multiple = candidate
			break
		}
	}
	if multiple == 10 {
		multiple, power = 1, power+1
	}
	if whole && power < 0 {
		multiple, power = 1, 0
	}
	step := float64(multiple) * math.Pow10(power)
	s := scale{places: max(0, -power)}
	first, last := math.Floor(lowest/step+1e-9), math.Ceil(highest/step-1e-9)
	for i := first; i <= last; i++ {
		s.ticks = append(s.ticks, i*step)
	}
	return s
}

func (s scale) first() float64 { return s.ticks[0] }
func (s scale) last() float64  { return s.ticks[len(s.ticks)-1] }

// at is where a value lies between the first tick (0) and the last (1).
func (s scale) at(value float64) float64 { return (value - s.first()) / (s.last() - s.first()) }

func (s scale) texts() []string {
	texts := make([]string, len(s.ticks))
	for i, tick := range s.ticks {
		texts[i] = strconv.FormatFloat(tick+0, 'f', s.places, 64)
	}
	return texts
}
