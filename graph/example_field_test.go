package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

func names(fields ast.FieldList) []string {
	var list []string
	for _, f := range fields {
		if !strings.HasPrefix(f.Name, "__") {
			list = append(list, f.Name)
		}
	}
	return list
}

func contains(words, word string) bool { return slices.Contains(strings.Fields(words), word) }

// example writes a root field with its required arguments and the smallest selection.
func example(t *testing.T, schema *ast.Schema, kind, name string) string {
	t.Helper()
	root := map[string]*ast.Definition{"query": schema.Query, "mutation": schema.Mutation, "subscription": schema.Subscription}[kind]
	f := root.Fields.ForName(name)
	var arguments []string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			arguments = append(arguments, a.Name+": "+value(t, schema, a.Type))
		}
	}
	if len(arguments) > 0 {
		name += "(" + strings.Join(arguments, ", ") + ")"
	}
	if schema.Types[f.Type.Name()].IsLeafType() {
		return name
	}
	return name + " { __typename }"
}

func value(t *testing.T, schema *ast.Schema, kind *ast.Type) string {
	t.Helper()
	if kind.Elem != nil {
		return "[" + value(t, schema, kind.Elem) + "]"
	}
	examples := map[string]string{"RegionCode": `"370300"`, "PeriodCode": `"2025"`, "Code": `"hazards"`, "String": `"x"`, "ID": `"x"`, "Date": `"2025-01-01"`, "Int": "1", "Decimal": `"1"`, "Boolean": "true"}
	if v, ok := examples[kind.Name()]; ok {
		return v
	}
	d := schema.Types[kind.Name()]
	if d.Kind == ast.Enum {
		return d.EnumValues[0].Name
	}
	if d.Kind != ast.InputObject {
		t.Fatalf("no example of %s", kind)
	}
	var fields []string
	for _, f := range d.Fields {
		if f.Type.NonNull && f.DefaultValue == nil {
			fields = append(fields, f.Name+": "+value(t, schema, f.Type))
		}
	}
	return "{" + strings.Join(fields, ", ") + "}"
}
