package xlsx

import (
	"context"
	"fmt"

	"github.com/xuri/excelize/v2"

	"anlan/reports/document"
	"anlan/reports/render"
)

// Render makes an Excel workbook (.xlsx). A cell that prints a figure holds the printed number, one that is not known the words that
// say why (未报送); no text is ever a formula. The same document and options give the same bytes.
func Render(ctx context.Context, d *document.Document, o render.Options) ([]byte, error) {
	w := &workbook{file: excelize.NewFile(), words: render.WordsOf(d.Language), options: o, styles: map[look]int{}, taken: map[string]bool{}, numbers: map[string]bool{}}
	defer w.file.Close() //nolint:errcheck // nothing is on a disk
	for _, f := range d.Figures {
		w.numbers[f.ID] = f.Exact != nil
	}
	for _, sections := range allSections(d) {
		for i := range sections {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("print the workbook: %w", err)
			}
			w.section(d, &sections[i])
		}
	}
	w.sources(d)
	w.finish(d)
	if w.err != nil {
		return nil, fmt.Errorf("print the workbook: %w", w.err)
	}
	b, err := w.file.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return withOrderedFonts(b.Bytes())
}

func allSections(d *document.Document) [][]document.Section {
	all := make([][]document.Section, 0, 1+len(d.Attachments))
	all = append(all, d.Sections)
	for _, a := range d.Attachments {
		all = append(all, a.Sections)
	}
	return all
}

// workbook is the file under work; after its first error it does nothing.
type workbook struct {
	file    *excelize.File
	words   render.Words
	options render.Options
	styles  map[look]int
	taken   map[string]bool // names of sheets, in lower case
	numbers map[string]bool // figures that are known
	sheets  int
	err     error
}

func (w *workbook) section(d *document.Document, s *document.Section) {
	for i := range s.Blocks {
		switch b := &s.Blocks[i]; {
		case b.Table != nil:
			w.table(b.Table)
		case b.Chart != nil:
			t := w.words.ChartTable(d, b.Chart)
			w.table(&t)
		}
	}
}

// do runs a step unless one failed before.
func (w *workbook) do(step func() error) {
	if w.err == nil {
		w.err = step()
	}
}

// finish names the workbook and opens it at its first sheet.
func (w *workbook) finish(d *document.Document) {
	w.do(func() error {
		w.file.SetActiveSheet(0)
		published := "2000-01-01T00:00:00Z"
		if !d.Data.PublishedAt.IsZero() {
			published = d.Data.PublishedAt.UTC().Format("2006-01-02T15:04:05Z")
		}
		return w.file.SetDocProps(&excelize.DocProperties{
			Title: d.Title, Subject: d.Number, Creator: d.Signature.Agency, Created: published, Modified: published, Language: string(d.Language),
		})
	})
}
