//go:build soak

package file_test

import (
	"os/exec"
	"testing"

	"pgregory.net/rapid"

	"anlan/reports/render/font"
	"anlan/test/needed"
)

func TestSoakEveryRenderingPrintsTheSameNumbers(t *testing.T) {
	for range 100 { // a hundred documents each
		rapid.Check(t, sameNumbers)
	}
}

func TestSoakPaperPrintsTheSameNumbers(t *testing.T) {
	fonts, err := font.Open("")
	if err != nil {
		t.Fatal(err)
	}
	pdftotext, err := exec.LookPath("pdftotext")
	if err != nil {
		needed.Missing(t, "pdftotext is not installed")
	}
	for range 100 {
		rapid.Check(t, func(t *rapid.T) { sameOnPaper(t, fonts, pdftotext) })
	}
}
