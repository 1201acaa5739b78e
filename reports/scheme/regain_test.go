package scheme

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

var regainMetrics = map[string]Metric{
	"rate":     {Title: warehouse.Text{ZH: "整改率", EN: "rate"}, Unit: "%", Ratio: true},
	"overdue":  {Title: warehouse.Text{ZH: "逾期隐患", EN: "overdue"}, Unit: "项"},
	"late":     {Title: warehouse.Text{ZH: "迟到率", EN: "late share"}, Unit: "%", Ratio: true},
	"deaths":   {Title: warehouse.Text{ZH: "死亡人数", EN: "deaths"}, Unit: "人", Final: true},
	"visits":   {Title: warehouse.Text{ZH: "检查次数", EN: "visits"}, Unit: "次"},
	"per_gdp":  {Title: warehouse.Text{ZH: "亿元GDP死亡率", EN: "deaths per GDP"}, Unit: "人/亿元", Decimals: 4, Ratio: true, Final: true},
	"missing":  {Title: warehouse.Text{ZH: "未报送事项", EN: "missing"}, Unit: "项"},
	"reported": {Title: warehouse.Text{ZH: "举报数", EN: "reports"}, Unit: "件"},
}

// regainScheme has one line of 10 marks.
func regainScheme(t *testing.T, line string) *Scheme {
	t.Helper()
	s, err := Read("regain.yaml", []byte(`
scheme: regain
title: {zh: 失分, en: Lost}
effective_from: 2025-01-01
full_marks: 10
rounding: {of: lines}
bands: [{name: fail, title: {zh: 不合格, en: Fail}, from: 0}]
groups:
  - {name: all, title: {zh: 全部, en: All}, indicators: [{name: line, title: {zh: 项目, en: Line}, marks: 10, document: a, `+line+`}]}
`), knownOf(regainMetrics))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What wins the marks back, for every kind of rule, worked out by hand; the figure is then put in and marked: all marks are
// there. One part less, and they are not.
func TestRegain(t *testing.T) {
	for _, c := range []struct {
		name, line string
		input      string
		figure     Figure
		more       map[string]Figure
		target     string // the figure to reach; empty where there is none
		count      string // of a ratio
		words      string
	}{
		// 95 % of 1,292 is 1,227.4: 1,228 reach the target; but the marks are printed to two places, and 1,227 (94.969 %) give
		// 9.9793…: 9.98. So 1,228, 24 more.
		{
			name: "a rate short of its target", line: "figure: rate, rule: {proportional: {floor: 80, target: 95}}", input: "rate", figure: rateFigure(1204, 1292),
			target: "95", count: "24", words: "整改率达到95%：按现有基数1292，还需增加24（由1204到1228），可得满分",
		},
		// Of 100,000, 94,993 are 94.993 %: 14.993/15 of 10 is 9.99533: 10.00 from 94,992.5 on, so 94,993 and not the 95,000.
		{
			name: "rounding gives the last marks", line: "figure: rate, rule: {proportional: {floor: 80, target: 95}}", input: "rate", figure: rateFigure(90000, 100000),
			target: "94.99", count: "4993", words: "整改率达到94.99%：按现有基数100000，还需增加4993（由90000到94993），可得满分",
		},
		{
			name: "none yet", line: "figure: rate, rule: {proportional: {floor: 0, target: 50}}", input: "rate", figure: rateFigure(0, 7),
			target: "50", count: "4", words: "整改率达到50%：按现有基数7，还需增加4（由0到4），可得满分",
		},
		// Less is better: 10 % of 30 is 3.
		{
			name: "a share that should fall", line: "figure: late, rule: {proportional: {floor: 40, target: 10}}", input: "late", figure: rateFigure(8, 30),
			target: "10", count: "-5", words: "迟到率降至10%：按现有基数30，还需减少5（由8到3），可得满分",
		},
		{
			name: "each costs", line: "figure: overdue, rule: {deduct_per_unit: {costs: 0.5}}", input: "overdue", figure: countFigure(3),
			target: "0", words: "逾期隐患降至0项（减少3项），可得满分",
		},
		{
			name: "each beyond two costs, full fives only: up to six cost nothing", line: "figure: overdue, rule: {deduct_per_unit: {above: 2, each: 5, units: full, costs: 1}}", input: "overdue", figure: countFigure(9),
			target: "6", words: "逾期隐患降至6项（减少3项），可得满分",
		},
		{
			name: "each short of ten costs", line: "figure: visits, rule: {deduct_per_unit: {below: 10, costs: 1}}", input: "visits", figure: countFigure(4),
			target: "10", words: "检查次数达到10次（增加6次），可得满分",
		},
		{
			name: "each earns", line: "figure: visits, rule: {earn_per_unit: {gives: 0.3, most: 10}}", input: "visits", figure: countFigure(4),
			target: "34", words: "检查次数达到34次（增加30次），可得满分", // 33 give 9.9
		},
		{
			name: "a death stays", line: "figure: deaths, rule: {deduct_per_unit: {costs: 1}}", input: "deaths", figure: countFigure(1),
			words: "死亡人数已经发生，本期不能挽回",
		},
		{
			name: "nor does it go below none", line: "figure: deaths, rule: {compare: {with: previous_year}, all_or_nothing: {below: 0}}", input: "deaths",
			figure: Figure{Value: Value{State: warehouse.Present, Number: big.NewRat(1, 1)}, PreviousYear: Value{State: warehouse.Present, Number: new(big.Rat)}},
			words:  "死亡人数已经发生，本期不能挽回",
		},
		{
			name: "so does a rate of deaths", line: "figure: per_gdp, rule: {all_or_nothing: {at_most: 0.01}}", input: "per_gdp", figure: rateFigure(3, 200),
			words: "亿元GDP死亡率已经发生，本期不能挽回",
		},
		{
			name: "steps", line: "figure: rate, rule: {steps: [{at_least: 90, gives: 10}, {above: 70, gives: 6}, {otherwise: true, gives: 1}]}", input: "rate", figure: rateFigure(15, 19),
			target: "90", count: "3", words: "整改率达到90%：按现有基数19，还需增加3（由15到18），可得满分", // 17 of 19 are 89.47 %
		},
		{
			name: "a step that the number itself does not reach", line: "figure: visits, rule: {steps: [{above: 12, gives: 10}, {otherwise: true, gives: 0}]}", input: "visits", figure: countFigure(12),
			target: "13", words: "检查次数达到13次（增加1次），可得满分",
		},
		{
			name: "a broken line", line: "figure: visits, rule: {interpolate: [{at: 0, gives: 0}, {at: 10, gives: 8}, {at: 20, gives: 10}]}", input: "visits", figure: countFigure(5),
			target: "20", words: "检查次数达到20次（增加15次），可得满分",
		},
		{
			name: "all or nothing", line: "figure: overdue, rule: {all_or_nothing: {below: 3}}", input: "overdue", figure: countFigure(7),
			target: "2", words: "逾期隐患降至2项（减少5项），可得满分",
		},
		// 10 % more than last year's 20 is 22.
		{
			name: "against last year", line: "figure: visits, rule: {compare: {with: previous_year, by: percent}, proportional: {floor: 0, target: 10}}", input: "visits",
			figure: Figure{Value: Value{State: warehouse.Present, Number: big.NewRat(21, 1)}, PreviousYear: Value{State: warehouse.Present, Number: big.NewRat(20, 1)}},
			target: "22", words: "检查次数达到22次（增加1次），可得满分",
		},
		{
			name: "more than last year", line: "figure: overdue, rule: {compare: {with: previous_year}, deduct_per_unit: {costs: 0.2}}", input: "overdue",
			figure: Figure{Value: Value{State: warehouse.Present, Number: big.NewRat(12, 1)}, PreviousYear: Value{State: warehouse.Present, Number: big.NewRat(9, 1)}},
			target: "9", words: "逾期隐患降至9项（减少3项），可得满分",
		},
		{
			name: "people mark", line: "rule: {entered: true}", input: "line", figure: Figure{Value: Value{State: warehouse.Present, Number: big.NewRat(17, 2)}},
			target: "10", words: "项目达到10分（增加1.5分），可得满分",
		},
		{
			name: "a formula", line: "rule: {formula: \"visits >= 30 ? 10 : 2\"}", input: "visits", figure: countFigure(12),
			target: "30", words: "检查次数达到30次（增加18次），可得满分",
		},
		{
			name: "lost by a condition", line: "figure: rate, rule: {proportional: {floor: 80, target: 95}, lose_when: missing > 2}", input: "missing", figure: countFigure(5),
			more:   map[string]Figure{"rate": rateFigure(99, 100)},
			target: "2", words: "未报送事项降至2项（减少3项），可得满分",
		},
		{
			name: "nobody reported it", line: "figure: overdue, rule: {deduct_per_unit: {costs: 0.5}}", input: "overdue", figure: Figure{Value: Value{State: warehouse.NotReported}},
			words: "报送逾期隐患的数据后按实际计分",
		},
		{
			name:  "several causes",
			line:  "figure: rate, rule: {proportional: {floor: 80, target: 100}, deductions: [{figure: missing, costs: 0.5, title: {zh: 未报, en: Missing}}]}",
			input: "rate", figure: rateFigure(9, 10), more: map[string]Figure{"missing": countFigure(2)},
			words: "未报送事项降至0项（减少2项），且整改率达到100%：按现有基数10，还需增加1（由9到10），可得满分",
		},
		{
			name:  "several causes, of which one stays",
			line:  "rule: {deductions: [{figure: missing, costs: 0.5, title: {zh: 未报, en: Missing}}, {figure: deaths, costs: 2, title: {zh: 死亡, en: Deaths}}]}",
			input: "missing", figure: countFigure(2), more: map[string]Figure{"deaths": countFigure(1)},
			words: "死亡人数已经发生，本期不能挽回",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := regainScheme(t, c.line)
			mark := func(f Figure) Line {
				figures := map[string]Figure{c.input: f}
				for name, other := range c.more {
					figures[name] = other
				}
				return s.Mark([]Subject{{Key: "a", Figures: figures}})[0].Lines[0]
			}
			line := mark(c.figure)
			if !line.Lost.IsPositive() {
				t.Fatalf("nothing was lost: %s of %s", line.Given, line.Marks)
			}
			r := line.Regain
			if r.Final != strings.Contains(r.Words.ZH, "已经发生") {
				t.Errorf("%q, final %v", r.Words.ZH, r.Final)
			}
			if r.Words.ZH != c.words {
				t.Errorf("got %s, want %s", r.Words.ZH, c.words)
			}
			if c.words != "" && (r.Words.EN == "" || strings.ContainsAny(r.Words.EN, "，。（）")) {
				t.Errorf("in English: %s", r.Words.EN)
			}
			if text(r.Figure) != c.target || text(r.Count) != c.count {
				t.Errorf("figure %s, count %s", text(r.Figure), text(r.Count))
			}
			if r.Figure == nil {
				return
			}
			reached, short := regained(c.figure, r)
			if got := mark(reached); !got.Lost.IsZero() {
				t.Errorf("with it %s of %s are given", got.Given, got.Marks)
			}
			if got := mark(short); got.Lost.IsZero() {
				t.Error("one less is enough")
			}
		})
	}
}

// regained puts what regains the marks in the place of the figure; and one part less.
func regained(f Figure, r Regain) (reached, short Figure) {
	with := func(n *big.Rat, numerator *decimal.Decimal) Figure {
		out := f
		out.Number, out.Shown, out.Numerator = n, nil, numerator
		return out
	}
	if r.Count != nil {
		step := decimal.NewFromInt(int64(r.Count.Sign()))
		at := func(n decimal.Decimal) Figure {
			number := new(big.Rat).Quo(n.Rat(), f.Denominator.Rat())
			return with(number.Mul(number, hundred), &n)
		}
		return at(f.Numerator.Add(*r.Count)), at(f.Numerator.Add(*r.Count).Sub(step))
	}
	step := big.NewRat(int64(r.Figure.Rat().Cmp(f.Number)), 1)
	return with(r.Figure.Rat(), nil), with(new(big.Rat).Sub(r.Figure.Rat(), step), nil)
}

func text(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return fmt.Sprint(d)
}

// What it takes to pass a peer in an expression, or in place, is not said in figures: these are the peer's.
func TestRegainNamesNoFigureOfAPeer(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"rule: {formula: \"visits > visits__peers_mean ? 10 : 0\"}", ""},
		{"figure: visits, rule: {rank: {best: highest}, steps: [{at_most: 1, gives: 10}, {otherwise: true, gives: 0}]}", "检查次数在同组由第3位升至第1位，可得满分"},
	} {
		s := regainScheme(t, c.line)
		var subjects []Subject
		for i, n := range []int64{7, 31, 12} {
			subjects = append(subjects, Subject{Key: fmt.Sprint(i), Figures: map[string]Figure{"visits": countFigure(n)}})
		}
		r := s.Mark(subjects)[0].Lines[0].Regain
		if r.Figure != nil || r.Count != nil || r.Final || r.Words.ZH != c.want {
			t.Errorf("%s: %+v", c.line, r)
		}
	}
}

// A deduction from the total: four notices at half a mark each beyond the first.
func TestRegainOfADeductionFromTheTotal(t *testing.T) {
	s, err := Read("regain.yaml", []byte(`
scheme: regain
title: {zh: 扣分, en: Taken}
effective_from: 2025-01-01
full_marks: 10
bands: [{name: fail, title: {zh: 不合格, en: Fail}, from: 0}]
groups:
  - {name: all, title: {zh: 全部, en: All}, indicators: [{name: line, title: {zh: 项目, en: Line}, marks: 10, document: a, figure: rate, rule: {proportional: {floor: 0, target: 100}}}]}
deductions:
  - {name: missed, title: {zh: 未报, en: Missed}, figure: missing, document: a, rule: {deduct_per_unit: {above: 1, costs: 0.5}}}
  - {name: died, title: {zh: 死亡, en: Died}, figure: deaths, document: a, rule: {deduct_per_unit: {costs: 1}}}
`), knownOf(regainMetrics))
	if err != nil {
		t.Fatal(err)
	}
	mark := func(missing int64) Sheet {
		return s.Mark([]Subject{{Key: "a", Figures: map[string]Figure{"rate": rateFigure(9, 10), "missing": countFigure(missing), "deaths": countFigure(2)}}})[0]
	}
	sheet := mark(4)
	if got, want := lineOf(sheet, "missed").Regain.Words, (warehouse.Text{ZH: "未报送事项降至1项（减少3项），不再扣分", EN: "missing down to 1 (3 fewer) costs nothing"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := lineOf(sheet, "missed").Regain; got.Final {
		t.Errorf("notices can still be given: %+v", got)
	}
	if got := lineOf(sheet, "died").Regain; got.Figure != nil || !got.Final || got.Words.ZH != "死亡人数已经发生，本期不能挽回" {
		t.Errorf("got %+v", got)
	}
	if one, two := lineOf(mark(1), "missed").Given, lineOf(mark(2), "missed").Given; !one.IsZero() || two.String() != "-0.5" {
		t.Errorf("with one %s, with two %s are taken", one, two)
	}
}
