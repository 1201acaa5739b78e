package etl

import (
	"time"

	"anlan/safety"
)

// searched is how far Next looks for a day that the calendar has.
const searched = 366 * 24 * time.Hour

// Next is the first due time after a time, in Beijing; zero when there is none, as 30 February has, or when the schedule has no
// times of its own. known is false when the calendar of that year is not known yet: Monday to Friday are workdays then.
func (s Schedule) Next(after time.Time) (due time.Time, known bool) {
	after = after.In(safety.Beijing())
	for due = s.following(after); !due.IsZero() && due.Sub(after) < 5*searched; due = s.following(due) {
		day := safety.DateOf(due)
		workday, covered := safety.ChineseCalendar().IsWorkday(day)
		switch s.Calendar {
		case CalendarWorkdays:
			if workday {
				return due, covered
			}
		case CalendarHolidays:
			if !workday {
				return due, covered
			}
		default:
			return due, true
		}
		// no other time of this day can be right
		due = day.AddDays(1).Time(safety.Beijing()).Add(-time.Nanosecond)
	}
	return time.Time{}, true
}

// Between lists the due times after one time up to and with another, at most the last limit of them, and says how many older
// ones there are beside them.
func (s Schedule) Between(after, until time.Time, limit int) (due []time.Time, more int) {
	for next, _ := s.Next(after); !next.IsZero() && !next.After(until); next, _ = s.Next(next) {
		if due = append(due, next); len(due) > limit {
			due, more = due[1:], more+1
		}
	}
	return due, more
}

// Last is the latest due time up to and with a time, no older than a year; zero when there is none.
func (s Schedule) Last(until time.Time) time.Time {
	for back := time.Hour; back <= searched; back *= 8 {
		if due, _ := s.Between(until.Add(-back), until, 1); len(due) > 0 {
			return due[0]
		}
	}
	due, _ := s.Between(until.Add(-searched), until, 1)
	if len(due) > 0 {
		return due[0]
	}
	return time.Time{}
}

// following is the next time without regard to the calendar.
func (s Schedule) following(after time.Time) time.Time {
	switch {
	case s.cron != nil:
		return s.cron.Next(after)
	case s.Every > 0:
		zero := time.Date(1970, 1, 1, 0, 0, 0, 0, safety.Beijing())
		n := after.Sub(zero) / s.Every
		return zero.Add((n + 1) * s.Every)
	}
	return time.Time{}
}
