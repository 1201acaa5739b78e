package safety

// ComparisonKind says which earlier period a figure is compared with.
type ComparisonKind string

// The comparisons that bulletins print.
const (
	YearOnYear     ComparisonKind = "year_on_year"     // 同比: the same period last year
	PeriodOnPeriod ComparisonKind = "period_on_period" // 环比: the period before
	TwoYearsBack   ComparisonKind = "two_years_back"   // the same period of the year before last
)

var comparisonKinds = Vocabulary{Name: "comparison_kind", TitleZH: "比较方式", TitleEN: "comparison", Terms: []Term{
	{Code: "year_on_year", ZH: "同比", EN: "year on year", Aliases: []string{"比去年同期", "较去年同期"}},
	{Code: "period_on_period", ZH: "环比", EN: "period on period", Aliases: []string{"比上期", "较上期"}},
	{Code: "two_years_back", ZH: "与前年同期相比", EN: "against the year before last", Aliases: []string{"较前年同期"}},
}}

// Vocabulary gives the comparisons in Chinese and English.
func (ComparisonKind) Vocabulary() Vocabulary { return comparisonKinds.clone() }

// TitleZH gives 同比, 环比 or 与前年同期相比.
func (k ComparisonKind) TitleZH() string { return comparisonKinds.byCode(string(k)).ZH }

// TitleEN gives the English words.
func (k ComparisonKind) TitleEN() string { return comparisonKinds.byCode(string(k)).EN }

// BaseZH names the period that is compared with: 去年同期, 上期, 前年同期.
func (k ComparisonKind) BaseZH() string {
	switch k {
	case YearOnYear:
		return "去年同期"
	case TwoYearsBack:
		return "前年同期"
	}
	return "上期"
}

// Previous gives the period before of the same grain, the base of 环比. An explicit range goes back by as many
// months when it covers whole months, otherwise by as many days. A cumulative period has none: January–March lies
// inside January–April, and offices print only 同比 for cumulative figures. ok is also false before 1900.
func (p Period) Previous() (previous Period, ok bool) { return p.shift(-1) }

// Next gives the period after of the same grain, under the rules of [Period.Previous].
func (p Period) Next() (next Period, ok bool) { return p.shift(+1) }

// PreviousYear gives the same period last year, the base of 同比.
//   - Years, halves, quarters, months, ten-days and cumulative periods take the same code of last year: February of
//     28 days compares with February of 29.
//   - A week takes the same ISO week number. Week 53 has no base, since no two years running have one: ok is
//     false rather than comparing with a week that is week 52's base already.
//   - A day and both ends of an explicit range take the same day; 29 February takes the 28th.
//
// ok is also false before 1900.
func (p Period) PreviousYear() (base Period, ok bool) { return p.yearsBack(1) }

// Clip cuts a period that is still running on the as-of day. A period that ended by then is returned as it is with
// partial false. One that goes on becomes the explicit range (or day) to the as-of day. One that has not begun
// gives the zero Period, partial.
func (p Period) Clip(asOf Date) (clipped Period, partial bool) {
	switch {
	case p.IsZero() || !asOf.Before(p.To):
		return p, false
	case asOf.Before(p.From):
		return Period{}, true
	}
	return span(p.From, asOf), true
}

// Comparison gives the period to compare with, like for like as of a day. When p has ended, that is [Period.Previous]
// or [Period.PreviousYear]. When it is running, the base is cut to the same day:
//   - year on year: the same day of the year, 29 February → 28 February, so 1 January–29 February 2024 compares with
//     1 January–28 February 2023, and a year that runs to 28 February 2025 with 1 January–28 February 2024;
//   - period on period: the same day of the corresponding month (the second month of a quarter with the second), the
//     last one when that month is shorter; in weeks, ten-days and ranges that are not whole months, the same number
//     of days;
//   - a week compares to the same day of the week both ways.
//
// A base never reaches past its own end. ok is false when there is no base or p has not begun.
func (p Period) Comparison(kind ComparisonKind, asOf Date) (base Period, ok bool) {
	running, partial := p.Clip(asOf)
	if running.IsZero() {
		return Period{}, false
	}
	years := 0
	switch kind {
	case YearOnYear:
		years = 1
	case TwoYearsBack:
		years = 2
	case PeriodOnPeriod:
	default:
		return Period{}, false
	}
	if years > 0 {
		base, ok = p.yearsBack(years)
	} else {
		base, ok = p.Previous()
	}
	if !ok || !partial {
		return base, ok
	}
	var end Date
	switch {
	case p.Grain == GrainWeek:
		end = base.From.AddDays(running.Days() - 1)
	case years > 0:
		end = running.To.yearsBack(years)
	case p.IsWholeMonths():
		month := base.From.YearMonth().Add(running.To.YearMonth().Since(p.From.YearMonth()))
		end = month.day(running.To.Day())
	default:
		end = base.From.AddDays(running.Days() - 1)
	}
	if !end.Before(base.To) {
		return base, true
	}
	return span(base.From, end), true
}

func (p Period) shift(n int) (Period, bool) {
	if p.IsZero() || p.Cumulative {
		return Period{}, false
	}
	month := p.From.YearMonth()
	var q Period
	switch p.Grain {
	case GrainDay, GrainWeek:
		q = PeriodAt(p.Grain, p.From.AddDays(n*p.Days()))
	case GrainTenDay:
		i := tenDayPart(p.From) + n + 3 // n is ±1
		q = PeriodAt(GrainTenDay, month.Add(i/3-1).First().AddDays(10*(i%3)))
	case GrainMonth, GrainQuarter, GrainHalfYear, GrainYear:
		q = PeriodAt(p.Grain, month.Add(n*len(p.Months())).First())
	default:
		if p.IsWholeMonths() {
			months := n * len(p.Months())
			q = span(month.Add(months).First(), p.To.YearMonth().Add(months).Last())
		} else {
			q = span(p.From.AddDays(n*p.Days()), p.To.AddDays(n*p.Days()))
		}
	}
	return q, q.inRange()
}

func (p Period) yearsBack(n int) (Period, bool) {
	if p.IsZero() {
		return Period{}, false
	}
	var q Period
	switch {
	case p.Cumulative:
		q = CumulativeTo(p.To.YearMonth().Add(-12 * n))
	case p.Grain == GrainWeek:
		isoYear, week := p.From.utc().ISOWeek()
		if week > isoWeeks(isoYear-n) {
			return Period{}, false
		}
		q = isoWeek(isoYear-n, week)
	case p.Grain == GrainDay || p.Grain == GrainSpan:
		q = span(p.From.yearsBack(n), p.To.yearsBack(n))
	default:
		q = PeriodAt(p.Grain, p.From.yearsBack(n))
	}
	return q, q.inRange()
}

func (p Period) inRange() bool { return yearInRange(p.From.Year()) && yearInRange(p.To.Year()) }
