package assessment

import (
	"fmt"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// One county, one quarter, under the scheme that ships; every line worked out by hand.
func TestCountyQuarterlyWorkedExample(t *testing.T) {
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	list, err := loadSchemes("", func(name string) bool { _, ok := metricOf(catalogue, name); return ok })
	if err != nil {
		t.Fatal(err)
	}
	s, err := list.find("", safety.NewDate(2025, 6, 30))
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]cell{
		"hazards_overdue_major": is(2), "obligations_missing": is(3), "enterprises_benchmark": is(7),
		"deaths_counted": is(2), "accidents_counted": is(12), "accidents_counted__previous_year": is(9),
		"accidents_larger_or_worse": is(1), "accidents_major_or_worse": is(0), "accidents_concealed": is(0), "accidents_reported_late": is(0),
	}
	for rate, parts := range map[string][2]float64{
		"inspection_plan_rate": {180, 200}, "must_check_rate": {150, 200},
		"hazard_on_time_rate": {1204, 1292}, "hazard_major_on_time_rate": {9, 10}, "hazard_assured_rate": {8, 10}, "hazard_self_found_rate": {520, 1300},
		"special_operator_certification_rate": {950, 1000}, "principal_certification_rate": {300, 300}, "manager_certification_rate": {90, 100}, "exam_pass_rate": {1800, 2000},
		"obligation_on_time_rate": {45, 50}, "duty_report_rate": {2, 2}, "safety_director_rate": {8, 10},
	} {
		m, _ := metricOf(catalogue, rate)
		cells[rate], cells[m.Numerator], cells[m.Denominator] = is(parts[0]/parts[1]*100), is(parts[0]), is(parts[1])
	}
	figures := map[string]figure{}
	for _, name := range s.Metrics() {
		m, _ := metricOf(catalogue, name)
		figures[name] = newFigure(m, func(column string) cell { return cells[column] })
	}
	sheet := s.mark(figures)
	check(t, sheet,
		"inspection_plan 7 5.25 1.75",             // 90 %: (90 − 60) / 40 = 3/4
		"must_check 7 3.5 3.5",                    // 75 %: (75 − 50) / 50 = 1/2
		"hazard_on_time 10 6.59 3.41",             // 93.1888… %: 13.1888… / 20 = 0.65944…
		"hazard_major_on_time 6 3 3",              // 90 %: 10/20
		"hazard_overdue_major 5 3 2",              // two overdue, a mark each
		"hazard_assured 5 2.5 2.5",                // 80 %: 20/40
		"hazard_self_found 4 2 2",                 // 40 %: the step from 30 %
		"special_operators_certified 5 3.75 1.25", // 95 %: 15/20
		"principals_certified 3 3 0",              // all
		"managers_certified 3 1.5 1.5",            // 90 %: 10/20
		"exam_pass 3 2.57 0.43",                   // 90 %: 30/35 of 3 = 2.5714…
		"obligations_on_time 4 3 1",               // 90 %: 30/40
		"obligations_missing 3 1.5 1.5",           // three, half a mark each
		"duty_reports 3 3 0",                      // both
		"safety_directors 2 1 1",                  // 80 %: 20/40
		"deaths 10 8 2",                           // two, a mark each
		"accidents_compared 8 7.4 0.6",            // three more than last year, 0.2 each
		"larger_accidents 8 0 8",                  // one loses the item
		"late_reports 4 4 0",                      // none
		"benchmarks 0.7 0.7 0",                    // seven, 0.1 each
	)
	// 8.75 + 17.09 + 10.82 + 8.5 + 19.4 + 0.7
	if sheet.score.String() != "65.26" || sheet.grade.Name != "pass" || len(sheet.vetoes) != 0 {
		t.Errorf("score %s, grade %s, %d vetoes; expected 65.26, pass, none", sheet.score, sheet.grade.Name, len(sheet.vetoes))
	}
	if got, want := sheet.lines[2].Rule.ZH, "隐患按期整改率93.19%（1204/1292）；80%得0分，100%得满分，之间按比例计分；满分10分，得6.59分"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// 过程性考核 weighs more than 结果性考核.
func TestCountyQuarterlyWeighsWorkOverResults(t *testing.T) {
	list, err := loadSchemes("", nil)
	if err != nil {
		t.Fatal(err)
	}
	marks := map[string]string{}
	for _, g := range list.list[0].Groups {
		sum := g.Indicators[0].Marks
		for _, i := range g.Indicators[1:] {
			sum = sum.Add(i.Marks)
		}
		marks[g.Name] = sum.String()
	}
	if got, want := fmt.Sprint(marks), "map[accidents:30 duties:12 enforcement:14 hazards:30 training:14]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
