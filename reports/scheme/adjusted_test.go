package scheme

import (
	"strings"
	"testing"

	"anlan/warehouse"
)

// What was corrected on review counts for vetoes and bands: they judge the score and the lines as they were corrected.
func TestAdjustmentsCountBeforeVetoes(t *testing.T) {
	s, err := Read("a.yaml", []byte(`scheme: small
title: {zh: 小, en: small}
effective_from: 2025-01-01
full_marks: 100
bands:
  - {name: good, title: {zh: 良好, en: good}, from: 80, when: results__given >= 30}
  - {name: pass, title: {zh: 合格, en: pass}, from: 50}
  - {name: fail, title: {zh: 不合格, en: fail}, from: 0}
figures:
  - {name: criticised, title: {zh: 约谈, en: Criticised}, entered: true, default: 0}
  - {name: major, title: {zh: 重大事故, en: Major}, entered: true, default: 0}
  - {name: concealed, title: {zh: 瞒报, en: Concealed}, entered: true, default: 0}
groups:
  - name: work
    title: {zh: 工作, en: Work}
    indicators:
      - {name: duty, title: {zh: 责任, en: Duty}, marks: 60, rule: {entered: true}, document: d}
  - name: results
    title: {zh: 结果, en: Results}
    indicators:
      - {name: deaths_line, title: {zh: 死亡, en: Deaths}, marks: 40, rule: {entered: true}, document: d}
vetoes:
  - {name: low, title: {zh: 未达80分, en: below 80}, when: score < 80, effect: {cap: fail}, document: d}
  - {name: called, title: {zh: 被约谈, en: called in}, when: criticised > 0, effect: {most: 59}, document: d}
  - {name: accident, title: {zh: 重大事故, en: a major accident}, when: major > 0, effect: {lose: results}, document: d}
  - {name: hidden, title: {zh: 瞒报, en: concealed}, when: concealed > 0, effect: {lose: all}, document: d}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckExamples("a.examples.yaml", []byte(`examples: small
cases:
  - title: 复核调整后定否决和等次
    subjects:
      - name: 79分，复核加2分为81分，不再属于未达80分
        figures: {duty: 50, deaths_line: 29}
        adjustments: [{line: deaths_line, marks: 2}] # 结果 29+2 = 31，也够30
        expect: {score: 81, grade: good, vetoes: []}
      - name: 81分，复核减2分为79分
        figures: {duty: 50, deaths_line: 31}
        adjustments: [{line: deaths_line, marks: -2}]
        expect: {score: 79, grade: fail, vetoes: [low]}
      - name: 总分最高59分，复核加的分也在内
        figures: {duty: 60, deaths_line: 35, criticised: 1}
        adjustments: [{line: duty, marks: -10}, {marks: 3}] # 95−10+3 = 88
        expect: {score: 59, grade: pass, vetoes: [called], lines: {called: -29}}
      - name: 结果部分不得分，连同复核加的分
        figures: {duty: 60, deaths_line: 25, major: 1}
        adjustments: [{line: deaths_line, marks: 5}]
        expect: {score: 60, grade: pass, vetoes: [accident], lines: {accident: -30}} # 60+25+5−30；否决前90分
      - name: 瞒报经复核不成立，把否决扣的分加回
        figures: {duty: 55, deaths_line: 35, concealed: 1}
        adjustments: [{line: hidden, marks: 90}]
        expect: {score: 90, grade: good, vetoes: [hidden], lines: {hidden: -90}}
`), s); err != nil {
		t.Error(err)
	}
}

// A county that reports nothing has no score, but what it concealed is on its sheet. Vetoes that look at a score or at what
// lines gave are not triggered by its absence.
func TestVetoesWithoutAScore(t *testing.T) {
	s, err := Read("a.yaml", []byte(strings.Replace(smallScheme, "groups:", `vetoes:
  - {name: low, title: {zh: 未达80分, en: below 80}, when: score < 80 or all__given < 80 or subtotal < 80, effect: {cap: fail}, document: d}
  - {name: hidden, title: {zh: 瞒报, en: concealed}, when: concealed > 0, effect: {cap: fail, lose: all}, document: d}
groups:`, 1)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckExamples("a.examples.yaml", []byte(`examples: small
cases:
  - title: 无分
    subjects:
      - {name: 甲, figures: {rate: no_data, concealed: 1}, expect: {score: none, rank: 0, vetoes: [hidden]}}
      - {name: 乙, figures: {rate: no_data, concealed: 0}, expect: {score: none, rank: 0, vetoes: []}}
      - {name: 丙, figures: {rate: 95, concealed: 0}, expect: {score: 75, vetoes: [low]}}
`), s); err != nil {
		t.Error(err)
	}
}

// Two values for one item that differ are no figure, and no default either: nobody entered 0. The sheet says so, and a veto that
// needs the figure says that it is not known.
func TestEnteredValuesThatContradictEachOther(t *testing.T) {
	s, err := Read("a.yaml", []byte(strings.Replace(smallScheme, "groups:", `figures:
  - {name: criticised, title: {zh: 通报批评, en: Criticised}, unit: 次, entered: true, default: 0}
deductions:
  - {name: criticism, title: {zh: 通报扣分, en: Criticism}, rule: {deductions: [{figure: criticised, costs: 1}, {entered: late, title: {zh: 迟报, en: Late}, costs: 2}]}, document: d}
vetoes:
  - {name: often, title: {zh: 多次通报, en: criticised often}, when: criticised > 3, effect: {cap: fail}, document: d}
groups:`, 1)), nil)
	if err != nil {
		t.Fatal(err)
	}
	figures := func(state warehouse.State) map[string]Figure {
		return map[string]Figure{"rate": {Value: Value{State: warehouse.Present, Number: hundred}}, "criticised": {Value: Value{State: state}}}
	}
	sheets := s.Mark([]Subject{{Key: "none", Figures: figures(warehouse.NotReported)}, {Key: "two", Figures: figures(warehouse.NotRecorded)}})
	if got := sheets[0]; got.Score.String() != "100" || len(got.Notes) != 0 || got.Lines[1].Rule.ZH != "通报扣分；没有扣分情形；不扣分" {
		t.Errorf("nobody entered it: %s, %v, %s", got.Score, got.Notes, got.Lines[1].Rule.ZH)
	}
	got := sheets[1]
	if want := "通报扣分；通报批评录入的数值互相矛盾，不计；不扣分"; got.Lines[1].Rule.ZH != want {
		t.Errorf("got %s, want %s", got.Lines[1].Rule.ZH, want)
	}
	if want := "一票否决事项“多次通报”没有数据，未能判定"; len(got.Notes) != 1 || got.Notes[0].ZH != want {
		t.Errorf("noted %v, want %s", got.Notes, want)
	}
}
