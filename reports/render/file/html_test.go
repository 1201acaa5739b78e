package file_test

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"anlan/reports/document"
)

// htmlPage is what a reader finds in a page.
type htmlPage struct {
	units   []string            // of sections, outside of captions
	figures map[string][]string // by id: every text that is printed for it, in text and tables
	labels  map[string][]string // by id: the texts in drawings
	exact   map[string]string   // by id: what the dialog says
	scripts []string
}

var unitElements = []string{"p", "h2", "h3", "h4", "h5", "th", "td"}

// readHTML reads a page by its elements alone.
func readHTML(t rapid.TB, page []byte) htmlPage {
	t.Helper()
	read := htmlPage{figures: map[string][]string{}, labels: map[string][]string{}, exact: map[string]string{}}
	decoder := xml.NewDecoder(strings.NewReader(string(page)))
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var open []xml.StartElement
	texts := []*strings.Builder{}
	term := ""
	inside := func(name string) *xml.StartElement {
		for i := len(open) - 1; i >= 0; i-- {
			if open[i].Name.Local == name {
				return &open[i]
			}
		}
		return nil
	}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return read
		}
		if err != nil {
			t.Fatalf("read the page: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			open, texts = append(open, token.Copy()), append(texts, &strings.Builder{})
		case xml.CharData:
			for _, text := range texts {
				text.Write(token)
			}
		case xml.EndElement:
			element, text := open[len(open)-1], texts[len(texts)-1].String()
			id := attribute(&element, "data-figure")
			switch {
			case element.Name.Local == "script":
				read.scripts = append(read.scripts, text)
			case inside("dialog") != nil:
				if element.Name.Local == "dt" {
					term = text
				}
				if element.Name.Local == "dd" && (term == "精确值" || term == "Exact") {
					read.exact[attribute(inside("dialog"), "data-of")] = text
				}
			case id != "" && inside("svg") != nil:
				read.labels[id] = append(read.labels[id], text)
			case id != "":
				read.figures[id] = append(read.figures[id], text)
			case slices.Contains(unitElements, element.Name.Local) && inside("section") != nil:
				read.units = append(read.units, text)
			}
			open, texts = open[:len(open)-1], texts[:len(texts)-1]
		}
	}
}

func attribute(element *xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// htmlPaper prints captions apart from units, and column titles line by line.
var htmlPaper = paper{
	caption: func(string, string) []string { return nil },
	head: func(t *document.Table) []string {
		var over, below []string
		for i := 0; i < len(t.Columns); i++ {
			if len(t.Spans) > 0 && t.Spans[0].From == i {
				over = append(over, t.Spans[0].Title)
				for ; i <= t.Spans[0].To; i++ {
					below = append(below, t.Columns[i].Title)
				}
				i--
				continue
			}
			over = append(over, t.Columns[i].Title)
		}
		return append(over, below...)
	},
	chart: func(p paper, d *document.Document, c *document.Chart) []string { return p.table(chartTable(d, c)) },
}

func checkHTML(t rapid.TB, d *document.Document, page []byte) {
	t.Helper()
	read := readHTML(t, page)
	want := htmlPaper.units(d, everySection(d))
	same(t, "the page", want, read.units)
	for id, texts := range read.figures {
		for _, text := range texts {
			if f := d.Figure(id); f == nil || text != f.Text {
				t.Fatalf("the page prints %q for %s", text, id)
			}
		}
	}
	if len(read.figures) != len(d.Figures) {
		t.Fatalf("the page prints %d of %d figures", len(read.figures), len(d.Figures))
	}
	for id, texts := range read.labels {
		f := d.Figure(id)
		for _, text := range texts {
			if f == nil || f.Exact != nil && text != f.Text || !strings.Contains(f.Text, text) {
				t.Fatalf("the drawing prints %q for %s", text, id)
			}
		}
	}
	for _, f := range d.Figures {
		want := "不详"
		if d.Language == document.English {
			want = "not known"
		}
		if f.Exact != nil {
			if want = f.Exact.String(); strings.HasSuffix(f.Text, "%") {
				want += "%"
			}
		}
		if read.exact[f.ID] != want {
			t.Fatalf("%s is exactly %q, the page tells %q", f.ID, want, read.exact[f.ID])
		}
	}
	if len(read.scripts) != 1 {
		t.Fatalf("the page has %d scripts, one is its own", len(read.scripts))
	}
}

// same compares texts one by one.
func same(t rapid.TB, where string, want, got []string) {
	t.Helper()
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("%s prints %q as text %d, the model %q", where, got[i], i, want[i])
		}
	}
	if len(want) != len(got) {
		t.Fatalf("%s prints %d texts, the model %d", where, len(got), len(want))
	}
}
