package scheme

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/safety"
)

// The JSON Schema and the reader know the same keys, and ask for the same ones.
func TestTheJSONSchemaKnowsTheKeysOfTheReader(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(JSONSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	c := schemaCheck{t, schema, map[reflect.Type]bool{}}
	c.same("scheme", schema, reflect.TypeFor[Scheme]())
	for _, of := range []reflect.Type{reflect.TypeFor[Group](), reflect.TypeFor[Charge](), reflect.TypeFor[Quota](), reflect.TypeFor[Tier](), reflect.TypeFor[Effect]()} {
		if !c.seen[of] {
			t.Errorf("the schema was not followed to %s", of)
		}
	}
}

type schemaCheck struct {
	t    *testing.T
	root map[string]any
	seen map[reflect.Type]bool
}

func (c schemaCheck) same(path string, node map[string]any, of reflect.Type) {
	c.t.Helper()
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if ref, ok := node["$ref"].(string); ok {
		node = c.root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if of.Kind() == reflect.Slice {
		c.same(path, node["items"].(map[string]any), of.Elem())
		return
	}
	if of.Kind() != reflect.Struct || of == reflect.TypeFor[decimal.Decimal]() || of == reflect.TypeFor[safety.Date]() || c.seen[of] {
		return
	}
	c.seen[of] = true
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
			c.t.Errorf("%s: the schema does not know %s", path, name)
			continue
		}
		// Titles are checked for both languages by hand.
		if inSchema := slices.Contains(required, any(name)); inSchema != (option == "required") && of.Name() != "Text" {
			c.t.Errorf("%s.%s: required by the schema %t, by the reader %t", path, name, inSchema, option == "required")
		}
		c.same(path+"."+name, property, field.Type)
	}
	for name := range properties {
		if !slices.Contains(keys, name) {
			c.t.Errorf("%s: the reader does not know %s", path, name)
		}
	}
	if node["additionalProperties"] != false {
		c.t.Error(fmt.Sprint(path, ": the schema lets unknown keys through"))
	}
}
