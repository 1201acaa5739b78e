package safety_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"anlan/safety"
)

// date reads a day that the test has written correctly.
func date(t testing.TB, s string) safety.Date {
	t.Helper()
	d, err := safety.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// anyDate draws a day well inside the years that parsers accept.
func anyDate(t *rapid.T, label string) safety.Date {
	return safety.NewDate(1910, time.January, 1).AddDays(rapid.IntRange(0, 380*365).Draw(t, label))
}

func TestDatesAreReadStrictly(t *testing.T) {
	for _, s := range []string{"1900-01-01", "2024-02-29", "2000-02-29", "2025-04-17", "2299-12-31"} {
		if d := date(t, s); d.String() != s {
			t.Errorf("%s reads as %s", s, d)
		}
	}
	for s, reason := range map[string]string{
		"":            "YYYY-MM-DD",
		"2025-4-17":   "YYYY-MM-DD",
		"2025/04/17":  "YYYY-MM-DD",
		"20250417":    "YYYY-MM-DD",
		" 2025-04-17": "YYYY-MM-DD",
		"2025-04-17 ": "YYYY-MM-DD",
		"2025-+4-17":  "YYYY-MM-DD",
		"２０２５-04-17":  "YYYY-MM-DD",
		"2025-13-01":  "month from 01 to 12",
		"2025-00-01":  "month from 01 to 12",
		"2025-02-29":  "day from 01 to 28",
		"1900-02-29":  "day from 01 to 28", // a century that 400 does not divide
		"2024-02-30":  "day from 01 to 29",
		"2025-04-00":  "day from 01 to 30",
		"0202-04-17":  "year from 1900 to 2299",
		"2300-01-01":  "year from 1900 to 2299",
	} {
		_, err := safety.ParseDate(s)
		var refusal *safety.ParseError
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, reason) || refusal.Value != s {
			t.Errorf("%q: %v, expected a refusal with %q", s, err, reason)
		}
	}
}

func TestTheDayDependsOnTheZone(t *testing.T) {
	// 17:30 UTC on 31 December is 01:30 on New Year's Day in Beijing.
	moment := time.Date(2024, time.December, 31, 17, 30, 0, 0, time.UTC)
	if got := safety.DateOf(moment); got != date(t, "2024-12-31") {
		t.Errorf("in UTC: %s", got)
	}
	if got := safety.DateOf(moment.In(safety.Beijing())); got != date(t, "2025-01-01") {
		t.Errorf("in Beijing: %s", got)
	}
	midnight := date(t, "2025-01-01").Time(safety.Beijing())
	if want := time.Date(2024, time.December, 31, 16, 0, 0, 0, time.UTC); !midnight.Equal(want) {
		t.Errorf("midnight in Beijing is %s, expected %s", midnight.UTC(), want)
	}
	// Before 1970 too, where seconds are negative.
	if got := safety.DateOf(time.Date(1949, time.October, 1, 23, 59, 59, 0, time.UTC)); got != date(t, "1949-10-01") {
		t.Errorf("1949-10-01 reads as %s", got)
	}
}

func TestDateArithmetic(t *testing.T) {
	if got := date(t, "2024-02-28").AddDays(2); got != date(t, "2024-03-01") {
		t.Errorf("two days after 28 February 2024: %s", got)
	}
	if got := date(t, "2025-03-01").DaysSince(date(t, "2024-03-01")); got != 365 {
		t.Errorf("1 March 2024 to 1 March 2025: %d days, expected 365", got)
	}
	if got := safety.NewDate(2025, time.February, 30); got != date(t, "2025-03-02") {
		t.Errorf("30 February 2025 rolls over to %s, expected 2 March", got)
	}
	if (safety.Date{}).String() != "" || !(safety.Date{}).IsZero() || date(t, "1970-01-01").IsZero() {
		t.Error("only the zero Date is no date")
	}
}

func TestMonths(t *testing.T) {
	m, err := safety.ParseMonth("2024-12")
	if err != nil {
		t.Fatal(err)
	}
	if m != 202412 || m.Next() != 202501 || m.Prev() != 202411 || m.Add(-12) != 202312 || m.Add(14) != 202602 {
		t.Errorf("around %d: next %d, prev %d, a year before %d, 14 after %d", m, m.Next(), m.Prev(), m.Add(-12), m.Add(14))
	}
	if m.First() != date(t, "2024-12-01") || m.Last() != date(t, "2024-12-31") {
		t.Errorf("December 2024 is %s to %s", m.First(), m.Last())
	}
	if got := safety.NewMonth(2024, time.February).Last(); got != date(t, "2024-02-29") {
		t.Errorf("February 2024 ends %s", got)
	}
	if got := safety.Month(202502).Since(202411); got != 3 {
		t.Errorf("November to February: %d months, expected 3", got)
	}
	for _, s := range []string{"2025-00", "2025-13", "2025-1", "202504", "1899-12", "2300-01", ""} {
		if _, err := safety.ParseMonth(s); err == nil {
			t.Errorf("%q was read as a month", s)
		}
	}
	if safety.Month(202513).Valid() || safety.Month(0).Valid() || !safety.Month(202504).Valid() {
		t.Error("a month of the calendar is valid, others are not")
	}
}

// Dates behave as the standard library's days in UTC do.
func TestDatesAgreeWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t, "day"), rapid.IntRange(-4000, 4000).Draw(t, "n")
		moved := d.AddDays(n)
		if want := d.Time(time.UTC).AddDate(0, 0, n); !moved.Time(time.UTC).Equal(want) {
			t.Fatalf("%s %+d days: %s, expected %s", d, n, moved, want)
		}
		if moved.DaysSince(d) != n || moved.Before(d) != (n < 0) || moved.After(d) != (n > 0) || (moved == d) != (n == 0) {
			t.Fatalf("%s and %s do not compare as %d days apart", d, moved, n)
		}
		if sign := moved.Compare(d); sign*n < 0 || (sign == 0) != (n == 0) {
			t.Fatalf("compare %s with %s: %d", moved, d, sign)
		}
		if back, err := safety.ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%s reads back as %s: %v", d, back, err)
		}
	})
}

func TestTextFormsOfFiles(t *testing.T) {
	type document struct {
		Due    safety.Date
		Month  safety.Month
		Period safety.Period
		Region safety.RegionCode
		Holder safety.CreditCode
	}
	const text = `{"Due":"2025-04-17","Month":"2025-04","Period":"2025-04-上旬","Region":"370300","Holder":"91350100M000100Y43"}`
	var d document
	if err := json.Unmarshal([]byte(strings.Replace(text, "370300", "3703", 1)), &d); err != nil {
		t.Fatal(err)
	}
	back, err := json.Marshal(d)
	if err != nil || string(back) != text {
		t.Errorf("written back as %s, %v", back, err)
	}
	empty := document{}
	if back, err = json.Marshal(empty); err != nil {
		t.Fatal(err)
	}
	d = document{Due: date(t, "2025-04-17")}
	if err := json.Unmarshal(back, &d); err != nil || d != empty {
		t.Errorf("empty fields read as %+v, %v", d, err)
	}
	for _, field := range []string{`"Due":"17.4.2025"`, `"Month":"April"`, `"Period":"2025Q5"`, `"Region":"1"`, `"Holder":"x"`} {
		if err := json.Unmarshal([]byte("{"+field+"}"), &d); err == nil {
			t.Errorf("%s was accepted", field)
		}
	}
}
