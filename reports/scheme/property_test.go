package scheme

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/warehouse"
)

// randomScheme writes a scheme with nested, scaled and bounded groups, every base rule, bonuses, deductions and vetoes.
func randomScheme(t *rapid.T) *Scheme {
	var b strings.Builder
	line := 0
	indicators := func(indent string) (total int) {
		for range rapid.IntRange(1, 4).Draw(t, "indicators") {
			line++
			marks := rapid.IntRange(1, 30).Draw(t, "marks")
			total += marks
			rule := rapid.SampledFrom([]string{
				"{proportional: {floor: 60, target: 100}}",
				"{proportional: {floor: 40, target: 0}}",
				fmt.Sprintf("{interpolate: [{at: 20, gives: 0}, {at: 20, gives: %s}, {at: 70, gives: %d}]}", decimal.New(int64(marks), -1), marks),
				fmt.Sprintf("{steps: [{at_least: 90, gives: %d}, {above: 50, costs: 0.3}, {otherwise: true, gives: 0.1}]}", marks),
				"{deduct_per_unit: {below: 100, each: 7, costs: 0.9, units: started}}",
				"{earn_per_unit: {each: 3, gives: 1.3}}",
				"{all_or_nothing: {at_least: 50}}",
				"{entered: true}",
				`{formula: "value / 7"}`,
				"{compare: {with: previous_year, by: percent, from_zero: 50}, deduct_per_unit: {costs: 0.11}}",
				"{compare: {with: peers_mean}, deduct_per_unit: {below: 0, costs: 0.7}}",
				"{rank: {best: highest}, deduct_per_unit: {above: 1, costs: 1.1}}",
				"{deductions: [{figure: f1, costs: 0.07}, {when: f2 > 50, costs: 0.4}], lose_when: f3 > 99}",
			}).Draw(t, "rule")
			extra := rapid.SampledFrom([]string{"", "", ", applies_when: f1 > 30", ", spread: group", ", spread: full", ", spread: peers_mean", ", spread: none", ", least: -3"}).Draw(t, "extra")
			fmt.Fprintf(&b, "%s- {name: l%d, title: {zh: 甲, en: a}, figure: f%d, marks: %d, rule: %s, document: d%s}\n", indent, line, rapid.IntRange(1, 4).Draw(t, "figure"), marks, rule, extra)
		}
		return total
	}
	full := 0
	groups := rapid.IntRange(1, 3).Draw(t, "groups")
	for g := range groups {
		fmt.Fprintf(&b, "  - name: g%d\n    title: {zh: 组, en: group}\n", g)
		if rapid.Bool().Draw(t, "scaled") {
			marks := rapid.IntRange(1, 60).Draw(t, "group marks")
			full += marks
			fmt.Fprintf(&b, "    marks: %d\n", marks)
			if rapid.Bool().Draw(t, "bounded") {
				b.WriteString("    most: 20\n    least: -1\n")
			}
			if rapid.Bool().Draw(t, "nested") {
				fmt.Fprintf(&b, "    groups:\n      - name: n%d\n        title: {zh: 组, en: group}\n        indicators:\n", g)
				indicators("          ")
				continue
			}
			b.WriteString("    indicators:\n")
			indicators("      ")
			continue
		}
		b.WriteString("    indicators:\n")
		full += indicators("      ")
	}
	head := fmt.Sprintf(`scheme: random
title: {zh: 例, en: example}
effective_from: 2025-01-01
full_marks: %d
most_marks: %d
places: %d
rounding: {of: %s, mode: %s}
spread: %s
not_reported: %s
figures:
  - {name: f1, title: {zh: 一, en: one}, entered: true}
  - {name: f2, title: {zh: 二, en: two}, unit: "%%", metric: rate}
  - {name: f3, title: {zh: 三, en: three}, entered: true, default: 12.5}
  - {name: f4, title: {zh: 四, en: four}, expression: (f1 + f2 * 2) / 3}
bands: [{name: good, title: {zh: 良好, en: good}, from: 80}, {name: pass, title: {zh: 合格, en: pass}, from: 10}, {name: fail, title: {zh: 不合格, en: fail}, from: 0}]
quotas: [{grade: good, share: 40}]
bonuses: [{name: b1, title: {zh: 加, en: plus}, figure: f3, most: 3, rule: {earn_per_unit: {each: 7, gives: 0.3}}, document: d}]
deductions: [{name: d1, title: {zh: 减, en: minus}, figure: f2, rule: {deduct_per_unit: {above: 90, costs: 0.37}}, document: d}]
deductions_most: 2
vetoes: [{name: v1, title: {zh: 否, en: veto}, when: f2 < 10, effect: {cap: fail, lose: g0, marks: 1}, document: d}]
groups:
`, full, full+80, rapid.IntRange(0, 3).Draw(t, "places"), rapid.SampledFrom([]string{"lines", "score"}).Draw(t, "of"), rapid.SampledFrom([]string{"half_up", "half_even", "down", "up"}).Draw(t, "mode"),
		rapid.SampledFrom([]string{"scheme", "group", "full", "peers_mean", "none"}).Draw(t, "spread"), rapid.SampledFrom([]string{"lose", "spread"}).Draw(t, "not reported"))
	s, err := Read("random.yaml", []byte(head+b.String()), nil)
	if err != nil {
		// A rule that cannot give all marks, or a metric as marks, is no scheme.
		if strings.Contains(err.Error(), "a metric is no marks") || strings.Contains(err.Error(), "never give") || strings.Contains(err.Error(), "expected 0 to") || strings.Contains(err.Error(), "expected -3 to") {
			t.Skip()
		}
		t.Fatalf("%v\n%s", err, head+b.String())
	}
	return s
}

func randomSubjects(t *rapid.T, s *Scheme) []Subject {
	states := []warehouse.State{warehouse.NotReported, warehouse.NoData, warehouse.NothingDue}
	value := func() Value {
		if rapid.IntRange(0, 5).Draw(t, "unknown") == 0 {
			return Value{State: rapid.SampledFrom(states).Draw(t, "state")}
		}
		n := big.NewRat(rapid.Int64Range(0, 1000).Draw(t, "numerator"), rapid.Int64Range(1, 13).Draw(t, "denominator"))
		return Value{State: warehouse.Present, Number: n}
	}
	subjects := make([]Subject, rapid.IntRange(1, 5).Draw(t, "subjects"))
	for i := range subjects {
		subjects[i] = Subject{Key: fmt.Sprint(i), Figures: map[string]Figure{}}
		for _, in := range s.Inputs() {
			if in.Expression == "" {
				subjects[i].Figures[in.Name] = Figure{Value: value(), PreviousYear: value()}
			}
		}
	}
	return subjects
}

// What lines give adds up to the score, what they lose to their marks, and what can be earned to all marks less what nobody
// can earn: exactly, whatever the scheme and the figures.
func TestLinesAddUpToTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomScheme(t)
		subjects := randomSubjects(t, s)
		for i, sheet := range s.Mark(subjects) {
			if sheet.Key != subjects[i].Key {
				t.Fatal("sheets are out of order")
			}
			sum, marks, applied := decimal.Zero, decimal.Zero, false
			for _, line := range sheet.Lines {
				sum = sum.Add(line.Given)
				if line.Kind == Scored {
					marks = marks.Add(line.Marks)
					applied = applied || line.Applies
					if !line.Given.Add(line.Lost).Equal(line.Marks) {
						t.Fatalf("%s: %s + %s is not %s", line.Name, line.Given, line.Lost, line.Marks)
					}
				}
				if line.Rule.ZH == "" || line.Rule.EN == "" {
					t.Fatalf("%s has no reason", line.Name)
				}
			}
			if sheet.Score == nil {
				continue
			}
			if !sum.Equal(*sheet.Score) {
				t.Fatalf("lines add up to %s, the score is %s", sum, sheet.Score)
			}
			if !sheet.Score.Equal(sheet.Score.Truncate(int32(s.DecimalPlaces()))) || sheet.Score.IsNegative() || sheet.Score.GreaterThan(*s.MostMarks) {
				t.Fatalf("score %s", sheet.Score)
			}
			everywhere := s.Spread == SpreadScheme || s.Spread == SpreadGroup
			for _, g := range s.Groups {
				for _, inner := range append([]Group{g}, g.Groups...) {
					for _, in := range inner.Indicators {
						everywhere = everywhere && (in.Spread == "" || in.Spread == SpreadGroup)
					}
				}
			}
			if applied && everywhere && !marks.Equal(s.FullMarks) {
				t.Fatalf("what can be earned adds up to %s of %s", marks, s.FullMarks)
			}
		}
	})
}

// More of what is good never costs, and more of what is bad never pays.
func TestRulesAreMonotonic(t *testing.T) {
	rules := map[string]int{ // by the sign of what more is worth
		"{proportional: {floor: 60, target: 100}}":                                                  1,
		"{proportional: {floor: 40, target: 0}}":                                                    -1,
		"{interpolate: [{at: 20, gives: 0}, {at: 20, gives: 3}, {at: 70, gives: 10}]}":              1,
		"{steps: [{at_least: 90, gives: 10}, {above: 50, gives: 4}]}":                               1,
		"{deduct_per_unit: {above: 3, each: 7, costs: 0.9, units: started}}":                        -1,
		"{deduct_per_unit: {below: 90, each: 7, costs: 0.9, units: full}}":                          1,
		"{earn_per_unit: {each: 3, gives: 1.3}}":                                                    1,
		"{all_or_nothing: {at_most: 50}}":                                                           -1,
		"{rank: {best: highest}, deduct_per_unit: {above: 1, costs: 4}}":                            1,
		"{compare: {with: previous_year, by: percent, from_zero: 50}, deduct_per_unit: {costs: 1}}": -1,
		"{deductions: [{figure: f, costs: 0.7}, {when: f > 50, costs: 4}], lose_when: f > 99}":      -1,
	}
	schemes := map[string]*Scheme{}
	for rule := range rules {
		s, err := Read("one.yaml", []byte(strings.Replace(strings.Replace(smallScheme, "full_marks: 100", "full_marks: 10", 1), "figure: rate, marks: 100, rule: {proportional: {floor: 80, target: 100}}", "figure: f, marks: 10, rule: "+rule, 1)), nil)
		if err != nil {
			t.Fatal(err)
		}
		schemes[rule] = s
	}
	rapid.Check(t, func(t *rapid.T) {
		low := big.NewRat(rapid.Int64Range(0, 1200).Draw(t, "low"), rapid.Int64Range(1, 12).Draw(t, "of"))
		high := new(big.Rat).Add(low, big.NewRat(rapid.Int64Range(0, 1200).Draw(t, "more"), 12))
		base := Value{State: warehouse.Present, Number: big.NewRat(rapid.Int64Range(0, 100).Draw(t, "base"), 1)}
		peer := Subject{Key: "peer", Figures: map[string]Figure{"f": {Value: base, PreviousYear: base}}}
		given := func(s *Scheme, n *big.Rat) decimal.Decimal {
			own := Subject{Key: "own", Figures: map[string]Figure{"f": {Value: Value{State: warehouse.Present, Number: n}, PreviousYear: base}}}
			return s.Mark([]Subject{own, peer})[0].Lines[0].Given
		}
		for rule, sign := range rules {
			less, more := given(schemes[rule], low), given(schemes[rule], high)
			if c := more.Cmp(less); c != 0 && c != sign {
				t.Fatalf("%s: %s gives %s, %s gives %s", rule, low.RatString(), less, high.RatString(), more)
			}
		}
	})
}
