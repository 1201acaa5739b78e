package warehouse

import (
	"fmt"
	"slices"

	"anlan/safety"
)

// foreseen are the facts that are dated ahead, hold for a whole period, or have no date: they do not tell that anything happened.
var foreseen = []string{"obligation", "denominator", "enterprise", EntryFact}

// Reach is the day up to which the records of a fact tell what happened: that of its newest record, today at most. With no fact
// named it is that of all records; so it is for accidents, which are rare, and for facts without a date: they are known as far as
// any records are. Where nothing but accidents is loaded, the day of the newest says nothing: months without one are what is good to
// know, and they are known up to the last load. ok is false when there are none.
func (v *Version) Reach(fact string, today safety.Date) (day safety.Date, ok bool) {
	all := fact == "" || fact == "accident"
	if f, known := FactNamed(fact); known && f.Date == "" {
		all = true
	}
	rare := all
	for _, m := range v.Watermarks {
		rare = rare && (m.Fact == "accident" || slices.Contains(foreseen, m.Fact))
	}
	for _, m := range v.Watermarks {
		if rare && m.Fact == "accident" {
			m.LastRecord = latest(m.LastRecord, safety.DateOf(m.LoadedAt))
		}
		if (m.Fact == fact || all && !slices.Contains(foreseen, m.Fact)) && m.LastRecord.After(day) {
			day = m.LastRecord
		}
	}
	if day.After(today) {
		day = today
	}
	return day, !day.IsZero()
}

// reachSeen is the day up to which the records that a scope may see tell what happened; zero when there are none. Who may see facts by
// name learns nothing of the others, and is not told of a month that it is known because those reach it.
func (v *Version) reachSeen(scope Scope, today safety.Date) (day safety.Date) {
	if len(scope.Facts) == 0 {
		day, _ = v.Reach("", today)
		return day
	}
	for _, fact := range scope.Facts {
		if until, ok := v.Reach(fact, today); ok && !slices.Contains(foreseen, fact) {
			day = latest(day, until)
		}
	}
	return day
}

func latest(a, b safety.Date) safety.Date {
	if b.After(a) {
		return b
	}
	return a
}

// NotReached says that the data end before a period begins.
func NotReached(until safety.Date) Text {
	return Text{
		ZH: fmt.Sprintf("数据截至%s，本期尚无数据", safety.PeriodAt(safety.GrainDay, until).TitleZH()),
		EN: fmt.Sprintf("the data end on %s: there are none of this period yet", until),
	}
}
