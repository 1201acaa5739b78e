package assessment

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/warehouse"
)

const threeGroups = header + "groups:\n"

// A county without planned inspections is neither punished nor helped: its 30 marks go to the other indicators in
// proportion (30:20:50 over 100), so the same work scores the same.
func TestMarksOfWhatDoesNotApplyAreSpread(t *testing.T) {
	s := scheme(t, threeGroups+
		lines("process", "plan plan_rate 30 {proportional: {floor: 0, target: 100}}", "on_time on_time_rate 20 {proportional: {floor: 0, target: 100}}")+
		lines("results", "deaths deaths 50 {deduct_per_unit: {costs: 5}}"))
	sheet := s.mark(map[string]figure{
		"plan_rate":    figureOf("plan_rate", map[string]cell{"plan_rate": not(warehouse.NoDenominator)}),
		"on_time_rate": figureOf("on_time_rate", onTime(1, 2)),
		"deaths":       figureOf("deaths", map[string]cell{"deaths": is(1)}),
	})
	// 20/70 × 100 = 28.571 → 28.57, half of it 14.285 → 14.29 (half up); 50/70 × 100 = 71.428 → 71.43, less a tenth
	// (5 of 50) 64.287 → 64.29; together 78.58.
	check(t, sheet, "plan 0 0 0", "on_time 28.57 14.29 14.28", "deaths 71.43 64.29 7.14")
	if sheet.score.String() != "78.58" || sheet.grade.Name != "pass" {
		t.Errorf("score %s, grade %s", sheet.score, sheet.grade.Name)
	}
	want := "plan：缺少基数，该项不适用，30分折算到其他指标"
	if got := sheet.lines[0].Rule.ZH; got != want || sheet.lines[0].Applies {
		t.Errorf("got %s, want %s", got, want)
	}
	want = "on_time50%（1/2）；0%得0分，100%得满分，之间按比例计分；满分20分，折算为28.57分，得14.29分"
	if got := sheet.lines[1].Rule.ZH; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Spread inside the group: the 30 go to the other indicator of the group, results stay 50.
func TestMarksCanBeSpreadInsideTheirGroup(t *testing.T) {
	s := scheme(t, threeGroups+
		lines("process", "plan plan_rate 30 {proportional: {floor: 0, target: 100}}", "on_time on_time_rate 20 {proportional: {floor: 0, target: 100}}")+
		lines("results", "deaths deaths 50 {deduct_per_unit: {costs: 5}}")+"spread: group\n")
	figures := map[string]figure{
		"plan_rate":    figureOf("plan_rate", map[string]cell{"plan_rate": not(warehouse.NothingDue)}),
		"on_time_rate": figureOf("on_time_rate", onTime(1, 2)),
		"deaths":       figureOf("deaths", map[string]cell{"deaths": is(1)}),
	}
	check(t, s.mark(figures), "plan 0 0 0", "on_time 50 25 25", "deaths 50 45 5")

	// A group in which nothing applies leaves its marks to the others.
	figures["on_time_rate"] = figureOf("on_time_rate", map[string]cell{"on_time_rate": not(warehouse.NotRecorded)})
	check(t, s.mark(figures), "plan 0 0 0", "on_time 0 0 0", "deaths 100 90 10")
}

func TestWithoutAnyFigureThereIsNoScore(t *testing.T) {
	s := scheme(t, threeGroups+lines("results", "deaths deaths 100 {deduct_per_unit: {costs: 5}}"))
	sheet := s.mark(map[string]figure{"deaths": figureOf("deaths", map[string]cell{"deaths": not(warehouse.NotRecorded)})})
	if sheet.score != nil || sheet.grade.Name != "" {
		t.Errorf("score %v, grade %q; expected none", sheet.score, sheet.grade.Name)
	}
}

// The unit that reported nothing is counted down unless the scheme says that this indicator is spread.
func TestNotReportedIsAPolicyOfTheScheme(t *testing.T) {
	const lose, spread = "results", "spread_results"
	for group, want := range map[string][]string{lose: {"deaths 40 0 40", "accidents 60 60 0"}, spread: {"deaths 0 0 0", "accidents 100 100 0"}} {
		text := threeGroups + lines(group, "deaths deaths 40 {deduct_per_unit: {costs: 5}}", "accidents accidents 60 {deduct_per_unit: {costs: 1}}")
		if group == spread {
			text += "not_reported: spread\n"
		}
		check(t, scheme(t, text).mark(map[string]figure{
			"deaths":    figureOf("deaths", map[string]cell{"deaths": not(warehouse.NotReported)}),
			"accidents": figureOf("accidents", map[string]cell{"accidents": is(0)}),
		}), want...)
	}
}

func TestBonusAddsUpToItsCapAndTheScoreToItsOwn(t *testing.T) {
	text := threeGroups + lines("results", "deaths deaths 100 {deduct_per_unit: {costs: 1}}") + `most_marks: 101
bonuses:
  - {name: benchmarks, title: {zh: 标杆企业, en: Benchmarks}, metric: benchmarks, gives: 0.5, cap: 2, document: somewhere}
`
	s := scheme(t, text)
	for _, c := range []struct {
		deaths, benchmarks float64
		bonus, score       string
	}{
		{10, 3, "1.5", "91.5"}, // 3 × 0.5
		{10, 9, "2", "92"},     // 4.5, at most 2
		{0, 9, "1", "101"},     // 2, but the score ends at 101
	} {
		sheet := s.mark(map[string]figure{
			"deaths":     figureOf("deaths", map[string]cell{"deaths": is(c.deaths)}),
			"benchmarks": figureOf("benchmarks", map[string]cell{"benchmarks": is(c.benchmarks)}),
		})
		bonus := sheet.lines[1]
		if bonus.Kind != Bonus || bonus.Given.String() != c.bonus || sheet.score.String() != c.score || !bonus.Lost.IsZero() {
			t.Errorf("%v deaths, %v benchmarks: bonus %s, score %s; expected %s, %s", c.deaths, c.benchmarks, bonus.Given, sheet.score, c.bonus, c.score)
		}
	}
}

func TestVetoCapsTheGradeAndKeepsTheScore(t *testing.T) {
	s := scheme(t, threeGroups+lines("results", "deaths deaths 100 {deduct_per_unit: {costs: 1}}")+`vetoes:
  - {name: concealed, title: {zh: 瞒报事故, en: concealed accidents}, metric: concealed, cap: fail, document: 第24条}
  - {name: two, title: {zh: 事故, en: accidents}, metric: accidents, above: 1, cap: good, document: 第24条}
`)
	for _, c := range []struct {
		name                         string
		deaths, concealed, accidents float64
		grade                        string
		vetoes                       int
	}{
		{"nothing", 0, 0, 0, "excellent", 0},
		{"one concealed accident", 0, 1, 0, "fail", 1},
		{"one accident is not above one", 0, 0, 1, "excellent", 0},
		{"two are", 0, 0, 2, "good", 1},
		{"a cap never lifts a grade", 35, 0, 2, "pass", 1}, // 65 marks
		{"the worst cap counts", 0, 1, 2, "fail", 2},
	} {
		sheet := s.mark(map[string]figure{
			"deaths":    figureOf("deaths", map[string]cell{"deaths": is(c.deaths)}),
			"concealed": figureOf("concealed", map[string]cell{"concealed": is(c.concealed)}),
			"accidents": figureOf("accidents", map[string]cell{"accidents": is(c.accidents)}),
		})
		if sheet.grade.Name != c.grade || len(sheet.vetoes) != c.vetoes || !sheet.score.Equal(decimal.NewFromFloat(100-c.deaths)) {
			t.Errorf("%s: grade %s, %d vetoes, score %s", c.name, sheet.grade.Name, len(sheet.vetoes), sheet.score)
		}
		if c.concealed > 0 {
			if want := "一票否决：瞒报事故1起，超过0起，等次不高于不合格"; sheet.vetoes[0].Rule.ZH != want {
				t.Errorf("got %s, want %s", sheet.vetoes[0].Rule.ZH, want)
			}
		}
	}
}

func TestBandsIncludeTheirLowerEnd(t *testing.T) {
	s := scheme(t, threeGroups+lines("results", "deaths deaths 100 {deduct_per_unit: {costs: 1}}"))
	for score, want := range map[string]string{"100": "excellent", "90": "excellent", "89.99": "good", "80": "good", "79.99": "pass", "60": "pass", "59.99": "fail", "0": "fail"} {
		if got := s.grade(decimal.RequireFromString(score)).Name; got != want {
			t.Errorf("%s is %s, expected %s", score, got, want)
		}
	}
}

// Whatever the marks, the figures and what applies: each line's given and lost are its marks exactly, the marks are the
// full marks exactly, and what was given is the score exactly.
func TestMarksAddUpExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &Scheme{FullMarks: decimal.NewFromInt(100), Spread: rapid.SampledFrom([]Spread{"", SpreadScheme, SpreadGroup}).Draw(t, "spread")}
		figures := map[string]figure{}
		left := int64(10000)
		applied, known := false, false
		count := rapid.IntRange(1, 12).Draw(t, "indicators")
		for n := range count {
			cents := left
			if n < count-1 {
				cents = rapid.Int64Range(1, left-int64(count-n-1)).Draw(t, "marks")
			}
			left -= cents
			name := fmt.Sprintf("m%d", n)
			i := Indicator{Name: name, Metric: name, Marks: decimal.New(cents, -2), NotReported: rapid.SampledFrom([]NotReported{NotReportedLoses, NotReportedSpreads}).Draw(t, "policy")}
			zero, n3 := decimal.NewFromInt(0), decimal.NewFromInt(3)
			i.Rule = rapid.SampledFrom([]Rule{
				{Proportional: &Proportional{Floor: decimal.NewFromInt(20), Target: decimal.NewFromInt(97)}},
				{DeductPerUnit: &PerUnit{Each: &n3, Costs: decimal.RequireFromString("0.07")}},
				{ComparePreviousYear: &PerUnit{Costs: decimal.RequireFromString("0.2")}},
				{AllOrNothing: &Threshold{AtMost: &zero}},
			}).Draw(t, "rule")
			if group := rapid.IntRange(0, 2).Draw(t, "group"); group == 0 || len(s.Groups) == 0 {
				s.Groups = append(s.Groups, Group{Name: name})
			}
			last := &s.Groups[len(s.Groups)-1]
			last.Indicators = append(last.Indicators, i)
			state := rapid.SampledFrom([]warehouse.State{warehouse.Present, warehouse.Present, warehouse.NotReported, warehouse.NothingDue}).Draw(t, "state")
			f := newFigure(metric{Name: name}, func(string) cell {
				return cell{number: new(float64(rapid.Int64Range(0, 100000).Draw(t, "figure")) / 1000), state: state}
			})
			figures[name] = f
			applied = applied || judge(s, i, f).applies
			known = known || judge(s, i, f).applies && f.value != nil
		}
		sheet := s.mark(figures)
		marks, given := decimal.Zero, decimal.Zero
		for _, line := range sheet.lines {
			if !line.Given.Add(line.Lost).Equal(line.Marks) || line.Given.IsNegative() || line.Lost.IsNegative() {
				t.Fatalf("%s: given %s + lost %s, marks %s", line.Indicator, line.Given, line.Lost, line.Marks)
			}
			if !line.Applies && !line.Marks.IsZero() {
				t.Fatalf("%s does not apply and has %s marks", line.Indicator, line.Marks)
			}
			marks, given = marks.Add(line.Marks), given.Add(line.Given)
		}
		switch {
		case !known && (sheet.score != nil || sheet.reason.ZH == ""):
			t.Fatal("a score out of nothing")
		case applied && !marks.Equal(s.FullMarks):
			t.Fatalf("marks add up to %s", marks)
		case known && !given.Equal(*sheet.score):
			t.Fatalf("given add up to %s, the score is %s", given, sheet.score)
		}
	})
}

// check compares the lines with "name marks given lost".
func check(t *testing.T, s sheet, want ...string) {
	t.Helper()
	for i, line := range s.lines {
		got := fmt.Sprintf("%s %s %s %s", line.Indicator, line.Marks, line.Given, line.Lost)
		if i >= len(want) || got != want[i] {
			t.Errorf("line %d: %s, expected %v", i, got, want)
		}
	}
}
