package result

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/access"
	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/warehouse"
)

// regional has what makes a marking depend on the others and on what is not printed: peer groups, a quota, ties, a comparison with
// the average, a veto, spreading, rounding of the score.
const regional = `
scheme: regional
title: {zh: 县区考核, en: Counties}
effective_from: 2026-01-01
full_marks: 100
most_marks: 105
rounding: {of: score}
peer_groups:
  - {name: counties, title: {zh: 县区, en: Counties}, kinds: [statutory]}
  - {name: zones, title: {zh: 功能区, en: Zones}, kinds: [zone]}
bands:
  - {name: excellent, title: {zh: 优秀, en: Excellent}, from: 90}
  - {name: good, title: {zh: 良好, en: Good}, from: 80}
  - {name: fail, title: {zh: 不合格, en: Fail}, from: 0}
quotas: [{grade: excellent, share: 30, per: peer_group}]
groups:
  - name: process
    title: {zh: 过程, en: Process}
    indicators:
      - {name: rectified, title: {zh: 整改, en: Rectified}, figure: rectified_rate, marks: 70, document: x, rule: {proportional: {floor: 60, target: 97}}}
      - {name: trained, title: {zh: 培训, en: Trained}, figure: trained_rate, marks: 30, document: x, not_reported: spread, rule: {proportional: {floor: 0, target: 100}}}
bonuses:
  - {name: praised, title: {zh: 表彰, en: Praised}, figure: commendations, most: 9, document: x, rule: {formula: commendations * 3}}
vetoes:
  - {name: concealed, title: {zh: 瞒报, en: Concealed}, when: concealed_accidents > 0, document: x, effect: {cap: good}}
`

// marker marks as the program does, without a catalogue.
type marker struct {
	office
	read map[string]*scheme.Scheme // by its text
}

func (m *marker) Whole(ctx context.Context, scope access.Scope, q assessment.Query) (*assessment.Whole, error) {
	w, err := m.office.Whole(ctx, scope, q)
	if err != nil {
		return nil, err
	}
	for _, s := range w.Subjects {
		s.Figures["rectified_rate"] = s.Figures["rectified_on_time_rate"]
	}
	w.Sheets, err = m.Mark(w.Text, w.Subjects)
	return w, err
}

func (m *marker) Mark(text []byte, subjects []scheme.Subject) ([]scheme.Sheet, error) {
	s := m.read[string(text)]
	if s == nil {
		var err error
		if s, err = scheme.Read("kept", text, nil); err != nil {
			return nil, err
		}
		m.read = map[string]*scheme.Scheme{string(text): s}
	}
	return s.Mark(subjects), nil
}

// schemes are those that ship and one more.
func schemes(t *testing.T) []*scheme.Scheme {
	t.Helper()
	library, err := scheme.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	own, err := scheme.Read("regional", []byte(regional), nil)
	if err != nil {
		t.Fatal(err)
	}
	return append(library.Schemes(), own)
}

// Whatever figures a result was marked by, its document holds enough to mark it again as it was; and an adjustment moves what it
// says, and nothing else of any sheet but what follows from the score.
func TestADocumentIsMarkedAgainAsItWas(t *testing.T) {
	for _, s := range schemes(t) {
		t.Run(s.Name, func(t *testing.T) {
			r := &Results{source: &marker{}}
			rapid.Check(t, func(t *rapid.T) {
				d := drawResult(t, s)
				body, err := d.Encode()
				if err != nil {
					t.Fatal(err)
				}
				read, err := Decode(body)
				if err != nil {
					t.Fatal(err)
				}
				again, err := r.mark(s.Text(), read, nil)
				if err != nil {
					t.Fatal(err)
				}
				for i := range read.Subjects {
					if !alike(read.Subjects[i], again.Subjects[i]) {
						t.Fatalf("%s is marked %+v, stored is %+v", read.Subjects[i].Key, again.Subjects[i], read.Subjects[i])
					}
				}
				if same, err := again.Encode(); err != nil || string(same) != string(body) {
					t.Fatalf("marked again it has other bytes (%v):\n%s\n%s", err, same, body)
				}
				adjustsExactly(t, r, s, read)
			})
		})
	}
}

func adjustsExactly(t *rapid.T, r *Results, s *scheme.Scheme, d *Document) {
	scored := slices.IndexFunc(d.Subjects, func(s Subject) bool { return s.Score != nil })
	if scored < 0 {
		return
	}
	moved := d.Subjects[scored].Key
	marks := decimal.New(rapid.Int64Range(-900, 900).Filter(func(n int64) bool { return n != 0 }).Draw(t, "adjustment"), -2)
	adjusted, err := r.mark(s.Text(), d, []Act{{Number: 5, Kind: Adjust, Remark: "复核", Detail: Detail{Subject: moved, Marks: &marks, Evidence: "函"}}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range adjusted.Subjects {
		now, old := &adjusted.Subjects[i], &d.Subjects[i]
		if sum := given(now); now.Score != nil && !sum.Equal(*now.Score) {
			t.Fatalf("the lines of %s add up to %s, its score is %s", now.Key, sum, now.Score)
		}
		if line := now.Line("adjustment_5"); (line != nil) != (now.Key == moved) || line != nil && !line.Given.Equal(marks) {
			t.Fatalf("the adjustment of %s is %+v", now.Key, line)
		}
		for _, line := range old.Lines {
			if slices.Contains([]string{"cap", "rounding", "veto"}, line.Kind) {
				continue // of the score that was
			}
			if same := now.Line(line.Name); same == nil || !sameLine(*same, line) || same.Rule != line.Rule {
				t.Fatalf("the line %s of %s became %+v", line.Name, now.Key, same)
			}
		}
	}
}

// drawResult marks some subjects with any figures.
func drawResult(t *rapid.T, s *scheme.Scheme) *Document {
	var subjects []scheme.Subject
	for i := range rapid.IntRange(1, 6).Draw(t, "subjects") {
		subject := scheme.Subject{Key: strconv.Itoa(370300 + i), Name: fmt.Sprint("county ", i), Figures: map[string]scheme.Figure{}}
		if len(s.PeerGroups) > 0 {
			subject.Peers = rapid.SampledFrom(s.PeerGroups).Draw(t, "peers").Name
		}
		for _, input := range s.Inputs() {
			if input.Expression == "" {
				subject.Figures[input.Name] = drawFigure(t, input.Name)
			}
		}
		subjects = append(subjects, subject)
	}
	d := &Document{Format: Format, FullMarks: s.FullMarks, SchemeVersion: s.EffectiveFrom}
	for i, sheet := range s.Mark(subjects) {
		d.Subjects = append(d.Subjects, subjectOf(subjects[i], sheet))
	}
	return d
}

func drawFigure(t *rapid.T, name string) scheme.Figure {
	if rapid.IntRange(0, 7).Draw(t, name+" known") == 0 {
		return scheme.Figure{Value: scheme.Value{State: warehouse.NotReported}}
	}
	value := func(what string) scheme.Value {
		n := big.NewRat(rapid.Int64Range(0, 300).Draw(t, name+what), rapid.SampledFrom([]int64{1, 2, 3, 7}).Draw(t, name+what+" of"))
		shown := decimal.RequireFromString(n.FloatString(2))
		return scheme.Value{State: warehouse.Present, Number: n, Shown: &shown}
	}
	f := scheme.Figure{Value: value(""), PreviousYear: value(" last year"), PreviousPeriod: value(" before")}
	whole := decimal.NewFromInt(rapid.Int64Range(0, 200).Draw(t, name+" due"))
	f.Numerator, f.Denominator = f.Shown, &whole
	return f
}
