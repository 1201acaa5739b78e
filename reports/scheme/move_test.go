package scheme

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	_ "anlan/test/chance"
	"anlan/warehouse"
)

// A county quarter against the one before. Then: 10 marks at 93 of 100 hazards rectified in time gave 6.5; a mine line of 5
// applied and gave 4; a bonus gave 1; one mark by hand. Now: 88 of 100 give 4.21 of 10.53 marks, since the mine line does not
// apply any more and its marks are spread; the bonus gives 2; a cap takes 0.5.
func TestMovementIsSplitByCauseExactly(t *testing.T) {
	before := Run{Subjects: []Subject{{Key: "a", Name: "甲县"}}, Sheets: []Sheet{movedSheet("a", 1,
		movedLine(Scored, "on_time", "整改率", "10", "6.5", 93), movedLine(Scored, "mines", "矿山", "5", "4", 80),
		movedLine(Bonus, "praise", "表彰", "0", "1", 1), movedLine(Adjustment, "by_hand", "人工调整", "0", "1", 0))}}
	ceased := movedLine(Scored, "mines", "矿山", "5", "0", 0)
	ceased.Applies, ceased.Marks = false, decimal.Zero
	rate := movedLine(Scored, "on_time", "整改率", "10", "4.21", 88)
	rate.Marks = exactly("10.53")
	now := Run{Subjects: before.Subjects, Scheme: &Scheme{inputs: []Input{{Name: "on_time", Unit: "%"}}}, Sheets: []Sheet{movedSheet("a", 1,
		rate, ceased, movedLine(Bonus, "praise", "表彰", "0", "2", 2), movedLine(Cap, "most", "封顶", "0", "-0.5", 0))}}

	m := Movements(before, nil, now)[0]
	// 12.5 → 5.71. At its former 10 marks 88 % would have given 4.21 × 10 / 10.53 = 3.998… = 4.00: the figures cost 2.50, and
	// 0.21 came from the spread; the mine line's 4 went with it.
	want := []string{"indicator on_time -2.5", "bonus praise 1", "spread  -3.79", "cap most -0.5", "adjustment by_hand -1"}
	if got := stepsOf(m.Steps); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if m.Change.String() != "-6.79" {
		t.Errorf("changed by %s", m.Change)
	}
	if got, want := m.Steps[0].Words.ZH, "整改率由93%变为88%，按折算前的分值计减少2.5分"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := m.Steps[2].Words.ZH, "折算：不再适用矿山（原得4分），各项分值随之变化，合计减少3.79分"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := m.Words.ZH, "得分由12.5分降至5.71分，减少6.79分：折算−3.79分、整改率−2.5分、人工调整−1分、其余2项合计+0.5分；排名第1位，未变"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The scheme halved the line's marks: the former figures give 3 instead of 6 under it, and the better figure then adds 1.
func TestMovementTellsAChangedSchemeFromChangedFigures(t *testing.T) {
	subjects := []Subject{{Key: "a"}}
	before := Run{Subjects: subjects, Sheets: []Sheet{movedSheet("a", 1, movedLine(Scored, "on_time", "整改率", "10", "6", 60), movedLine(Scored, "gone", "旧项", "5", "5", 1))}}
	remarked := []Sheet{movedSheet("a", 1, movedLine(Scored, "on_time", "整改率", "5", "3", 60))}
	now := Run{Subjects: subjects, Sheets: []Sheet{movedSheet("a", 1, movedLine(Scored, "on_time", "整改率", "5", "4", 80))}}
	m := Movements(before, remarked, now)[0]
	if got, want := stepsOf(m.Steps), []string{"indicator on_time 1", "rule  -8"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := m.Steps[1].Words.ZH, "考核细则变化：此前的数据按原细则得11分，按现行细则得3分，减少8分"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if parts := m.Steps[1].Parts; len(parts) != 2 || parts[0].Change.String() != "-3" || parts[1].Line != "gone" {
		t.Errorf("parts %v", parts)
	}

	// Where the former figures give nothing under the present scheme, all of it is the scheme's.
	m = Movements(before, []Sheet{{Key: "a", Reason: warehouse.Text{ZH: "没有数据"}}}, now)[0]
	if got, want := stepsOf(m.Steps), []string{"rule  -7"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMovementWithoutAScoreOnOneSideSaysWhy(t *testing.T) {
	subjects := []Subject{{Key: "a"}}
	unscored := Sheet{Key: "a", Reason: warehouse.Text{ZH: "没有数据", EN: "no figures"}}
	with := movedSheet("a", 2, movedLine(Scored, "on_time", "整改率", "10", "6", 60))
	for want, runs := range map[string][2]Sheet{
		"此前得6分，现未计分（没有数据）；此前列第2位，现不排名": {with, unscored},
		"此前未计分，现得6分（没有数据）；现列第2位":       {unscored, with},
		"前后两次均未计分": {unscored, unscored},
	} {
		m := Movements(Run{Subjects: subjects, Sheets: []Sheet{runs[0]}}, nil, Run{Subjects: subjects, Sheets: []Sheet{runs[1]}})[0]
		if m.Change != nil || len(m.Steps) > 0 || m.Places() != nil || m.Words.ZH != want {
			t.Errorf("got %s, want %s; change %v, %d steps", m.Words.ZH, want, m.Change, len(m.Steps))
		}
	}
}

// Four then: b, a, c, d. Now c, a = d share the second place, b has no score: a stays second, having lost b before it and
// gained c. d caught up with nobody's place but a's own level.
func TestRankChangeNamesWhoPassedWhom(t *testing.T) {
	subjects := []Subject{{Key: "a", Name: "甲"}, {Key: "b", Name: "乙"}, {Key: "c", Name: "丙"}, {Key: "d", Name: "丁"}}
	before := Run{Subjects: subjects, Sheets: []Sheet{rankedAt("a", 2), rankedAt("b", 1), rankedAt("c", 3), rankedAt("d", 4)}}
	now := Run{Subjects: subjects, Sheets: []Sheet{rankedAt("a", 2), {Key: "b"}, rankedAt("c", 1), rankedAt("d", 2)}}
	moves := Movements(before, nil, now)
	a, d := moves[0], moves[3]
	if len(a.Passed) != 1 || a.Passed[0].Key != "b" || len(a.PassedBy) != 1 || a.PassedBy[0].Key != "c" || *a.Places() != 0 {
		t.Errorf("passed %v, passed by %v", a.Passed, a.PassedBy)
	}
	if want := "得分0分，持平；排名第2位，未变，乙不再排名，被丙超过"; a.Words.ZH != want {
		t.Errorf("got %s, want %s", a.Words.ZH, want)
	}
	if want := "得分0分，持平；排名由第4位升至第2位，赶上或超过甲，乙不再排名"; d.Words.ZH != want {
		t.Errorf("got %s, want %s", d.Words.ZH, want)
	}
}

// Whatever two sheets say, the steps add up to the change of the score, and the parts of a step to the step.
func TestStepsAddUpToTheChangeOfTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(1, 6).Draw(t, "subjects")
		runs := [3]Run{}
		for r := range runs {
			for n := range count {
				runs[r].Subjects = append(runs[r].Subjects, Subject{Key: fmt.Sprint(n)})
				runs[r].Sheets = append(runs[r].Sheets, anySheet(t, fmt.Sprint(n)))
			}
			rankSheets(runs[r].Sheets)
		}
		var remarked []Sheet
		if rapid.Bool().Draw(t, "changed scheme") {
			remarked = runs[2].Sheets
		}
		for _, m := range Movements(runs[0], remarked, runs[1]) {
			checkMovement(t, m)
		}
	})
}

// checkMovement holds for every movement of every subject.
func checkMovement(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, m Movement) {
	t.Helper()
	sum := decimal.Zero
	for _, s := range m.Steps {
		sum = sum.Add(s.Change)
		parts := decimal.Zero
		for _, p := range s.Parts {
			parts = parts.Add(p.Change)
		}
		if len(s.Parts) > 0 && !parts.Equal(s.Change) {
			t.Fatalf("%s: parts of %s make %s, the step is %s", m.Key, s.Cause, parts, s.Change)
		}
		if s.Words.ZH == "" || s.Words.EN == "" || s.Title.ZH == "" && s.Line == "" {
			t.Fatalf("%s: %s %s has no words", m.Key, s.Cause, s.Line)
		}
	}
	if (m.Change == nil) != (m.Before == nil || m.After == nil) {
		t.Fatalf("%s: change %v of scores %v, %v", m.Key, m.Change, m.Before, m.After)
	}
	if m.Change != nil && (!sum.Equal(*m.Change) || !m.Before.Add(sum).Equal(*m.After)) {
		t.Fatalf("%s: the steps make %s, the score went from %s to %s: %v", m.Key, sum, m.Before, m.After, stepsOf(m.Steps))
	}
	if m.Change == nil && len(m.Steps) > 0 {
		t.Fatalf("%s: steps to or from nothing", m.Key)
	}
	if p := m.Places(); p != nil && *p != len(m.Passed)-len(m.PassedBy) {
		t.Fatalf("%s: gained %d places, passed %d, passed by %d", m.Key, *p, len(m.Passed), len(m.PassedBy))
	}
	if m.Words.ZH == "" || m.Words.EN == "" {
		t.Fatalf("%s: no words", m.Key)
	}
}

// anySheet has lines of every kind, some missing, some not applying.
func anySheet(t *rapid.T, key string) Sheet {
	if rapid.IntRange(0, 9).Draw(t, "unscored") == 0 {
		return Sheet{Key: key}
	}
	var lines []Line
	for _, kind := range []LineKind{Scored, Scored, Scored, Bonus, Deduction, Cap, VetoEffect, Adjustment, Rounding} {
		if kind != Scored && rapid.Bool().Draw(t, "absent") {
			continue
		}
		figure := rapid.Int64Range(0, 3).Draw(t, "figure")
		l := movedLine(kind, fmt.Sprintf("%s%d", kind, len(lines)%3), "行", "0", "0", figure)
		l.Given = decimal.New(rapid.Int64Range(-500, 1000).Draw(t, "given"), -2)
		if kind == Scored {
			l.FullMarks = decimal.NewFromInt(10)
			l.Marks = decimal.New(rapid.Int64Range(100, 2000).Draw(t, "marks"), -2)
			if l.Applies = rapid.Bool().Draw(t, "applies"); !l.Applies {
				l.Marks, l.Given = decimal.Zero, decimal.Zero
			}
		}
		lines = append(lines, l)
	}
	return movedSheet(key, 0, lines...)
}

// rankAll ranks by score, ties sharing a rank.
func rankSheets(sheets []Sheet) {
	for i := range sheets {
		if sheets[i].Score == nil {
			continue
		}
		sheets[i].Rank = 1
		for _, other := range sheets {
			if other.Score != nil && other.Score.GreaterThan(*sheets[i].Score) {
				sheets[i].Rank++
			}
		}
	}
}

func exactly(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func movedLine(kind LineKind, name, title, marks, given string, figure int64) Line {
	shown := decimal.NewFromInt(figure)
	return Line{
		Name: name, Title: warehouse.Text{ZH: title, EN: name}, Kind: kind, FullMarks: exactly(marks), Marks: exactly(marks), Given: exactly(given),
		Applies: true, Inputs: []string{name}, Figures: []Figure{{Value: Value{State: warehouse.Present, Number: shown.Rat(), Shown: &shown}}},
	}
}

func movedSheet(key string, rank int, lines ...Line) Sheet {
	sum := decimal.Zero
	for _, l := range lines {
		sum = sum.Add(l.Given)
	}
	return Sheet{Key: key, Score: &sum, Rank: rank, Lines: lines}
}

func rankedAt(key string, rank int) Sheet { return movedSheet(key, rank) }

func stepsOf(steps []Step) []string {
	var out []string
	for _, s := range steps {
		out = append(out, fmt.Sprintf("%s %s %s", s.Cause, s.Line, s.Change))
	}
	return out
}
