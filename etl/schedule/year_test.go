package schedule_test

import (
	"strings"
	"testing"
	"time"

	"anlan/safety"
)

// The year 2026, counted by hand. It has 261 days from Monday to Friday, of which 19 are off (元旦 2, 春节 6, 清明 1, 劳动节 3,
// 端午 1, 中秋 1, 国庆 5), and 6 weekends at work (4 January, 14 and 28 February, 9 May, 20 September, 10 October):
// 261 - 19 + 6 = 248 working days and 365 - 248 = 117 days of rest. Seven months have a 31st; Mondays are 5 January to
// 28 December.
func TestAYearOfJobs(t *testing.T) {
	jobs := []string{
		"daily", `30 6 * * *`, "workdays", `{cron: "0 8 * * *", calendar: workdays}`, "holidays", `{cron: "0 9 * * *", calendar: holidays}`,
		"month_first", `0 2 1 * *`, "month_31st", `0 23 31 * *`, "mondays", `0 7 * * 1`, "noon_and_midnight", `{every: 12h}`,
		"leap_day", `0 3 29 2 *`, "after_workdays", `{after: workdays}`,
	}
	b := setup(t, time.Date(2025, 12, 31, 23, 59, 0, 0, safety.Beijing()), jobs...)
	b.until(time.Date(2026, 12, 31, 23, 59, 0, 0, safety.Beijing()))
	ran := map[string]int{}
	for _, run := range b.runner.take() {
		name, _, _ := strings.Cut(run, " ")
		ran[name]++
	}
	for name, want := range map[string]int{
		"daily": 365, "workdays": 248, "holidays": 117, "month_first": 12, "month_31st": 7, "mondays": 52, "noon_and_midnight": 730,
		"leap_day": 0, "after_workdays": 248,
	} {
		if ran[name] != want {
			t.Errorf("%s ran %d times, expected %d", name, ran[name], want)
		}
	}
}
