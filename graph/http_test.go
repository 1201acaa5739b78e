package graph_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"anlan/access"
)

const asJSON, asGraphQL = "application/json", "application/graphql-response+json"

// Beside the audits of the specification: what no client may do, and that nothing it sent comes back.
func TestRequests(t *testing.T) {
	b := setup(t, nil)
	address := func(query string) string { return "/graphql?query=" + url.QueryEscape(query) }
	cases := []struct {
		name, method, address, media, accept, body string
		status                                     int
		code                                       string
	}{
		{"a query by GET", "GET", address("{ __typename }"), "", "", "", 200, ""},
		{"a mutation by GET", "GET", address(`mutation { runPipeline(name: "hazards") { run { id } } }`), "", "", "", 405, "BAD_REQUEST"},
		{"a GET without a query", "GET", "/graphql", "", "", "", 400, "BAD_REQUEST"},
		{"a GET with wrong variables", "GET", address("{ __typename }") + "&variables=[1]", "", "", "", 400, "BAD_REQUEST"},
		{"a form, which any page can send", "POST", "/graphql", "application/x-www-form-urlencoded", "", "query={__typename}", 415, "BAD_REQUEST"},
		{"plain text, which any page can send", "POST", "/graphql", "text/plain", "", `{"query":"{__typename}"}`, 415, "BAD_REQUEST"},
		{"multipart, which any page can send", "POST", "/graphql", "multipart/form-data; boundary=x", "", "--x--", 415, "BAD_REQUEST"},
		{"another character set", "POST", "/graphql", "application/json; charset=gb18030", "", `{"query":"{__typename}"}`, 415, "BAD_REQUEST"},
		{"another method", "PUT", "/graphql", asJSON, "", `{"query":"{__typename}"}`, 405, "BAD_REQUEST"},
		{"a batch", "POST", "/graphql", asJSON, "", `[{"query":"{__typename}"},{"query":"{__typename}"}]`, 400, "BAD_REQUEST"},
		{"broken JSON", "POST", "/graphql", asJSON, "", `{"query":"{secret}`, 400, "BAD_REQUEST"},
		{"something after the JSON", "POST", "/graphql", asJSON, "", `{"query":"{__typename}"} {secret}`, 400, "BAD_REQUEST"},
		{"a query that is no text", "POST", "/graphql", asJSON, "", `{"query":{"secret":1}}`, 400, "BAD_REQUEST"},
		{"no query", "POST", "/graphql", asJSON, "", `{}`, 400, "BAD_REQUEST"},
		{"nothing", "POST", "/graphql", asJSON, "", ``, 400, "BAD_REQUEST"},
		{"a subscription without a stream", "POST", "/graphql", asJSON, "", `{"query":"subscription { runProgress(run: \"r1\") { phase } }"}`, 400, "BAD_REQUEST"},
		{"a wrong document, plain JSON", "POST", "/graphql", asJSON, asJSON, `{"query":"{"}`, 200, "GRAPHQL_PARSE_FAILED"},
		{"a wrong document, GraphQL JSON", "POST", "/graphql", asJSON, asGraphQL, `{"query":"{"}`, 400, "GRAPHQL_PARSE_FAILED"},
		{"an unknown operation", "POST", "/graphql", asJSON, asGraphQL, `{"query":"{__typename}","operationName":"x"}`, 400, "GRAPHQL_VALIDATION_FAILED"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.address, strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.media)
			r.Header.Set("Accept", c.accept)
			got := b.send(t, access.Local(), r)
			if got.status != c.status || got.code() != c.code {
				t.Fatalf("status %d, code %q: %s", got.status, got.code(), got.body)
			}
			if strings.Contains(got.body, "secret") {
				t.Errorf("what was sent comes back: %s", got.body)
			}
			if c.code != "" && strings.Contains(got.body, `"data"`) {
				t.Errorf("a refused request has no data: %s", got.body)
			}
		})
	}
}

// Variables that do not fit are named by their place, in the words of JSON and not of Go.
func TestVariablesThatDoNotFit(t *testing.T) {
	b := setup(t, nil)
	const query = `query ($q: MetricQueryInput!) { metrics(query: $q) { rows } }`
	for _, c := range []struct{ variables, code string }{
		{`{}`, "GRAPHQL_VALIDATION_FAILED"},
		{`{"q": null}`, "GRAPHQL_VALIDATION_FAILED"},
		{`{"q": 3}`, "GRAPHQL_VALIDATION_FAILED"},
		{`{"q": [1.5]}`, "GRAPHQL_VALIDATION_FAILED"},
		{`{"q": {"measures": {"a": 1}, "region": "37", "period": "2025"}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": {"a": 1}, "period": "2025"}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": 37.5, "period": "2025"}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": "1", "period": "2025"}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025-13"}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": ["2025"]}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025", "level": "PLANET"}}`, "GRAPHQL_VALIDATION_FAILED"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025", "level": 3}}`, "GRAPHQL_VALIDATION_FAILED"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025", "limit": "many"}}`, "GRAPHQL_VALIDATION_FAILED"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025", "limit": 99999999999}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025", "version": -1}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025", "totals": 1}}`, "GRAPHQL_VALIDATION_FAILED"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025", "asOf": "2025-02-30"}}`, "BAD_REQUEST"},
		{`{"q": {"measures": ["deaths"], "region": "37", "period": "2025", "unknown": 1}}`, "GRAPHQL_VALIDATION_FAILED"},
	} {
		var variables map[string]any
		if err := json.Unmarshal([]byte(c.variables), &variables); err != nil {
			t.Fatal(err)
		}
		got := b.ask(t, query, variables)
		if got.code() != c.code {
			t.Errorf("%s: code %q: %s", c.variables, got.code(), got.body)
			continue
		}
		for _, word := range []string{"map", "interface", "float64", "int64", "json.", "slice", "%!", "safety.", "warehouse."} {
			if strings.Contains(got.Errors[0].Message, word) {
				t.Errorf("%s: the message speaks Go: %s", c.variables, got.Errors[0].Message)
			}
		}
	}
	if n := b.questions.Load(); n != 0 {
		t.Errorf("%d questions reached the warehouse", n)
	}
}

// An answer that is large enough is compressed in the coding that the client accepts, kept ones too.
func TestCompression(t *testing.T) {
	b := setup(t, nil)
	for _, c := range []struct{ accept, coding string }{
		{"", ""}, {"gzip", "gzip"}, {"gzip, zstd", "zstd"}, {"gzip;q=0, zstd;q=0", ""}, {"br", ""}, {"br, gzip;q=0.5", "gzip"},
	} {
		for range 2 { // the second answer is a kept one
			r := httptest.NewRequest(http.MethodGet, "/graphql?query="+url.QueryEscape("{ vocabularies { name title { zh en } terms { code } } }"), nil)
			r.Header.Set("Accept-Encoding", c.accept)
			if got := b.send(t, access.Local(), r); got.header.Get("Content-Encoding") != c.coding || got.status != 200 {
				t.Errorf("%q: status %d, coding %q", c.accept, got.status, got.header.Get("Content-Encoding"))
			}
		}
	}
}
