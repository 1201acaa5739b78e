package safety

// Grain is the step of a reporting calendar. The zero Grain is an explicit range of days that is no calendar unit.
type Grain uint8

// The grains of dispatch bulletins, finest first. A ten-day (旬) is days 1–10, 11–20 or 21 to the end of a month; a
// week is the ISO week, Monday to Sunday.
const (
	GrainSpan Grain = iota
	GrainDay
	GrainWeek
	GrainTenDay
	GrainMonth
	GrainQuarter
	GrainHalfYear
	GrainYear
)

var grains = Vocabulary{Name: "grain", TitleZH: "统计周期", TitleEN: "grain", Terms: []Term{
	{Code: "day", ZH: "日", EN: "day", Aliases: []string{"天", "每日", "日报"}},
	{Code: "week", ZH: "周", EN: "week", Aliases: []string{"星期", "每周", "周报"}},
	{Code: "ten_day", ZH: "旬", EN: "ten-day period", Aliases: []string{"每旬", "旬报"}},
	{Code: "month", ZH: "月", EN: "month", Aliases: []string{"每月", "月度", "月报"}},
	{Code: "quarter", ZH: "季度", EN: "quarter", Aliases: []string{"季", "每季度", "季报"}},
	{Code: "half_year", ZH: "半年", EN: "half-year", Aliases: []string{"每半年", "半年报"}},
	{Code: "year", ZH: "年", EN: "year", Aliases: []string{"每年", "年度", "年报"}},
}}

// Grains lists the calendar grains, finest first.
func Grains() []Grain {
	return []Grain{GrainDay, GrainWeek, GrainTenDay, GrainMonth, GrainQuarter, GrainHalfYear, GrainYear}
}

// ParseGrain reads a code (day, week, ten_day, month, quarter, half_year, year) or its Chinese or English word.
func ParseGrain(s string) (Grain, error) {
	i, err := grains.parse(s)
	return Grain(i + 1), err
}

// String gives the code: day, week, ten_day, month, quarter, half_year, year; "span" for a range of days.
func (g Grain) String() string {
	if g == GrainSpan {
		return "span"
	}
	return grains.at(int(g) - 1).Code
}

// TitleZH gives the Chinese word: 日, 周, 旬, 月, 季度, 半年, 年.
func (g Grain) TitleZH() string { return grains.at(int(g) - 1).ZH }

// TitleEN gives the English word.
func (g Grain) TitleEN() string { return grains.at(int(g) - 1).EN }
