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
		// fields that come by two fragments weigh together
		halves := `{ ...a ...b } fragment a on Query { assessment(region: "370000", period: "2025Q1") { kind } } fragment b on Query { assessment(region: "370000", period: "2025Q1") { subjects { ` + c.fields + ` } } }`
		if got := b.ask(t, halves, nil); got.code() != c.code {
			t.Errorf("in halves: code %q, expected %q", got.code(), c.code)
		}
	}
}
