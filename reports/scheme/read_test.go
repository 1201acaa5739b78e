package scheme

import (
	"slices"
	"strings"
	"testing"

	"anlan/warehouse"
)

// Every fault of a file is named at once, with its line and what would be right.
func TestReadNamesEveryFaultAtOnce(t *testing.T) {
	text := `scheme: County
title: {zh: 考核}
effective_from: 2020-13-01
full_marks: 100
most_marks: 90
places: 9
rounding: {of: nothing, mode: any, items: 2}
spread: nowhere
not_reported: forget
peer_groups:
  - {name: towns, title: {zh: 镇, en: towns}, members: ["1", "1"]}
figures:
  - {name: one, title: {zh: 甲, en: a}, expression: two + 1}
  - {name: two, title: {zh: 乙, en: b}, expression: one * 2}
  - {name: three, title: {zh: 丙, en: c}, entered: true, metric: deaths}
  - {name: four, title: {zh: 丁, en: d}, expression: deths / 2}
  - {name: five, title: {zh: 戊, en: e}, entered: true, months: 12}
  - {name: score, title: {zh: 己, en: f}, entered: true}
bands:
  - {name: good, title: {zh: 良好, en: good}, from: 80}
  - {name: best, title: {zh: 优秀, en: best}, from: 90}
quotas:
  - {grade: top, share: 130}
ties: {by: [rank]}
groups:
  - name: aa
    title: {zh: 一, en: one}
    indicators:
      - {name: a, title: {zh: 甲, en: a}, figure: death, marks: 40, rule: {proportional: {floor: 80, target: 80}}, document: d}
      - {name: bb, title: {zh: 乙, en: b}, figure: deaths, marks: -1, rule: {deduct_per_unit: {costs: 0}}, document: d}
      - {name: bb, title: {zh: 丙, en: c}, figure: deaths, marks: 10, rule: {}, document: d}
      - {name: dd, title: {zh: 丁, en: d}, figure: deaths, marks: 10, rule: {all_or_nothing: {at_least: 3, at_most: 2}}, document: d}
      - {name: ee, title: {zh: 戊, en: e}, figure: deaths, marks: 10, rule: {steps: [{at_least: 1, gives: 3}, {at_least: 2, gives: 5}, {at_most: 0, gives: 11}]}, document: d}
      - {name: ff, title: {zh: 己, en: f}, figure: deaths, marks: 1, rule: {deduct_per_unit: {costs: 1}, all_or_nothing: {at_most: 0}}, weight: 3}
      - {name: gg, title: {zh: 庚, en: g}, figure: deaths, marks: 1, applies_when: deaths + 1, rule: {compare: {with: peers_best}, earn_per_unit: {gives: 1, most: 0.5}}, document: d}
      - {name: hh, title: {zh: 辛, en: h}, marks: 1, rule: {proportional: {floor: 0, target: 1}, lose_when: in__zones}, document: d}
      - {name: ii, title: {zh: 壬, en: i}, marks: 1, rule: {formula: score + aa__given}, document: d}
deductions:
  - {name: jj, title: {zh: 癸, en: j}, figure: deaths, rule: {proportional: {floor: 0, target: 1}}, document: d}
vetoes:
  - {name: vv, title: {zh: 否, en: v}, when: deaths > 1 and, effect: {cap: worst}, document: d}
  - {name: ww, title: {zh: 否, en: v}, when: five > 1, months: 12, effect: {}, document: d}
`
	want := []string{
		`test.yaml:1: scheme: expected 2 to 64 small letters`,
		`test.yaml:2: title: expected both zh and en`,
		`test.yaml:3: effective_from: date "2020-13-01"`,
		`test.yaml:5: most_marks: expected at least full_marks (100)`,
		`test.yaml:6: places: expected 0 to 6`,
		`test.yaml:7: rounding.of: expected lines, score; found "nothing"`,
		`test.yaml:7: rounding.mode: expected half_up, half_even, down, up; found "any"`,
		`test.yaml:8: spread: expected scheme, group, full, peers_mean, none; found "nowhere"`,
		`test.yaml:9: not_reported: expected lose, spread; found "forget"`,
		`test.yaml:11: peer_groups[0].members[1]: 1 is in towns already`,
		`test.yaml:13: figures[0].expression: one is computed from itself (one → two → one)`,
		`test.yaml:15: figures[2]: expected one of metric, entered: true, expression; found 2 of them`,
		`test.yaml:16: figures[3].expression: there is no figure "deths" in figures and no such metric in the catalogue`,
		`test.yaml:17: figures[4]: filters and months belong to a metric`,
		`test.yaml:18: figures[5].name: "score" has a meaning of its own in expressions`,
		`test.yaml:21: bands[1].from: expected less than the band before (80)`,
		`test.yaml:21: bands[1].from: expected 0 without a condition: the last band`,
		`test.yaml:23: quotas[0].grade: expected the name of a band (good, best), found "top"`,
		`test.yaml:23: quotas[0].share: expected 0 to 100`,
		`test.yaml:24: ties.by[0]: rank is not known here`,
		`test.yaml:25: groups: the marks of all groups add up to 73; expected full_marks (100)`,
		`test.yaml:29: groups[0].indicators[0].figure: there is no figure "death" in figures and no such metric in the catalogue`,
		`test.yaml:29: groups[0].indicators[0].rule.proportional: expected a target that differs`,
		`test.yaml:30: groups[0].indicators[1].marks: expected more than 0`,
		`test.yaml:30: groups[0].indicators[1].rule.deduct_per_unit.costs: expected more than 0`,
		`test.yaml:31: groups[0].indicators[2].name: "bb" is taken`,
		`test.yaml:31: groups[0].indicators[2].rule: expected one of proportional`,
		`test.yaml:32: groups[0].indicators[3].rule.all_or_nothing: no figure is on both sides`,
		`test.yaml:33: groups[0].indicators[4].rule.steps[1]: is never reached: step 1 takes all of its figures already`,
		`test.yaml:33: groups[0].indicators[4].rule.steps[2].gives: expected 0 to 10, what the line can give`,
		`test.yaml:34: groups[0].indicators[5].rule: expected one of proportional`,
		`test.yaml:34: groups[0].indicators[5].document: required`,
		`test.yaml:34: groups[0].indicators[5].weight: unknown key`,
		`test.yaml:35: groups[0].indicators[6].applies_when: expected a condition, such as deaths > 0, found a number`,
		`test.yaml:35: groups[0].indicators[6].rule.compare.best: expected highest or lowest`,
		`test.yaml:35: groups[0].indicators[6].rule: the rule can never give all marks: at most 0.5 of 1`,
		`test.yaml:36: groups[0].indicators[7].figure: required: the rule judges a figure`,
		`test.yaml:36: groups[0].indicators[7].rule.lose_when: there is no peer group "zones"; expected in__ and one of: towns`,
		`test.yaml:37: groups[0].indicators[8].rule.formula: score is not known here`,
		`test.yaml:37: groups[0].indicators[8].rule.formula: aa__given is not known here`,
		`test.yaml:39: deductions[0].rule: a deduction from the total may say deduct_per_unit`,
		`test.yaml:41: vetoes[0].when: unexpected token EOF`,
		`test.yaml:41: vetoes[0].effect.cap: expected the name of a band (good, best), found "worst"`,
		`test.yaml:42: vetoes[1].months: no figure of the condition is counted from records`,
		`test.yaml:42: vetoes[1].effect: expected at least one of cap, demote, lose, marks, most, rank`,
	}
	_, err := Read("test.yaml", []byte(text), func(name string) (Metric, bool) {
		return Metric{Title: warehouse.Text{ZH: "死亡人数", EN: "deaths"}}, name == "deaths"
	})
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

// One slip has one message, which says what would be right.
func TestOneSlipOneMessage(t *testing.T) {
	for _, c := range []struct{ wrong, right, want string }{
		{"marks: 100, ", "marks: 1OO, ", `a.yaml:13: groups[0].indicators[0].marks: expected a number, found "1OO"`},
		{"{floor: 80, target: 100}", "{floor: 80%, target: 80}", `a.yaml:13: groups[0].indicators[0].rule.proportional.floor: expected a number, found "80%"`},
		{"marks: 100, ", "marks: 100, least: 三, ", `a.yaml:13: groups[0].indicators[0].least: expected a number, found "三"`},
		{"full_marks: 100", "full_marks: 一百", `a.yaml:4: full_marks: expected a number, found "一百"`},
		{"full_marks: 100", "full_marks: 100\nbonuses_most: 三", `a.yaml:5: bonuses_most: expected a number, found "三"`},
		{"marks: 100, ", "marks: 100, applies_when: rate = 1, ", `a.yaml:13: groups[0].indicators[0].applies_when: "=" is not expected here; == compares (at character 6)`},
		{"scheme: small", "scheme: q", `a.yaml:1: scheme: expected 2 to 64 small letters, digits and '-', a letter first, as county-quarterly; found "q"`},
		{"    indicators:\n", "    lose_when: rate > 0 ? 1 : 0\n    indicators:\n", `a.yaml:12: not YAML: mapping value is not allowed in this context (a text that holds ": " must be in quotes, as "a > 0 ? 1 : 0")`},
	} {
		_, err := Read("a.yaml", []byte(strings.Replace(smallScheme, c.wrong, c.right, 1)), nil)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v\nwant %s", c.right, err, c.want)
		}
	}
}
