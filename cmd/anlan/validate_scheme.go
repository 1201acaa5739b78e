package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"anlan/reports/scheme"
)

// checkScheme reads a scheme and runs the worked examples beside it, where there are any.
func checkScheme(v *validation, file string, text []byte) error {
	s, err := v.scheme(file, text)
	if err != nil {
		return err
	}
	examples := scheme.ExamplesOf(file)
	worked, err := os.ReadFile(examples) //nolint:gosec // beside the file that was asked for
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return scheme.CheckExamples(examples, worked, s)
}

// checkExamples runs worked examples by the scheme beside them.
func checkExamples(v *validation, file string, text []byte) error {
	if !scheme.IsExamples(file) {
		return fmt.Errorf("%s: worked examples stand beside their scheme or risk model: expected a name that ends in .examples.yaml", file)
	}
	beside := scheme.ExamplesOf(file)
	own, err := os.ReadFile(beside) //nolint:gosec // beside the file that was asked for
	if err != nil {
		return fmt.Errorf("read the scheme of %s: %w", file, err)
	}
	if isRiskModel(own) {
		return v.riskExamples(beside, own, file, text)
	}
	s, err := v.scheme(beside, own)
	if err != nil {
		return err
	}
	return scheme.CheckExamples(file, text, s)
}

func (v *validation) scheme(file string, text []byte) (*scheme.Scheme, error) {
	catalogue, err := v.metrics()
	if err != nil {
		return nil, err
	}
	return scheme.Read(file, text, scheme.KnownIn(catalogue))
}
