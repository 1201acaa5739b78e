package dispatch

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/state"
	"anlan/warehouse"
)

// Printing says which file is wanted.
type Printing struct {
	Format   render.Format
	Language document.Language
	Appendix bool // with a table of every printed figure: such a file is printed now and is not the one that was issued
	// Original asks for the bytes that were issued, also of what was superseded or is void since.
	Original bool
}

// Printed is a file. Stored says that its bytes are those that were issued; others are printed now.
type Printed struct {
	File
	Body   []byte
	Stored bool
}

// marks are printed across the pages of what is not in force.
var marks = map[Stage]map[document.Language]string{
	Draft:      {document.Chinese: "草稿", document.English: "DRAFT"},
	Reviewed:   {document.Chinese: "草稿", document.English: "DRAFT"},
	Superseded: {document.Chinese: "已更正", document.English: "SUPERSEDED"},
	Void:       {document.Chinese: "已作废", document.English: "VOID"},
}

// File gives a bulletin as a file: what was issued byte for byte, and what is not in force (drafts, superseded and void ones) printed
// now with a mark. It takes read_records, because bulletins name them. What is not as it was stored is not given out.
func (b *Bulletins) File(ctx context.Context, caller access.Caller, id string, p Printing) (*Printed, error) {
	o, err := b.open(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	if !o.sight.reads {
		return nil, warehouse.Fault(warehouse.Forbidden, "%s is shown figures alone: texts and files of bulletins name records, they take read_records", caller.Name)
	}
	if !slices.Contains(render.Formats(), p.Format) {
		return nil, warehouse.Fault(warehouse.BadRequest, "there is no format %q", p.Format)
	}
	was, stage := o.record.Issued, Stage(o.stored.Stage)
	if was != nil && !p.Appendix && (stage == Issued || p.Original) {
		for _, file := range was.Files {
			if file.Format != p.Format || file.Language != p.Language {
				continue
			}
			body, err := b.document(ctx, id, file.SHA256)
			if err != nil {
				return nil, err
			}
			return &Printed{File: file, Body: body, Stored: true}, nil
		}
	}
	if was == nil && p.Original {
		return nil, warehouse.Fault(warehouse.BadRequest, "the bulletin was not issued: there is no original")
	}
	d := b.marked(o, stage).Documents[p.Language]
	if d == nil {
		return nil, warehouse.Fault(warehouse.NotFound, "the bulletin is not made in %q", p.Language)
	}
	file, body, err := b.render(ctx, id, d, p)
	if err != nil {
		return nil, err
	}
	return &Printed{File: file, Body: body}, nil
}

// marked gives the documents of a bulletin with the mark of its stage.
func (b *Bulletins) marked(o *opened, stage Stage) *bulletin.Composition {
	f := bulletin.Finishing{Mark: marks[stage]}
	if was := o.record.Issued; was != nil {
		f.Number, f.Signer, f.Date, f.PrintedOn = was.DocumentNumber, was.Signer, was.Date, was.PrintedOn
	}
	return bulletin.Finish(o.record.Composition, f)
}

// renderAll renders a bulletin in every format and language.
func (b *Bulletins) renderAll(ctx context.Context, id string, c *bulletin.Composition) (files []File, bodies [][]byte, err error) {
	for _, language := range []document.Language{document.Chinese, document.English} {
		d := c.Documents[language]
		if d == nil {
			continue
		}
		for _, format := range render.Formats() {
			file, body, err := b.render(ctx, id, d, Printing{Format: format, Language: language})
			if err != nil {
				return nil, nil, err
			}
			files, bodies = append(files, file), append(bodies, body)
		}
	}
	return files, bodies, nil
}

func (b *Bulletins) render(ctx context.Context, id string, d *document.Document, p Printing) (File, []byte, error) {
	body, err := b.renderer.Render(ctx, d, p.Format, render.Options{Appendix: p.Appendix, Root: b.options.Root, Bulletin: id})
	if err != nil {
		return File{}, nil, fmt.Errorf("print %s as %s: %w", id, p.Format, err)
	}
	return File{Format: p.Format, Language: d.Language, Name: fileName(d, p.Format), Bytes: len(body), SHA256: state.Digest(body)}, body, nil
}

// nameRunes is how long names of files may be, so that no file system refuses them: 80 characters of three bytes.
const nameRunes = 80

// fileName is what who saves a document calls it: its number, or its mark, and its title.
func fileName(d *document.Document, format render.Format) string {
	first := d.Number
	if d.Mark != "" {
		first = strings.TrimSpace("（" + d.Mark + "）" + d.Number)
	}
	name := []rune(strings.Join(strings.FieldsFunc(first+" "+d.Title, func(r rune) bool {
		return r < ' ' || r == ' ' || strings.ContainsRune(`/\:*?"<>|`, r)
	}), " "))
	return strings.TrimSpace(string(name[:min(len(name), nameRunes)])) + "." + string(format)
}

// Traced is a printed figure with the question that it answers.
type Traced struct {
	Bulletin Bulletin // without content
	Figure   document.Figure
	Query    *document.Query // nil when the figure names none
	Data     document.Data
}

// Figure says what a printed figure is and where it comes from.
func (b *Bulletins) Figure(ctx context.Context, caller access.Caller, id string, language document.Language, figure string) (*Traced, error) {
	o, err := b.open(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	d := o.record.Composition.Documents[language]
	if !o.sight.reads {
		return nil, warehouse.Fault(warehouse.Forbidden, "%s may not read the texts of bulletins: they name records, which takes read_records", caller.Name)
	}
	if d == nil || d.Figure(figure) == nil {
		return nil, warehouse.Fault(warehouse.NotFound, "the bulletin prints no figure %q in %q", figure, language)
	}
	shown, err := o.show()
	if err != nil {
		return nil, err
	}
	shown.Content = nil
	traced := &Traced{Bulletin: *shown, Figure: *d.Figure(figure), Data: d.Data}
	for i, q := range d.Queries {
		if q.Name == traced.Figure.Query {
			traced.Query = &d.Queries[i]
		}
	}
	return traced, nil
}
