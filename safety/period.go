package safety

import (
	"fmt"
	"time"
)

// Period is a stretch of days that figures are reported for. Its code says everything: ParsePeriod(p.Code) gives p
// again, so a code is enough to ask for a figure later. Make one with [ParsePeriod], [PeriodAt], [CumulativeTo] or
// [Between]; periods compare with ==. The zero Period is no period.
type Period struct {
	Code       string // canonical PeriodCode, for example "2025-04-上旬" even when "2025-04-T1" was given
	From, To   Date   // first and last day, both inside
	Grain      Grain  // GrainSpan for an explicit range of days, GrainMonth for a cumulative period
	Cumulative bool   // January to a month (1—N月累计)
}

// ten-day parts of a month in the order of the calendar.
var tenDayNames = [3]string{"上旬", "中旬", "下旬"}

// PeriodAt gives the period of a calendar grain that holds the day. GrainSpan has no such period: the zero Period.
// For a week the code carries the ISO year, which may differ from the day's.
func PeriodAt(g Grain, d Date) Period {
	y, m := d.Year(), d.Month()
	month := d.YearMonth()
	p := Period{Grain: g}
	switch g {
	case GrainDay:
		p.Code, p.From, p.To = d.String(), d, d
	case GrainWeek:
		p.From = d.AddDays(-int(d.Weekday()+6) % 7)
		p.To = p.From.AddDays(6)
		isoYear, week := d.utc().ISOWeek()
		p.Code = fmt.Sprintf("%04d-W%02d", isoYear, week)
	case GrainTenDay:
		part := tenDayPart(d)
		p.From = month.First().AddDays(10 * part)
		p.To = month.Last()
		if part < 2 {
			p.To = p.From.AddDays(9)
		}
		p.Code = month.String() + "-" + tenDayNames[part]
	case GrainMonth:
		p.Code, p.From, p.To = month.String(), month.First(), month.Last()
	case GrainQuarter:
		q := (int(m) - 1) / 3
		p.setMonths(y, q*3+1, q*3+3)
		p.Code = fmt.Sprintf("%04dQ%d", y, q+1)
	case GrainHalfYear:
		h := (int(m) - 1) / 6
		p.setMonths(y, h*6+1, h*6+6)
		p.Code = fmt.Sprintf("%04dH%d", y, h+1)
	case GrainYear:
		p.setMonths(y, 1, 12)
		p.Code = fmt.Sprintf("%04d", y)
	default:
		return Period{}
	}
	return p
}

// CumulativeTo gives January to the month (1—N月累计), code "2025-01..04". December's is not the year: its code
// stays "2025-01..12", and it has no 环比.
func CumulativeTo(m Month) Period {
	p := Period{Grain: GrainMonth, Cumulative: true, Code: fmt.Sprintf("%04d-01..%02d", m.Year(), int(m.Month()))}
	p.setMonths(m.Year(), 1, int(m.Month()))
	return p
}

// Between gives an explicit range of days, both inside; one day gives that day's period. It refuses a range that
// ends before it begins and days outside the years 1900–2299.
func Between(from, to Date) (Period, error) {
	switch {
	case !yearInRange(from.Year()) || !yearInRange(to.Year()):
		return Period{}, refuse("period", from.String()+".."+to.String(), "expected years from %d to %d", minYear, maxYear)
	case to.Before(from):
		return Period{}, refuse("period", from.String()+".."+to.String(), "expected a first day that is not after the last")
	}
	return span(from, to), nil
}

// span is Between for days that are known to be in order.
func span(from, to Date) Period {
	if from == to {
		return PeriodAt(GrainDay, from)
	}
	return Period{Code: from.String() + ".." + to.String(), From: from, To: to, Grain: GrainSpan}
}

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p == Period{} }

// String gives the code.
func (p Period) String() string { return p.Code }

// Days counts the days of the period.
func (p Period) Days() int {
	if p.IsZero() {
		return 0
	}
	return p.To.DaysSince(p.From) + 1
}

// Contains reports whether the day lies in the period.
func (p Period) Contains(d Date) bool {
	return !p.IsZero() && !d.Before(p.From) && !d.After(p.To)
}

// Months lists the calendar months that the period touches, first to last.
func (p Period) Months() []Month {
	if p.IsZero() {
		return nil
	}
	var months []Month
	for m, last := p.From.YearMonth(), p.To.YearMonth(); m <= last; m = m.Next() {
		months = append(months, m)
	}
	return months
}

// IsWholeMonths reports whether the period begins with a first and ends with a last day of a month, so that monthly
// rollups can answer for it.
func (p Period) IsWholeMonths() bool {
	return !p.IsZero() && p.From == p.From.YearMonth().First() && p.To == p.To.YearMonth().Last()
}

// Buckets splits the period into periods of a grain, in order, without gap or overlap. A bucket that the period's
// first or last day cuts is an explicit range (or a day); so is the only one when the grain is the coarser.
// GrainSpan gives the period itself.
func (p Period) Buckets(g Grain) []Period {
	if p.IsZero() {
		return nil
	}
	if g == GrainSpan || g > GrainYear {
		return []Period{p}
	}
	var buckets []Period
	for day := p.From; !day.After(p.To); {
		b := PeriodAt(g, day)
		if b.From.Before(p.From) || b.To.After(p.To) {
			b = span(later(b.From, p.From), earlier(b.To, p.To))
		}
		buckets = append(buckets, b)
		day = b.To.AddDays(1)
	}
	return buckets
}

// MarshalText writes the code.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.Code), nil }

// UnmarshalText reads what [ParsePeriod] reads; the empty text is no period.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	parsed, err := ParsePeriod(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

func (p *Period) setMonths(year, first, last int) {
	p.From = NewMonth(year, time.Month(first)).First()
	p.To = NewMonth(year, time.Month(last)).Last()
}

// tenDayPart gives 0, 1 or 2 for 上旬, 中旬, 下旬.
func tenDayPart(d Date) int { return min((d.Day()-1)/10, 2) }
