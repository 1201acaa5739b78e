package safety_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"anlan/safety"
	_ "anlan/test/chance"
)

func TestWorkdaysOfHolidaysThatOfficesRemember(t *testing.T) {
	calendar := safety.ChineseCalendar()
	for _, c := range []struct {
		day     string
		workday bool
		why     string
	}{
		{"2025-01-26", true, "Sunday worked for the Spring Festival of 2025"},
		{"2025-01-28", false, "Tuesday, New Year's Eve: Spring Festival 28 January–4 February 2025"},
		{"2025-02-01", false, "Saturday inside the festival"},
		{"2025-02-04", false, "Tuesday, last day of the festival"},
		{"2025-02-05", true, "Wednesday, first day back"},
		{"2025-02-08", true, "Saturday worked for the festival"},
		{"2025-04-17", true, "ordinary Thursday"},
		{"2025-04-19", false, "ordinary Saturday"},
		{"2024-10-12", true, "Saturday worked for National Day 2024"},
		{"2020-01-31", false, "Friday: the festival of 2020 was prolonged to 2 February"},
		{"2020-02-01", false, "Saturday that should have been worked and was not, for the same reason"},
		{"2015-09-03", false, "Thursday, 70 years since the end of the war"},
		{"2005-12-31", true, "Saturday worked for New Year 2006 (国办发明电〔2005〕35号)"},
		{"2004-01-01", false, "first day of the calendar, New Year"},
		{"2026-10-07", false, "last holiday of 2026"},
	} {
		got, known := calendar.IsWorkday(date(t, c.day))
		if got != c.workday || !known {
			t.Errorf("%s: workday %v, known %v; %s", c.day, got, known, c.why)
		}
	}
}

// A swapped day off must be worked another day, so a year has as many working days as it has weekdays less statutory
// holidays: 10 until 2007, 11 from 2008, 13 from 2025. What differs has a reason.
func TestEveryYearOfTheCalendarAddsUp(t *testing.T) {
	calendar := safety.ChineseCalendar()
	moreDaysOff := map[int]int{
		2005: -1, // 31 December worked for 3 January 2006
		2006: -1, // that day back (+1), 30 and 31 December worked for January 2007 (-2)
		2007: +2, // those two days back
		2011: -1, // 31 December worked for 3 January 2012
		2012: +1, // that day back
		2015: +1, // 3 September, in one year only
		2020: +2, // Spring Festival prolonged: 31 January off and 1 February not worked
	}
	first, last := calendar.Years()
	if first != 2004 || last != 2026 {
		t.Fatalf("calendar covers %d–%d, expected 2004–2026", first, last)
	}
	for y := first; y <= last; y++ {
		statutory := 11
		switch {
		case y < 2008:
			statutory = 10
		case y >= 2025:
			statutory = 13
		}
		weekdays := 0
		for d := safety.NewDate(y, time.January, 1); d.Year() == y; d = d.AddDays(1) {
			if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
				weekdays++
			}
		}
		got, known := calendar.Workdays(safety.NewDate(y, time.January, 1), safety.NewDate(y, time.December, 31))
		if want := weekdays - statutory - moreDaysOff[y]; got != want || !known {
			t.Errorf("%d has %d working days (known %v), expected %d", y, got, known, want)
		}
	}
}

func TestOutsideItsYearsTheCalendarSaysThatItDoesNotKnow(t *testing.T) {
	calendar := safety.ChineseCalendar()
	// 1 October 2027 is a Friday: certainly a holiday, but nobody has announced the year.
	if workday, known := calendar.IsWorkday(date(t, "2027-10-01")); !workday || known {
		t.Errorf("2027-10-01: workday %v, known %v; expected the plain week and not known", workday, known)
	}
	if workday, known := calendar.IsWorkday(date(t, "2003-12-27")); workday || known {
		t.Errorf("2003-12-27, a Saturday: workday %v, known %v", workday, known)
	}
	// Five working days from 2026-12-29 (Tuesday): 30, 31 December, then 1, 4, 5 January by the plain week of 2027.
	if day, known := calendar.AddWorkdays(date(t, "2026-12-29"), 5); day != date(t, "2027-01-05") || known {
		t.Errorf("five working days from 2026-12-29: %s, known %v", day, known)
	}
}

func TestDeadlinesInWorkingDays(t *testing.T) {
	calendar := safety.ChineseCalendar()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-01-24", 1, "2025-01-26"},  // Friday → the Sunday that is worked
		{"2025-01-24", 3, "2025-02-05"},  // 26, 27 January, then the festival, 5 February
		{"2025-02-01", 1, "2025-02-05"},  // from inside the festival
		{"2025-02-05", -2, "2025-01-26"}, // 27, 26 January
		{"2025-02-01", 0, "2025-02-01"},  // no days: the day itself, worked or not
	} {
		if got, known := calendar.AddWorkdays(date(t, c.from), c.n); got != date(t, c.want) || !known {
			t.Errorf("%s %+d working days: %s, known %v; expected %s", c.from, c.n, got, known, c.want)
		}
	}
	if day, known := calendar.AddWorkdays(date(t, "2025-01-24"), 1<<40); known || day.Year() != 2299 {
		t.Errorf("a deadline without end stops at %s, known %v", day, known)
	}
}

func TestNthWorkdayOfAMonth(t *testing.T) {
	calendar := safety.ChineseCalendar()
	for _, c := range []struct {
		month string
		n     int
		want  string
	}{
		{"2025-10", 1, "2025-10-09"},  // 1–8 October off
		{"2025-10", 3, "2025-10-11"},  // 9, 10, and Saturday the 11th
		{"2025-02", 5, "2025-02-10"},  // 5, 6, 7, Saturday the 8th, 10
		{"2025-01", -1, "2025-01-27"}, // 28–31 January off
		{"2025-01", -2, "2025-01-26"},
		{"2025-10", 19, ""}, // October 2025 has 18
		{"2025-10", 0, ""},
	} {
		m, err := safety.ParseMonth(c.month)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := calendar.NthWorkday(m, c.n)
		if got.String() != c.want || ok != (c.want != "") {
			t.Errorf("working day %d of %s: %q, ok %v; expected %q", c.n, c.month, got, ok, c.want)
		}
	}
}

func TestOccasionNamesTheHoliday(t *testing.T) {
	calendar := safety.ChineseCalendar()
	for day, want := range map[string]string{"2025-01-29": "春节", "2025-02-08": "春节", "2025-04-17": ""} {
		if got := calendar.Occasion(date(t, day)); got != want {
			t.Errorf("%s: occasion %q, expected %q", day, got, want)
		}
	}
}

// AddWorkdays and counting agree: between a day and its n-th working day lie n working days.
func TestAddWorkdaysAgreesWithCounting(t *testing.T) {
	calendar := safety.ChineseCalendar()
	rapid.Check(t, func(t *rapid.T) {
		from := safety.NewDate(2004, time.January, 1).AddDays(rapid.IntRange(0, 8000).Draw(t, "offset"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		day, _ := calendar.AddWorkdays(from, n)
		if got, _ := calendar.Workdays(from.AddDays(1), day); got != n {
			t.Fatalf("%d working days after %s is %s, but %d lie between", n, from, day, got)
		}
		if workday, _ := calendar.IsWorkday(day); !workday {
			t.Fatalf("%s is no working day", day)
		}
	})
}
