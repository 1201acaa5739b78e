package risk

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/reports/strictyaml"
	"anlan/safety"
	_ "anlan/test/chance"
	"anlan/warehouse"
)

func catalogue(t testing.TB) *warehouse.Catalogue {
	t.Helper()
	c, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// model reads a model that ships, with some of its text replaced.
func model(t testing.TB, name string, replace ...string) (*Model, error) {
	t.Helper()
	text, err := fs.ReadFile(shipped, "models/"+name+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(string(text), replace[i]) {
			t.Fatalf("%s has no %q to replace", name, replace[i])
		}
	}
	return ReadModel(name+".yaml", []byte(strings.NewReplacer(replace...).Replace(string(text))), catalogue(t))
}

func TestTheWorkedExamplesOfShippedModels(t *testing.T) {
	for _, name := range []string{"area-risk", "enterprise-risk"} {
		m, err := model(t, name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := fs.ReadFile(shipped, "models/"+name+".examples.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckExamples(name+".examples.yaml", text, m); err != nil {
			t.Error(err)
		}
		wrong := strings.Replace(string(text), "index: 37.60", "index: 37.61", 1)
		if wrong == string(text) {
			wrong = strings.Replace(string(text), "index: 68.9", "index: 68.91", 1)
		}
		if err := CheckExamples(name+".examples.yaml", []byte(wrong), m); err == nil {
			t.Errorf("%s: a wrong index goes unnoticed", name)
		}
	}
}

// Every fault of a file is named at once, with its line.
func TestFaultsOfAModelAreNamedAtOnce(t *testing.T) {
	_, err := model(t, "area-risk",
		"model: area-risk", "model: Area_Risk",
		"subjects: areas", "subjects: countries",
		"inherent: 40, dynamic: 60", "inherent: 40, dynamic: 50",
		"weight: 50", "weight: 49",
		"metric: hazards_open_major", "metric: hazards_opened",
		"{zero: 0, hundred: 60}", "{zero: 60, hundred: 60}",
		"{at: 2, gives: 30}, {at: 10, gives: 70}", "{at: 10, gives: 30}, {at: 2, gives: 170}",
		"nothing_due: 0 ", "nothing_due: nothing ",
		"red: 60, orange: 45", "red: 45, orange: 60",
		"at_least: red", "at_least: black",
		"months: 3", "months: 0",
		"known_at_least: 60", "known_at_last: 60",
	)
	if _, ok := err.(strictyaml.FaultErrors); !ok { //nolint:errorlint // it is not wrapped
		t.Fatalf("err = %v", err)
	}
	for _, want := range []string{
		`model: expected small letters`, `subjects: expected areas or enterprises, found "countries"`, `add up to 90; expected 100`,
		`inherent: the weights add up to 99; expected 100`, `the catalogue has no metric "hazards_opened"`, `expected two figures that differ`,
		`expected more than the point before (10)`, `expected 0 to 100`, `expected unknown, spread or a score from 0 to 100, found "nothing"`,
		`expected red above orange`, `expected one of red, orange, yellow, blue, found "black"`, `months: expected 1 to 120`, `unknown key`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no fault says %q", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestAMatrixNamesEveryPairAndRatesByIt(t *testing.T) {
	_, err := model(t, "enterprise-risk", "blue: {red: orange, orange: yellow, yellow: blue, blue: blue}", "blue: {red: orange, orange: yellow, blue: blue}")
	if err == nil || !strings.Contains(err.Error(), "inherent blue and dynamic yellow") {
		t.Errorf("err = %v", err)
	}
}

// Inherent 38.5 and dynamic 37, as in the examples: amplified by 100 % it is 38.5 × (1 + 0.37) = 52.745, each part rounded.
func TestDynamicRiskAmplifiesInherentRisk(t *testing.T) {
	m, err := model(t, "area-risk", "{method: weighted, inherent: 40, dynamic: 60}", "{method: amplify, by: 100}")
	if err != nil {
		t.Fatal(err)
	}
	cell := rateExample(m, county())
	// 33 × 0.5, 40 × 0.3, 50 × 0.2; then 38.5 × 0.25 × 0.4 = 3.85, × 0.2 × 0.5 = 3.85, × 0.25 × 0.35 = 3.36875,
	// × 0.1 × 0.125 = 0.48125, × 0.1 × 0.5 = 1.925, × 0.1 × 0.2 = 0.77
	want := []string{"16.5", "12", "10", "3.85", "3.85", "3.37", "0.48", "1.93", "0.77"}
	for i, f := range cell.Factors {
		if f.Contribution.String() != want[i] {
			t.Errorf("%s contributes %s, want %s", f.Factor.Name, f.Contribution, want[i])
		}
	}
	if cell.Index == nil || cell.Index.String() != "52.75" || cell.Colour != safety.RiskOrange {
		t.Errorf("index %v %s, want 52.75 orange", cell.Index, cell.Colour)
	}
}

func county() map[string]exampleFigure {
	out := map[string]exampleFigure{}
	for name, value := range map[string]float64{
		"enterprises": 200, "enterprises_risk_told": 200, "enterprises_red": 10, "enterprises_orange": 20, "enterprises_yellow": 70, "enterprises_blue": 100,
		"enterprises_major_hazard": 8, "enterprises_high_risk": 60, "hazards_open_major": 4, "hazards_open": 40, "hazards_overdue": 11, "hazards_overdue_major": 0,
		"accidents_counted": 3, "deaths_counted": 1, "accidents_larger_or_worse": 0, "accidents_major_or_worse": 0, "certified_persons": 190,
		"certified_persons_year": 200, "enterprises_inspected": 90, "hazards_due": 100, "hazards_due_on_time": 92,
	} {
		out[name] = exampleFigure{number{value, warehouse.Present}}
	}
	return out
}

// A figure that is missing makes the risk unknown where the model says so, and costs a fixed score where it says that.
func TestWhatAMissingFigureDoes(t *testing.T) {
	silent := county()
	silent["certified_persons_year"] = exampleFigure{number{state: warehouse.NotReported}}
	for _, c := range []struct{ policy, index string }{
		{"unknown", ""},
		{"100", "42.85"}, // 37.60 − 0.75 + 6 % of 100
		// 60 × 25/90 × 40/100 = 6.67, × 20/90 × 50 = 6.67, × 25/90 × 35 = 5.83, × 10/90 × 50 = 3.33, × 10/90 × 20 = 1.33; and 15.40
		{"spread", "39.23"},
	} {
		m, err := model(t, "area-risk", "missing: spread ", "missing: "+c.policy+" ")
		if err != nil {
			t.Fatal(err)
		}
		cell := rateExample(m, silent)
		if got := text(cell.Index); got != c.index || (c.index == "") != (cell.State == Unknown) || (c.index == "") != (cell.Colour == "") {
			t.Errorf("missing: %s gives %q %s %q, want %q", c.policy, got, cell.State, cell.Colour, c.index)
		}
		if c.index == "" && !strings.Contains(cell.Reason.ZH, "证书有效率（未报送）") {
			t.Errorf("the reason is %q", cell.Reason.ZH)
		}
	}
}

// The sentence has the figure, the rule, the score, the weight and what they give.
func TestARuleInWords(t *testing.T) {
	m, err := model(t, "area-risk")
	if err != nil {
		t.Fatal(err)
	}
	cell := rateExample(m, county())
	want := map[string]string{
		"enterprise_colours": "企业固有风险：5300 ÷ 200 = 26.5；10及以下计0分，60及以上计100分，之间按比例，得33分；权重20%，计入6.6",
		"open_major_hazards": "未整改重大隐患：4 ÷ 200 × 100 = 2项/100家；0项/100家及以下计0分，5项/100家及以上计100分，之间按比例，得40分；权重15%，计入6",
		"certificates":       "证书有效率：190 ÷ 200 × 100 = 95%；100%及以上计0分，60%及以下计100分，之间按比例，得12.5分；权重6%，计入0.75",
		"accidents":          "近12个月事故（死亡加权）：6 ÷ 200 × 100 = 3；0计0分，2计30分，10计70分，30计100分，之间按比例，得35分；权重15%，计入5.25",
	}
	for _, f := range cell.Factors {
		if w, ok := want[f.Factor.Name]; ok && f.Rule().ZH != w {
			t.Errorf("%s:\n got %s\nwant %s", f.Factor.Name, f.Rule().ZH, w)
		}
		if f.Factor.Name == "certificates" && f.Rule().EN != "Certificates still valid: 190 ÷ 200 × 100 = 95%; 100% scores 0, 60% scores 100, in proportion between them, which makes 12.5; at a weight of 6% it contributes 0.75" {
			t.Errorf("in English: %s", f.Rule().EN)
		}
	}
}

// Whatever the figures are, known or not: contributions add up to the index exactly, scores lie between 0 and 100, a risk
// without an index has a reason, and none but an override gives it a colour.
func TestContributionsAlwaysAddUp(t *testing.T) {
	var models []*Model
	for _, name := range []string{"area-risk", "enterprise-risk"} {
		m, err := model(t, name)
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, m)
	}
	amplified, err := model(t, "area-risk", "{method: weighted, inherent: 40, dynamic: 60}", "{method: amplify, by: 70}", "places: 2", "places: 3")
	if err != nil {
		t.Fatal(err)
	}
	models = append(models, amplified)
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(models).Draw(t, "model")
		figures := map[string]exampleFigure{}
		for _, name := range m.plan.measures() {
			switch rapid.IntRange(0, 9).Draw(t, name) {
			case 0:
			case 1:
				figures[name] = exampleFigure{number{state: warehouse.NotReported}}
			default:
				figures[name] = exampleFigure{number{float64(rapid.IntRange(0, 300).Draw(t, name)), warehouse.Present}}
			}
		}
		cell := rateExample(m, figures)
		sum := decimal.Zero
		for _, f := range cell.Factors {
			sum = sum.Add(f.Contribution)
			if f.Score != nil && (f.Score.IsNegative() || f.Score.GreaterThan(hundred)) {
				t.Errorf("%s scores %s", f.Factor.Name, f.Score)
			}
			if f.Rule().ZH == "" || f.Rule().EN == "" {
				t.Errorf("%s has no words", f.Factor.Name)
			}
		}
		switch {
		case cell.State == Rated && (cell.Index == nil || !cell.Index.Equal(sum)):
			t.Errorf("the contributions add up to %s, the index is %v", sum, cell.Index)
		case cell.State == Unknown && (cell.Index != nil || cell.ByIndex != "" || cell.Reason.ZH == ""):
			t.Errorf("an unknown risk has index %v, colour %s, reason %q", cell.Index, cell.ByIndex, cell.Reason.ZH)
		}
	})
}

// The value at an edge has the graver colour ("以上" inclusive).
func TestEdgesBelongToTheGraverColour(t *testing.T) {
	edges := Thresholds{Red: decimal.NewFromInt(60), Orange: decimal.NewFromInt(45), Yellow: decimal.NewFromInt(30)}
	for value, want := range map[string]Colour{
		"60": safety.RiskRed, "59.99": safety.RiskOrange, "45": safety.RiskOrange, "44.99": safety.RiskYellow, "30": safety.RiskYellow, "29.99": safety.RiskBlue, "0": safety.RiskBlue,
	} {
		if got := edges.Colour(decimal.RequireFromString(value)); got != want {
			t.Errorf("%s is %s, want %s", value, got, want)
		}
	}
}

func TestAFolderReplacesAndAddsModels(t *testing.T) {
	dir := t.TempDir()
	text, err := fs.ReadFile(shipped, "models/area-risk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	own := strings.NewReplacer("effective_from: 2020-01-01", "effective_from: 2026-01-01", "区域安全风险评估模型", "本市模型").Replace(string(text))
	if err := os.WriteFile(filepath.Join(dir, "own.yaml"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := load(dir, catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{"2025-12-31": "区域安全风险评估模型", "2026-01-01": "本市模型"} {
		on, _ := safety.ParseDate(day)
		if m, err := l.find("", Areas, on); err != nil || m.Title.ZH != want {
			t.Errorf("on %s: %v %v, want %s", day, m, err, want)
		}
	}
	if _, err := l.find("area-risk", Enterprises, safety.NewDate(2026, 1, 1)); err == nil {
		t.Error("a model for areas rates enterprises")
	}
	if plain, err := load("", catalogue(t)); err != nil || plain.Hash() == l.Hash() || plain.Hash() == "" {
		t.Errorf("the hash %q does not tell the folder from what ships (%v)", l.Hash(), err)
	}
}

// The JSON Schema and the reader know the same keys, and ask for the same ones.
func TestTheJSONSchemaKnowsTheKeysOfTheReader(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(ModelJSONSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	sameKeys(t, "model", schema, schema, reflect.TypeFor[Model]())
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
	if !ok || of.Kind() != reflect.Struct || of == reflect.TypeFor[warehouse.Text]() {
		return // a value, a table of colours, or a text, of which the reader checks both halves
	}
	required, _ := node["required"].([]any)
	var keys []string
	for i := range of.NumField() {
		name, option, _ := strings.Cut(of.Field(i).Tag.Get("yaml"), ",")
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
		sameKeys(t, path+"."+name, root, property, of.Field(i).Type)
	}
	for name := range properties {
		if !slices.Contains(keys, name) {
			t.Errorf("%s: the reader does not know %s", path, name)
		}
	}
}
