package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/docx"
	"anlan/safety"
)

// file is a Word file as its readers see it.
type file struct {
	bytes []byte
	parts map[string]string
}

func rendered(t *testing.T, d *document.Document, o render.Options) file {
	t.Helper()
	b, err := docx.Render(t.Context(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f := file{b, map[string]string{}}
	for _, member := range archive.File {
		r, err := member.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		f.parts[member.Name] = string(content)
	}
	return f
}

// paragraphs are the texts of word/document.xml, a line each; what a drawing says stands in lines of its own.
func (f file) paragraphs(t *testing.T) []string {
	t.Helper()
	var lines []string
	var open []string
	decoder := xml.NewDecoder(strings.NewReader(f.parts["word/document.xml"]))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "p" {
				open = append(open, "")
			}
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1] += string(token)
			}
		case xml.EndElement:
			if token.Name.Local == "p" {
				lines = append(lines, open[len(open)-1])
				open = open[:len(open)-1]
			}
		}
	}
}

// holds reports whether a part has a line of XML.
func (f file) holds(t *testing.T, part, want string) {
	t.Helper()
	if !strings.Contains(f.parts[part], want) {
		t.Errorf("%s does not have %s", part, want)
	}
}

// ids are the values of an attribute in word/document.xml.
func (f file) ids(before string) []string {
	pieces := strings.Split(f.parts["word/document.xml"], before)[1:]
	all := make([]string, 0, len(pieces))
	for _, after := range pieces {
		id, _, _ := strings.Cut(after, `"`)
		all = append(all, id)
	}
	return all
}

// variants are documents that take every way through the layout.
func variants() map[string]struct {
	document *document.Document
	options  render.Options
} {
	type variant = struct {
		document *document.Document
		options  render.Options
	}
	draft := notice()
	draft.Mark, draft.Number, draft.PrintedOn, draft.Signature.Date = "草稿", "", safety.Date{}, safety.Date{}
	upward := notice()
	upward.CopyNumber, upward.Secrecy, upward.Urgency, upward.Signer = "000001", "机密★1年", "特急", "张三丰"
	upward.Attachments = upward.Attachments[:1] // the last page lies across, the imprint needs another
	return map[string]variant{
		"draft":  {draft, render.Options{Appendix: true, Root: "https://anlan.example", Bulletin: "bu_1"}},
		"upward": {upward, render.Options{}},
		"latin":  {latin(), render.Options{Appendix: true}},
		"empty":  {&document.Document{Language: document.Chinese}, render.Options{Appendix: true}},
		"odd":    {odd(), render.Options{}},
	}
}

// latin is a bulletin in English.
func latin() *document.Document {
	d := notice()
	d.Language, d.Mark = document.English, "Draft"
	d.Agency, d.Number = "Office of the Work Safety Committee of Huantai County", "HAB Notice [2026] No. 6"
	d.Title = "Notice on Work Safety from January to May 2026"
	d.Addressees, d.CopyTo, d.Printer, d.Disclosure, d.Remark = "Towns and subdistricts", "The city's office", d.Agency, "open", "For publication"
	d.Signature.Agency = d.Agency
	d.Sections[0].Number, d.Sections[0].Title = "1.", "Overall"
	return d
}

// odd is what data and people may write: characters that mean something to XML, some that it cannot hold, cells that are
// missing, spans that are none, a chart without figures.
func odd() *document.Document {
	d := notice()
	d.Title = `<关于> "A&B" ]]> 的通报` + "\x00\x1f\ufffe"
	d.Sections = []document.Section{{Title: "一<二", Blocks: []document.Block{
		{Paragraph: &document.Paragraph{}},
		{Paragraph: &document.Paragraph{Runs: []document.Run{{Text: " 两端有空格 \t"}, {Text: "x", Figure: "no such figure"}}}},
		{Table: &document.Table{Columns: []document.Column{{Title: "甲"}, {Title: "乙"}}, Spans: []document.Span{{From: 1, To: 5}, {From: -1, To: 0}}, Rows: []document.Row{{}, {Cells: make([]document.Cell, 5)}}}},
		{Table: &document.Table{Wide: true}},
		{Chart: &document.Chart{Kind: document.Lines}},
		{Heading: &document.Heading{Level: 9}},
	}}}
	return d
}

func TestSameDocumentGivesSameBytes(t *testing.T) {
	t.Parallel()
	for name, v := range variants() {
		if !bytes.Equal(rendered(t, v.document, v.options).bytes, rendered(t, v.document, v.options).bytes) {
			t.Errorf("%s: rendered twice, the bytes differ", name)
		}
	}
}

// Ids within a file are given once, and what is led to is there.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	d := notice()
	f := rendered(t, d, render.Options{Appendix: true, Root: "https://anlan.example", Bulletin: "bu_1"})
	const main = "word/document.xml"
	marks := map[string]int{}
	for _, id := range f.ids(`<w:bookmarkStart w:id="`) {
		marks[id]++
	}
	names := map[string]int{}
	for _, name := range f.ids(`w:name="figure_`) {
		names[name]++
	}
	if len(names) != len(d.Figures) || len(marks) != len(d.Figures) {
		t.Errorf("%d rows of the appendix are named, with %d ids; there are %d figures", len(names), len(marks), len(d.Figures))
	}
	anchors := f.ids(`w:anchor="figure_`)
	for _, anchor := range anchors {
		if names[anchor] != 1 {
			t.Errorf("figure_%s is led to and %d times there", anchor, names[anchor])
		}
	}
	// Three figures of the first paragraph, and the table prints two a town.
	if want := 3 + 2*9; len(anchors) != want {
		t.Errorf("%d figures in the text lead to the appendix, want %d", len(anchors), want)
	}
	f.holds(t, "word/_rels/document.xml.rels", `Target="https://anlan.example/bulletins/bu_1/figures/overall%2F%2Faccidents%2Fvalue" TargetMode="External"`)
	for _, id := range f.ids(`r:id="`) {
		if !strings.Contains(f.parts["word/_rels/document.xml.rels"], fmt.Sprintf(`Id="%s"`, id)) {
			t.Errorf("%s leads nowhere", id)
		}
	}
	plain := rendered(t, d, render.Options{})
	if strings.Contains(plain.parts[main], "w:hyperlink") {
		t.Error("an issued document has links in it")
	}
}
