package pages_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// What the query editor invites people to try is valid under the contract.
func TestExampleQueriesFitTheSchema(t *testing.T) {
	const contract = "../../schema.graphqls"
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: contract, Input: read(t, contract)})
	if err != nil {
		t.Fatalf("load the schema: %v", err)
	}
	examples, err := filepath.Glob("../../web/queries/*.graphql")
	if err != nil || len(examples) == 0 {
		t.Fatalf("find the examples: %d, %v", len(examples), err)
	}
	for _, example := range examples {
		if _, faults := gqlparser.LoadQueryWithRules(schema, read(t, example), nil); faults != nil {
			t.Errorf("%s: %v", filepath.Base(example), faults)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
