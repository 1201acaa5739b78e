package warehouse

import "anlan/safety"

// Base is the period that figures of a period are set against as of a day, cut to the same day where the period is still running;
// ok is false where there is none.
func (c Comparison) Base(period safety.Period, asOf safety.Date) (base safety.Period, ok bool) {
	kind, ok := comparisonKinds[c]
	if !ok {
		return safety.Period{}, false
	}
	return period.Comparison(kind, asOf)
}
