package safety

import (
	"fmt"
	"strings"
	"time"
)

const periodForms = "expected 2025, 2025H1, 2025Q2, 2025-04, 2025-04-上旬 (中旬, 下旬 or T1, T2, T3), " +
	"2025-01..04 (January to that month), 2025-W17, 2025-04-17 or 2025-04-01..2025-04-17"

// ParsePeriod reads a PeriodCode:
//
//	2025                      year
//	2025H1                    half-year
//	2025Q2                    quarter
//	2025-04                   month
//	2025-04-上旬               ten-day; 中旬, 下旬; -T1, -T2, -T3 are read too
//	2025-01..04               cumulative, January to April
//	2025-W17                  ISO week
//	2025-04-17                day
//	2025-04-01..2025-04-17    explicit range, both days inside
//
// Letters are capital, years 1900 to 2299. A range of one day becomes that day; otherwise the code stays as given,
// so 2025-04-01..2025-04-30 is a range of days and not the month.
func ParsePeriod(s string) (Period, error) {
	p, reason := parsePeriod(s)
	if reason != "" {
		return Period{}, refuse("period", s, "%s", reason)
	}
	return p, nil
}

func parsePeriod(s string) (p Period, reason string) {
	if left, right, found := strings.Cut(s, ".."); found {
		if len(left) == 7 && len(right) == 2 {
			return parseCumulative(left, right)
		}
		return parseSpan(left, right)
	}
	if len(s) < 4 {
		return Period{}, periodForms
	}
	y, ok := digits(s[:4])
	if !ok {
		return Period{}, periodForms
	}
	if !yearInRange(y) {
		return Period{}, fmt.Sprintf("expected a year from %d to %d", minYear, maxYear)
	}
	rest := s[4:]
	switch {
	case rest == "":
		return PeriodAt(GrainYear, NewDate(y, 1, 1)), ""
	case len(rest) == 2 && rest[0] == 'H':
		return parsePart(y, GrainHalfYear, rest[1], 2)
	case len(rest) == 2 && rest[0] == 'Q':
		return parsePart(y, GrainQuarter, rest[1], 4)
	case strings.HasPrefix(rest, "-W"):
		return parseWeek(y, rest[2:])
	case len(rest) == 3 && rest[0] == '-':
		m, reason := parseMonth(s)
		if reason != "" {
			return Period{}, reason
		}
		return m.Period(), ""
	case len(rest) > 4 && rest[0] == '-' && rest[3] == '-':
		return parseInMonth(s)
	}
	return Period{}, periodForms
}

func parsePart(year int, g Grain, digit byte, parts int) (Period, string) {
	n := int(digit) - '0'
	if n < 1 || n > parts {
		return Period{}, fmt.Sprintf("expected a %s from 1 to %d", g.TitleEN(), parts)
	}
	return PeriodAt(g, NewDate(year, time.Month((n-1)*12/parts+1), 1)), ""
}

// parseInMonth reads a ten-day or a day: YYYY-MM- and what follows.
func parseInMonth(s string) (Period, string) {
	part, ok := parseTenDay(s[8:])
	if !ok {
		if !allDigits(s[8:]) {
			return Period{}, periodForms
		}
		d, reason := parseDate(s)
		if reason != "" {
			return Period{}, reason
		}
		return PeriodAt(GrainDay, d), ""
	}
	m, reason := parseMonth(s[:7])
	if reason != "" {
		return Period{}, reason
	}
	return PeriodAt(GrainTenDay, m.First().AddDays(10*part)), ""
}

func parseWeek(year int, s string) (Period, string) {
	week, ok := digits(s)
	if !ok || len(s) != 2 {
		return Period{}, "expected a week of two digits, as 2025-W17"
	}
	if last := isoWeeks(year); week < 1 || week > last {
		return Period{}, fmt.Sprintf("expected a week from 01 to %d: ISO year %d has no other", last, year)
	}
	return isoWeek(year, week), ""
}

func parseTenDay(s string) (part int, ok bool) {
	for i, name := range tenDayNames {
		if s == name || s == fmt.Sprintf("T%d", i+1) {
			return i, true
		}
	}
	return 0, false
}

func parseCumulative(left, right string) (Period, string) {
	first, reason := parseMonth(left)
	if reason != "" {
		return Period{}, reason
	}
	if first.Month() != time.January {
		return Period{}, "expected a cumulative period to begin in January; write other months as 2025-03-01..2025-05-31"
	}
	last, reason := parseMonth(left[:5] + right)
	if reason != "" {
		return Period{}, reason
	}
	return CumulativeTo(last), ""
}

func parseSpan(left, right string) (Period, string) {
	from, reason := parseDate(left)
	if reason != "" {
		return Period{}, "first day: " + reason
	}
	to, reason := parseDate(right)
	if reason != "" {
		return Period{}, "last day: " + reason
	}
	if to.Before(from) {
		return Period{}, "expected a first day that is not after the last"
	}
	return span(from, to), ""
}

// isoWeek gives a week by its number; 4 January always lies in the first.
func isoWeek(year, week int) Period {
	return PeriodAt(GrainWeek, NewDate(year, 1, 4).AddDays(7*(week-1)))
}

// isoWeeks counts the weeks of an ISO year, 52 or 53; 28 December always lies in the last.
func isoWeeks(year int) int {
	_, week := NewDate(year, 12, 28).utc().ISOWeek()
	return week
}
