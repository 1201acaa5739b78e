package docx

import (
	"context"
	"fmt"

	"anlan/reports/document"
	"anlan/reports/render"
)

// namespaces are declared by every part with a text.
var namespaces = []string{
	"xmlns:w", wordNamespace,
	"xmlns:r", relationNamespace,
	"xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
	"xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main",
	"xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006",
	"xmlns:wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
	"xmlns:wpg", "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
	"xmlns:v", "urn:schemas-microsoft-com:vml",
	"xmlns:o", "urn:schemas-microsoft-com:office:office",
	"xmlns:w10", "urn:schemas-microsoft-com:office:word",
}

// writer writes one document.
type writer struct {
	doc     *document.Document
	options render.Options
	l       *design

	body      []element
	page      page      // what the section that is being written stands on
	begun     int       // where in the body it begins
	addressed bool      // the addressees stand above the body
	relations relations // of word/document.xml
	parts     []part    // headers and footers
	edgeIDs   map[string]string
	ids       int            // given to drawings and bookmarks, which need one each
	rows      map[string]int // of the appendix, by the id of the figure
	telling   bool           // what is written now is the appendix
}

// Render makes a Word file (.docx) of a document, for Word 2010 and later, WPS and LibreOffice. The same document and options give
// the same bytes. With an appendix, figures in the text lead to their rows of it, and those to the server when Root is set.
func Render(ctx context.Context, d *document.Document, o render.Options) ([]byte, error) {
	w := &writer{doc: d, options: o, l: designOf(d.Language), edgeIDs: map[string]string{}, rows: map[string]int{}}
	if o.Appendix {
		for i, f := range d.Figures {
			w.rows[f.ID] = i + 1
		}
	}
	w.head()
	w.title()
	for i := range d.Sections {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("print the document: %w", err)
		}
		w.sectionOf(&d.Sections[i])
	}
	w.close()
	w.attachments()
	w.appendix()
	w.imprint()

	main := tag("w:document", tag("w:body", w.body...)).with(namespaces...)
	parts := []part{{"word/document.xml", wordType + "document.main+xml", main.file()}}
	for _, p := range []part{
		{"styles", "", w.l.styleSheet()},
		{"settings", "", w.l.settings()},
		{"fontTable", "", fontTable()},
	} {
		w.relations.add(p.name, p.name+".xml")
		parts = append(parts, part{"word/" + p.name + ".xml", wordType + p.name + "+xml", p.content})
	}
	parts = append(parts, w.parts...)

	var root relations
	root.add("officeDocument", "word/document.xml")
	root.add(coreProperties, "docProps/core.xml")
	root.add("extended-properties", "docProps/app.xml")
	core, app := w.properties()
	parts = append(parts,
		part{"word/_rels/document.xml.rels", "", w.relations.file()},
		part{"_rels/.rels", "", root.file()},
		part{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", core},
		part{"docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", app},
	)
	return pack(parts)
}

func (w *writer) add(e ...element) { w.body = append(w.body, e...) }

func (w *writer) id() int {
	w.ids++
	return w.ids
}
