package demo

import (
	"time"

	"anlan/safety"
)

// day counts days from 1970-01-01; zero means no day (the demo has nothing that old).
type day int32

// The years whose days can be written. Certificates reach years past the data.
const (
	firstYear = 1990
	lastYear  = 2045
)

const secondsPerDay = 24 * 60 * 60

func dayOf(d safety.Date) day {
	return day(d.Time(time.UTC).Unix() / secondsPerDay)
}

func (d day) date() safety.Date {
	return safety.DateOf(time.Unix(int64(d)*secondsPerDay, 0).UTC())
}

func (d day) weekday() time.Weekday {
	return time.Weekday((int(d) + int(time.Thursday)) % 7)
}

// daybook knows the text and the month of every day, because writing a million rows asks for millions of dates.
type daybook struct {
	first  day
	text   []string
	months []int16 // place of the day's month, counted from the first month of the data; negative before
}

func newDaybook() daybook {
	first := dayOf(safety.NewDate(firstYear, 1, 1))
	last := dayOf(safety.NewDate(lastYear, 12, 31))
	b := daybook{first: first}
	for d := first; d <= last; d++ {
		date := d.date()
		b.text = append(b.text, date.String())
		b.months = append(b.months, int16(date.YearMonth().Since(firstMonth)))
	}
	return b
}

func (b daybook) string(d day) string {
	if d == 0 {
		return ""
	}
	return b.text[d-b.first]
}

func (b daybook) month(d day) int { return int(b.months[d-b.first]) }
