package demo

import (
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// Story is something that the data tell on purpose, so that a ranking and its reasons have something to show.
type Story struct {
	Region  safety.RegionCode `json:"region"`
	Name    string            `json:"name"`
	Period  string            `json:"period"` // PeriodCode in which it shows
	Text    warehouse.Text    `json:"text"`
	Metrics []string          `json:"metrics"` // where it shows
}

// The counties that stories are told of; all that is told is invented.
const (
	overdueCounty    safety.RegionCode = "370321" // 桓台县
	silentCounty     safety.RegionCode = "370322" // 高青县
	uncertainCounty  safety.RegionCode = "370306" // 周村区
	improvingCounty  safety.RegionCode = "370304" // 博山区
	concealingCounty safety.RegionCode = "370323" // 沂源县
	tragicCounty     safety.RegionCode = "371481" // 乐陵市
	unplannedCounty  safety.RegionCode = "370303" // 张店区
	unheadedCounty   safety.RegionCode = "371083" // 乳山市
	unpricedCounty   safety.RegionCode = "370126" // 商河县
	uncountedCounty  safety.RegionCode = "371726" // 鄄城县
)

var stories = []Story{
	{overdueCounty, "桓台县", "2026Q3", warehouse.Text{
		ZH: "重大隐患逾期未整改，且8月发生一起较大事故（死亡4人），排名下降。",
		EN: "Major hazards overdue, and a larger accident with four deaths in August: it falls in the ranking."},
		[]string{"hazards_overdue_major", "hazard_major_on_time_rate", "accidents_larger_or_worse", "deaths"}},
	{silentCounty, "高青县", "2026Q3", warehouse.Text{
		ZH: "多项调度、研判和数据未报送。",
		EN: "Many progress figures, analyses and data reports are missing."},
		[]string{"obligations_missing", "obligation_report_rate"}},
	{uncertainCounty, "周村区", "2026Q3", warehouse.Text{
		ZH: "三项人员证书6月底大量到期，未复审，持证率低。",
		EN: "Many certificates of the three kinds of personnel ran out at the end of June and were not renewed."},
		[]string{"principal_certification_rate", "manager_certification_rate", "special_operator_certification_rate"}},
	{improvingCounty, "博山区", "2026Q3", warehouse.Text{
		ZH: "隐患按期整改率、考试合格率和报送率大幅提升。",
		EN: "Rectification in time, exams and reports all improve strongly."},
		[]string{"hazard_on_time_rate", "hazard_major_on_time_rate", "exam_pass_rate", "obligation_on_time_rate"}},
	{concealingCounty, "沂源县", "2026Q3", warehouse.Text{
		ZH: "7月一起亡人事故被认定瞒报（触发一票否决）。",
		EN: "An accident with one death in July was found to have been concealed: the veto applies."},
		[]string{"accidents_concealed"}},
	{tragicCounty, "乐陵市", "2025Q1", warehouse.Text{
		ZH: "3月发生一起重大事故（死亡11人），为三年中唯一一起。",
		EN: "A major accident with eleven deaths in March, the only one in three years."},
		[]string{"accidents_major_or_worse", "deaths"}},
	{unplannedCounty, "张店区", "2026Q3", warehouse.Text{
		ZH: "未报计划检查数：检查计划完成率无分母。",
		EN: "Planned inspections are not known: no rate."},
		[]string{"planned_inspections", "inspection_plan_rate"}},
	{unheadedCounty, "乳山市", "2026Q3", warehouse.Text{
		ZH: "从未报应持证人数：持证率无分母。",
		EN: "The numbers who must be certified were never reported: no rate."},
		[]string{"must_certify_principal", "principal_certification_rate"}},
	{unpricedCounty, "商河县", "2026Q3", warehouse.Text{
		ZH: "2026年未报地区生产总值：亿元GDP死亡率无分母。",
		EN: "GDP is not known in 2026: no deaths per GDP."},
		[]string{"gdp", "deaths_per_gdp"}},
	{uncountedCounty, "鄄城县", "2026Q3", warehouse.Text{
		ZH: "没有任何基数。",
		EN: "No denominator at all is known."},
		[]string{"enterprises_in_scope", "inspection_coverage_rate"}},
}

// storyteller bends what chance draws so that the stories happen.
type storyteller struct{ neglected int }

var (
	storyStart  = safety.NewMonth(2026, 7)
	neglectFrom = safety.NewMonth(2026, 5)
)

// change is applied to the habits of a unit in a month.
func (storyteller) change(region safety.RegionCode, m safety.Month, h *habit) {
	switch {
	case region == improvingCounty:
		*h = habit{inTime: 0.6, majorInTime: 0.5, assured: 0.5, pass: 0.72, late: 0.4, missing: 0.1}
		if m >= storyStart.Prev() { // what is found in June is due in the third quarter
			h.inTime, h.majorInTime = 0.99, 0.99
		}
		if m >= storyStart {
			h.assured, h.pass, h.late, h.missing = 1, 0.99, 0, 0
		}
	case region == overdueCounty && m >= neglectFrom:
		h.majorInTime = 0.15
	case region == silentCounty && m >= storyStart:
		h.missing, h.late = 0.6, 0.5
	}
}

// plant writes the hazards that the stories need in a month and says how many they are.
func (t storyteller) plant(g *generator, s stream, month int) int {
	if m := g.months[month]; m != storyStart && m != storyStart.Prev() {
		return 0
	}
	n := 0
	for i := 0; i < len(g.enterprises) && n < t.neglected; i++ {
		e := &g.enterprises[i]
		if g.units[e.unit].code != overdueCounty {
			continue
		}
		g.hazard(s, finding{enterprise: e, found: g.workday(s, month), source: 2, month: month, major: true, neglected: true})
		n++
	}
	return n
}

// told lists the stories that the data reach.
func (storyteller) told(until safety.Date) []Story {
	return slices.DeleteFunc(slices.Clone(stories), func(s Story) bool {
		p, err := safety.ParsePeriod(s.Period)
		return err != nil || p.To.After(until)
	})
}

// lacks says whether the unit's figure of a month is left out.
func (storyteller) lacks(region safety.RegionCode, figure string, m safety.Month) bool {
	switch region {
	case uncountedCounty:
		return true
	case unplannedCounty:
		return figure == "planned_inspections" && m >= storyStart
	case unheadedCounty:
		return strings.HasPrefix(figure, "must_certify_")
	case unpricedCounty:
		return figure == "gdp" && m.Year() >= 2026
	}
	return false
}
