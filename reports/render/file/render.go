package file

import (
	"context"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/docx"
	"anlan/reports/render/font"
	"anlan/reports/render/html"
	"anlan/reports/render/json"
	"anlan/reports/render/markdown"
	"anlan/reports/render/pdf"
	"anlan/reports/render/xlsx"
	"anlan/warehouse"
)

// Renderer prints documents in all formats. Several callers may use it at once.
type Renderer struct{ printers map[render.Format]printer }

type printer func(context.Context, *document.Document, render.Options) ([]byte, error)

// New makes a renderer; PDF embeds the fonts given.
func New(fonts *font.Library) *Renderer {
	return &Renderer{map[render.Format]printer{
		render.DOCX: docx.Render, render.PDF: pdf.New(fonts).Render, render.HTML: html.Render,
		render.Markdown: markdown.Render, render.XLSX: xlsx.Render, render.JSON: json.Render,
	}}
}

// Render prints a document. The same document and options give the same bytes. A format that there is not is the caller's fault.
func (r *Renderer) Render(ctx context.Context, d *document.Document, format render.Format, o render.Options) ([]byte, error) {
	printer, ok := r.printers[format]
	if !ok {
		return nil, warehouse.Fault(warehouse.BadRequest, "there is no format %q of bulletins; there are %v", format, render.Formats())
	}
	return printer(ctx, d, o)
}
