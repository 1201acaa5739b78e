package file_test

import (
	"bytes"
	"os/exec"
	"regexp"
	"strings"
	"unicode"

	"pgregory.net/rapid"

	"anlan/reports/document"
)

var pageNumber = regexp.MustCompile(`^\s*—[ \d]+—\s*\n|\n—[ \d]+—\s*$`)

// readPDF reads the text of all pages in the order in which it is painted, without page numbers and spaces.
func readPDF(t rapid.TB, pdftotext string, file []byte) string {
	t.Helper()
	command := exec.Command(pdftotext, "-raw", "-enc", "UTF-8", "-", "-")
	command.Stdin = bytes.NewReader(file)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("read the PDF: %v", err)
	}
	var text strings.Builder
	for page := range strings.SplitSeq(string(out), "\f") {
		text.WriteString(solid(pageNumber.ReplaceAllString(page, "")))
	}
	return text.String()
}

// solid is a text without its spaces, which line breaks come and go with.
func solid(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func checkPDF(t rapid.TB, d *document.Document, text string) {
	t.Helper()
	rest := strings.ReplaceAll(text, d.Mark, "")
	for _, want := range drawnPaper.units(d, everySection(d)) {
		_, after, found := strings.Cut(rest, solid(want))
		if !found {
			t.Fatalf("the PDF does not print %q in its place, but goes on\n%.300s", want, rest)
		}
		rest = after
	}
}
