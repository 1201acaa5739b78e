package safety

import (
	"fmt"
	"time"
)

// Years outside these are typing errors in every register that we know, so parsers refuse them.
const (
	minYear = 1900
	maxYear = 2299
)

// Date is a calendar day without time and zone, as printed on a document. Dates are comparable with == and usable
// as map keys. The zero Date means "no date".
type Date struct {
	day int32 // days since 0000-12-31, so that 0001-01-01 is 1 and 0 means no date
}

// unixDay is the day number of 1970-01-01.
const unixDay = 719163

const secondsPerDay = 24 * 60 * 60

// NewDate makes the day of the proleptic Gregorian calendar. Values outside their range roll over as in
// [time.Date]: 30 February is 1 or 2 March. Use [ParseDate] where the input is not trusted.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf gives the day that t falls on in t's own zone. For the day in Beijing say DateOf(t.In(Beijing())).
func DateOf(t time.Time) Date {
	_, offset := t.Zone()
	seconds := t.Unix() + int64(offset)
	days := seconds / secondsPerDay
	if seconds%secondsPerDay < 0 {
		days--
	}
	return Date{day: int32(days + unixDay)}
}

// Beijing is the time zone of the field, UTC+8 without daylight saving. The years in which China had summer time
// (1986–1991) are not followed, since records of those years carry dates only.
func Beijing() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// ParseDate reads YYYY-MM-DD and nothing else: no spaces, no other separators, no single digits, a day that
// exists, a year from 1900 to 2299.
func ParseDate(s string) (Date, error) {
	d, reason := parseDate(s)
	if reason != "" {
		return Date{}, refuse("date", s, "%s", reason)
	}
	return d, nil
}

func parseDate(s string) (d Date, reason string) {
	const form = "expected YYYY-MM-DD, as 2025-04-17"
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, form
	}
	y, okY := digits(s[:4])
	m, okM := digits(s[5:7])
	day, okD := digits(s[8:])
	if !okY || !okM || !okD {
		return Date{}, form
	}
	if !yearInRange(y) {
		return Date{}, fmt.Sprintf("expected a year from %d to %d", minYear, maxYear)
	}
	if m < 1 || m > 12 {
		return Date{}, "expected a month from 01 to 12"
	}
	if last := daysIn(y, time.Month(m)); day < 1 || day > last {
		return Date{}, fmt.Sprintf("expected a day from 01 to %d: %04d-%02d has no other", last, y, m)
	}
	return NewDate(y, time.Month(m), day), ""
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d.day == 0 }

// Year gives the calendar year.
func (d Date) Year() int { return d.utc().Year() }

// Month gives the month of the year; see [Date.YearMonth] for the month of a certain year.
func (d Date) Month() time.Month { return d.utc().Month() }

// Day gives the day of the month, from 1.
func (d Date) Day() int { return d.utc().Day() }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// YearMonth gives the calendar month that the day lies in.
func (d Date) YearMonth() Month { return NewMonth(d.Year(), d.Month()) }

// Time gives midnight at the beginning of the day in loc; nil is UTC.
func (d Date) Time(loc *time.Location) time.Time {
	if loc == nil {
		return d.utc()
	}
	y, m, day := d.utc().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, loc)
}

// AddDays moves by n days, back when n is negative. It does not watch the years that parsers accept.
func (d Date) AddDays(n int) Date { return Date{day: d.day + int32(n)} }

// DaysSince counts the days from earlier to d: 1 from yesterday to today, negative when earlier is later.
func (d Date) DaysSince(earlier Date) int { return int(d.day) - int(earlier.day) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.day < e.day }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.day > e.day }

// Compare gives -1, 0 or +1, for slices.SortFunc.
func (d Date) Compare(e Date) int {
	switch {
	case d.day < e.day:
		return -1
	case d.day > e.day:
		return +1
	}
	return 0
}

// String gives YYYY-MM-DD, and the empty text for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// MarshalText writes the form of [Date.String].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDate] reads; the empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

func (d Date) utc() time.Time {
	return time.Unix((int64(d.day)-unixDay)*secondsPerDay, 0).UTC()
}

// yearsBack gives the same day n years before; 29 February becomes the 28th where that year has none.
func (d Date) yearsBack(n int) Date {
	y, m, day := d.utc().Date()
	return NewDate(y-n, m, min(day, daysIn(y-n, m)))
}

func yearInRange(y int) bool { return y >= minYear && y <= maxYear }

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func earlier(a, b Date) Date {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b Date) Date {
	if b.After(a) {
		return b
	}
	return a
}
