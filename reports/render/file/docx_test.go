package file_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"pgregory.net/rapid"

	"anlan/reports/document"
	_ "anlan/test/chance"
)

// readDOCX reads the paragraphs of the body, in the order in which they end; what drawings hold for older readers is read too.
func readDOCX(t rapid.TB, file []byte) []string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("open the Word file: %v", err)
	}
	body, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatalf("open the body: %v", err)
	}
	defer body.Close()
	decoder := xml.NewDecoder(body)
	var all []string
	var open []*strings.Builder
	text := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("read the body: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "p":
				open = append(open, &strings.Builder{})
			case "t":
				text = true
			}
		case xml.CharData:
			if text && len(open) > 0 {
				open[len(open)-1].Write(token)
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "p":
				all = append(all, open[len(open)-1].String())
				open = open[:len(open)-1]
			case "t":
				text = false
			}
		}
	}
}

// drawnPaper prints charts as drawings: their titles stand around them, their figures inside.
var drawnPaper = paper{
	caption: func(string, string) []string { return nil },
	head:    func(*document.Table) []string { return nil },
	chart:   func(paper, *document.Document, *document.Chart) []string { return nil },
}

func checkDOCX(t rapid.TB, d *document.Document, file []byte) {
	t.Helper()
	paragraphs := readDOCX(t, file)
	rest := paragraphs
	for _, want := range drawnPaper.units(d, everySection(d)) {
		for len(rest) > 0 && rest[0] != want {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			t.Fatalf("the Word file does not print %q in its place; it has\n%s", want, strings.Join(paragraphs, "\n"))
		}
		rest = rest[1:]
	}
	printed := map[string]bool{}
	for _, text := range paragraphs {
		printed[text] = true
	}
	for _, s := range everySection(d) {
		for _, b := range s.Blocks {
			if b.Chart == nil || b.Chart.Kind == document.Lines { // lines leave figures out that have no room
				continue
			}
			for _, series := range b.Chart.Series {
				for _, id := range series.Figures {
					if f := d.Figure(id); f != nil && f.Exact != nil && !printed[f.Text] {
						t.Fatalf("the drawing in the Word file does not print %q", f.Text)
					}
				}
			}
		}
	}
}
