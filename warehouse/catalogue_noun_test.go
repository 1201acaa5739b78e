package warehouse

import (
	"strings"
	"testing"
)

// Sentences say 发生事故12起、死亡3人, 开展检查300次, 罚款12万元: the noun, the number, the unit; in English 12 accidents, 3 deaths.
func TestWhatIsCountedIsNamedForSentences(t *testing.T) {
	for name, want := range map[string]string{
		"accidents_counted":              "事故|起|accidents|accidents",
		"accidents_larger_or_worse":      "较大及以上事故|起|larger or worse accidents|larger or worse accidents",
		"deaths":                         "死亡|人|deaths|deaths",
		"inspections_enforcement":        "执法检查|次|enforcement inspections|enforcement inspections",
		"penalties":                      "罚款|元|penalties|yuan",
		"trainings":                      "培训|人次|trainings|trainings",
		"training_hours":                 "培训|学时|hours of training|hours of training",
		"hazards_overdue_major":          "逾期未整改重大隐患|项|major hazards overdue|major hazards overdue",
		"certified_managers":             "持证安全管理人员|人|safety managers with a valid certificate|safety managers with a valid certificate",
		"risk_points_major":              "较大及以上风险点|个|risk points red or orange|risk points red or orange",
		"enterprises_director_appointed": "已配安全总监企业|家|enterprises with a safety director|enterprises with a safety director",
		"gdp":                            "地区生产总值|元|GDP|yuan",
		"hazard_on_time_rate":            "隐患按期整改率|%|hazards rectified on time|%",
		"deaths_per_accident":            "单起事故死亡人数|人/起|deaths per accident|deaths per accident",
	} {
		m, err := shippedCatalogue.Metric(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Noun.ZH + "|" + m.UnitText().ZH + "|" + m.Noun.EN + "|" + m.UnitText().EN; got != want {
			t.Errorf("%s: %s, expected %s", name, got, want)
		}
	}
	for _, m := range shippedCatalogue.metrics {
		if m.Noun.ZH == "" || m.Noun.EN == "" || strings.ContainsAny(m.Noun.ZH+m.Noun.EN, "（）()") {
			t.Errorf("%s: %+v", m.Name, m.Noun)
		}
	}
}
