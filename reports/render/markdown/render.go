package markdown

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"anlan/reports/document"
	"anlan/reports/render"
)

// Render prints a document as UTF-8 with lines ended by \n. The same document and options give the same bytes.
func Render(_ context.Context, d *document.Document, o render.Options) ([]byte, error) {
	p := &printer{doc: d, words: render.WordsOf(d.Language), notes: o.Appendix, numbers: map[string]int{}}
	for i, f := range d.Figures {
		p.numbers[f.ID] = i + 1
	}
	p.head()
	for _, s := range d.Sections {
		p.section(s)
	}
	p.part(line(escaped(d.Data.Sentence)))
	lines, labels := p.words.AttachmentTitles(d.Attachments)
	for i, l := range lines {
		lines[i] = escaped(l)
	}
	if len(lines) > 0 {
		p.part(line(p.words.Attachment + p.words.Colon + strings.Join(lines, "  \n")))
	}
	p.part(line(escaped(d.Signature.Agency)))
	p.part(line(p.words.Date(d.Signature.Date)))
	if d.Remark != "" {
		p.part(line(escaped(p.words.Bracketed(d.Remark))))
	}
	for i, a := range d.Attachments {
		p.part("---")
		p.part("# " + line(escaped(labels[i]+" "+a.Title)))
		for _, s := range a.Sections {
			p.section(s)
		}
	}
	p.imprint()
	if o.Appendix {
		p.footnotes(o)
	}
	return p.out.Bytes(), nil
}

type printer struct {
	out     bytes.Buffer
	doc     *document.Document
	words   render.Words
	notes   bool
	numbers map[string]int // of footnotes, by figure
}

// part prints a paragraph, and nothing of an empty one.
func (p *printer) part(text string) {
	if text == "" {
		return
	}
	if p.out.Len() > 0 {
		text = "\n" + text
	}
	p.out.WriteString(text + "\n")
}

func (p *printer) head() {
	d := p.doc
	for _, text := range []string{d.CopyNumber, d.Secrecy, d.Urgency} {
		p.part(line(escaped(text)))
	}
	if d.Agency != "" {
		p.part(strong(escaped(d.Agency)))
	}
	number := escaped(d.Number)
	if d.Signer != "" {
		number = strings.TrimSpace(number + " " + escaped(p.words.Signer+p.words.Colon+d.Signer))
	}
	p.part(line(number))
	if d.Mark != "" {
		p.part("> " + strong(escaped(d.Mark)))
	}
	p.part("# " + line(escaped(d.Title)))
	if d.Addressees != "" {
		p.part(line(escaped(d.Addressees + strings.TrimSpace(p.words.Colon))))
	}
}

func (p *printer) section(s document.Section) {
	if title := p.numbered(s.Number) + escaped(s.Title); title != "" {
		p.part("## " + line(title))
	}
	for i := range s.Blocks {
		b := &s.Blocks[i]
		switch {
		case b.Heading != nil:
			p.part(strings.Repeat("#", min(b.Heading.Level+1, 6)) + " " + line(p.numbered(b.Heading.Number)+p.runs(b.Heading.Runs)))
		case b.Paragraph != nil:
			p.part(line(p.runs(b.Paragraph.Runs)))
		case b.Table != nil:
			p.table(b.Table)
		case b.Chart != nil:
			t := p.words.ChartTable(p.doc, b.Chart)
			p.table(&t)
		}
	}
}

// numbered is the number before a title: English has a space between.
func (p *printer) numbered(number string) string {
	if number != "" && p.doc.Language == document.English {
		return escaped(number) + " "
	}
	return escaped(number)
}

func (p *printer) runs(runs []document.Run) string {
	var b strings.Builder
	for _, r := range runs {
		text := escaped(r.Text)
		if r.Bold {
			text = strong(text)
		}
		b.WriteString(text)
		if n := p.numbers[r.Figure]; p.notes && r.Figure != "" && n > 0 {
			fmt.Fprintf(&b, "[^%d]", n)
		}
	}
	return b.String()
}

// strong is bold text, where Markdown would see that it is: not when it begins or ends with a space or a mark of punctuation.
func strong(text string) string {
	begin, _ := utf8.DecodeRuneInString(text)
	end, _ := utf8.DecodeLastRuneInString(text)
	for _, r := range []rune{begin, end} {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return text
		}
	}
	return "**" + text + "**"
}

func (p *printer) imprint() {
	d, w := p.doc, p.words
	var lines []string
	if d.Disclosure != "" {
		lines = append(lines, w.Disclosure+w.Colon+d.Disclosure)
	}
	if d.CopyTo != "" {
		lines = append(lines, w.CopyTo+w.Colon+w.Ended(d.CopyTo))
	}
	if printed := strings.TrimSpace(d.Printer + " " + w.PrintedOn(d.PrintedOn)); printed != "" {
		lines = append(lines, printed)
	}
	if len(lines) > 0 {
		p.part("---")
	}
	for _, text := range lines {
		p.part(line(escaped(text)))
	}
}

// footnotes tell of every figure; GitHub shows those that are printed.
func (p *printer) footnotes(o render.Options) {
	p.part(line(escaped(p.words.DataLine(p.doc.Data))))
	asked := map[string]string{}
	for _, q := range p.doc.Queries {
		asked[q.Name] = p.words.Ask(q)
	}
	comma := "，"
	if p.doc.Language == document.English {
		comma = ", "
	}
	for i := range p.doc.Figures {
		f := &p.doc.Figures[i]
		text := escaped(strings.Join([]string{
			f.Label, p.words.MeaningOf(f), p.words.Exact + p.words.Colon + p.words.ExactText(f), f.Query + p.words.Colon + asked[f.Query],
		}, comma))
		if address := o.FigureAddress(f.ID); address != "" {
			text += fmt.Sprintf(" [%s](<%s>)", p.words.Records, address)
		}
		p.part(fmt.Sprintf("[^%d]: %s", i+1, text))
	}
}
