package safety_test

import (
	"testing"

	"pgregory.net/rapid"

	"anlan/safety"
)

const (
	unknown = -1
	million = 1_000_000
)

func casualties(deaths, injuries int, lossYuan int64) safety.Casualties {
	var c safety.Casualties
	if deaths != unknown {
		c.Deaths = &deaths
	}
	if injuries != unknown {
		c.SeriousInjuries = &injuries
	}
	if lossYuan != unknown {
		fen := lossYuan * 100
		c.DirectLossFen = &fen
	}
	return c
}

// State Council Decree 493, article 3; "以上" includes the number itself.
func TestGradesOfAccidents(t *testing.T) {
	for _, c := range []struct {
		deaths, injuries int
		lossYuan         int64
		grade            safety.Grade
		known            bool
	}{
		{0, 0, 0, safety.GradeGeneral, true},
		{2, 9, 10*million - 1, safety.GradeGeneral, true},
		{3, 0, 0, safety.GradeLarger, true},
		{9, 0, 0, safety.GradeLarger, true},
		{10, 0, 0, safety.GradeMajor, true},
		{29, 0, 0, safety.GradeMajor, true},
		{30, 0, 0, safety.GradeExtraordinary, true},
		{0, 10, 0, safety.GradeLarger, true},
		{0, 49, 0, safety.GradeLarger, true},
		{0, 50, 0, safety.GradeMajor, true},
		{0, 99, 0, safety.GradeMajor, true},
		{0, 100, 0, safety.GradeExtraordinary, true},
		{0, 0, 10 * million, safety.GradeLarger, true},
		{0, 0, 50*million - 1, safety.GradeLarger, true},
		{0, 0, 50 * million, safety.GradeMajor, true},
		{0, 0, 100*million - 1, safety.GradeMajor, true},
		{0, 0, 100 * million, safety.GradeExtraordinary, true},
		// The gravest criterion decides: one death, 12 injuries, 60 million.
		{1, 12, 60 * million, safety.GradeMajor, true},
		// What is not known is not zero: the grade is the least that it can be.
		{unknown, unknown, unknown, safety.GradeUnknown, false},
		{1, unknown, unknown, safety.GradeGeneral, false},
		{1, 0, unknown, safety.GradeGeneral, false},
		{unknown, 0, 20 * million, safety.GradeLarger, false},
		{12, unknown, 0, safety.GradeMajor, false},
		// Nothing can raise an extraordinary accident.
		{31, unknown, unknown, safety.GradeExtraordinary, true},
		// A negative figure is a fault of the record, not a figure.
		{-5, 0, 0, safety.GradeGeneral, false},
	} {
		grade, known := safety.GradeOf(casualties(c.deaths, c.injuries, c.lossYuan))
		if grade != c.grade || known != c.known {
			t.Errorf("%d dead, %d injured, %d yuan: %s, known %v; expected %s, %v",
				c.deaths, c.injuries, c.lossYuan, grade, known, c.grade, c.known)
		}
	}
}

func TestGradeWords(t *testing.T) {
	for _, g := range safety.Grades() {
		for _, word := range []string{g.String(), g.TitleZH(), g.TitleEN(), g.TitleZH() + "事故"} {
			if got, err := safety.ParseGrade(word); err != nil || got != g {
				t.Errorf("%q reads as %s, %v; expected %s", word, got, err, g)
			}
		}
	}
	if _, err := safety.ParseGrade("unknown"); err == nil || safety.GradeUnknown.String() != "unknown" || safety.GradeUnknown.TitleZH() != "" {
		t.Error("an unknown grade has a name for logs, no title, and cannot be entered")
	}
}

// Filling in a figure never lowers the grade, and what is known stays as it is.
func TestLearningAFigureNeverLowersTheGrade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		deaths := rapid.IntRange(0, 40).Draw(t, "deaths")
		injuries := rapid.IntRange(0, 120).Draw(t, "injuries")
		loss := rapid.Int64Range(0, 120*million).Draw(t, "loss")
		full, known := safety.GradeOf(casualties(deaths, injuries, loss))
		if !known {
			t.Fatal("all figures are known")
		}
		for _, partial := range []safety.Casualties{
			casualties(unknown, injuries, loss), casualties(deaths, unknown, loss), casualties(deaths, injuries, unknown),
		} {
			least, known := safety.GradeOf(partial)
			if least > full || known && least != full {
				t.Fatalf("%s (known %v) without a figure, %s with it", least, known, full)
			}
		}
	})
}
