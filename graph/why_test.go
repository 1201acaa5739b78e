package graph_test

import (
	"strings"
	"testing"

	"anlan/access"
	"anlan/graph"
)

// A what-if reaches the reports whole, under the scope of who asks, and is kept nowhere.
func TestWhatIf(t *testing.T) {
	b := setup(t, nil)
	const query = `{ assessmentWhatIf(query: {region: "370300", period: "2025Q1"}, change: {rescale: true, numbers: [{line: "on_time", path: "marks", value: "30"}],
		figures: [{subject: "370321", input: "rate", numerator: "9"}]}) { region } }`
	leader := county()
	leader.Role = access.Leader
	before := b.handler.CacheStats()
	if got := b.askAs(t, leader, query, nil); string(got.Data) != `{"assessmentWhatIf":{"region":"370300"}}` {
		t.Errorf("%s", got.body)
	}
	if !strings.HasPrefix(b.decided, "[370321] {Numbers:[{Line:on_time Path:marks Value:30}] Rescale:true Figures:[{Subject:370321 Input:rate Value:<nil> Numerator:9 ") {
		t.Errorf("asked for %s", b.decided)
	}
	if b.handler.CacheStats() != before {
		t.Error("a what-if was kept")
	}
}

func TestWhatIfsAreBounded(t *testing.T) {
	number := `{line: "on_time", path: "marks", value: "30"},`
	figure := `{subject: "370321", input: "rate"},`
	for change, code := range map[string]string{
		"numbers: [" + strings.Repeat(number, 50) + "]":  "",
		"numbers: [" + strings.Repeat(number, 101) + "]": "BAD_REQUEST",
		"figures: [" + strings.Repeat(figure, 201) + "]": "BAD_REQUEST",
	} {
		b := setup(t, func(_ *fake, o *graph.Options) { o.Limits.Tokens = 10_000 })
		got := b.ask(t, `{ assessmentWhatIf(query: {region: "370300", period: "2025Q1"}, change: {`+change+`}) { region } }`, nil)
		if got.code() != code {
			t.Errorf("%.60s: %q: %s", change, got.code(), got.body)
		}
	}
}

// How sure a ranking is, is for those alone who can judge it.
func TestCertaintyIsForAnalysts(t *testing.T) {
	const query = `{ assessmentCertainty(query: {region: "370300", period: "2025Q1"}, draws: 50) { draws neighbours { ahead behind withinNoise } } }`
	for _, role := range access.Roles() {
		b := setup(t, nil)
		got := b.askAs(t, access.Caller{Name: "c", Role: role, Scope: access.Everything()}, query, nil)
		may := role == access.Analyst || role == access.Admin
		if may != strings.Contains(got.body, `{"draws":50,"neighbours":[{"ahead":"370321","behind":"370322","withinNoise":true}]}`) || may == (got.code() == "FORBIDDEN") {
			t.Errorf("%s: %s", role, got.body)
		}
	}
	b := setup(t, nil)
	if got := b.ask(t, strings.Replace(query, "50", "2001", 1), nil); got.code() != "BAD_REQUEST" {
		t.Errorf("%s", got.body)
	}
}

// Two heavy questions do not go together.
func TestHeavyQuestionsWeighMuch(t *testing.T) {
	const one = `assessmentCertainty(query: {region: "370300", period: "2025Q1"}) { draws }`
	b := setup(t, func(_ *fake, o *graph.Options) { o.Limits.Complexity = 10_000 })
	if got := b.ask(t, "{ "+one+" }", nil); got.code() != "" {
		t.Errorf("%s", got.body)
	}
	var many strings.Builder
	for _, name := range strings.Split("abcdef", "") {
		many.WriteString(" " + name + ": " + one)
	}
	if got := b.ask(t, "{"+many.String()+" }", nil); got.code() != "TOO_COMPLEX" {
		t.Errorf("%s", got.body)
	}
}
