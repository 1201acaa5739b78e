package safety

import (
	"fmt"
	"time"
)

var (
	halfNamesZH    = [2]string{"上半年", "下半年"}
	quarterNamesZH = [4]string{"第一季度", "第二季度", "第三季度", "第四季度"}
	halfNamesEN    = [2]string{"first half", "second half"}
	tenDayNamesEN  = [3]string{"first ten days", "second ten days", "last days"}
)

// TitleZH names the period as bulletins print it: 2025年, 2025年上半年, 2025年第二季度, 2025年4月, 2025年4月上旬,
// 2025年1—4月, 2025年第17周, 2025年4月17日, 2025年4月1日—17日. The zero Period has no name.
func (p Period) TitleZH() string {
	if p.IsZero() {
		return ""
	}
	y, m := p.From.Year(), int(p.From.Month())
	switch p.Grain {
	case GrainDay:
		return dayZH(p.From)
	case GrainWeek:
		isoYear, week := p.From.utc().ISOWeek()
		return fmt.Sprintf("%d年第%d周", isoYear, week)
	case GrainTenDay:
		return fmt.Sprintf("%d年%d月%s", y, m, tenDayNames[tenDayPart(p.From)])
	case GrainQuarter:
		return fmt.Sprintf("%d年%s", y, quarterNamesZH[(m-1)/3])
	case GrainHalfYear:
		return fmt.Sprintf("%d年%s", y, halfNamesZH[(m-1)/6])
	case GrainYear:
		return fmt.Sprintf("%d年", y)
	}
	return p.rangeZH()
}

// rangeZH names months and explicit ranges; what both ends share is said once.
func (p Period) rangeZH() string {
	first, last := p.From.YearMonth(), p.To.YearMonth()
	sameYear := first.Year() == last.Year()
	switch {
	case p.IsWholeMonths() && first == last:
		return fmt.Sprintf("%d年%d月", first.Year(), int(first.Month()))
	case p.IsWholeMonths() && sameYear:
		return fmt.Sprintf("%d年%d—%d月", first.Year(), first.Month(), last.Month())
	case p.IsWholeMonths():
		return fmt.Sprintf("%d年%d月—%d年%d月", first.Year(), first.Month(), last.Year(), last.Month())
	case first == last:
		return fmt.Sprintf("%s—%d日", dayZH(p.From), p.To.Day())
	case sameYear:
		return fmt.Sprintf("%s—%d月%d日", dayZH(p.From), p.To.Month(), p.To.Day())
	}
	return dayZH(p.From) + "—" + dayZH(p.To)
}

// TitleEN names the period in English: 2025, first half of 2025, Q2 2025, April 2025, first ten days of April 2025,
// January–April 2025, week 17 of 2025, 17 April 2025, 1–17 April 2025.
func (p Period) TitleEN() string {
	if p.IsZero() {
		return ""
	}
	y, m := p.From.Year(), p.From.Month()
	switch p.Grain {
	case GrainDay:
		return dayEN(p.From)
	case GrainWeek:
		isoYear, week := p.From.utc().ISOWeek()
		return fmt.Sprintf("week %d of %d", week, isoYear)
	case GrainTenDay:
		return fmt.Sprintf("%s of %s %d", tenDayNamesEN[tenDayPart(p.From)], m, y)
	case GrainQuarter:
		return fmt.Sprintf("Q%d %d", (m-1)/3+1, y)
	case GrainHalfYear:
		return fmt.Sprintf("%s of %d", halfNamesEN[(m-1)/6], y)
	case GrainYear:
		return fmt.Sprintf("%d", y)
	}
	return p.rangeEN()
}

func (p Period) rangeEN() string {
	first, last := p.From.YearMonth(), p.To.YearMonth()
	sameYear := first.Year() == last.Year()
	switch {
	case p.IsWholeMonths() && first == last:
		return monthEN(first)
	case p.IsWholeMonths() && sameYear:
		return fmt.Sprintf("%s–%s", first.Month(), monthEN(last))
	case p.IsWholeMonths():
		return monthEN(first) + "–" + monthEN(last)
	case first == last:
		return fmt.Sprintf("%d–%s", p.From.Day(), dayEN(p.To))
	case sameYear:
		return fmt.Sprintf("%d %s–%s", p.From.Day(), p.From.Month(), dayEN(p.To))
	}
	return dayEN(p.From) + "–" + dayEN(p.To)
}

func dayZH(d Date) string { return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day()) }

func dayEN(d Date) string { return d.utc().Format("2 January 2006") }

func monthEN(m Month) string { return time.Month.String(m.Month()) + fmt.Sprintf(" %d", m.Year()) }
