package main

import (
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Every document that a command sends is one of the contract, so a field that the contract drops is found here.
func TestDocumentsBelongToTheContract(t *testing.T) {
	text, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	files, err := documents.ReadDir("queries")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d documents: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file.Name(), ".graphql")
		if _, faults := gqlparser.LoadQueryWithRules(schema, document(name), rules.NewDefaultRules()); faults != nil {
			t.Errorf("%s: %v", name, faults)
		}
	}
}
