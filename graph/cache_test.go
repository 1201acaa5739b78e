package graph_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/access"
	"anlan/graph"
	"anlan/safety"
	"anlan/warehouse"
)

const deaths = `{ metrics(query: {measures: ["deaths"], region: "370300", period: "2025"}) { rows columns { numbers } source { cached version } } }`

// The same question on the same data is computed once, and the answer says whether it was.
func TestAnswersAreKept(t *testing.T) {
	b := setup(t, nil)
	first, second := b.ask(t, deaths, nil), b.ask(t, deaths, nil)
	if b.questions.Load() != 1 {
		t.Fatalf("%d questions", b.questions.Load())
	}
	if !strings.Contains(first.body, `"cached":false`) || second.body != strings.Replace(first.body, `"cached":false`, `"cached":true`, 1) {
		t.Errorf("first  %s\nsecond %s", first.body, second.body)
	}
	b.version++
	if third := b.ask(t, deaths, nil); b.questions.Load() != 2 || !strings.Contains(third.body, `"version":8`) {
		t.Errorf("a new version did not ask again: %s", third.body)
	}
	if b.ask(t, strings.Replace(deaths, "deaths", "injuries", 1), nil); b.questions.Load() != 3 {
		t.Error("another question was given a kept answer")
	}
	stats := b.handler.CacheStats()
	if stats.Hits != 1 || stats.Misses != 3 || stats.Answers != 3 {
		t.Errorf("%+v", stats)
	}
}

// Variables belong to the question, whatever their order.
func TestVariablesTellQuestionsApart(t *testing.T) {
	b := setup(t, nil)
	const query = `query ($q: MetricQueryInput!) { metrics(query: $q) { columns { texts } } }`
	ask := func(region, period string) string {
		return b.ask(t, query, map[string]any{"q": map[string]any{"measures": []string{"deaths"}, "region": region, "period": period}}).body
	}
	zibo, linyi := ask("370300", "2025"), ask("371300", "2025")
	if zibo == linyi || b.questions.Load() != 2 {
		t.Errorf("Zibo %s\nLinyi %s", zibo, linyi)
	}
	if ask("370300", "2025") != zibo || b.questions.Load() != 2 {
		t.Error("the same variables asked again")
	}
}

// Two callers share an answer only when they may see the same and do the same.
func TestScopesNeverShare(t *testing.T) {
	b := setup(t, nil)
	callers := []access.Caller{
		{Name: "a", Role: access.Leader, Scope: access.Everything()},
		{Name: "b", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}},
		{Name: "c", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"371300"}}},
		{Name: "d", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}, Sectors: []string{"mining"}}},
		{Name: "e", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}, Facts: []string{"mining"}}},
		{Name: "f", Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}},
	}
	for round := range 2 {
		for i, caller := range callers {
			b.askAs(t, caller, deaths, nil)
			if want := int64(min(round*len(callers)+i+1, len(callers))); b.questions.Load() != want {
				t.Fatalf("round %d, caller %s: %d questions, expected %d", round, caller.Name, b.questions.Load(), want)
			}
		}
	}
	// Another person with the same rights shares.
	b.askAs(t, access.Caller{Name: "z", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}}, deaths, nil)
	if b.questions.Load() != int64(len(callers)) {
		t.Error("the same rights did not share")
	}
}

// The scope of the caller reaches the warehouse as it is.
func TestScopeReachesTheWarehouse(t *testing.T) {
	b := setup(t, func(f *fake, _ *graph.Options) { f.asked = make(chan warehouse.Scope, 1) })
	zibo := access.Caller{Name: "zibo", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}, Sectors: []string{"mining"}, Facts: []string{"accident"}}}
	b.askAs(t, zibo, deaths, nil)
	if got, want := toText(<-b.asked), toText(zibo.Scope); got != want {
		t.Errorf("asked under %s", got)
	}
}

// Failures, what changes without a new version, and who is asking are never kept.
func TestWhatIsNotKept(t *testing.T) {
	b := setup(t, func(f *fake, _ *graph.Options) { f.fail = warehouse.Fault(warehouse.Unavailable, "no") })
	b.ask(t, deaths, nil)
	b.ask(t, deaths, nil)
	if b.questions.Load() != 2 {
		t.Errorf("a failure was kept: %d questions", b.questions.Load())
	}
	b = setup(t, nil)
	for _, query := range []string{"{ pipelines { name } }", "{ freshness { pipelines { name } } }", "{ viewer { name } " + deaths[1:], "{ ...f } fragment f on Query { runs { nodes { id } } }",
		strings.Replace(deaths, "cached", "kept: cached", 1)} {
		before := b.handler.CacheStats()
		b.ask(t, query, nil)
		if b.handler.CacheStats() != before {
			t.Errorf("kept: %s", query)
		}
	}
}

// The memory for answers is bounded, and one answer that is too large is not kept.
func TestCacheIsBounded(t *testing.T) {
	b := setup(t, func(_ *fake, o *graph.Options) { o.Limits.CacheBytes = 32 << 10 })
	for i := range 200 {
		b.ask(t, strings.Replace(deaths, "2025", strconv.Itoa(1900+i), 1), nil)
	}
	const most = 60    // each weighs more than 550 bytes
	for range 12_000 { // what is too much goes soon, not at once
		if b.handler.CacheStats().Answers <= most {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if n := b.handler.CacheStats().Answers; n == 0 || n > most {
		t.Errorf("%d answers are kept in 32 KiB", n)
	}
	before := b.handler.CacheStats().Answers
	b.ask(t, "{ vocabularies { name title { zh en } terms { code title { zh en } } } }", nil)
	b.ask(t, "{ vocabularies { name title { zh en } terms { code title { zh en } } } }", nil)
	if stats := b.handler.CacheStats(); stats.Hits != 0 {
		t.Errorf("an answer larger than a sixteenth of the memory was kept: %+v, before %d", stats, before)
	}
}

// Many who ask the same at once make one question; whoever leaves does not spoil it for the others.
func TestConcurrentQuestionsAreAskedOnce(t *testing.T) {
	b := setup(t, func(f *fake, _ *graph.Options) { f.hold = make(chan struct{}) })
	answers := make(chan reply, 50)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { answers <- b.ask(t, deaths, nil) })
	}
	for b.handler.CacheStats().Misses < 50 {
		time.Sleep(time.Millisecond)
	}
	close(b.hold)
	all.Wait()
	close(answers)
	for got := range answers {
		if len(got.Errors) > 0 || !strings.Contains(got.body, "[2,null]") {
			t.Fatalf("%s", got.body)
		}
	}
	if n := b.questions.Load(); n != 1 {
		t.Errorf("%d questions", n)
	}
}
