package graph_test

import (
	"context"
	"testing"

	"anlan/graph"
	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/warehouse"
)

// long ranks many subjects.
type long struct {
	*fake
	subjects int
}

func (l long) Assess(context.Context, warehouse.Scope, assessment.Query) (*assessment.Assessment, error) {
	return &assessment.Assessment{Subjects: make([]assessment.Subject, l.subjects)}, nil
}

func (l long) WhatIf(ctx context.Context, scope warehouse.Scope, q assessment.Query, _ scheme.Change) (*assessment.Assessment, error) {
	return l.Assess(ctx, scope, q)
}

// A page of the province's 136 counties shows every reason; a thousand enterprises are given with their scores, not with every reason of
// each: 20 lines of some 20 fields are 400,000.
func TestALongRankingIsWeighedWithItsSubjects(t *testing.T) {
	const why = "rank name score movement { words { zh } steps { cause title { zh } change } } indicators { title { zh } lost rule { zh } regain { words { zh } } " +
		"drill { fact region metric from to asOf tree treeDate version } }"
	for _, c := range []struct {
		subjects     int
		fields, code string
	}{{136, why, ""}, {1000, "name rank score", ""}, {1000, why, "TOO_LARGE"}} {
		b := serveFake(t, nil, func(s *graph.Sources) { s.Rankings = long{&fake{}, c.subjects} })
		for _, ask := range []string{`assessment(region: "370000", period: "2025Q1")`, `assessmentWhatIf(query: {region: "370000", period: "2025Q1"}, change: {})`} {
			if got := b.ask(t, "{ "+ask+" { subjects { "+c.fields+" } } }", nil); got.code() != c.code {
				t.Errorf("%s of %d subjects: code %q, expected %q: %.300s", ask, c.subjects, got.code(), c.code, got.body)
			}
		}
		// The reasons of the subjects that are named weigh as much as these, whoever else is ranked.
		few := `{ assessment(region: "370000", period: "2025Q1") { all: subjects { rank } subjects(only: ["a", "b"]) { ` + c.fields + ` } } }`
		if got := b.ask(t, few, nil); got.code() != "" {
			t.Errorf("two of %d subjects: %.300s", c.subjects, got.body)
		}
		// fields that come by two fragments weigh together
		halves := `{ ...a ...b } fragment a on Query { assessment(region: "370000", period: "2025Q1") { kind } } fragment b on Query { assessment(region: "370000", period: "2025Q1") { subjects { ` + c.fields + ` } } }`
		if got := b.ask(t, halves, nil); got.code() != c.code {
			t.Errorf("in halves: code %q, expected %q", got.code(), c.code)
		}
	}
}

// ranked ranks three counties.
type ranked struct{ *fake }

func (ranked) Assess(context.Context, warehouse.Scope, assessment.Query) (*assessment.Assessment, error) {
	return &assessment.Assessment{Subjects: []assessment.Subject{{Key: "370302", Rank: 1, Ranked: 3}, {Key: "370303", Rank: 2, Ranked: 3}, {Key: "370304", Rank: 3}}}, nil
}

// Chosen subjects keep their rank among all; what is not ranked is left out; no subjects are no subjects.
func TestChosenSubjectsOfARanking(t *testing.T) {
	b := serveFake(t, nil, func(s *graph.Sources) { s.Rankings = ranked{&fake{}} })
	const ask = `{ assessment(region: "370300", period: "2025Q1") { own: subjects(only: ["370303", "370399"]) { key rank ranked } none: subjects(only: []) { key } all: subjects { key ranked } caution { zh } } }`
	const want = `{"assessment":{"own":[{"key":"370303","rank":2,"ranked":3}],"none":[],"all":[{"key":"370302","ranked":3},{"key":"370303","ranked":3},{"key":"370304","ranked":null}],"caution":null}}`
	if got := b.ask(t, ask, nil); string(got.Data) != want {
		t.Errorf("%s", got.body)
	}
	keys := make([]string, 101)
	if got := b.ask(t, `query($k: [Code!]) { assessment(region: "370300", period: "2025Q1") { subjects(only: $k) { key } } }`, map[string]any{"k": keys}); got.code() != "BAD_REQUEST" {
		t.Errorf("101 subjects: %s", got.body)
	}
}
