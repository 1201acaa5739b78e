package assessment

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
)

func TestReadSchemeNamesEveryFaultAtOnce(t *testing.T) {
	text := `scheme: County
title: {zh: 考核}
effective_from: 2020-13-01
full_marks: 100
places: 9
spread: nowhere
not_reported: forget
bands:
  - {name: good, title: {zh: 良好, en: good}, from: 80}
  - {name: best, title: {zh: 优秀, en: best}, from: 90}
groups:
  - name: one
    title: {zh: 一, en: one}
    indicators:
      - {name: a, title: {zh: 甲, en: a}, metric: death, marks: 40, rule: {proportional: {floor: 80, target: 80}}, document: d}
      - {name: bb, title: {zh: 乙, en: b}, metric: deaths, marks: -1, rule: {deduct_per_unit: {costs: 0}}, document: d}
      - {name: bb, title: {zh: 丙, en: c}, metric: deaths, marks: 10, rule: {}, document: d}
      - {name: dd, title: {zh: 丁, en: d}, metric: deaths, marks: 10, rule: {all_or_nothing: {at_least: 1, at_most: 2}}, document: d}
      - {name: ee, title: {zh: 戊, en: e}, metric: deaths, marks: 10, rule: {steps: [{at_least: 1, gives: 3}, {at_least: 2, gives: 5}, {at_most: 0, gives: 11}]}, document: d}
      - {name: ff, title: {zh: 己, en: f}, metric: deaths, marks: 1, rule: {deduct_per_unit: {costs: 1}, all_or_nothing: {at_most: 0}}, weight: 3}
vetoes:
  - {name: vv, title: {zh: 否, en: v}, metric: deaths, above: -1, cap: worst, document: d}
`
	want := []string{
		`test.yaml:1: scheme: expected small letters`,
		`test.yaml:2: title: expected both zh and en`,
		`test.yaml:3: effective_from: date "2020-13-01"`,
		`test.yaml:5: places: expected 0 to 6`,
		`test.yaml:6: spread: expected scheme or group, found "nowhere"`,
		`test.yaml:7: not_reported: expected lose or spread, found "forget"`,
		`test.yaml:10: bands[1].from: expected less than the band before (80)`,
		`test.yaml:10: bands[1].from: expected 0: the last band`,
		`test.yaml:11: groups: the marks of all indicators add up to 70; expected full_marks (100)`,
		`test.yaml:15: groups[0].indicators[0].name: expected small letters`,
		`test.yaml:15: groups[0].indicators[0].metric: the catalogue has no metric "death"`,
		`test.yaml:15: groups[0].indicators[0].rule.proportional: expected a target that differs`,
		`test.yaml:16: groups[0].indicators[1].marks: expected more than 0`,
		`test.yaml:16: groups[0].indicators[1].rule.deduct_per_unit.costs: expected more than 0`,
		`test.yaml:17: groups[0].indicators[2].name: "bb" is taken`,
		`test.yaml:17: groups[0].indicators[2].rule: expected one of proportional`,
		`test.yaml:18: groups[0].indicators[3].rule.all_or_nothing: expected either at_least or at_most`,
		`test.yaml:19: groups[0].indicators[4].rule.steps[1].gives: expected less than the step before (3)`,
		`test.yaml:19: groups[0].indicators[4].rule.steps[1].at_least: expected less than the step before (1)`,
		`test.yaml:19: groups[0].indicators[4].rule.steps[2].gives: expected 0 to the indicator's marks (10)`,
		`test.yaml:19: groups[0].indicators[4].rule.steps[2].gives: expected less than the step before (5)`,
		`test.yaml:19: groups[0].indicators[4].rule.steps[2]: expected all steps to say at_least`,
		`test.yaml:20: groups[0].indicators[5].rule: expected one of proportional`,
		`test.yaml:20: groups[0].indicators[5].document: required`,
		`test.yaml:20: groups[0].indicators[5].weight: unknown key`,
		`test.yaml:22: vetoes[0].above: expected 0 or more`,
		`test.yaml:22: vetoes[0].cap: expected the name of a band (good, best), found "worst"`,
	}
	_, err := ReadScheme("test.yaml", []byte(text), func(name string) bool { return name == "deaths" })
	if err == nil {
		t.Fatal("no fault")
	}
	got := strings.Split(err.Error(), "\n")
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, w) }) {
			t.Errorf("no fault %q", w)
		}
	}
	for _, g := range got {
		if !slices.ContainsFunc(want, func(w string) bool { return strings.HasPrefix(g, w) }) {
			t.Errorf("unexpected: %s", g)
		}
	}
}

func TestTheVersionInForceAtThePeriodsEndCounts(t *testing.T) {
	dir := t.TempDir()
	write := func(name, from string) {
		text := strings.Replace(header, "2020-01-01", from, 1) + "groups:\n" + lines("results", "deaths deaths 100 {deduct_per_unit: {costs: 1}}")
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.yaml", "2024-01-01")
	write("b.yaml", "2025-04-01")
	s := &schemes{}
	if err := s.add(os.DirFS(dir), "", nil); err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]string{"2024-01-01": "2024-01-01", "2025-03-31": "2024-01-01", "2025-04-01": "2025-04-01", "2026-01-01": "2025-04-01"} {
		got, err := s.find("test", date(t, on))
		if err != nil || got.EffectiveFrom.String() != want {
			t.Errorf("on %s: version %v (%v), expected %s", on, got, err, want)
		}
	}
	if _, err := s.find("test", date(t, "2023-12-31")); err == nil || !strings.Contains(err.Error(), "took effect on 2024-01-01") {
		t.Errorf("before the first version: %v", err)
	}
	if _, err := s.find("other", date(t, "2025-01-01")); err == nil || !strings.Contains(err.Error(), `no scheme "other"`) {
		t.Errorf("unknown scheme: %v", err)
	}
	write("c.yaml", "2025-04-01")
	if err := (&schemes{}).add(os.DirFS(dir), "", nil); err == nil || err.Error() != "c.yaml: test of 2025-04-01 is in b.yaml already" {
		t.Errorf("the same day twice: %v", err)
	}
}

func TestAFolderReplacesAVersionThatShips(t *testing.T) {
	dir := t.TempDir()
	shippedText, err := shipped.ReadFile("schemes/county-quarterly.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(shippedText), "县区安全生产季度考核", "本市考核", 1)
	if err := os.WriteFile(filepath.Join(dir, "own.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := loadSchemes(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.find("", safety.NewDate(2025, 6, 30))
	if err != nil || got.Title.ZH != "本市考核" || len(s.list) != 1 {
		t.Errorf("got %v of %d versions (%v)", got, len(s.list), err)
	}
	if plain, err := loadSchemes("", nil); err != nil || plain.hash == s.hash || plain.hash == "" {
		t.Errorf("the hash %q does not tell the folder from what ships (%v)", s.hash, err)
	}
}

// The JSON Schema and the reader know the same keys, and ask for the same ones.
func TestTheJSONSchemaKnowsTheKeysOfTheReader(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(SchemeJSONSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	sameKeys(t, "scheme", schema, schema, reflect.TypeFor[Scheme]())
}

func sameKeys(t *testing.T, path string, root, node map[string]any, of reflect.Type) {
	t.Helper()
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if ref, ok := node["$ref"].(string); ok {
		node = root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if of.Kind() == reflect.Slice {
		sameKeys(t, path, root, node["items"].(map[string]any), of.Elem())
		return
	}
	properties, ok := node["properties"].(map[string]any)
	if !ok {
		return // a value
	}
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
			t.Errorf("%s: the schema does not know %s", path, name)
			continue
		}
		// titles are checked for both languages by hand
		if inSchema := slices.Contains(required, any(name)); inSchema != (option == "required") && of.Name() != "Text" {
			t.Errorf("%s.%s: required by the schema %t, by the reader %t", path, name, inSchema, option == "required")
		}
		sameKeys(t, path+"."+name, root, property, field.Type)
	}
	for name := range properties {
		if !slices.Contains(keys, name) {
			t.Errorf("%s: the reader does not know %s", path, name)
		}
	}
	if node["additionalProperties"] != false {
		t.Error(fmt.Sprint(path, ": the schema lets unknown keys through"))
	}
}
