package safety

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed calendar/china.txt
var chinaDays string

// Calendar tells working days from days of rest. It is immutable and safe for concurrent use.
type Calendar struct {
	firstYear, lastYear int
	rest                map[Date]string // weekdays off, with the holiday's name
	work                map[Date]string // weekends at work, with the holiday that they make up for
}

// ChineseCalendar gives the working days of China as the State Council's office announces them, complete for 2004–2026.
// Outside those years Monday to Friday count as working days and the answers say that they are not known.
func ChineseCalendar() *Calendar { return chinaCalendar() }

// chinaCalendar reads the embedded table once; the table is constant and tested, so a fault in it is a broken build.
var chinaCalendar = sync.OnceValue(func() *Calendar {
	c, err := readCalendar(chinaDays)
	if err != nil {
		panic(err)
	}
	return c
})

func readCalendar(text string) (*Calendar, error) {
	c := &Calendar{rest: map[Date]string{}, work: map[Date]string{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if _, err := fmt.Sscanf(line, "years %d %d", &c.firstYear, &c.lastYear); err == nil {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 3 {
			return nil, fmt.Errorf("read calendar: line %q: expected a date, rest or work, and a name", line)
		}
		d, err := ParseDate(fields[0])
		if err != nil {
			return nil, fmt.Errorf("read calendar: %w", err)
		}
		switch fields[1] {
		case "rest":
			c.rest[d] = fields[2]
		case "work":
			c.work[d] = fields[2]
		default:
			return nil, fmt.Errorf("read calendar: line %q: expected rest or work", line)
		}
	}
	return c, nil
}

// Years gives the first and last year for which the calendar is complete.
func (c *Calendar) Years() (first, last int) { return c.firstYear, c.lastYear }

// Covers reports whether the calendar is complete for the day's year.
func (c *Calendar) Covers(d Date) bool {
	y := d.Year()
	return y >= c.firstYear && y <= c.lastYear
}

// IsWorkday reports whether offices work on the day. known is false outside the years of the calendar; the answer then
// is the plain week, Monday to Friday.
func (c *Calendar) IsWorkday(d Date) (workday, known bool) {
	known = c.Covers(d)
	if _, ok := c.work[d]; ok {
		return true, known
	}
	if _, ok := c.rest[d]; ok {
		return false, known
	}
	weekday := d.Weekday()
	return weekday >= 1 && weekday <= 5, known
}

// Occasion names the holiday for which a weekday is off or a weekend is worked (春节); empty on ordinary days, which
// includes weekends inside a holiday.
func (c *Calendar) Occasion(d Date) string {
	if name, ok := c.rest[d]; ok {
		return name
	}
	return c.work[d]
}

// AddWorkdays gives the n-th working day after d, or before it when n is negative; d itself does not count and need not
// be a working day. Zero gives d unchanged. known is false when a day on the way lies outside the years of the calendar.
// Deadlines "within five working days" are AddWorkdays(d, 5). The way ends at the years 1900 and 2299.
func (c *Calendar) AddWorkdays(d Date, n int) (day Date, known bool) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	known = c.Covers(d)
	for n > 0 && yearInRange(d.AddDays(step).Year()) {
		d = d.AddDays(step)
		workday, covered := c.IsWorkday(d)
		known = known && covered
		if workday {
			n--
		}
	}
	return d, known && n == 0
}

// NthWorkday gives the n-th working day of the month, from 1; -1 is the last, -2 the one before. ok is false when the
// month has no such day. Ask [Calendar.Covers] whether the year is known.
func (c *Calendar) NthWorkday(m Month, n int) (day Date, ok bool) {
	day, step := m.First(), 1
	if n < 0 {
		day, step, n = m.Last(), -1, -n
	}
	if n < 1 {
		return Date{}, false
	}
	for ; day.YearMonth() == m; day = day.AddDays(step) {
		if workday, _ := c.IsWorkday(day); workday {
			if n--; n == 0 {
				return day, true
			}
		}
	}
	return Date{}, false
}

// Workdays counts the working days from one day to another, both inside; known is false when a day is outside the
// calendar's years. A range that ends before it begins has none.
func (c *Calendar) Workdays(from, to Date) (n int, known bool) {
	known = true
	for d := from; !d.After(to); d = d.AddDays(1) {
		workday, covered := c.IsWorkday(d)
		known = known && covered
		if workday {
			n++
		}
	}
	return n, known
}
