package file_test

import (
	"regexp"
	"strings"

	"pgregory.net/rapid"

	"anlan/reports/document"
	"anlan/reports/render"
)

var (
	escape    = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
	unescaped = regexp.MustCompile(`(\\.)|(\|)`)
	markup    = regexp.MustCompile(`^(#{1,6} |> )`)
)

// readMarkdown reads paragraphs, headings and cells; the line below column titles is none.
func readMarkdown(text []byte) []string {
	var units []string
	for block := range strings.SplitSeq(strings.TrimSuffix(string(text), "\n"), "\n\n") {
		if !strings.HasPrefix(block, "| ") {
			for line := range strings.SplitSeq(block, "\n") {
				units = append(units, meant(markup.ReplaceAllString(strings.TrimSpace(line), "")))
			}
			continue
		}
		for i, line := range strings.Split(block, "\n") {
			if i == 1 {
				continue
			}
			cells := strings.Split(unescaped.ReplaceAllStringFunc(line, func(found string) string {
				if found == "|" {
					return "\x00"
				}
				return found
			}), "\x00")
			for _, cell := range cells[1 : len(cells)-1] {
				units = append(units, meant(strings.TrimSpace(cell)))
			}
		}
	}
	return units
}

// meant is a text without its escapes and its bold marks.
func meant(text string) string {
	var b strings.Builder
	for i, part := range escape.Split(text, -1) {
		if i > 0 {
			b.WriteString(escape.FindAllStringSubmatch(text, -1)[i-1][1])
		}
		b.WriteString(strings.ReplaceAll(part, "**", ""))
	}
	return b.String()
}

func checkMarkdown(t rapid.TB, d *document.Document, text []byte) {
	t.Helper()
	w := render.WordsOf(d.Language)
	p := paper{
		caption: func(title, unit string) []string {
			if unit != "" {
				title += w.Bracketed(w.Unit + w.Colon + unit)
			}
			return []string{title}
		},
		head: func(t *document.Table) []string {
			titles := make([]string, 0, len(t.Columns))
			for i, c := range t.Columns {
				title := c.Title
				if len(t.Spans) > 0 && t.Spans[0].From <= i && i <= t.Spans[0].To {
					title = t.Spans[0].Title + " " + title
				}
				titles = append(titles, title)
			}
			return titles
		},
		chart: func(p paper, d *document.Document, c *document.Chart) []string { return p.table(chartTable(d, c)) },
	}
	want := []string{d.Agency}
	add := func(texts ...string) {
		for _, text := range texts {
			if text != "" {
				want = append(want, text)
			}
		}
	}
	add(d.Number, d.Mark, d.Title, d.Addressees+strings.TrimSpace(w.Colon))
	want = append(want, p.units(d, d.Sections)...)
	add(d.Data.Sentence)
	lines, labels := w.AttachmentTitles(d.Attachments)
	for i, line := range lines {
		if i == 0 {
			line = w.Attachment + w.Colon + line
		}
		add(line)
	}
	add(d.Signature.Agency, w.Date(d.Signature.Date), w.Bracketed(d.Remark))
	for i, a := range d.Attachments {
		add("---", labels[i]+" "+a.Title)
		want = append(want, p.units(d, a.Sections)...)
	}
	add("---", w.Disclosure+w.Colon+d.Disclosure, w.CopyTo+w.Colon+w.Ended(d.CopyTo), strings.TrimSpace(d.Printer+" "+w.PrintedOn(d.PrintedOn)))
	same(t, "the Markdown", want, readMarkdown(text))
}
