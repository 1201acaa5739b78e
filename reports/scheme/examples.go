package scheme

import (
	"cmp"
	"fmt"
	"io/fs"
	"math/big"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

// examples is a file of worked examples of the scheme beside it: figures that go in, and what must come out.
type examples struct {
	Scheme string        `yaml:"examples,required"` // the name of the scheme
	Cases  []exampleCase `yaml:"cases,required"`
}

// exampleCase is one run: subjects that are marked together, because they may be compared with each other.
type exampleCase struct {
	Title    string           `yaml:"title,required"`
	Subjects []exampleSubject `yaml:"subjects,required"`
}

type exampleSubject struct {
	Name           string                   `yaml:"name,required"`
	Peers          string                   `yaml:"peers"`
	Figures        map[string]exampleFigure `yaml:"figures"`
	PreviousYear   map[string]exampleFigure `yaml:"previous_year"`
	PreviousPeriod map[string]exampleFigure `yaml:"previous_period"`
	Adjustments    []exampleAdjustment      `yaml:"adjustments"`
	Expect         expectation              `yaml:"expect,required"`
}

type exampleAdjustment struct {
	Line  string          `yaml:"line"`
	Marks decimal.Decimal `yaml:"marks,required"`
}

// expectation is what must come out; what is left out is not looked at.
type expectation struct {
	Score  *exampleScore              `yaml:"score"`
	Rank   *int                       `yaml:"rank"`
	Grade  string                     `yaml:"grade"`
	Lines  map[string]decimal.Decimal `yaml:"lines"`  // marks given, by the name of the line
	Marks  map[string]decimal.Decimal `yaml:"marks"`  // marks that could be earned
	Vetoes []string                   `yaml:"vetoes"` // names of all that are triggered
	Words  map[string]string          `yaml:"words"`  // the rule of a line in Chinese, with the figures
}

// IsExamples says whether a file holds worked examples of the scheme beside it: NAME.examples.yaml.
func IsExamples(file string) bool {
	return strings.HasSuffix(file, ".examples.yaml") || strings.HasSuffix(file, ".examples.yml")
}

// ExamplesOf names the file of examples of a scheme's file, and the other way round.
func ExamplesOf(file string) string {
	end := path.Ext(file)
	name := strings.TrimSuffix(file, end)
	if IsExamples(file) {
		return strings.TrimSuffix(name, ".examples") + end
	}
	return name + ".examples" + end
}

// CheckExamples marks the subjects of a file of examples and compares. The error is [strictyaml.FaultErrors]: a line for
// everything that differs, with what was expected and what came out.
func CheckExamples(file string, text []byte, s *Scheme) error {
	var e examples
	c := &exampleCheck{Document: strictyaml.Read(file, text, &e), s: s}
	if e.Scheme != "" && e.Scheme != s.Name {
		c.Faultf("examples", "expected the name of the scheme beside it (%s), found %q", s.Name, e.Scheme)
	}
	runs := make([][]Subject, len(e.Cases))
	for i, one := range e.Cases {
		for j, subject := range one.Subjects {
			c.lines(fmt.Sprintf("cases[%d].subjects[%d].expect", i, j), subject.Expect)
			runs[i] = append(runs[i], c.subject(fmt.Sprintf("cases[%d].subjects[%d]", i, j), subject))
		}
	}
	if !c.Clean() {
		return c.Err()
	}
	for i, subjects := range runs {
		for j, sheet := range s.Mark(subjects) {
			c.compare(fmt.Sprintf("cases[%d].subjects[%d].expect", i, j), e.Cases[i].Subjects[j].Expect, sheet)
		}
	}
	return c.Err()
}

// CheckShippedExamples runs the examples of everything that ships.
func CheckShippedExamples(known Known) error {
	base, err := fs.Sub(shipped, "schemes")
	if err != nil {
		return err
	}
	return CheckFolder(base, known)
}

// CheckFolder reads every scheme of a folder and runs the examples beside it. Every file of examples must have its scheme.
func CheckFolder(dir fs.FS, known Known) error {
	files, err := fs.Glob(dir, "*.examples.y*ml")
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := fs.ReadFile(dir, file)
		if err != nil {
			return fmt.Errorf("read examples: %w", err)
		}
		schemeText, err := fs.ReadFile(dir, ExamplesOf(file))
		if err != nil {
			return fmt.Errorf("read the scheme of %s: %w", file, err)
		}
		s, err := Read(ExamplesOf(file), schemeText, known)
		if err != nil {
			return err
		}
		if err := CheckExamples(file, text, s); err != nil {
			return err
		}
	}
	return nil
}

type exampleCheck struct {
	*strictyaml.Document
	s *Scheme
}

func (c *exampleCheck) subject(at string, e exampleSubject) Subject {
	out := Subject{Key: e.Name, Name: e.Name, Peers: e.Peers, Figures: map[string]Figure{}}
	if e.Peers != "" && !slices.Contains(c.s.groupNames(), e.Peers) {
		c.Faultf(at+".peers", "expected the name of a peer group (%s), found %q", listOr(c.s.groupNames(), "there is none"), e.Peers)
	}
	for _, list := range []struct {
		key    string
		values map[string]exampleFigure
		put    func(*Figure, Figure)
	}{
		{"figures", e.Figures, func(f *Figure, v Figure) { f.Value, f.Numerator, f.Denominator = v.Value, v.Numerator, v.Denominator }},
		{"previous_year", e.PreviousYear, func(f *Figure, v Figure) { f.PreviousYear = v.Value }},
		{"previous_period", e.PreviousPeriod, func(f *Figure, v Figure) { f.PreviousPeriod = v.Value }},
	} {
		for name, value := range list.values {
			in := c.s.inputNamed(name)
			if in == nil || in.Expression != "" {
				c.Faultf(at+"."+list.key+"."+name, "expected a figure that the scheme asks for: %s%s", strings.Join(c.asked(), ", "), didYouMean(nearest(name, c.asked())))
				continue
			}
			f, there := out.Figures[name]
			if !there {
				f.State, f.PreviousYear.State, f.PreviousPeriod.State = warehouse.NoData, warehouse.NoComparison, warehouse.NoComparison
			}
			list.put(&f, value.figure(in, c.s))
			out.Figures[name] = f
		}
	}
	for _, a := range e.Adjustments {
		out.Adjustments = append(out.Adjustments, Adjusted{Line: a.Line, Marks: a.Marks})
	}
	return out
}

func (c *exampleCheck) asked() []string {
	var names []string
	for _, in := range c.s.inputs {
		if in.Expression == "" {
			names = append(names, in.Name)
		}
	}
	return names
}

func (c *exampleCheck) compare(at string, e expectation, sheet Sheet) {
	if e.Score != nil && !e.Score.is(sheet.Score) {
		c.Faultf(at+".score", "expected %s, got %s%s", e.Score, scoreText(sheet.Score), sheet.Reason.ZH)
	}
	if e.Rank != nil && *e.Rank != sheet.Rank {
		c.Faultf(at+".rank", "expected %d, got %d", *e.Rank, sheet.Rank)
	}
	if e.Grade != "" && e.Grade != sheet.Grade.Name && e.Grade != sheet.Grade.Title.ZH {
		c.Faultf(at+".grade", "expected %s, got %s (%s)", e.Grade, cmp.Or(sheet.Grade.Name, "none"), sheet.Grade.Title.ZH)
	}
	lines := map[string]Line{}
	for _, line := range sheet.Lines {
		lines[line.Name] = line
	}
	for name, given := range e.Lines {
		line, ok := lines[name]
		if !ok && given.IsZero() {
			continue // a cap that did not bite
		}
		if !ok || !c.same(line.Given, given) {
			c.Faultf(at+".lines."+name, "expected %s, got %s: %s", given, line.Given, line.Rule.ZH)
		}
	}
	for name, marks := range e.Marks {
		if line := lines[name]; !c.same(line.Marks, marks) {
			c.Faultf(at+".marks."+name, "expected %s, got %s", marks, line.Marks)
		}
	}
	for name, words := range e.Words {
		if line := lines[name]; line.Rule.ZH != words {
			c.Faultf(at+".words."+name, "expected %s, got %s", words, line.Rule.ZH)
		}
	}
	var vetoes []string
	for _, v := range sheet.Vetoes {
		vetoes = append(vetoes, v.Name)
	}
	if c.Has(at+".vetoes") && !slices.Equal(slices.Sorted(slices.Values(e.Vetoes)), slices.Sorted(slices.Values(vetoes))) {
		c.Faultf(at+".vetoes", "expected [%s], got [%s]", strings.Join(e.Vetoes, ", "), strings.Join(vetoes, ", "))
	}
}

// same compares marks of a line. Where only the score is rounded, a line of thirds is printed so that all lines add up, and the
// last place printed may be one more or less than by rounding.
func (c *exampleCheck) same(got, expected decimal.Decimal) bool {
	if c.s.roundsLines() {
		return got.Equal(expected)
	}
	return got.Sub(expected).Abs().LessThanOrEqual(decimal.New(1, -shownPlaces))
}

// exampleFigure is a figure as examples write it: a number, numerator/denominator, or why it is not known.
type exampleFigure struct {
	number                 *decimal.Decimal
	numerator, denominator *decimal.Decimal
	state                  warehouse.State
}

// UnmarshalText reads 93.5, 1204/1292, or a state such as not_reported.
func (f *exampleFigure) UnmarshalText(text []byte) error {
	s := string(text)
	switch state := warehouse.State(s); state {
	case warehouse.NotReported, warehouse.NoData, warehouse.NoDenominator, warehouse.NothingDue, warehouse.NotRecorded, warehouse.NoComparison:
		f.state = state
		return nil
	}
	numerator, denominator, isRatio := strings.Cut(s, "/")
	n, err := decimal.NewFromString(strings.TrimSpace(numerator))
	if err == nil && !isRatio {
		f.number = &n
		return nil
	}
	d, err2 := decimal.NewFromString(strings.TrimSpace(denominator))
	if err != nil || err2 != nil {
		return fmt.Errorf("expected a number, numerator/denominator, or one of not_reported, no_data, nothing_due, no_denominator, not_recorded; found %q", s)
	}
	f.numerator, f.denominator = &n, &d
	return nil
}

// figure gives the exact figure; a ratio is a percentage unless the metric says otherwise.
func (f exampleFigure) figure(in *Input, s *Scheme) Figure {
	out := Figure{Numerator: f.numerator, Denominator: f.denominator}
	out.State = warehouse.Present
	switch {
	case f.state != "":
		out.State = f.state
	case f.number != nil:
		out.Number = f.number.Rat()
	case f.denominator == nil: // unreadable, which is a fault already
		out.State = warehouse.NoData
	case f.denominator.IsZero():
		out.State = warehouse.NothingDue
	default:
		scale := hundred
		if m, ok := s.metric(in.Metric); ok && in.Metric != "" && m.Ratio && !m.Scale.IsZero() {
			scale = m.Scale.Rat()
		}
		out.Number = new(big.Rat).Quo(f.numerator.Rat(), f.denominator.Rat())
		out.Number.Mul(out.Number, scale)
	}
	if out.Number != nil {
		shown := HalfUp.round(out.Number, max(in.places(), 2))
		if f.number != nil {
			shown = *f.number
		}
		out.Shown = &shown
	}
	return out
}

// exampleScore is a score, or none.
type exampleScore struct{ score *decimal.Decimal }

// UnmarshalText reads a number or the word none.
func (e *exampleScore) UnmarshalText(text []byte) error {
	if string(text) == "none" {
		return nil
	}
	n, err := decimal.NewFromString(string(text))
	if err != nil {
		return fmt.Errorf("expected a number or none, found %q", text)
	}
	e.score = &n
	return nil
}

func (e exampleScore) is(score *decimal.Decimal) bool {
	if e.score == nil || score == nil {
		return e.score == nil && score == nil
	}
	return e.score.Equal(*score)
}

// String gives the number or none.
func (e exampleScore) String() string { return scoreText(e.score) }

func scoreText(score *decimal.Decimal) string {
	if score == nil {
		return "none "
	}
	return score.String()
}
