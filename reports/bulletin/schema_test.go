package bulletin_test

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"anlan/reports/bulletin"
	"anlan/warehouse"
)

// The JSON Schemas and the readers know the same keys, and ask for the same ones.
func TestTheJSONSchemasKnowTheKeysOfTheReaders(t *testing.T) {
	for of, text := range map[reflect.Type][]byte{
		reflect.TypeFor[bulletin.Kind](): bulletin.KindJSONSchema(), reflect.TypeFor[bulletin.Office](): bulletin.OfficeJSONSchema(),
	} {
		var schema map[string]any
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatal(err)
		}
		sameKeys(t, of.Name(), schema, of)
	}
}

func sameKeys(t *testing.T, path string, node map[string]any, of reflect.Type) {
	t.Helper()
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Kind() == reflect.Slice {
		items, ok := node["items"].(map[string]any)
		if !ok {
			t.Errorf("%s: the schema has no list", path)
			return
		}
		sameKeys(t, path, items, of.Elem())
		return
	}
	if of.Kind() != reflect.Struct || of == reflect.TypeFor[warehouse.Text]() || reflect.PointerTo(of).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return // a value, or a text, of which the reader checks both halves
	}
	properties, _ := node["properties"].(map[string]any)
	required, _ := node["required"].([]any)
	var keys []string
	for field := range of.Fields() {
		name, option, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name == "" {
			continue
		}
		keys = append(keys, name)
		property, ok := properties[name].(map[string]any)
		if !ok {
			t.Errorf("%s: the schema has no %s", path, name)
			continue
		}
		if (option == "required") != slices.Contains(required, any(name)) {
			t.Errorf("%s.%s: the reader and the schema disagree whether it is required", path, name)
		}
		sameKeys(t, path+"."+name, property, field.Type)
	}
	for name := range properties {
		if !slices.Contains(keys, name) {
			t.Errorf("%s: the reader does not know %s", path, name)
		}
	}
}
