package warehouse

import (
	"anlan/safety"
)

// slot is one stretch of time that a query's figures are computed for: the period itself, or one that it is compared with.
type slot struct {
	comparison Comparison      // empty for the period itself
	window     safety.Period   // clipped to the as-of day
	buckets    []safety.Period // the window split by the query's grain; the window itself without one
}

// slotsOf lists the period and the comparisons that exist, in the order of the query. A comparison without a base (环比 of a
// cumulative period, a year before the calendar begins) has no slot.
func slotsOf(q MetricQuery) []slot {
	window, _ := q.Period.Clip(q.AsOf)
	if window.IsZero() {
		return nil
	}
	slots := []slot{{window: window, buckets: bucketsOf(window, q.Grain)}}
	for _, c := range q.Compare {
		kind := safety.YearOnYear
		if c == PreviousPeriod {
			kind = safety.PeriodOnPeriod
		}
		if base, ok := q.Period.Comparison(kind, q.AsOf); ok {
			slots = append(slots, slot{comparison: c, window: base, buckets: bucketsOf(base, q.Grain)})
		}
	}
	return slots
}

func bucketsOf(p safety.Period, grain safety.Grain) []safety.Period {
	if grain == safety.GrainSpan {
		return []safety.Period{p}
	}
	return p.Buckets(grain)
}

// wholeMonths reports whether the monthly rollup can answer for every slot and bucket.
func wholeMonths(slots []slot) bool {
	for _, s := range slots {
		for _, b := range s.buckets {
			if !b.IsWholeMonths() {
				return false
			}
		}
	}
	return true
}

// windowsOf lists every bucket of every slot, for SQL that joins rows to buckets.
func windowsOf(slots []slot) (slot, bucket []uint32, from, to []string) {
	for i, s := range slots {
		for j, b := range s.buckets {
			slot = append(slot, uint32(i))
			bucket = append(bucket, uint32(j+1))
			from = append(from, b.From.String())
			to = append(to, b.To.String())
		}
	}
	return slot, bucket, from, to
}
