package prose

import (
	"fmt"

	"anlan/safety"
)

// Period names a period: 2026年5月, 2026年1—5月, 2026年5月上旬, 2026年上半年. One that records do not reach the end of says how far they do:
// 2026年5月（截至5月17日）.
func (s Style) Period(p safety.Period) string {
	title := s.pick(p.TitleZH(), p.TitleEN())
	if !s.running(p) {
		return title
	}
	if s.english() {
		return fmt.Sprintf("%s (to %d %s)", title, s.AsOf.Day(), s.AsOf.Month())
	}
	return fmt.Sprintf("%s（截至%d月%d日）", title, int(s.AsOf.Month()), s.AsOf.Day())
}

// running tells that records end within the period.
func (s Style) running(p safety.Period) bool {
	return !s.AsOf.IsZero() && p.Contains(s.AsOf) && s.AsOf != p.To
}

// Date writes a day: 2026年5月17日; 17 May 2026. No date is empty.
func (s Style) Date(d safety.Date) string {
	if d.IsZero() {
		return ""
	}
	return s.pick(fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day()), fmt.Sprintf("%d %s %d", d.Day(), d.Month(), d.Year()))
}
