package safety

import (
	"fmt"
	"time"
)

// Month is a calendar month of a certain year, held as the number YYYYMM (202504) so that it sorts and compares as
// a number. Zero means no month.
type Month uint32

// NewMonth makes the month; months outside 1–12 roll over into other years as in [time.Date].
func NewMonth(year int, month time.Month) Month {
	n := year*12 + int(month) - 1
	return Month(n/12*100 + n%12 + 1)
}

// ParseMonth reads YYYY-MM, a year from 1900 to 2299.
func ParseMonth(s string) (Month, error) {
	m, reason := parseMonth(s)
	if reason != "" {
		return 0, refuse("month", s, "%s", reason)
	}
	return m, nil
}

func parseMonth(s string) (m Month, reason string) {
	const form = "expected YYYY-MM, as 2025-04"
	if len(s) != 7 || s[4] != '-' {
		return 0, form
	}
	y, okY := digits(s[:4])
	n, okM := digits(s[5:])
	if !okY || !okM {
		return 0, form
	}
	if !yearInRange(y) {
		return 0, fmt.Sprintf("expected a year from %d to %d", minYear, maxYear)
	}
	if n < 1 || n > 12 {
		return 0, "expected a month from 01 to 12"
	}
	return NewMonth(y, time.Month(n)), ""
}

// Year gives the calendar year.
func (m Month) Year() int { return int(m) / 100 }

// Month gives the month of the year.
func (m Month) Month() time.Month { return time.Month(m % 100) }

// Next gives the following month; December goes to January.
func (m Month) Next() Month { return m.Add(1) }

// Prev gives the month before; January goes to December.
func (m Month) Prev() Month { return m.Add(-1) }

// Add moves by n months, back when n is negative.
func (m Month) Add(n int) Month { return NewMonth(m.Year(), m.Month()+time.Month(n)) }

// Since counts the months from earlier to m: 1 from March to April.
func (m Month) Since(earlier Month) int {
	return (m.Year()-earlier.Year())*12 + int(m.Month()) - int(earlier.Month())
}

// First gives the first day.
func (m Month) First() Date { return NewDate(m.Year(), m.Month(), 1) }

// Last gives the last day.
func (m Month) Last() Date { return NewDate(m.Year(), m.Month()+1, 0) }

// Period gives the month as a period, code "2025-04".
func (m Month) Period() Period { return PeriodAt(GrainMonth, m.First()) }

// Valid reports whether m is a month of the years 1900–2299, as every parsed one is.
func (m Month) Valid() bool {
	return yearInRange(m.Year()) && m.Month() >= time.January && m.Month() <= time.December
}

// String gives YYYY-MM, and the empty text for no month.
func (m Month) String() string {
	if m == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year(), int(m.Month()))
}

// MarshalText writes the form of [Month.String].
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what [ParseMonth] reads; the empty text is no month.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = 0
		return nil
	}
	parsed, err := ParseMonth(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

// day gives the n-th day of the month, the last one when the month is shorter.
func (m Month) day(n int) Date { return earlier(m.First().AddDays(n-1), m.Last()) }
