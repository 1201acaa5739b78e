package scheme

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// page is docs/assessment-why.md and the scheme in it.
func page(t *testing.T) (text string, yaml []byte) {
	t.Helper()
	file, err := os.ReadFile("../../docs/assessment-why.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(file)
	if found == nil {
		t.Fatal("the page has no scheme")
	}
	return string(file), found[1]
}

// says holds when the page says so, in one line of it.
func says(t *testing.T, page, words string) {
	t.Helper()
	if !strings.Contains(page, words) {
		t.Errorf("the page does not say: %s", words)
	}
}

// quarterOf marks two counties; judged is nil where nobody was.
func quarterOf(s *Scheme, rates, deaths [2]int64, judged *[2]int64) Run {
	r := Run{Scheme: s}
	for i, key := range []string{"甲", "乙"} {
		figures := map[string]Figure{
			"hazard_on_time_rate": rateFigure(rates[i], 100), "deaths_counted": countFigure(deaths[i]),
			"judged": {Value: Value{State: warehouse.NotReported}},
		}
		if judged != nil {
			figures["judged"] = countFigure(judged[i])
		}
		r.Subjects = append(r.Subjects, Subject{Key: key, Name: key, Figures: figures})
	}
	r.Sheets = s.Mark(r.Subjects)
	return r
}

func TestThePageAboutWhyIsRight(t *testing.T) {
	text, yaml := page(t)
	read := func(yaml string) *Scheme {
		s, err := Read("example.yaml", []byte(yaml), knownOf(whatIfMetrics))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := read(string(yaml))
	first := quarterOf(s, [2]int64{90, 95}, [2]int64{1, 3}, &[2]int64{18, 16})
	second := quarterOf(s, [2]int64{98, 92}, [2]int64{2, 3}, nil)
	if got := scoresOf(first) + ", " + scoresOf(second); got != "甲 68 2 pass, 乙 68.5 1 pass, 甲 81.25 1 pass, 乙 56.25 2 fail" {
		t.Errorf("scores %s", got)
	}
	m := Movements(first, nil, second)[0]
	if got := stepsOf(m.Steps); !slices.Equal(got, []string{"indicator on_time 20", "indicator deaths -5", "spread  -1.75"}) {
		t.Errorf("steps %s", got)
	}
	says(t, text, "> "+m.Words.ZH+"\n")

	dearer := read(strings.Replace(string(yaml), "costs: 5", "costs: 6", 1))
	now := quarterOf(dearer, [2]int64{98, 92}, [2]int64{2, 3}, nil)
	m = Movements(first, dearer.Mark(first.Subjects), now)[0]
	if got := stepsOf(m.Steps); !slices.Equal(got, []string{"indicator on_time 20", "indicator deaths -6", "spread  -2.25", "rule  -1"}) || m.After.String() != "78.75" {
		t.Errorf("steps %s, to %s", got, m.After)
	}

	for _, line := range first.Sheets[0].Lines {
		says(t, text, "`"+line.Regain.Words.ZH+"`")
	}

	number := func(line, path, value string) Number { return Number{line, path, decimal.RequireFromString(value)} }
	ninetyEight := decimal.NewFromInt(98)
	for want, change := range map[string]Change{
		"甲 76.33 2 pass, 乙 81 1 pass":    {Numbers: []Number{number("on_time", "rule.proportional.target", "95")}},
		"甲 71 2 pass, 乙 77.5 1 pass":     {Numbers: []Number{number("deaths", "rule.deduct_per_unit.costs", "2")}},
		"甲 75.72 1 pass, 乙 73.21 2 pass": {Numbers: []Number{number("deaths", "marks", "50")}, Rescale: true},
		"甲 88 1 pass, 乙 68.5 2 pass":     {Figures: []FigureChange{{Subject: "甲", Input: "hazard_on_time_rate", Numerator: &ninetyEight}}},
	} {
		w, err := first.WhatIf(change)
		if err != nil {
			t.Fatal(err)
		}
		if got := scoresOf(w.Run); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		for _, sheet := range w.Run.Sheets {
			if sheet.Score.String() != "68.5" {
				says(t, text, sheet.Score.String())
			}
		}
	}
}
