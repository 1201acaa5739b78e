package warehouse

import (
	"slices"

	"anlan/safety"
)

// slot is one stretch of time that a query's figures are computed for: the period itself, or one that it is compared with.
type slot struct {
	comparison Comparison    // empty for the period itself
	window     safety.Period // from its first day to its last, clipped to the as-of day
	// buckets are the window split by the query's grain; the window itself without one. In a comparison they are the bases of
	// the period's buckets, one by one: 2 March compares with 2 March and week 7 with week 7, leap year or not. Bases may
	// leave days out or share them, and a bucket without a base (week 53) has the zero Period.
	buckets []safety.Period
}

// slotsOf lists the period and the comparisons that exist, in the order of the query. A comparison without a base (环比 of a
// cumulative period, a year before the calendar begins) has no slot.
func slotsOf(q MetricQuery) []slot {
	window, _ := q.Period.Clip(q.AsOf)
	if window.IsZero() {
		return nil
	}
	whole := wholeBuckets(q)
	now := make([]safety.Period, len(whole))
	for i, b := range whole {
		now[i], _ = b.Clip(q.AsOf)
		now[i] = trailing(now[i], q.Trailing)
		window = around(window, now[i])
	}
	slots := []slot{{window: window, buckets: now}}
	for _, c := range q.Compare {
		base := slot{comparison: c, buckets: make([]safety.Period, len(whole))}
		for i, b := range whole {
			if against, ok := c.Base(b, q.AsOf); ok {
				base.buckets[i] = trailing(against, q.Trailing)
				base.window = around(base.window, base.buckets[i])
			}
		}
		if !base.window.IsZero() {
			slots = append(slots, base)
		}
	}
	return slots
}

// wholeBuckets splits the period by the grain, as far as it has begun; the last one may go on after the as-of day.
func wholeBuckets(q MetricQuery) []safety.Period {
	if q.Grain == safety.GrainSpan {
		return []safety.Period{q.Period}
	}
	return slices.DeleteFunc(q.Period.Buckets(q.Grain), func(b safety.Period) bool { return b.From.After(q.AsOf) })
}

// trailing widens a month to so many months up to its end.
func trailing(month safety.Period, months int) safety.Period {
	if months <= 1 {
		return month
	}
	wide, err := safety.Between(month.From.YearMonth().Add(1-months).First(), month.To)
	if err != nil {
		return month // before the calendar begins
	}
	return wide
}

// bucketCode is the code of a bucket, by its number from 1; a widened one goes by its month.
func (p *plan) bucketCode(number uint32) string {
	b := p.slots[0].buckets[number-1]
	if p.query.Trailing <= 1 {
		return b.Code
	}
	month, _ := b.To.YearMonth().Period().Clip(b.To)
	return month.Code
}

// around is the stretch from the first day of either period to the last.
func around(a, b safety.Period) safety.Period {
	if a.IsZero() {
		return b
	}
	from, to := a.From, a.To
	if b.From.Before(from) {
		from = b.From
	}
	if b.To.After(to) {
		to = b.To
	}
	span, _ := safety.Between(from, to)
	return span
}

// follow reports whether every bucket begins on the day after the one before.
func (s slot) follow() bool {
	for i, b := range s.buckets {
		if b.IsZero() || i > 0 && b.From != s.buckets[i-1].To.AddDays(1) {
			return false
		}
	}
	return true
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
			if b.IsZero() {
				continue
			}
			slot = append(slot, uint32(i))
			bucket = append(bucket, uint32(j+1))
			from = append(from, b.From.String())
			to = append(to, b.To.String())
		}
	}
	return slot, bucket, from, to
}
