package graph_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"anlan/access"
	"anlan/graph"
)

// What an attacker sends is refused before anything expensive happens, with a code and in few words.
func TestLimits(t *testing.T) {
	doubled := func(levels int) string { // each fragment spreads the next one twice: 2^levels fields
		var text strings.Builder
		text.WriteString("{ vocabularies { ...f0 } }")
		for i := range levels {
			fmt.Fprintf(&text, " fragment f%d on Vocabulary { ...f%d ...f%d }", i, i+1, i+1)
		}
		fmt.Fprintf(&text, " fragment f%d on Vocabulary { name }", levels)
		return text.String()
	}
	repeat := strings.Repeat
	aliases := func(n int, field string) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, " a%d: %s", i, field)
		}
		return text.String()
	}
	cases := []struct {
		name, query, code string
	}{
		{"a document of 600,000 nested fields", repeat("{a", 600_000), "TOO_LARGE"},
		{"a document of 100,000 nested fields", repeat("{a", 100_000), "TOO_COMPLEX"},
		{"a million blanks cost nothing", "{ __typename" + repeat(" ", 900_000) + "}", ""},
		{"more tokens than the limit", "{" + repeat(" __typename", 1001) + "}", "TOO_COMPLEX"},
		{"26 chained doubled fragments", doubled(26), "TOO_COMPLEX"},
		{"60 chained doubled fragments", doubled(60), "TOO_COMPLEX"},
		{"a fragment that contains itself", "{ vocabularies { ...f } } fragment f on Vocabulary { name ...f }", "GRAPHQL_VALIDATION_FAILED"},
		{"two fragments that contain each other", "{ vocabularies { ...f } } fragment f on Vocabulary { ...g } fragment g on Vocabulary { ...f }", "GRAPHQL_VALIDATION_FAILED"},
		{"too deep", "{ regions { " + repeat("children { ", 20) + "name" + repeat(" }", 22), "TOO_COMPLEX"},
		{"children of children of children", "{ regions { children { children { children { name } } } } }", "TOO_COMPLEX"},
		{"many fields at the root", "{" + aliases(25, "viewer { name }") + "}", "TOO_COMPLEX"},
		{"many aliases below the root", "{ viewer {" + aliases(60, "name") + "} }", "TOO_COMPLEX"},
		{"aliases through fragments", "{ viewer { ...a } v: viewer { ...a } } fragment a on Viewer {" + aliases(40, "name") + "}", "TOO_COMPLEX"},
		{"a long list of heavy records", `{ hazards(first: 1000, query: {region: "37"}) { nodes { ` + records + ` } edges { node { ` + records + ` } } } }`, "TOO_COMPLEX"},
		{"a list longer than any page", `{ hazards(first: 1001, query: {region: "37"}) { nodes { id } } }`, "BAD_REQUEST"},
		{"overlapping fields", "{ viewer {" + repeat(" name", 900) + "} }", ""},
		{"introspection of introspection", "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }", "GRAPHQL_VALIDATION_FAILED"},
		{"GraphiQL's introspection", introspection, ""},
	}
	b := setup(t, nil)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := b.ask(t, c.query, nil)
			if got.code() != c.code {
				t.Fatalf("code %q, expected %q: %.300s", got.code(), c.code, got.body)
			}
			if c.code == "TOO_COMPLEX" && got.status != http.StatusBadRequest {
				t.Errorf("status %d, expected 400", got.status)
			}
			if c.code != "" && len(got.body) > 2000 {
				t.Errorf("the refusal has %d bytes", len(got.body))
			}
		})
	}
	if n := b.questions.Load(); n != 0 {
		t.Errorf("%d questions reached the warehouse", n)
	}
}

const records = "system id region sector department enterprise level source foundOn dueOn extendedDueOn rectifiedOn verifiedOn description " +
	"enterpriseRecord { name class employees industry } supervised moneySpent penalty assurances run row"

// A list's weight follows its argument, also when it comes as a variable.
func TestWeightFollowsTheLengthOfLists(t *testing.T) {
	b := setup(t, func(_ *fake, o *graph.Options) { o.Limits.Complexity = 500 })
	const query = `query ($n: Int!) { hazards(first: $n, query: {region: "37"}) { nodes { id level } } }`
	for _, c := range []struct {
		first any
		code  string
	}{{100, ""}, {1000, "TOO_COMPLEX"}, {2_000_000_000, "TOO_COMPLEX"}, {-5, "BAD_REQUEST"}} {
		if got := b.ask(t, query, map[string]any{"n": c.first}); got.code() != c.code {
			t.Errorf("first %v: code %q, expected %q: %s", c.first, got.code(), c.code, got.body)
		}
	}
}

// Long lists in the input of a question end before the planner.
func TestListsInQueriesAreBounded(t *testing.T) {
	b := setup(t, nil)
	many := func(n int, item any) []any {
		list := make([]any, n)
		for i := range list {
			list[i] = item
		}
		return list
	}
	for field, list := range map[string][]any{
		"measures": many(50_000, "deaths"), "dimensions": many(9, "region"), "compare": many(4, "PREVIOUS_YEAR"),
		"order":   many(21, map[string]any{"column": "deaths"}),
		"filters": many(21, map[string]any{"dimension": "sector", "values": []string{"mining"}}),
	} {
		q := map[string]any{"measures": []string{"deaths"}, "region": "37", "period": "2025", field: list}
		if got := b.ask(t, "query ($q: MetricQueryInput!) { metrics(query: $q) { rows } }", map[string]any{"q": q}); got.code() != "BAD_REQUEST" {
			t.Errorf("%s: %s", field, got.body)
		}
	}
	filters := []any{map[string]any{"dimension": "sector", "values": many(5001, "mining")}}
	q := map[string]any{"region": "37", "filters": filters}
	if got := b.ask(t, "query ($q: RecordQueryInput!) { hazards(query: $q) { nodes { id } } }", map[string]any{"q": q}); got.code() != "BAD_REQUEST" {
		t.Errorf("values: %s", got.body)
	}
	if n := b.questions.Load(); n != 0 {
		t.Errorf("%d questions reached the warehouse", n)
	}
}

// Ten thousand faults are not ten thousand errors.
func TestErrorsAreFewAndShort(t *testing.T) {
	b := setup(t, func(_ *fake, o *graph.Options) { o.Limits.Tokens = 50_000 })
	got := b.ask(t, "{ __typename "+strings.Repeat("@nonsense ", 10_000)+"}", nil)
	if n := len(got.Errors); n != 10 {
		t.Fatalf("%d errors", n)
	}
	if last := got.Errors[9].Message; !strings.HasSuffix(last, "more errors are not shown") {
		t.Errorf("the last error does not say that there are more: %q", last)
	}
	got = b.ask(t, "{ "+strings.Repeat("x", 10_000)+" }", nil)
	if message := got.Errors[0].Message; len([]rune(message)) > 300 {
		t.Errorf("a message of %d characters", len([]rune(message)))
	}
}

// The body is bounded before it is read to its end, whether its length is told or not.
func TestOversizedBodies(t *testing.T) {
	b := setup(t, nil)
	for _, told := range []bool{true, false} {
		body := &counted{Reader: strings.NewReader(`{"query":"` + strings.Repeat("x", 50<<20) + `"}`)}
		r := httptest.NewRequest(http.MethodPost, "/graphql", body)
		r.Header.Set("Content-Type", "application/json")
		r.ContentLength = -1
		if told {
			r.ContentLength = 50 << 20
		}
		got := b.send(t, access.Local(), r)
		if got.status != http.StatusRequestEntityTooLarge || got.code() != "TOO_LARGE" {
			t.Errorf("told %v: status %d, %s", told, got.status, got.body)
		}
		if body.read > 2<<20 {
			t.Errorf("told %v: %d bytes were read", told, body.read)
		}
	}
}

type counted struct {
	*strings.Reader
	read int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}
