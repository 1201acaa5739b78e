package safety_test

import (
	"testing"

	"pgregory.net/rapid"

	"anlan/safety"
)

// none stands in tables for "no such period".
const none = ""

func codeOf(p safety.Period, ok bool) string {
	if !ok {
		return none
	}
	return p.Code
}

func TestTheBasesOfEndedPeriods(t *testing.T) {
	for _, c := range []struct{ code, previous, lastYear string }{
		{"2025", "2024", "2024"},
		{"2025H1", "2024H2", "2024H1"},
		{"2025Q1", "2024Q4", "2024Q1"},
		{"2025-01", "2024-12", "2024-01"},
		{"2025-02", "2025-01", "2024-02"}, // 28 days against 29: same codes
		{"2025-01-上旬", "2024-12-下旬", "2024-01-上旬"},
		{"2025-03-下旬", "2025-03-中旬", "2024-03-下旬"},
		// Cumulative figures have no 环比: January–March lies inside January–April.
		{"2025-01..04", none, "2024-01..04"},
		{"2025-01..12", none, "2024-01..12"},
		{"2025-W17", "2025-W16", "2024-W17"},
		{"2025-W01", "2024-W52", "2024-W01"},
		{"2021-W01", "2020-W53", "2020-W01"},
		{"2020-W53", "2020-W52", none}, // 2019 has 52 weeks
		{"2026-W53", "2026-W52", none}, // 2025 too
		{"2025-04-17", "2025-04-16", "2024-04-17"},
		{"2024-02-29", "2024-02-28", "2023-02-28"},
		{"2025-02-28", "2025-02-27", "2024-02-28"},
		// Explicit ranges: whole months go back by months, others by days; last year by the days of both ends.
		{"2025-04-08..2025-04-14", "2025-04-01..2025-04-07", "2024-04-08..2024-04-14"},
		{"2025-02-01..2025-03-31", "2024-12-01..2025-01-31", "2024-02-01..2024-03-31"},
		{"2024-02-01..2024-02-29", "2024-01-01..2024-01-31", "2023-02-01..2023-02-28"},
		// The first years that codes can name have nothing before them.
		{"1900", none, none},
		{"1900-W01", none, none},
		{"1900-01-01", none, none},
		{"1900-01..04", none, none},
	} {
		p := period(t, c.code)
		if got := codeOf(p.Previous()); got != c.previous {
			t.Errorf("环比 of %s: %q, expected %q", c.code, got, c.previous)
		}
		if got := codeOf(p.PreviousYear()); got != c.lastYear {
			t.Errorf("同比 of %s: %q, expected %q", c.code, got, c.lastYear)
		}
	}
	if got := codeOf(period(t, "2299").Next()); got != none {
		t.Errorf("after 2299: %q, which no code can name", got)
	}
	if got := codeOf(period(t, "2025-01..04").Next()); got != none {
		t.Errorf("after a cumulative period: %q", got)
	}
	if got := codeOf(safety.Period{}.PreviousYear()); got != none {
		t.Errorf("no period has a base: %q", got)
	}
}

func TestClipARunningPeriod(t *testing.T) {
	for _, c := range []struct {
		code, asOf, want string
		partial          bool
	}{
		{"2025-04", "2025-04-17", "2025-04-01..2025-04-17", true},
		{"2025-04", "2025-04-01", "2025-04-01", true}, // its first day
		{"2025-04", "2025-04-30", "2025-04", false},   // its last day: the period is whole
		{"2025-04", "2025-06-01", "2025-04", false},
		{"2025-04", "2025-03-31", none, true}, // not begun
		{"2025-01..12", "2025-04-30", "2025-01-01..2025-04-30", true},
		{"2025-W17", "2025-04-23", "2025-04-21..2025-04-23", true},
	} {
		got, partial := period(t, c.code).Clip(date(t, c.asOf))
		if got.Code != c.want || partial != c.partial {
			t.Errorf("%s as of %s: %q, partial %v; expected %q, %v", c.code, c.asOf, got.Code, partial, c.want, c.partial)
		}
	}
}

func TestARunningPeriodComparesToTheSameDay(t *testing.T) {
	for _, c := range []struct {
		code, asOf         string
		lastYear, previous string
	}{
		// Ended, or ending on the day: the whole of the base.
		{"2025-04", "2025-04-30", "2024-04", "2025-03"},
		{"2025Q1", "2025-08-01", "2024Q1", "2024Q4"},
		// A year to 17 April.
		{"2025", "2025-04-17", "2024-01-01..2024-04-17", "2024-01-01..2024-04-17"},
		{"2025-01..12", "2025-04-17", "2024-01-01..2024-04-17", none},
		// A month to the 17th.
		{"2025-04", "2025-04-17", "2024-04-01..2024-04-17", "2025-03-01..2025-03-17"},
		// Second month of the quarter, day 17: May against February.
		{"2025Q2", "2025-05-17", "2024-04-01..2024-05-17", "2025-01-01..2025-02-17"},
		// Fourth month of the half-year: October against April.
		{"2025H2", "2025-10-31", "2024-07-01..2024-10-31", "2025-01-01..2025-04-30"},
		// 30 March has no day in February: the whole of February.
		{"2025-03", "2025-03-30", "2024-03-01..2024-03-30", "2025-02"},
		// A leap year to 29 February against 28 February.
		{"2024", "2024-02-29", "2023-01-01..2023-02-28", "2023-01-01..2023-02-28"},
		{"2024-01..06", "2024-02-29", "2023-01-01..2023-02-28", none},
		// To 28 February in an ordinary year against 28 February of the leap year: the same day, 59 days both.
		{"2025", "2025-02-28", "2024-01-01..2024-02-28", "2024-01-01..2024-02-28"},
		// February of a leap year to the 28th still runs; the February before has ended by then.
		{"2024-02", "2024-02-28", "2023-02", "2024-01-01..2024-01-28"},
		// Ten-days compare by days from their beginning.
		{"2025-04-中旬", "2025-04-17", "2024-04-11..2024-04-17", "2025-04-01..2025-04-07"},
		{"2025-03-下旬", "2025-03-30", "2024-03-21..2024-03-30", "2025-03-中旬"},
		// Weeks compare to the same weekday: Wednesday of week 17 is 24 April 2024 and 16 April 2025.
		{"2025-W17", "2025-04-23", "2024-04-22..2024-04-24", "2025-04-14..2025-04-16"},
		// The first day of a period compares with one day.
		{"2025-04", "2025-04-01", "2024-04-01", "2025-03-01"},
		// Explicit ranges of days, and of whole months.
		{"2025-04-08..2025-04-14", "2025-04-10", "2024-04-08..2024-04-10", "2025-04-01..2025-04-03"},
		{"2025-02-01..2025-03-31", "2025-03-10", "2024-02-01..2024-03-10", "2024-12-01..2025-01-10"},
		// Not begun.
		{"2025-05", "2025-04-30", none, none},
	} {
		p, asOf := period(t, c.code), date(t, c.asOf)
		if got := codeOf(p.Comparison(safety.YearOnYear, asOf)); got != c.lastYear {
			t.Errorf("同比 of %s as of %s: %q, expected %q", c.code, c.asOf, got, c.lastYear)
		}
		if got := codeOf(p.Comparison(safety.PeriodOnPeriod, asOf)); got != c.previous {
			t.Errorf("环比 of %s as of %s: %q, expected %q", c.code, c.asOf, got, c.previous)
		}
	}
}

func TestTheYearBeforeLast(t *testing.T) {
	for _, c := range []struct{ code, asOf, want string }{
		{"2025-01..04", "2025-05-03", "2023-01..04"},
		{"2025", "2025-04-17", "2023-01-01..2023-04-17"},
		{"2026-02-28", "2026-03-01", "2024-02-28"},
		{"2022-W52", "2023-01-05", "2020-W52"},
	} {
		if got := codeOf(period(t, c.code).Comparison(safety.TwoYearsBack, date(t, c.asOf))); got != c.want {
			t.Errorf("two years before %s as of %s: %q, expected %q", c.code, c.asOf, got, c.want)
		}
	}
	if got := codeOf(period(t, "2025").Comparison("", date(t, "2026-01-01"))); got != none {
		t.Errorf("no kind of comparison has no base: %q", got)
	}
}

// drawAsOf draws a day around the period: before it, in it or after it.
func drawAsOf(t *rapid.T, p safety.Period) safety.Date {
	return p.From.AddDays(rapid.IntRange(-3, p.Days()+3).Draw(t, "as of"))
}

func TestAClippedPeriodIsItsBeginning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod(t)
		asOf := drawAsOf(t, p)
		got, partial := p.Clip(asOf)
		switch {
		case asOf.Before(p.From):
			if !got.IsZero() || !partial {
				t.Fatalf("%s as of %s: %s", p, asOf, got)
			}
		case asOf.Before(p.To):
			if got.From != p.From || got.To != asOf || !partial {
				t.Fatalf("%s as of %s: %s, partial %v", p, asOf, got, partial)
			}
		case got != p || partial:
			t.Fatalf("%s as of %s: %s, partial %v", p, asOf, got, partial)
		}
	})
}

// Whoever clips first and then asks for last year gets the same days as whoever asks for the comparison; weeks alone
// compare by weekday and not by date.
func TestComparisonAgreesWithClipping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod(t)
		asOf := drawAsOf(t, p)
		clipped, partial := p.Clip(asOf)
		base, ok := p.Comparison(safety.YearOnYear, asOf)
		if p.Grain == safety.GrainWeek && partial {
			if ok && (base.From.Weekday() != p.From.Weekday() || base.Days() != clipped.Days()) {
				t.Fatalf("%s as of %s compares with %s", p, asOf, base)
			}
			return
		}
		want, wantOK := clipped.PreviousYear()
		if ok != wantOK || base.From != want.From || base.To != want.To {
			t.Fatalf("%s as of %s compares with %s, clipped with %s", p, asOf, base, want)
		}
		if more := clipped.Days() - base.Days(); ok && (more < -2 || more > 2) {
			t.Fatalf("%s as of %s has %d days more than %s", p, asOf, more, base)
		}
	})
}

// The base of 环比 begins where the period before begins, never reaches past it, and is never longer than what has
// passed, except that months are of different lengths.
func TestPeriodOnPeriodStaysInsideThePeriodBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod(t)
		asOf := drawAsOf(t, p)
		base, ok := p.Comparison(safety.PeriodOnPeriod, asOf)
		if asOf.Before(p.From) || p.Cumulative {
			if ok {
				t.Fatalf("%s as of %s compares with %s", p, asOf, base)
			}
			return
		}
		before, _ := p.Previous()
		if !ok || base.From != before.From || base.To.After(before.To) {
			t.Fatalf("%s as of %s compares with %s, outside %s", p, asOf, base, before)
		}
		if _, partial := p.Clip(asOf); !partial && base != before {
			t.Fatalf("%s has ended and compares with %s, expected %s", p, base, before)
		}
	})
}
