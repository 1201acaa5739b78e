package main

import (
	"errors"
	"io/fs"
	"os"
	"regexp"

	"anlan/reports/risk"
	"anlan/reports/scheme"
)

var modelKey = regexp.MustCompile(`(?m)^model *:`)

func isRiskModel(text []byte) bool { return modelKey.Match(text) }

// checkRiskModel checks a model, and the worked examples beside it where there are some.
func checkRiskModel(v *validation, file string, text []byte) error {
	beside := scheme.ExamplesOf(file)
	cases, err := os.ReadFile(beside) //nolint:gosec // beside the file that was asked for
	if errors.Is(err, fs.ErrNotExist) {
		_, err = v.riskModel(file, text)
		return err
	}
	if err != nil {
		return err
	}
	return v.riskExamples(file, text, beside, cases)
}

// riskExamples rates worked examples by the model beside them.
func (v *validation) riskExamples(file string, text []byte, beside string, cases []byte) error {
	m, err := v.riskModel(file, text)
	if err != nil {
		return err
	}
	return risk.CheckExamples(beside, cases, m)
}

func (v *validation) riskModel(file string, text []byte) (*risk.Model, error) {
	catalogue, err := v.metrics()
	if err != nil {
		return nil, err
	}
	return risk.ReadModel(file, text, catalogue)
}
