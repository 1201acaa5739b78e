package graph_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"anlan/graph/generated"
)

// contract reads the public contract without what the specification adds to every schema.
func contract(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// own visits the definitions that the contract itself makes.
func own(t *testing.T, visit func(*ast.Definition)) {
	t.Helper()
	for _, d := range contract(t).Types {
		if !d.BuiltIn {
			visit(d)
		}
	}
}

// Every type, field, argument, input field and enumeration value says what it is.
func TestEverythingIsDescribed(t *testing.T) {
	check := func(name, description string) {
		switch {
		case strings.TrimSpace(description) == "":
			t.Errorf("%s has no description", name)
		case !strings.HasSuffix(description, "."):
			t.Errorf("%s: the description is no sentence: %q", name, description)
		}
	}
	own(t, func(d *ast.Definition) {
		check(d.Name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			check(d.Name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				check(d.Name+"."+f.Name+"("+a.Name+")", a.Description)
			}
		}
		for _, v := range d.EnumValues {
			check(d.Name+"."+v.Name, v.Description)
		}
	})
}

// A field of an answer may be null only where "unknown" is an answer, and then its description says when.
func TestNullIsExplained(t *testing.T) {
	own(t, func(d *ast.Definition) {
		if d.Kind != ast.Object {
			return
		}
		for _, f := range d.Fields {
			if !f.Type.NonNull && !strings.HasPrefix(f.Name, "__") && !regexp.MustCompile(`(?i)\bnull\b`).MatchString(f.Description) {
				t.Errorf("%s.%s may be null, but its description does not say when: %q", d.Name, f.Name, f.Description)
			}
		}
	})
}

// Names: types are nouns in PascalCase, fields and arguments camelCase, enumeration values UPPER_SNAKE, inputs end in Input,
// payloads of mutations in Payload.
func TestNames(t *testing.T) {
	pascal := regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	camel := regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)
	upper := regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)
	own(t, func(d *ast.Definition) {
		if !pascal.MatchString(d.Name) {
			t.Errorf("type %s", d.Name)
		}
		if (d.Kind == ast.InputObject) != strings.HasSuffix(d.Name, "Input") {
			t.Errorf("%s: inputs, and only they, end in Input", d.Name)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			if !camel.MatchString(f.Name) {
				t.Errorf("field %s.%s", d.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if !camel.MatchString(a.Name) {
					t.Errorf("argument %s.%s(%s)", d.Name, f.Name, a.Name)
				}
			}
			if d.Name == "Mutation" && !strings.HasSuffix(f.Type.Name(), "Payload") {
				t.Errorf("mutation %s gives %s, no payload", f.Name, f.Type.Name())
			}
		}
		for _, v := range d.EnumValues {
			if !upper.MatchString(v.Name) {
				t.Errorf("value %s.%s", d.Name, v.Name)
			}
		}
	})
}

// Lists and their items are never null: an empty list says "none", a missing item says nothing. Only figures, and cells of
// records, may be unknown inside a list.
func TestLists(t *testing.T) {
	own(t, func(d *ast.Definition) {
		for _, f := range d.Fields {
			if f.Type.Elem == nil {
				continue
			}
			figures := d.Name == "Column" && f.Name == "numbers" || d.Name == "HexagonFigure" && f.Name == "values" || d.Name == "RecordColumn" && slices.Contains([]string{"texts", "numbers", "booleans", "names"}, f.Name)
			if !f.Type.NonNull || !f.Type.Elem.NonNull && !figures {
				t.Errorf("%s.%s is %s", d.Name, f.Name, f.Type)
			}
		}
	})
}

// Lists that grow are Relay connections: edges, nodes and pageInfo, asked for with first and after.
func TestConnections(t *testing.T) {
	schema := contract(t)
	own(t, func(d *ast.Definition) {
		if !strings.HasSuffix(d.Name, "Connection") {
			return
		}
		node := strings.TrimSuffix(d.Name, "Connection")
		for field, kind := range map[string]string{"edges": "[" + node + "Edge!]!", "pageInfo": "PageInfo!"} {
			if f := d.Fields.ForName(field); f == nil || f.Type.String() != kind {
				t.Errorf("%s.%s is not %s", d.Name, field, kind)
			}
		}
		if d.Fields.ForName("nodes") == nil {
			t.Errorf("%s has no nodes", d.Name)
		}
	})
	for _, f := range schema.Query.Fields {
		if !strings.HasSuffix(f.Type.Name(), "Connection") {
			continue
		}
		first, after := f.Arguments.ForName("first"), f.Arguments.ForName("after")
		if first == nil || after == nil || first.DefaultValue == nil {
			t.Errorf("%s is not asked for with first (and its default) and after", f.Name)
		}
	}
}

// There is no way around typed columns.
func TestNoUntypedScalar(t *testing.T) {
	own(t, func(d *ast.Definition) {
		if d.Kind == ast.Scalar && regexp.MustCompile(`(?i)^(json|any|map|object)$`).MatchString(d.Name) {
			t.Errorf("scalar %s", d.Name)
		}
	})
}

// What is generated is generated from the contract as it is.
func TestGeneratedFromThisContract(t *testing.T) {
	served := generated.NewExecutableSchema(generated.Config{}).Schema()
	written := contract(t)
	for name, d := range written.Types {
		other := served.Types[name]
		if other == nil || len(other.Fields) != len(d.Fields) || len(other.EnumValues) != len(d.EnumValues) || other.Description != d.Description {
			t.Errorf("%s differs: run go generate ./graph", name)
		}
	}
}
