package alert_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"anlan/reports/alert"
	"anlan/safety"
	"anlan/warehouse"
)

func catalogue(t *testing.T) *warehouse.Catalogue {
	t.Helper()
	c, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Every fault is named at once, with its line and what would be right.
func TestFaultsOfRules(t *testing.T) {
	_, err := alert.ReadRules("a.yaml", []byte(`alerts:
  - rule: Bad Name
    title: {zh: 甲}
    kind: threshold
    metric: hazards_opened
    levels: [county, planet]
    when: over
    at: {yellow: 80, orange: 90}
    within: 12
  - rule: on_time
    title: {zh: 甲, en: a}
    kind: threshold
    metric: hazard_on_time_rate
    levels: []
    when: below
    at: {yellow: 80, orange: 90}
    clears: 70
    filters: [{dimension: colour, values: [x]}]
  - rule: on_time
    title: {zh: 甲, en: a}
    kind: change
    metric: hazard_on_time_rate
    levels: [county]
    period: month
    when: at_most
    by: percent
    at: {}
    from_zero: {red: 1}
  - rule: day
    title: {zh: 甲, en: a}
    kind: threshold
    metric: hazards_overdue
    levels: [county]
    period: month
    when: at_least
    at: {red: 1}
    for: {days: 400}
  - rule: certificates
    title: {zh: 甲, en: a}
    kind: certificate_expiring
    audiences: [boss]
    within: 0
    at: {red: 0}
  - rule: nothing
    title: {zh: 甲, en: a}
    kind: guess
`), catalogue(t))
	if err == nil {
		t.Fatal("no fault")
	}
	var got []string
	for _, line := range strings.Split(err.Error(), "\n") {
		got = append(got, strings.TrimPrefix(line, "a.yaml:"))
	}
	for _, want := range []string{
		`2: alerts[0].rule: expected small letters`, `3: alerts[0].title: expected both zh and en`, `5: alerts[0].metric: the catalogue has no metric "hazards_opened"`,
		`6: alerts[0].levels[1]: region level "planet"`, `7: alerts[0].when: expected above, at_least, below, at_most, found "over"`,
		`9: alerts[0].within: a rule of the kind threshold has no within; it has metric, `, `10: alerts[1].period: required: the period that hazard_on_time_rate is of`,
		`14: alerts[1].levels: expected at least one level`, `16: alerts[1].at.orange: expected less than the milder number (80)`,
		`17: alerts[1].clears: expected at least the mildest number (80)`, `18: alerts[1].filters[0].dimension: the catalogue has no dimension "colour"`,
		`19: alerts[2].rule: "on_time" is taken`, `26: alerts[2].by: rates compare in percentage points`, `27: alerts[2].at: expected a number for blue`,
		`28: alerts[2].from_zero: from zero there is only a rise`, `34: alerts[3].period: hazards_overdue is judged on a day`, `37: alerts[3].for.days: expected 0 to 366`,
		`38: alerts[4].levels: expected the levels`, `41: alerts[4].audiences[0]: expected principal`, `42: alerts[4].within: expected 1 to 366 days`,
		`43: alerts[4].at: expected numbers above 0`, `46: alerts[5].kind: expected threshold, `,
	} {
		if !slices.ContainsFunc(got, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("not named: %s", want)
		}
	}
	if t.Failed() {
		t.Logf("named:\n%s", strings.Join(got, "\n"))
	}
}

// What ships is sound, says where it comes from and what it does, and has some of every kind.
func TestRulesThatShip(t *testing.T) {
	b := watched(t, onTime)
	t.Run("a folder replaces some and adds others", func(t *testing.T) { testFolder(t, b) })
	ships, err := alert.Open(b.w, b.store, alert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[safety.AlertKind]int{}
	for _, r := range ships.Rules() {
		kinds[r.Kind]++
		words := r.Words()
		if r.Document == "" || r.Title.ZH == "" || !strings.Contains(words.ZH, "时预警") || words.EN == "" || strings.Contains(words.ZH, r.Name) {
			t.Errorf("%s of %q: %s", r.Name, r.Document, words.ZH)
		}
	}
	for _, kind := range safety.All[safety.AlertKind]() {
		if kinds[kind] == 0 {
			t.Errorf("none of the kind %s", kind)
		}
	}
}

func testFolder(t *testing.T, b *bundle) {
	names := map[string]bool{}
	for _, r := range b.Rules() {
		names[r.Name] = r.Off
	}
	if off, ok := names["major_hazard_overdue"]; !ok || !off {
		t.Error("a rule that ships was not replaced")
	}
	if off, ok := names["on_time"]; !ok || off {
		t.Error("a rule was not added")
	}
	if _, err := alert.Open(b.w, b.store, alert.Options{RuleDir: filepath.Join(b.dir, "nowhere")}); err == nil {
		t.Error("a folder that is not there is taken")
	}
	if err := os.WriteFile(filepath.Join(b.dir, "twice.yaml"), []byte("alerts:\n"+onTime), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := alert.Open(b.w, b.store, alert.Options{RuleDir: b.dir}); err == nil || !strings.Contains(err.Error(), "the rule on_time is in") {
		t.Errorf("a rule that is there twice: %v", err)
	}
}

// The schema that editors check by knows the keys that rules have, and no others.
func TestTheJSONSchemaKnowsTheKeys(t *testing.T) {
	var schema struct {
		Properties struct {
			Alerts struct {
				Items struct {
					Properties map[string]struct {
						Enum []string
					}
				}
			}
		}
	}
	if err := json.Unmarshal(alert.RuleJSONSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	known := schema.Properties.Alerts.Items.Properties
	kind := reflect.TypeFor[alert.Rule]()
	var keys []string
	for i := range kind.NumField() {
		if key, _, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ","); key != "" {
			keys = append(keys, key)
			if _, ok := known[key]; !ok {
				t.Errorf("the schema has no %s", key)
			}
		}
	}
	if len(known) != len(keys) {
		t.Errorf("the schema has %d keys, rules have %d", len(known), len(keys))
	}
	if got := safety.AlertKind("").Vocabulary().Codes(); !slices.Equal(known["kind"].Enum, got) {
		t.Errorf("kinds %v, expected %v", known["kind"].Enum, got)
	}
}

// The examples of the documentation are sound, and it explains every key.
func TestTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/alerts.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(text, -1)
	if len(blocks) < 6 {
		t.Errorf("%d examples, expected one of each kind", len(blocks))
	}
	for _, block := range blocks {
		if _, err := alert.ReadRules("docs/alerts.md", block[1], catalogue(t)); err != nil {
			t.Errorf("%v\n%s", err, block[1])
		}
	}
	kind := reflect.TypeFor[alert.Rule]()
	for i := range kind.NumField() {
		if key, _, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ","); key != "" && !strings.Contains(string(text), "`"+key+"`") && !strings.Contains(string(text), "`"+key+": ") {
			t.Errorf("the key %s is not explained", key)
		}
	}
}
