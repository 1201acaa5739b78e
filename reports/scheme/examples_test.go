package scheme

import (
	"os"
	"strings"
	"testing"

	"anlan/warehouse"
)

func catalogueMetrics(t *testing.T) Known {
	t.Helper()
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	return KnownIn(catalogue)
}

// Every example that ships beside a scheme comes out as it was worked out by hand.
func TestShippedExamples(t *testing.T) {
	if err := CheckShippedExamples(catalogueMetrics(t)); err != nil {
		t.Fatal(err)
	}
}

// Rules as they are found in schemes that were really issued.
func TestExamplesOfTheField(t *testing.T) {
	if err := CheckFolder(os.DirFS("testdata/field"), nil); err != nil {
		t.Fatal(err)
	}
}

func TestExamplesSayWhatDiffers(t *testing.T) {
	s, err := Read("a.yaml", []byte(smallScheme), nil)
	if err != nil {
		t.Fatal(err)
	}
	text := `examples: small
cases:
  - title: one
    subjects:
      - name: a
        figures: {rate: 90}
        expect:
          score: 49
          grade: fail
          rank: 2
          lines: {work: 49}
`
	err = CheckExamples("a.examples.yaml", []byte(text), s)
	want := `a.examples.yaml:8: cases[0].subjects[0].expect.score: expected 49, got 50
a.examples.yaml:9: cases[0].subjects[0].expect.grade: expected fail, got pass (合格)
a.examples.yaml:10: cases[0].subjects[0].expect.rank: expected 2, got 1
a.examples.yaml:11: cases[0].subjects[0].expect.lines.work: expected 49, got 50: 工作90%；80%得0分，100%得满分，之间按比例计分；满分100分，得50分`
	if err == nil || err.Error() != strings.ReplaceAll(want, "90%；80%得0分，100%得", "90；80得0分，100得") {
		t.Errorf("got\n%v", err)
	}
	text = strings.Replace(text, "rate: 90", "rate: many, other: 1", 1)
	err = CheckExamples("a.examples.yaml", []byte(text), s)
	for _, w := range []string{`a.examples.yaml:6: cases[0].subjects[0].figures.rate: expected a number, numerator/denominator`, `figures.other: expected a figure that the scheme asks for: rate`} {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("no fault %q in %v", w, err)
		}
	}
}

// A misspelt line of which nothing is expected would come out as nothing.
func TestExamplesNameLinesOfTheScheme(t *testing.T) {
	s, err := Read("a.yaml", []byte(smallScheme), nil)
	if err != nil {
		t.Fatal(err)
	}
	err = CheckExamples("a.examples.yaml", []byte(`examples: small
cases:
  - title: t
    subjects:
      - name: 甲
        figures: {rate: 80}
        expect: {score: 0, lines: {works: 0, work: 0, all__limit: 0, score__limit: 0}, marks: {all: 100}}
      - name: 乙
        figures: {rates: 80}
        expect: {score: 0}
`), s)
	const want = `a.examples.yaml:7: cases[0].subjects[0].expect.lines.works: the scheme has no such line; did you mean work?
a.examples.yaml:7: cases[0].subjects[0].expect.marks.all: the scheme has no such line
a.examples.yaml:9: cases[0].subjects[1].figures.rates: expected a figure that the scheme asks for: rate; did you mean rate?`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

// Three lines of a third each print as 33.33333334, 33.33333333, 33.33333333, to add up to 100; who expects 33.33333333 of each
// is right as well, and who expects 33.33 is not.
func TestExamplesOfThirds(t *testing.T) {
	line := "      - {name: NAME, title: {zh: 项, en: NAME}, figure: rate, marks: 1, rule: {proportional: {floor: 0, target: 100}}, document: d}\n"
	text, _, _ := strings.Cut(smallScheme, "      - {")
	text = strings.Replace(text, "title: {zh: 全部, en: all}", "title: {zh: 全部, en: all}\n    marks: 100", 1)
	for _, name := range []string{"one", "two", "three"} {
		text += strings.ReplaceAll(line, "NAME", name)
	}
	s, err := Read("a.yaml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	example := func(marks string) error {
		return CheckExamples("a.examples.yaml", []byte("examples: small\ncases:\n  - title: t\n    subjects:\n      - name: 甲\n        figures: {rate: 100}\n"+
			"        expect: {score: 100, lines: {one: "+marks+", three: "+marks+"}, marks: {one: "+marks+", three: "+marks+"}}\n"), s)
	}
	if err := example("33.33333333"); err != nil {
		t.Error(err)
	}
	if err := example("33.3333"); err == nil {
		t.Error("33.3333 was taken for a third of 100")
	}
}

const smallScheme = `scheme: small
title: {zh: 小, en: small}
effective_from: 2025-01-01
full_marks: 100
bands:
  - {name: good, title: {zh: 良好, en: good}, from: 80}
  - {name: pass, title: {zh: 合格, en: pass}, from: 50}
  - {name: fail, title: {zh: 不合格, en: fail}, from: 0}
groups:
  - name: all
    title: {zh: 全部, en: all}
    indicators:
      - {name: work, title: {zh: 工作, en: work}, figure: rate, marks: 100, rule: {proportional: {floor: 80, target: 100}}, document: d}
`
