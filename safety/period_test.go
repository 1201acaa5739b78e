package safety_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"anlan/safety"
)

// period reads a code that the test has written correctly.
func period(t testing.TB, code string) safety.Period {
	t.Helper()
	p, err := safety.ParsePeriod(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPeriodCodesAndTheirTitles(t *testing.T) {
	for _, c := range []struct{ code, from, to, zh, en string }{
		{"2025", "2025-01-01", "2025-12-31", "2025年", "2025"},
		{"2025H1", "2025-01-01", "2025-06-30", "2025年上半年", "first half of 2025"},
		{"2025H2", "2025-07-01", "2025-12-31", "2025年下半年", "second half of 2025"},
		{"2025Q1", "2025-01-01", "2025-03-31", "2025年第一季度", "Q1 2025"},
		{"2025Q2", "2025-04-01", "2025-06-30", "2025年第二季度", "Q2 2025"},
		{"2025Q4", "2025-10-01", "2025-12-31", "2025年第四季度", "Q4 2025"},
		{"2025-04", "2025-04-01", "2025-04-30", "2025年4月", "April 2025"},
		{"2024-02", "2024-02-01", "2024-02-29", "2024年2月", "February 2024"},
		{"2025-04-上旬", "2025-04-01", "2025-04-10", "2025年4月上旬", "first ten days of April 2025"},
		{"2025-04-中旬", "2025-04-11", "2025-04-20", "2025年4月中旬", "second ten days of April 2025"},
		{"2025-05-下旬", "2025-05-21", "2025-05-31", "2025年5月下旬", "last days of May 2025"},
		{"2025-02-下旬", "2025-02-21", "2025-02-28", "2025年2月下旬", "last days of February 2025"},
		{"2025-01..04", "2025-01-01", "2025-04-30", "2025年1—4月", "January–April 2025"},
		{"2025-01..01", "2025-01-01", "2025-01-31", "2025年1月", "January 2025"},
		{"2025-01..12", "2025-01-01", "2025-12-31", "2025年1—12月", "January–December 2025"},
		{"2025-W17", "2025-04-21", "2025-04-27", "2025年第17周", "week 17 of 2025"},
		{"2025-W01", "2024-12-30", "2025-01-05", "2025年第1周", "week 1 of 2025"}, // ISO: begins in the old year
		{"2020-W53", "2020-12-28", "2021-01-03", "2020年第53周", "week 53 of 2020"},
		{"2025-04-17", "2025-04-17", "2025-04-17", "2025年4月17日", "17 April 2025"},
		{"2025-04-01..2025-04-17", "2025-04-01", "2025-04-17", "2025年4月1日—17日", "1–17 April 2025"},
		{"2025-01-01..2025-04-17", "2025-01-01", "2025-04-17", "2025年1月1日—4月17日", "1 January–17 April 2025"},
		{"2024-12-20..2025-01-10", "2024-12-20", "2025-01-10", "2024年12月20日—2025年1月10日", "20 December 2024–10 January 2025"},
		{"2025-02-01..2025-03-31", "2025-02-01", "2025-03-31", "2025年2—3月", "February–March 2025"},
		{"2024-12-01..2025-01-31", "2024-12-01", "2025-01-31", "2024年12月—2025年1月", "December 2024–January 2025"},
	} {
		p := period(t, c.code)
		if p.Code != c.code || p.From.String() != c.from || p.To.String() != c.to {
			t.Errorf("%s is %s, %s to %s; expected %s to %s", c.code, p.Code, p.From, p.To, c.from, c.to)
		}
		if p.TitleZH() != c.zh || p.TitleEN() != c.en {
			t.Errorf("%s is titled %q, %q; expected %q, %q", c.code, p.TitleZH(), p.TitleEN(), c.zh, c.en)
		}
	}
	var none safety.Period
	if none.TitleZH() != "" || none.TitleEN() != "" || none.Days() != 0 || none.Months() != nil || none.Buckets(safety.GrainDay) != nil {
		t.Error("no period has no title, days, months or buckets")
	}
}

func TestOtherSpellingsOfAPeriod(t *testing.T) {
	for given, canonical := range map[string]string{
		"2025-04-T1":             "2025-04-上旬",
		"2025-04-T2":             "2025-04-中旬",
		"2025-04-T3":             "2025-04-下旬",
		"2025-04-17..2025-04-17": "2025-04-17",
		// A range that happens to be a month stays a range: its 同比 and 环比 follow days.
		"2025-04-01..2025-04-30": "2025-04-01..2025-04-30",
	} {
		if got := period(t, given).Code; got != canonical {
			t.Errorf("%s reads as %s, expected %s", given, got, canonical)
		}
	}
}

func TestRefusedPeriodsSayWhatIsExpected(t *testing.T) {
	for code, reason := range map[string]string{
		"":                       "expected 2025, 2025H1",
		"25":                     "expected 2025, 2025H1",
		"202504":                 "expected 2025, 2025H1",
		"2025q2":                 "expected 2025, 2025H1",
		"2025 Q2":                "expected 2025, 2025H1",
		"2025年4月":                "expected 2025, 2025H1",
		"2025-04-初旬":             "expected 2025, 2025H1",
		"2025-04-T4":             "expected 2025, 2025H1",
		"2025-04-1":              "YYYY-MM-DD",
		"2025-0a":                "YYYY-MM",
		"1899":                   "year from 1900 to 2299",
		"2300Q1":                 "year from 1900 to 2299",
		"2025H3":                 "half-year from 1 to 2",
		"2025Q0":                 "quarter from 1 to 4",
		"2025Q5":                 "quarter from 1 to 4",
		"2025-00":                "month from 01 to 12",
		"2025-13-上旬":             "month from 01 to 12",
		"2025-02-29":             "day from 01 to 28",
		"2025-W00":               "week from 01 to 52",
		"2025-W53":               "week from 01 to 52", // 2025 has 52 ISO weeks, 2026 has 53
		"2025-W7":                "two digits",
		"2025-03..05":            "begin in January",
		"2025-01..13":            "month from 01 to 12",
		"2025-01..00":            "month from 01 to 12",
		"2025-04-17..2025-04-01": "not after the last",
		"2025-04-01..2025-04-31": "last day: expected a day from 01 to 30",
		"..":                     "first day: expected YYYY-MM-DD",
		"2025-01-01..":           "last day: expected YYYY-MM-DD",
	} {
		_, err := safety.ParsePeriod(code)
		var refusal *safety.ParseError
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, reason) {
			t.Errorf("%q: %v, expected a refusal with %q", code, err, reason)
		}
	}
	if p := period(t, "2026-W53"); p.To != date(t, "2027-01-03") {
		t.Errorf("2026-W53 ends %s", p.To)
	}
}

func TestALongRefusedValueIsShortened(t *testing.T) {
	_, err := safety.ParsePeriod(strings.Repeat("旬", 100_000))
	if n := len([]rune(err.Error())); n > 300 {
		t.Errorf("the message has %d characters", n)
	}
}

func TestBetween(t *testing.T) {
	p, err := safety.Between(date(t, "2025-04-01"), date(t, "2025-04-17"))
	if err != nil || p.Code != "2025-04-01..2025-04-17" || p.Grain != safety.GrainSpan || p.Days() != 17 {
		t.Errorf("1 to 17 April: %+v of %d days, %v", p, p.Days(), err)
	}
	if _, err := safety.Between(date(t, "2025-04-17"), date(t, "2025-04-16")); err == nil {
		t.Error("a range that ends before it begins was accepted")
	}
	if _, err := safety.Between(safety.NewDate(1800, 1, 1), date(t, "2025-04-16")); err == nil {
		t.Error("the year 1800 was accepted, which no code can name")
	}
}

func TestBucketsCoverThePeriod(t *testing.T) {
	for _, c := range []struct {
		code  string
		grain safety.Grain
		want  string
	}{
		{"2025Q2", safety.GrainMonth, "2025-04 2025-05 2025-06"},
		{"2025-02", safety.GrainTenDay, "2025-02-上旬 2025-02-中旬 2025-02-下旬"},
		{"2025", safety.GrainHalfYear, "2025H1 2025H2"},
		{"2025-01..04", safety.GrainQuarter, "2025Q1 2025-04-01..2025-04-30"},
		// April 2025 begins on a Tuesday and ends on a Wednesday: both outer weeks are cut.
		{"2025-04", safety.GrainWeek, "2025-04-01..2025-04-06 2025-W15 2025-W16 2025-W17 2025-04-28..2025-04-30"},
		{"2025-04-30..2025-05-02", safety.GrainMonth, "2025-04-30 2025-05-01..2025-05-02"},
		{"2025-04", safety.GrainYear, "2025-04-01..2025-04-30"},
		{"2025-04", safety.GrainMonth, "2025-04"},
		{"2025-01..04", safety.GrainSpan, "2025-01..04"},
	} {
		var codes []string
		for _, b := range period(t, c.code).Buckets(c.grain) {
			codes = append(codes, b.Code)
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%s by %s: %s; expected %s", c.code, c.grain, got, c.want)
		}
	}
}

func TestMonthsOfAPeriod(t *testing.T) {
	for _, c := range []struct {
		code  string
		first safety.Month
		count int
		whole bool
	}{
		{"2025Q2", 202504, 3, true},
		{"2025-01..04", 202501, 4, true},
		{"2025-W01", 202412, 2, false}, // 30 December to 5 January
		{"2025-04-上旬", 202504, 1, false},
		{"2024-12-01..2025-01-31", 202412, 2, true},
		{"2024-02-01..2024-02-28", 202402, 1, false}, // not the 29th
	} {
		p := period(t, c.code)
		months := p.Months()
		if len(months) != c.count || months[0] != c.first || p.IsWholeMonths() != c.whole {
			t.Errorf("%s: months %v, whole %v", c.code, months, p.IsWholeMonths())
		}
	}
}

// anyPeriod draws a period of any kind, years 1910 to 2290.
func anyPeriod(t *rapid.T) safety.Period {
	d := anyDate(t, "day")
	switch kind := rapid.IntRange(0, len(safety.Grains())+1).Draw(t, "kind"); {
	case kind < len(safety.Grains()):
		return safety.PeriodAt(safety.Grains()[kind], d)
	case kind == len(safety.Grains()):
		return safety.CumulativeTo(d.YearMonth())
	default:
		p, err := safety.Between(d, d.AddDays(rapid.IntRange(0, 800).Draw(t, "length")))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
}

func TestACodeSaysEverythingOfItsPeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod(t)
		back, err := safety.ParsePeriod(p.Code)
		if err != nil || back != p {
			t.Fatalf("%+v reads back as %+v: %v", p, back, err)
		}
	})
}

func TestEachDayLiesInOnePeriodOfAGrain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "day")
		for _, g := range safety.Grains() {
			p := safety.PeriodAt(g, d)
			next, ok := p.Next()
			previous, okBefore := p.Previous()
			if !p.Contains(d) || !ok || !okBefore {
				t.Fatalf("%s of %s is %s, next %v, previous %v", g, d, p, ok, okBefore)
			}
			if next.From != p.To.AddDays(1) || previous.To != p.From.AddDays(-1) {
				t.Fatalf("%s, %s and %s leave a gap or overlap", previous, p, next)
			}
			if back, _ := next.Previous(); back != p {
				t.Fatalf("the period before %s is %s, expected %s", next, back, p)
			}
		}
	})
}

func TestBucketsNeitherOverlapNorLeaveGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod(t)
		g := rapid.SampledFrom(safety.Grains()).Draw(t, "grain")
		day := p.From
		for _, b := range p.Buckets(g) {
			unit := safety.PeriodAt(g, day)
			if b.From != day || b.To.After(p.To) || b.From.Before(unit.From) || b.To.After(unit.To) {
				t.Fatalf("%s by %s: bucket %s, expected it to begin %s", p, g, b, day)
			}
			day = b.To.AddDays(1)
		}
		if day != p.To.AddDays(1) {
			t.Fatalf("%s by %s ends before %s", p, g, day)
		}
	})
}

func TestWeeksAreMondayToSunday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := safety.PeriodAt(safety.GrainWeek, anyDate(t, "day"))
		if w.From.Weekday() != time.Monday || w.To.Weekday() != time.Sunday {
			t.Fatalf("%s is %s to %s", w, w.From, w.To)
		}
	})
}
