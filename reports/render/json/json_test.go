package json

import (
	"encoding"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"anlan/reports/document"
)

// The JSON Schema has the keys of the model, and asks for those that are always written.
func TestTheSchemaHasTheKeysOfTheModel(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	c := check{t, root, map[reflect.Type]bool{}}
	c.same("document", root, reflect.TypeFor[document.Document]())
	if len(c.seen) < len(root["$defs"].(map[string]any)) {
		t.Errorf("the schema has %d definitions, the model %d types", len(root["$defs"].(map[string]any)), len(c.seen))
	}
}

type check struct {
	t    *testing.T
	root map[string]any
	seen map[reflect.Type]bool
}

func (c check) same(path string, node map[string]any, of reflect.Type) {
	c.t.Helper()
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		if of.Kind() == reflect.Slice {
			node, _ = node["items"].(map[string]any)
		}
		of = of.Elem()
	}
	text := reflect.TypeFor[encoding.TextMarshaler]()
	if of.Kind() != reflect.Struct || of.Implements(text) || c.seen[of] {
		return
	}
	c.seen[of] = true
	if ref, ok := node["$ref"].(string); ok {
		node, _ = c.root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	properties, _ := node["properties"].(map[string]any)
	var keys, always []string
	for field := range of.Fields() {
		name, option, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			name = field.Name
		}
		keys = append(keys, name)
		if option != "omitempty" {
			always = append(always, name)
		}
		below, ok := properties[name].(map[string]any)
		if !ok {
			c.t.Errorf("%s: the schema lacks %s", path, name)
			continue
		}
		c.same(path+"."+name, below, field.Type)
	}
	for name := range properties {
		if !slices.Contains(keys, name) {
			c.t.Errorf("%s: the model has no %s", path, name)
		}
	}
	required, _ := node["required"].([]any)
	if len(required) != len(always) {
		c.t.Errorf("%s: the schema asks for %v, always written are %v", path, required, always)
	}
	for _, name := range required {
		if !slices.Contains(always, name.(string)) {
			c.t.Errorf("%s: the schema asks for %v, which may be left out", path, name)
		}
	}
}

// The example of docs/bulletin-json.md is a model.
func TestTheExampleOfTheDocs(t *testing.T) {
	text, err := os.ReadFile("../../../docs/bulletin-json.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "```json\n")
	example, _, found := strings.Cut(example, "```")
	decoder := json.NewDecoder(strings.NewReader(example))
	decoder.DisallowUnknownFields()
	var d document.Document
	if err := decoder.Decode(&d); err != nil || !found { //nolint:musttag // questions are written as the warehouse names their parts
		t.Fatalf("read the example: %v", err)
	}
	if run := d.Sections[0].Blocks[0].Paragraph.Runs[1]; d.Figure(run.Figure) == nil || d.Figure(run.Figure).Text != run.Text {
		t.Errorf("the run %+v prints no figure of the example", run)
	}
}
