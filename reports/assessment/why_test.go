package assessment

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// 淄川区 lost four lives in the second quarter and none in the first: four marks, two places, to 张店区 and 桓台县.
func TestMovementSaysWhyACountyFell(t *testing.T) {
	r, _ := zibo(t)
	a, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	m := a.Subjects[2].Movement
	if got, want := m.Words.ZH, "得分由100分降至96分，减少4分：deaths−4分；排名由第1位降至第3位，被张店区、桓台县超过"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if len(m.Steps) != 1 || m.Steps[0].Words.ZH != "deaths由0人变为4人，由40分变为36分，减少4分" {
		t.Errorf("steps %+v", m.Steps)
	}
}

// Two versions: from the second quarter on a death costs two. 桓台县 had five in the first (95 then, 90 under the present
// rule) and one in the second (98).
func TestMovementTellsTheChangedRuleFromTheFigures(t *testing.T) {
	r, _ := zibo(t)
	old := r.schemes.(only).Scheme
	text := strings.Replace(strings.Replace(string(old.Text()), "effective_from: 2020-01-01", "effective_from: 2025-04-01", 1), "costs: 1}", "costs: 2}", 1)
	r.schemes = versions{old, readScheme(t, text)}
	a, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range a.Subjects {
		if s.Key != "370321" {
			continue
		}
		var got []string
		for _, step := range s.Movement.Steps {
			got = append(got, string(step.Cause)+" "+step.Change.String())
		}
		if strings.Join(got, ", ") != "indicator 8, rule -5" || s.Movement.Change.String() != "3" {
			t.Errorf("steps %s, together %s", got, s.Movement.Change)
		}
	}
}

// versions is a library of two versions of one scheme.
type versions [2]*scheme.Scheme

func (v versions) Schemes() []*scheme.Scheme { return v[:] }
func (v versions) Default() string           { return v[0].Name }
func (v versions) Hash() string              { return "" }
func (v versions) Find(_ string, on safety.Date) (*scheme.Scheme, error) {
	if on.Before(v[1].EffectiveFrom) {
		return v[0], nil
	}
	return v[1], nil
}

func TestMovementIsForWhoSeesTheSubject(t *testing.T) {
	r, _ := zibo(t)
	a, err := r.Assess(context.Background(), warehouse.Scope{Regions: []safety.RegionCode{"370321"}}, quarter(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range a.Subjects {
		if (s.Movement != nil) != (s.Key == "370321") {
			t.Errorf("%s: movement %+v", s.Key, s.Movement)
		}
	}
}

func TestWhatIfOfAnAssessment(t *testing.T) {
	r, _ := zibo(t)
	// Had nobody died in 淄川区, it would have 100 and be first again.
	none := decimal.Zero
	a, err := r.WhatIf(context.Background(), warehouse.Everything(), quarter(t), scheme.Change{Figures: []scheme.FigureChange{{Subject: "370302", Input: "deaths", Value: &none}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(board(a), ", "); got != "1 370302 100 +2, 2 370303 99 -1, 2 370321 99 -1, 4 ZB-GXQ 91 +0" {
		t.Errorf("got %s", got)
	}
	if a.Previous != nil || a.Subjects[0].Movement.Change.String() != "4" {
		t.Errorf("moved against %+v by %s", a.Previous, a.Subjects[0].Movement.Change)
	}
	again, err := r.Assess(context.Background(), warehouse.Everything(), quarter(t))
	if err != nil || strings.Join(board(again), ", ") != "1 370303 99 +1, 1 370321 99 +2, 3 370302 96 -2, 4 ZB-GXQ 91 +0" {
		t.Errorf("left behind %v, %v", board(again), err)
	}
}

// A county asks what it would have without its own dead. It is not told what others would have, nor may it try other figures
// of theirs, other marks, or a scheme that compares it with them: each would tell what their figures are.
func TestWhatIfTellsACountyNothingOfOthers(t *testing.T) {
	r, f := zibo(t)
	county := warehouse.Scope{Regions: []safety.RegionCode{"370302"}}
	none := decimal.Zero
	own := scheme.Change{Figures: []scheme.FigureChange{{Subject: "370302", Input: "deaths", Value: &none}}}
	a, err := r.WhatIf(context.Background(), county, quarter(t), own)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(board(a), ", "); got != "1 370302 100 +2" {
		t.Errorf("got %s", got)
	}
	for name, change := range map[string]scheme.Change{
		"another's figure":       {Figures: []scheme.FigureChange{{Subject: "370321", Input: "deaths", Value: &none}}},
		"a figure and another's": {Figures: append([]scheme.FigureChange{{Subject: "370321", Input: "deaths", Value: &none}}, own.Figures...)},
		"other numbers":          {Numbers: []scheme.Number{{Line: "deaths", Path: "rule.deduct_per_unit.costs", Value: decimal.NewFromInt(2)}}},
	} {
		if _, err := r.WhatIf(context.Background(), county, quarter(t), change); !forbidden(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	compared := reportsBy(t, f, header+"groups:\n"+lines("all", "deaths deaths 100 {compare: {with: peers_mean}, deduct_per_unit: {costs: 1}}"))
	if _, err := compared.WhatIf(context.Background(), county, quarter(t), own); !forbidden(err) {
		t.Errorf("against the peers' mean: %v", err)
	}
}

func TestCertaintyIsForWhoSeesAll(t *testing.T) {
	r, _ := zibo(t)
	c, err := r.Certainty(context.Background(), warehouse.Everything(), quarter(t), 50)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Intervals) != 4 || len(c.Neighbours) != 3 || c.Draws != 50 {
		t.Errorf("got %+v", c)
	}
	again, err := r.Certainty(context.Background(), warehouse.Everything(), quarter(t), 50)
	if err != nil || again != c {
		t.Errorf("computed again: %v", err)
	}
	if _, err := r.Certainty(context.Background(), warehouse.Scope{Regions: []safety.RegionCode{"370302"}}, quarter(t), 50); !forbidden(err) {
		t.Errorf("a county: %v", err)
	}
	if _, err := r.Certainty(context.Background(), warehouse.Everything(), quarter(t), 50_000); err == nil {
		t.Error("drew without end")
	}
}

func forbidden(err error) bool {
	var fault *warehouse.Error
	return errors.As(err, &fault) && fault.Code == warehouse.Forbidden
}
