package file_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/file"
	"anlan/reports/render/font"
	"anlan/test/needed"
)

// Whatever a document tells, its page, its Markdown, its workbook and its model tell the same: every text of them is a text of the
// model in the same place, and every number a figure as it is printed.
func TestEveryRenderingPrintsTheSameNumbers(t *testing.T) {
	for range 2 { // a hundred documents each
		rapid.Check(t, sameNumbers)
	}
}

func sameNumbers(t *rapid.T) {
	d := documents(append(slices.Clone(names), "𠮷野家")).Draw(t, "document")
	checkHTML(t, d, rendered(t, d, render.HTML, nil))
	checkMarkdown(t, d, rendered(t, d, render.Markdown, nil))
	checkXLSX(t, d, rendered(t, d, render.XLSX, nil))
	checkJSON(t, d, rendered(t, d, render.JSON, nil))
}

// Word and PDF print the same too; no name has a character that the shipped font lacks.
func TestPaperPrintsTheSameNumbers(t *testing.T) {
	fonts, err := font.Open("")
	if err != nil {
		t.Fatal(err)
	}
	pdftotext, err := exec.LookPath("pdftotext")
	if err != nil {
		needed.Missing(t, "pdftotext is not installed")
	}
	checks := 0
	rapid.Check(t, func(t *rapid.T) {
		if checks++; checks <= 40 { // the long test draws them all
			sameOnPaper(t, fonts, pdftotext)
		}
	})
}

func sameOnPaper(t *rapid.T, fonts *font.Library, pdftotext string) {
	d := documents(names).Draw(t, "document")
	checkDOCX(t, d, rendered(t, d, render.DOCX, fonts))
	checkPDF(t, d, readPDF(t, pdftotext, rendered(t, d, render.PDF, fonts)))
}

// rendered prints a document, and every eighth twice: the same document gives the same bytes.
func rendered(t rapid.TB, d *document.Document, format render.Format, fonts *font.Library) []byte {
	t.Helper()
	files := file.New(fonts)
	first, err := files.Render(context.Background(), d, format, render.Options{})
	if err != nil {
		t.Fatalf("print %s: %v", format, err)
	}
	if len(d.Figures)%8 > 0 {
		return first
	}
	second, err := files.Render(context.Background(), d, format, render.Options{})
	if err != nil || !bytes.Equal(first, second) {
		t.Fatalf("%s has other bytes the second time: %v", format, err)
	}
	return first
}

func checkJSON(t rapid.TB, d *document.Document, text []byte) {
	t.Helper()
	var read document.Document
	if err := json.Unmarshal(text, &read); err != nil { //nolint:musttag // questions are written as the warehouse names their parts
		t.Fatalf("read the model: %v", err)
	}
	for i, f := range read.Figures {
		want := d.Figures[i]
		if (f.Exact == nil) != (want.Exact == nil) || f.Exact != nil && !f.Exact.Equal(*want.Exact) {
			t.Fatalf("%s is exactly %v, the file has %v", want.ID, want.Exact, f.Exact)
		}
		read.Figures[i].Exact = want.Exact // equal numbers may be written with other exponents
	}
	if !reflect.DeepEqual(&read, d) {
		t.Fatalf("the model read is another one:\n%+v\n%+v", read, *d)
	}
}
