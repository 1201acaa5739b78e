package timetable

import (
	"time"

	"anlan/reports/bulletin"
	"anlan/safety"
)

// Due is a period of which a draft is to be made, and since when.
type Due struct {
	Period safety.Period
	At     time.Time
	// Known is false when a year on the way is not in the calendar: Monday to Friday count as working days then.
	Known bool
}

// mostSteps is how many periods back the latest one that is due is looked for: drafts are made within weeks.
const mostSteps = 12

// DueAt is when drafts of a period are made: the so-manieth working day after its last day, which for the months, quarters and
// years is that working day of the month after, at a time of Beijing.
func DueAt(calendar *safety.Calendar, p safety.Period, workingDay int, at time.Duration) (due time.Time, known bool) {
	day, known := calendar.AddWorkdays(p.To, workingDay)
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, safety.Beijing()).Add(at), known
}

// latest gives the latest period of a grain whose draft is due by now; false when there is none.
func (t *Timetable) latest(e Entry, grain safety.Grain, now time.Time) (Due, bool) {
	p, ok := safety.PeriodAt(grain, safety.DateOf(now.In(safety.Beijing()))), true
	for range mostSteps {
		if p, ok = p.Previous(); !ok {
			return Due{}, false
		}
		kind, err := t.config.Kinds.Kind(e.Kind, p.To)
		if err != nil {
			return Due{}, false // it was not in force yet
		}
		day, clock, set := e.on(kind)
		if !set {
			return Due{}, false
		}
		at, known := DueAt(t.calendar, p, day, clock)
		if at.After(now) {
			continue
		}
		return Due{p, at, known}, e.From.IsZero() || !safety.DateOf(at).Before(e.From)
	}
	return Due{}, false
}

// grains are the grains of a kind as it is today.
func (t *Timetable) grains(e Entry, now time.Time) (*bulletin.Kind, []safety.Grain, error) {
	kind, err := t.config.Kinds.Kind(e.Kind, safety.DateOf(now.In(safety.Beijing())))
	if err != nil {
		return nil, nil, err
	}
	grains := make([]safety.Grain, len(kind.Periods))
	for i, g := range kind.Periods {
		grains[i] = g.Grain
	}
	return kind, grains, nil
}
