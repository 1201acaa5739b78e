package graph_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"anlan/access"
)

// What the documents and the start page invite people to try is valid, within the limits, and allowed to whom it is written for:
// a leader, or who the first line names ("# as reader: …"). Mutations are for administrators.
func TestDocumentedQueriesAreAnswered(t *testing.T) {
	b := setup(t, nil)
	queries := documented(t)
	if len(queries) < 6 {
		t.Fatalf("only %d queries were found", len(queries))
	}
	for place, query := range queries {
		caller := access.Caller{Name: "somebody", Role: access.Leader, Scope: access.Everything()}
		if as := regexp.MustCompile(`^#.*\bas (admin|operator|analyst|leader|reader)\b`).FindStringSubmatch(query); as != nil {
			caller.Role = access.Role(as[1])
		} else if regexp.MustCompile(`(?m)^mutation\b`).MatchString(query) {
			caller.Role = access.Admin
		}
		switch got := b.askAs(t, caller, query, nil); got.code() {
		case "GRAPHQL_PARSE_FAILED", "TOO_COMPLEX", "TOO_LARGE", "FORBIDDEN":
			t.Errorf("%s, as %s: %s", place, caller.Role, got.body)
		case "GRAPHQL_VALIDATION_FAILED":
			if !strings.Contains(got.body, "must be defined") { // a variable that the text explains
				t.Errorf("%s: %s", place, got.body)
			}
		}
	}
}

// documented finds the queries of all documents, by file and line.
func documented(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	block := regexp.MustCompile("(?ms)^```graphql\n(.*?)^```$")
	for _, pattern := range []string{"../README*.md", "../docs", "../examples", "../web/queries"} {
		places, err := filepath.Glob(pattern)
		if err != nil || len(places) == 0 {
			t.Fatalf("%s: %d places, %v", pattern, len(places), err)
		}
		for _, place := range places {
			err := filepath.WalkDir(place, func(path string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				text, err := os.ReadFile(path)
				switch filepath.Ext(path) {
				case ".graphql":
					found[path] = string(text)
				case ".md":
					for _, at := range block.FindAllSubmatchIndex(text, -1) {
						found[fmt.Sprintf("%s:%d", path, 1+bytes.Count(text[:at[2]], []byte{'\n'}))] = string(text[at[2]:at[3]])
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return found
}
