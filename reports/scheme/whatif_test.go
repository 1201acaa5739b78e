package scheme

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Two lines judged by records and one by people.
const whatIfScheme = `
scheme: what-if
title: {zh: 试算, en: What if}
effective_from: 2025-01-01
full_marks: 100
rounding: {of: lines}
bands:
  - {name: excellent, title: {zh: 优秀, en: Excellent}, from: 90}
  - {name: pass, title: {zh: 合格, en: Pass}, from: 60}
  - {name: fail, title: {zh: 不合格, en: Fail}, from: 0}
groups:
  - name: all
    title: {zh: 全部, en: All}
    indicators:
      - {name: on_time, title: {zh: 按期整改, en: Rectified in time}, figure: hazard_on_time_rate, marks: 50, rule: {proportional: {floor: 80, target: 100}}, document: a}
      - {name: deaths, title: {zh: 死亡, en: Deaths}, figure: deaths_counted, marks: 30, rule: {deduct_per_unit: {costs: 5}}, document: b}
      - {name: judged, title: {zh: 评议, en: Judged}, marks: 20, rule: {entered: true}, document: c}
`

var whatIfMetrics = map[string]Metric{
	"hazard_on_time_rate": {Title: warehouse.Text{ZH: "隐患按期整改率", EN: "Hazards rectified on time"}, Unit: "%", Ratio: true},
	"deaths_counted":      {Title: warehouse.Text{ZH: "死亡人数", EN: "Deaths"}, Unit: "人", Final: true},
}

func knownOf(metrics map[string]Metric) Known {
	return func(name string) (Metric, bool) {
		m, ok := metrics[name]
		return m, ok
	}
}

func countFigure(n int64) Figure {
	return Figure{Value: Value{State: warehouse.Present, Number: big.NewRat(n, 1)}}
}

// a: 90 of 100 in time is half of 50 = 25; one death 30 − 5 = 25; judged 18: 68.
// b: 95 of 100 is three quarters = 37.5; three deaths 15; judged 16: 68.5.
func whatIfRun(t *testing.T) Run {
	t.Helper()
	s, err := Read("what-if.yaml", []byte(whatIfScheme), knownOf(whatIfMetrics))
	if err != nil {
		t.Fatal(err)
	}
	r := Run{Scheme: s, Subjects: []Subject{
		{Key: "a", Name: "甲", Figures: map[string]Figure{"hazard_on_time_rate": rateFigure(90, 100), "deaths_counted": countFigure(1), "judged": countFigure(18)}},
		{Key: "b", Name: "乙", Figures: map[string]Figure{"hazard_on_time_rate": rateFigure(95, 100), "deaths_counted": countFigure(3), "judged": countFigure(16)}},
	}}
	r.Sheets = s.Mark(r.Subjects)
	if got := scoresOf(r); got != "a 68 2 pass, b 68.5 1 pass" {
		t.Fatalf("before: %s", got)
	}
	return r
}

func scoresOf(r Run) string {
	var out []string
	for _, s := range r.Sheets {
		out = append(out, fmt.Sprintf("%s %s %d %s", s.Key, s.Score, s.Rank, s.Grade.Name))
	}
	return strings.Join(out, ", ")
}

func TestWhatIf(t *testing.T) {
	number := func(line, path, value string) Number { return Number{line, path, decimal.RequireFromString(value)} }
	ninetyEight := decimal.NewFromInt(98)
	none := decimal.Zero
	for _, c := range []struct {
		name   string
		change Change
		want   string
	}{
		{"the target is 95: a gets 10/15 of 50 = 33.33, b all of it", Change{Numbers: []Number{number("on_time", "rule.proportional.target", "95")}}, "a 76.33 2 pass, b 81 1 pass"},
		// a: 30; b: 24 + 37.5 + 16
		{"a death costs 2", Change{Numbers: []Number{number("deaths", "rule.deduct_per_unit.costs", "2")}}, "a 71 2 pass, b 77.5 1 pass"},
		// a: 20/50 of 25 = 10, deaths 60 − 5 = 55, judged 18; b: 15 + 45 + 16
		{"marks are moved by hand", Change{Numbers: []Number{number("on_time", "marks", "20"), number("deaths", "marks", "60")}}, "a 83 1 pass, b 76 2 pass"},
		// The others share 50 as 50 : 20: 35.71 and 14.29. a: 17.855 → 17.86; 50 − 5 = 45; 18 of 20 is 12.861 → 12.86.
		// b: 26.7825 → 26.78; 35; 16 of 20 is 11.432 → 11.43.
		{"deaths weigh 50, the rest shrinks", Change{Numbers: []Number{number("deaths", "marks", "50")}, Rescale: true}, "a 75.72 1 pass, b 73.21 2 pass"},
		// 98 %: 18/20 of 50 = 45
		{"a rectifies 98", Change{Figures: []FigureChange{{Subject: "a", Input: "hazard_on_time_rate", Numerator: &ninetyEight}}}, "a 88 1 pass, b 68.5 2 pass"},
		{"nobody died at b", Change{Figures: []FigureChange{{Subject: "b", Input: "deaths_counted", Value: &none}}}, "a 68 2 pass, b 83.5 1 pass"},
		{"b reports nothing", Change{Figures: []FigureChange{{Subject: "b", Input: "hazard_on_time_rate", NotReported: true}}}, "a 68 1 pass, b 31 2 fail"},
		{"the band moves", Change{Numbers: []Number{number("pass", "from", "68.5")}}, "a 68 2 fail, b 68.5 1 pass"},
	} {
		r := whatIfRun(t)
		w, err := r.WhatIf(c.change)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := scoresOf(w.Run); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		for _, m := range w.Movements {
			checkMovement(t, m)
		}
		if got := scoresOf(Run{Sheets: r.Scheme.Mark(r.Subjects)}); got != "a 68 2 pass, b 68.5 1 pass" {
			t.Errorf("%s: left behind %s", c.name, got)
		}
	}
}

func TestWhatIfNamesEveryFault(t *testing.T) {
	number := func(line, path, value string) Number { return Number{line, path, decimal.RequireFromString(value)} }
	minus, one := decimal.NewFromInt(-1), decimal.NewFromInt(1)
	for _, c := range []struct {
		change Change
		want   []string
	}{
		{Change{Numbers: []Number{number("on_tim", "marks", "1")}}, []string{`the scheme has no line "on_tim"; expected one of`, "on_time, deaths, judged"}},
		{Change{Numbers: []Number{number("on_time", "rule.target", "1")}}, []string{`on_time has no number "rule.target"; expected one of marks, rule.proportional.floor, rule.proportional.target`}},
		{Change{Numbers: []Number{number("deaths", "marks", "50")}}, []string{"the marks add up to 120 instead of 100", "ask for rescaling"}},
		{Change{Numbers: []Number{number("deaths", "marks", "120")}, Rescale: true}, []string{"leaves nothing of 100"}},
		{Change{Numbers: []Number{number("on_time", "rule.proportional.target", "80")}}, []string{"target"}},
		{Change{Numbers: []Number{number("deaths", "rule.deduct_per_unit.costs", "-1")}}, []string{"costs"}},
		{Change{Numbers: []Number{number("pass", "from", "95")}}, []string{"bands"}},
		{Change{Figures: []FigureChange{
			{Subject: "z", Input: "judged", Value: &one}, {Subject: "a", Input: "judgd", Value: &one}, {Subject: "a", Input: "deaths_counted", Value: &minus}, {Subject: "b", Input: "judged"},
			{Subject: "a", Input: "hazard_on_time_rate", Denominator: &decimal.Zero},
		}}, []string{`"z" is not assessed`, `no figure "judgd"; expected one of`, "not negative, found -1", "nothing is changed", "denominator above zero"}},
	} {
		_, err := whatIfRun(t).WhatIf(c.change)
		var fault *warehouse.Error
		if !errors.As(err, &fault) || fault.Code != warehouse.BadRequest {
			t.Errorf("%+v: %v", c.change, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(fault.Message, want) {
				t.Errorf("expected %q in %s", want, fault.Message)
			}
		}
	}
}

func TestNumbersOfASchemeAreNamedAsItsFileNamesThem(t *testing.T) {
	var got []string
	for _, n := range whatIfRun(t).Scheme.Numbers() {
		got = append(got, fmt.Sprintf("%s %s %s", n.Line, n.Path, n.Value))
	}
	want := []string{
		" full_marks 100", "excellent from 90", "pass from 60", "fail from 0",
		"on_time marks 50", "on_time rule.proportional.floor 80", "on_time rule.proportional.target 100",
		"deaths marks 30", "deaths rule.deduct_per_unit.costs 5", "judged marks 20",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", got)
	}
}

// Every number of every scheme that ships can be named, and set to what it is: nothing is wrong with it and nothing moves.
func TestWhatIfKnowsEveryNumberOfTheSchemesThatShip(t *testing.T) {
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	library, err := Open("", KnownIn(catalogue))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range library.Schemes() {
		r := Run{Scheme: s, Subjects: []Subject{{Key: "a"}, {Key: "b"}}}
		for i, in := range s.Inputs() {
			if in.Expression == "" {
				if r.Subjects[0].Figures == nil {
					r.Subjects[0].Figures = map[string]Figure{}
				}
				r.Subjects[0].Figures[in.Name] = countFigure(int64(i % 3))
			}
		}
		r.Sheets = s.Mark(r.Subjects)
		numbers := s.Numbers()
		if len(numbers) < 20 {
			t.Errorf("%s: only %d numbers", s.Name, len(numbers))
		}
		w, err := r.WhatIf(Change{Numbers: numbers})
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		for _, m := range w.Movements {
			if m.Change != nil && !m.Change.IsZero() || len(m.Steps) > 0 {
				t.Errorf("%s: %s moved by %s", s.Name, m.Key, m.Change)
			}
		}
	}
}
