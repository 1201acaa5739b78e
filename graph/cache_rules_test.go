package graph_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"anlan/access"
)

const ranking = `{ assessment(region: "370300", period: "2025Q1") { subjects { name } } }`

// A changed scheme makes another ranking of the same data: an answer that was kept is not given again.
func TestChangedRulesAreAskedAgain(t *testing.T) {
	b := setup(t, nil)
	b.rules = "2025"
	b.ask(t, ranking, nil)
	b.ask(t, ranking, nil)
	if b.questions.Load() != 1 {
		t.Fatalf("the same rules: %d questions", b.questions.Load())
	}
	b.rules = "2026"
	if b.ask(t, ranking, nil); b.questions.Load() != 2 {
		t.Errorf("other rules: %d questions", b.questions.Load())
	}
}

// A question may come by GET or by POST and shares its answer.
func TestRankingsByGet(t *testing.T) {
	b := setup(t, nil)
	posted := b.ask(t, ranking, nil)
	got := b.send(t, access.Local(), httptest.NewRequest(http.MethodGet, "/graphql?query="+url.QueryEscape(ranking), nil))
	if got.status != http.StatusOK || got.body != posted.body || b.questions.Load() != 1 {
		t.Errorf("status %d, %d questions: %s", got.status, b.questions.Load(), got.body)
	}
}
