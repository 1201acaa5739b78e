package pdf

import (
	"context"
	"fmt"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/font"
)

// Renderer makes PDF files. It may be used by several at once.
type Renderer struct{ fonts *font.Library }

// New makes a renderer that prints with the given fonts.
func New(fonts *font.Library) *Renderer { return &Renderer{fonts: fonts} }

// Render makes a PDF file of a document. The same document, options and fonts give the same bytes. A document in force whose
// text has a character that no font has gives a [MissingError]; what bears a mark (草稿) is made with 〓 in its place.
func (r *Renderer) Render(ctx context.Context, d *document.Document, o render.Options) ([]byte, error) {
	s := &setter{doc: d, options: o, words: render.WordsOf(d.Language), style: styleOf(d.Language), letters: newLetters(r.fonts)}
	f := &flow{line: s.style.line}
	var body []box
	for i := range d.Sections {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("print the document: %w", err)
		}
		body = append(body, s.section(&d.Sections[i], 2)...)
	}
	body = append(body, s.text(document.Runs(d.Data.Sentence), s.style.body)...)
	f.add(append(s.head(), s.title()...))
	f.add(s.addressees(f))
	f.add(withText(body, s.end()))
	f.add(s.attachments())
	f.add(s.appendix())
	s.imprint(f)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("print the document: %w", err)
	}
	content := s.finish(f)
	if len(s.letters.missing) > 0 && d.Mark == "" {
		return nil, missing(d, s.letters.missing)
	}
	return s.write(f, content)
}

// finish prints on every page what stands on its edges, and gives what is painted on each.
func (s *setter) finish(f *flow) [][]byte {
	content := make([][]byte, len(f.pages))
	for i, p := range f.pages {
		below := &page{wide: p.wide, colour: black}
		if s.doc.Mark != "" {
			s.watermark(below)
			below.writef("0 g\n")
		}
		s.pageNumber(p, i+1)
		content[i] = append(below.content.Bytes(), p.content.Bytes()...)
	}
	return content
}
