package assessment_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// checkContributionsOfSomeQuarters holds for every subject and every scheme that ships; the rest of the demo's periods, and the
// cities of the province, have their turn in the soak.
func checkContributionsOfSomeQuarters(t *testing.T, r *assessment.Reports) {
	t.Helper()
	some := map[scheme.SubjectKind][]assessment.Query{
		scheme.Regions:     {{Region: "370300"}, {Region: "370000", Level: safety.LevelCounty}},
		scheme.Departments: places[scheme.Departments],
		scheme.Enterprises: places[scheme.Enterprises],
	}
	subjects, moved := checkContributions(t, r, periodsOf(t, "2025Q2", "2025Q3", "2026"), some)
	if subjects < 500 || moved < 300 {
		t.Errorf("only %d subjects with a score, and %d that moved, were seen", subjects, moved)
	}
}

// places are who is assessed by a kind of scheme.
var places = map[scheme.SubjectKind][]assessment.Query{
	scheme.Regions:     {{Region: "370000"}, {Region: "370300"}, {Region: "370000", Level: safety.LevelCounty}},
	scheme.Departments: {{Region: "370300"}},
	scheme.Enterprises: {{Region: "370321"}},
}

func periodsOf(t *testing.T, codes ...string) []safety.Period {
	t.Helper()
	var out []safety.Period
	for _, code := range codes {
		p, err := safety.ParsePeriod(code)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// checkContributions asks for every ranking and adds up; it counts the subjects with a score, and those with a change of it.
func checkContributions(t *testing.T, r *assessment.Reports, periods []safety.Period, places map[scheme.SubjectKind][]assessment.Query) (subjects, moved int) {
	t.Helper()
	seen := map[string]bool{}
	for _, s := range r.Schemes() {
		if seen[s.Name] {
			continue
		}
		seen[s.Name] = true
		kind := s.Subjects
		if kind == "" {
			kind = scheme.Regions
		}
		for _, q := range places[kind] {
			for _, p := range periods {
				q.Scheme, q.Period = s.Name, p
				a, err := r.Assess(context.Background(), warehouse.Everything(), q)
				if fault := (*warehouse.Error)(nil); errors.As(err, &fault) && (fault.Code == warehouse.NotFound || fault.Code == warehouse.BadRequest) {
					continue // no version of the scheme, or the period has not begun
				}
				if err != nil {
					t.Fatalf("%s of %s in %s: %v", s.Name, q.Region, p, err)
				}
				for _, subject := range a.Subjects {
					where := fmt.Sprintf("%s of %s in %s", s.Name, subject.Key, p)
					one, two := checkSubject(t, where, a, subject)
					subjects, moved = subjects+one, moved+two
				}
			}
		}
	}
	return subjects, moved
}

func checkSubject(t *testing.T, where string, a *assessment.Assessment, s assessment.Subject) (scored, moved int) {
	t.Helper()
	given := decimal.Zero
	for _, line := range s.Indicators {
		given = given.Add(line.Given)
		if line.Kind == scheme.Scored && !line.Given.Add(line.Lost).Equal(line.Marks) {
			t.Errorf("%s, %s: given %s and lost %s of %s", where, line.Name, line.Given, line.Lost, line.Marks)
		}
	}
	if s.Score == nil {
		return 0, 0
	}
	if !given.Equal(*s.Score) {
		t.Errorf("%s: lines make %s, the score is %s", where, given, s.Score)
	}
	m := s.Movement
	switch {
	case a.Previous == nil:
		return 1, 0
	case m == nil || m.Words.ZH == "" || m.Words.EN == "":
		t.Errorf("%s: nobody says why it moved", where)
		return 1, 0
	case s.PreviousScore == nil:
		if m.Change != nil || len(m.Steps) > 0 {
			t.Errorf("%s: steps from nothing", where)
		}
		return 1, 0
	}
	sum := decimal.Zero
	for _, step := range m.Steps {
		sum = sum.Add(step.Change)
	}
	if want := s.Score.Sub(*s.PreviousScore); !sum.Equal(want) || !m.Change.Equal(want) {
		t.Errorf("%s: steps make %s, the score went from %s to %s", where, sum, s.PreviousScore, s.Score)
	}
	if p := m.Places(); p != nil && *p != len(m.Passed)-len(m.PassedBy) {
		t.Errorf("%s: gained %d places, passed %d, passed by %d", where, *p, len(m.Passed), len(m.PassedBy))
	}
	return 1, 1
}
