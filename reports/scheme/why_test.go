package scheme

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/warehouse"
)

// Rules of every kind, and the figure that each judges.
var anyRules = []string{
	"figure: rate, rule: {proportional: {floor: 70, target: 96}}",
	"figure: late, rule: {proportional: {floor: 40, target: 5}}",
	"figure: overdue, rule: {deduct_per_unit: {each: 3, costs: 0.7}}",
	"figure: overdue, rule: {deduct_per_unit: {above: 1, each: 2, units: full, costs: 0.5}}",
	"figure: deaths, least: -2, rule: {deduct_per_unit: {costs: 1.5}}",
	"figure: rate, rule: {steps: [{at_least: 90, gives: 3}, {above: 60, gives: 1.25}, {otherwise: true, gives: 0}]}",
	"figure: visits, rule: {interpolate: [{at: 0, gives: 0}, {at: 7, gives: 2}, {at: 20, gives: 3}]}",
	"figure: visits, most: 4, rule: {earn_per_unit: {gives: 0.15, most: 4}}",
	"figure: overdue, rule: {compare: {with: previous_year}, deduct_per_unit: {costs: 0.2}}",
	"figure: rate, rule: {compare: {with: peers_mean, by: percent}, proportional: {floor: -10, target: 0}}",
	"figure: visits, rule: {rank: {best: highest}, steps: [{at_most: 1, gives: 3}, {at_most: 3, gives: 2}, {otherwise: true, gives: 1}]}",
	"figure: missing, rule: {all_or_nothing: {at_most: 0}}",
	"figure: rate, applies_when: visits > 3, rule: {proportional: {floor: 70, target: 96}, lose_when: deaths > 2}",
	"figure: rate, spread: peers_mean, applies_when: visits > 5, rule: {proportional: {floor: 50, target: 90}}",
	"figure: rate, spread: none, applies_when: visits > 6, rule: {proportional: {floor: 50, target: 90}}",
	"figure: rate, spread: full, applies_when: visits > 6, rule: {proportional: {floor: 50, target: 90}}",
	"figure: rate, not_reported: spread, rule: {proportional: {floor: 0, target: 100}, deductions: [{figure: missing, costs: 0.3, title: {zh: 未报, en: Missing}}]}",
	"rule: {entered: true}",
	"rule: {formula: \"marks * rate / 100\"}",
}

// anyScheme is a scheme of up to eight lines in up to three groups, with all that can be done to a sum.
func anyScheme(t *rapid.T, label string) *Scheme {
	var b strings.Builder
	draw := func(name string, options ...string) string { return rapid.SampledFrom(options).Draw(t, label+name) }
	fmt.Fprintf(&b, "scheme: any\ntitle: {zh: 任意, en: Any}\neffective_from: 2025-01-01\n")
	fmt.Fprintf(&b, "bands: [{name: good, title: {zh: 好, en: Good}, from: 2}, {name: fail, title: {zh: 差, en: Fail}, from: 0}]\n")
	fmt.Fprintf(&b, "%s\n%s\n%s\n", draw("rounding", "", "rounding: {mode: half_even}", "rounding: {of: score}", "rounding: {of: score, items: 1, mode: down}"),
		draw("spread", "", "spread: group", "spread: none"), draw("ties", "", "ties: {by: [visits]}"))
	b.WriteString("groups:\n")
	full := decimal.Zero
	for g := range rapid.IntRange(1, 3).Draw(t, label+"groups") {
		fmt.Fprintf(&b, "  - name: group%d\n    title: {zh: 组, en: Group}\n", g)
		lines := rapid.SliceOfN(rapid.SampledFrom(anyRules), 1, 4).Draw(t, label+"lines")
		marks := decimal.NewFromInt(int64(3 * len(lines)))
		if rapid.Bool().Draw(t, label+"scaled") {
			marks = decimal.NewFromInt(7)
			b.WriteString("    marks: 7\n")
		}
		if rapid.Bool().Draw(t, label+"bounded") {
			b.WriteString("    most: 2.5\n")
		}
		b.WriteString("    indicators:\n")
		for i, line := range lines {
			fmt.Fprintf(&b, "      - {name: line%d%d, title: {zh: 行, en: Line}, marks: 3, document: a, %s}\n", g, i, line)
		}
		full = full.Add(marks)
	}
	fmt.Fprintf(&b, "full_marks: %s\n", full)
	b.WriteString(draw("most", "", fmt.Sprintf("most_marks: %s\n", full)))
	b.WriteString(draw("bonuses", "", "bonuses: [{name: reports, title: {zh: 举报, en: Reports}, figure: reported, most: 2, document: a, rule: {earn_per_unit: {gives: 0.3}}}]\nbonuses_most: 1\n"))
	b.WriteString(draw("deductions", "", "deductions: [{name: died, title: {zh: 死亡, en: Died}, figure: deaths, document: a, rule: {deduct_per_unit: {costs: 2}}}]\n"))
	b.WriteString(draw("vetoes", "", "vetoes: [{name: many, title: {zh: 多人, en: Many}, when: deaths > 3, effect: {cap: fail, marks: 1.5}, document: a}]\n",
		"vetoes: [{name: many, title: {zh: 多人, en: Many}, when: deaths > 3, effect: {lose: group0, demote: 1}, document: a}]\n",
		"vetoes: [{name: many, title: {zh: 多人, en: Many}, when: deaths > 3, effect: {lose: all, rank: none}, document: a}]\n"))
	s, err := Read("any.yaml", []byte(b.String()), knownOf(regainMetrics))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return s
}

// anyRun has up to five subjects with any figures: known, not reported, nothing due; some adjusted by hand.
func anyRun(t *rapid.T, s *Scheme, label string) Run {
	r := Run{Scheme: s}
	states := []warehouse.State{warehouse.Present, warehouse.Present, warehouse.Present, warehouse.NotReported, warehouse.NothingDue}
	for n := range rapid.IntRange(1, 5).Draw(t, label+"subjects") {
		subject := Subject{Key: fmt.Sprint(n), Name: fmt.Sprintf("县%d", n), Figures: map[string]Figure{}}
		for _, in := range s.Inputs() {
			state := rapid.SampledFrom(states).Draw(t, label+in.Name)
			f := Figure{Value: Value{State: state}}
			switch {
			case state != warehouse.Present:
			case in.Unit == "%":
				denominator := rapid.Int64Range(1, 400).Draw(t, label+"denominator")
				f = rateFigure(rapid.Int64Range(0, denominator).Draw(t, label+"numerator"), denominator)
			case in.Entered:
				f = Figure{Value: Value{State: state, Number: big.NewRat(rapid.Int64Range(0, 12).Draw(t, label+"entered"), 4)}}
			default:
				f = countFigure(rapid.Int64Range(0, 12).Draw(t, label+"count"))
				f.PreviousYear = countFigure(rapid.Int64Range(0, 12).Draw(t, label+"last year")).Value
			}
			subject.Figures[in.Name] = f
		}
		if rapid.IntRange(0, 4).Draw(t, label+"adjusted") == 0 {
			subject.Adjustments = []Adjusted{{Marks: decimal.New(-25, -2), Reason: warehouse.Text{ZH: "核实", EN: "checked"}}}
		}
		r.Subjects = append(r.Subjects, subject)
	}
	r.Sheets = s.Mark(r.Subjects)
	return r
}

// Whatever the scheme and the figures: lines add up to scores, and what moved a score adds up to its change, within one
// scheme and from one to another.
func TestContributionsAddUpExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScheme(t, "scheme ")
		before, now := anyRun(t, s, "before "), anyRun(t, s, "now ")
		former := before
		var remarked []Sheet
		if rapid.Bool().Draw(t, "changed scheme") {
			former.Scheme = anyScheme(t, "former ")
			remarked = s.Mark(former.Subjects)
			former.Sheets = former.Scheme.Mark(former.Subjects)
		}
		for _, sheet := range append(former.Sheets, now.Sheets...) {
			checkSheet(t, sheet)
		}
		for _, m := range Movements(former, remarked, now) {
			checkMovement(t, m)
		}
	})
}

// checkSheet holds for every sheet of every scheme.
func checkSheet(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, s Sheet) {
	t.Helper()
	sum := decimal.Zero
	for _, l := range s.Lines {
		sum = sum.Add(l.Given)
		if l.Kind == Scored && !l.Given.Add(l.Lost).Equal(l.Marks) {
			t.Fatalf("%s %s: given %s and lost %s of %s", s.Key, l.Name, l.Given, l.Lost, l.Marks)
		}
		if l.Regain.Words.ZH != "" && (!l.Lost.IsPositive() && !l.Given.IsNegative() || l.Regain.Words.EN == "") {
			t.Fatalf("%s %s: %s wins back %s", s.Key, l.Name, l.Regain.Words.ZH, l.Lost)
		}
	}
	if s.Score != nil && !sum.Equal(*s.Score) {
		t.Fatalf("%s: lines make %s, the score is %s", s.Key, sum, s.Score)
	}
	if s.Score == nil && s.Reason.ZH == "" {
		t.Fatalf("%s: no score and no reason", s.Key)
	}
}

// Whatever the rule and the figure: with what regains the marks they are all there, and with one part less they are not.
// Peers are taken as they stand, so lines that compare with them are left out: they move when one of them does.
func TestRegainIsEnoughAndNotTooMuch(t *testing.T) {
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		s := anyScheme(t, "")
		r := anyRun(t, s, "")
		for n, sheet := range r.Sheets {
			for _, line := range sheet.Lines {
				if line.Regain.Figure == nil || line.With == WithPeersMean {
					continue
				}
				name := regainedInput(line, s)
				tried++
				reached, short := regained(r.Subjects[n].Figures[name], line.Regain)
				mark := func(f Figure) Line {
					subjects := append([]Subject(nil), r.Subjects...)
					figures := map[string]Figure{}
					for other, figure := range subjects[n].Figures {
						figures[other] = figure
					}
					figures[name] = f
					subjects[n].Figures = figures
					return lineOf(s.Mark(subjects)[n], line.Name)
				}
				if got := mark(reached); got.Lost.IsPositive() && got.Applies == line.Applies && got.Marks.Equal(line.Marks) {
					t.Fatalf("%s: %s; marked again %s of %s: %s", line.Rule.ZH, line.Regain.Words.ZH, got.Given, got.Marks, got.Rule.ZH)
				}
				if got := mark(short); !got.Lost.IsPositive() && got.Applies && got.Marks.Equal(line.Marks) {
					t.Fatalf("%s: %s; one less is enough: %s", line.Rule.ZH, line.Regain.Words.ZH, got.Rule.ZH)
				}
			}
		}
	})
	if tried < 100 {
		t.Errorf("only %d lines were tried", tried)
	}
}

func lineOf(s Sheet, name string) Line {
	for _, l := range s.Lines {
		if l.Name == name {
			return l
		}
	}
	return Line{}
}

// regainedInput finds the figure that the words speak of.
func regainedInput(line Line, s *Scheme) string {
	for _, name := range line.Inputs {
		if in, _ := s.Input(name); strings.HasPrefix(line.Regain.Words.ZH, in.Title.ZH) {
			return name
		}
	}
	return line.Inputs[0]
}
