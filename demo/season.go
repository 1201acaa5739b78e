package demo

import (
	"time"

	"anlan/safety"
)

// How much happens in a month against the others; invented after how a year goes: inspections before the spring
// festival, May and National Day holidays, training on resuming work and in June, the month of work safety (安全生产月).
var (
	inspectionSeason = [12]float64{1.15, 0.7, 1.0, 1.15, 1.0, 1.25, 1.0, 0.95, 1.3, 0.8, 1.0, 1.15}
	trainingSeason   = [12]float64{0.7, 1.3, 1.7, 1.0, 0.9, 2.0, 0.8, 0.7, 0.9, 0.8, 0.9, 0.8}
	accidentSeason   = [12]float64{0.95, 0.7, 0.95, 1.0, 1.05, 1.1, 1.15, 1.1, 1.0, 1.05, 1.05, 1.1}
	// fireSeason multiplies the share of fires among accidents: dry winters.
	fireSeason = [12]float64{2, 2, 1.5, 1, 0.7, 0.6, 0.6, 0.6, 0.7, 1, 1.4, 2}
)

// accidentTrend is how much fewer accidents there are in each year than in the one before.
const accidentTrend = 0.92

// monthly splits a yearly rhythm over the months of the data; the last month may be cut.
func (g *generator) monthly(season [12]float64, trend float64) []float64 {
	weights := make([]float64, len(g.months))
	factor := 1.0
	for i, m := range g.months {
		if i > 0 && m.Month() == time.January {
			factor *= trend
		}
		weights[i] = season[m.Month()-1] * factor
		if m.Last().After(g.Until) {
			weights[i] *= float64(g.Until.Day()) / float64(m.Last().Day())
		}
	}
	return weights
}

// calendar lists the days of each month as often as they are worked on: few inspections on weekends and holidays, more in
// the ten days before a long holiday.
func (g *generator) calendar() {
	for _, m := range g.months {
		var days []day
		for d := dayOf(m.First()); d <= min(dayOf(m.Last()), g.end); d++ {
			for range diligence(d) {
				days = append(days, d)
			}
		}
		g.workdays = append(g.workdays, days)
	}
}

func diligence(d day) int {
	date := d.date()
	for _, holiday := range longHolidays(date.Year()) {
		switch ahead := holiday.DaysSince(date); {
		case ahead <= 0 && ahead > -6:
			return 1
		case ahead > 0 && ahead <= 10:
			return 14
		}
	}
	if wd := d.weekday(); wd == time.Saturday || wd == time.Sunday {
		return 2
	}
	return 9
}

// longHolidays gives the first days of the spring festival, Labour Day and National Day holidays.
func longHolidays(year int) []safety.Date {
	holidays := []safety.Date{safety.NewDate(year, 5, 1), safety.NewDate(year, 10, 1)}
	spring := map[int]safety.Date{2024: safety.NewDate(2024, 2, 10), 2025: safety.NewDate(2025, 1, 28), 2026: safety.NewDate(2026, 2, 15)}
	if first, ok := spring[year]; ok {
		holidays = append(holidays, first)
	}
	return holidays
}

func (g *generator) workday(s stream, month int) day {
	days := g.workdays[month]
	return days[s.below(len(days))]
}

// anyDay draws a day of the month, holidays or not: accidents don't keep working hours.
func (g *generator) anyDay(s stream, month int) day {
	first := dayOf(g.months[month].First())
	last := min(dayOf(g.months[month].Last()), g.end)
	return first + day(s.below(int(last-first)+1))
}
