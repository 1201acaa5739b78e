package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// xlsx is an open workbook of Office Open XML.
type xlsx struct {
	file     *os.File
	zip      *zip.Reader
	sheets   []xlsxSheet
	strings  *stringTable
	formats  []dateFormat // by the cells' style
	from1904 bool
}

type xlsxSheet struct {
	Info
	part *zip.File
}

func openXLSX(ctx context.Context, f *os.File, size int64) (*xlsx, error) {
	b := &xlsx{file: f}
	var err error
	if b.zip, err = zip.NewReader(f, size); err != nil {
		return nil, fmt.Errorf("its end is missing, as of a file that was not copied whole: %w: %w", ErrDamaged, err)
	}
	main := b.mainPart()
	if main == nil {
		return nil, fmt.Errorf("%s: %w", b.describe(), ErrNotWorkbook)
	}
	targets, err := b.relations(main.Name)
	if err != nil {
		return nil, err
	}
	if err := b.readWorkbook(main, targets); err != nil {
		return nil, err
	}
	if err := b.readStyles(targets); err != nil {
		return nil, err
	}
	return b, b.readStrings(ctx, targets)
}

func (b *xlsx) part(name string) *zip.File {
	for _, f := range b.zip.File {
		if strings.EqualFold(strings.TrimPrefix(f.Name, "/"), strings.TrimPrefix(name, "/")) {
			return f
		}
	}
	return nil
}

// mainPart is the part that lists the sheets.
func (b *xlsx) mainPart() *zip.File {
	if f := b.part("xl/workbook.xml"); f != nil {
		return f
	}
	targets, err := b.relations("")
	if err != nil {
		return nil
	}
	for _, t := range targets {
		if strings.HasSuffix(t.kind, "/officeDocument") {
			if f := b.part(t.name); f != nil && !strings.HasSuffix(f.Name, ".bin") && strings.Contains(f.Name, "workbook") {
				return f
			}
		}
	}
	return nil
}

// describe says what a ZIP archive is that is no XLSX workbook.
func (b *xlsx) describe() string {
	switch {
	case b.part("xl/workbook.bin") != nil:
		return "it is a binary workbook (.xlsb); open it in a spreadsheet program and save it as .xlsx"
	case b.part("content.xml") != nil:
		return "it is an OpenDocument file (.ods); open it in a spreadsheet program and save it as .xlsx"
	case b.part("word/document.xml") != nil:
		return "it is a Word document"
	case b.part("ppt/presentation.xml") != nil:
		return "it is a PowerPoint presentation"
	}
	return "it is a ZIP archive without a workbook in it"
}

// relation is a part that another one names.
type relation struct{ id, kind, name string }

// relations lists what a part names; "" is the package itself.
func (b *xlsx) relations(of string) ([]relation, error) {
	folder, base := path.Split(strings.TrimPrefix(of, "/"))
	part := b.part(folder + "_rels/" + base + ".rels")
	if part == nil {
		return nil, nil
	}
	var out []relation
	err := b.each(part, func(t tag, _ *xmlReader) error {
		if t.is("Relationship") && !t.end {
			name := t.attrText("Target")
			if !strings.HasPrefix(name, "/") {
				name = path.Join(folder, name)
			}
			out = append(out, relation{t.attrText("Id"), t.attrText("Type"), name})
		}
		return nil
	})
	return out, err
}

// each calls do for every tag of a part.
func (b *xlsx) each(part *zip.File, do func(tag, *xmlReader) error) error {
	r, err := b.openPart(part)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // only read
	x := newXMLReader(r)
	for {
		t, ok := x.next()
		if !ok {
			return partFault(part.Name, x.err)
		}
		if err := do(t, x); err != nil {
			return err
		}
	}
}

func (b *xlsx) openPart(part *zip.File) (io.ReadCloser, error) {
	if part.UncompressedSize64 > maxPart {
		return nil, fmt.Errorf("%s: %d bytes: %w", part.Name, part.UncompressedSize64, ErrTooLarge)
	}
	r, err := part.Open()
	if err != nil {
		return nil, partFault(part.Name, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{&limited{r: r, packed: int64(part.CompressedSize64)}, r}, nil //nolint:gosec // not larger than the file
}

// partFault says that a part cannot be read.
func partFault(name string, err error) error {
	switch {
	case err == nil || errors.Is(err, ErrTooLarge) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, zip.ErrChecksum):
		return fmt.Errorf("%s in it is not what was written (its check sum is wrong): %w: %w", name, ErrDamaged, err)
	}
	return fmt.Errorf("%s in it cannot be read: %w: %w", name, ErrDamaged, err)
}

// readWorkbook lists the sheets.
func (b *xlsx) readWorkbook(main *zip.File, targets []relation) error {
	return b.each(main, func(t tag, _ *xmlReader) error {
		switch {
		case t.end:
		case t.is("workbookPr"):
			v := string(t.attr("date1904"))
			b.from1904 = v == "1" || v == "true"
		case t.is("sheet"):
			id := t.attrText("r:id")
			if id == "" {
				id = relationID(t)
			}
			for _, r := range targets {
				if r.id != id || !strings.HasSuffix(r.kind, "/worksheet") {
					continue
				}
				part := b.part(r.name)
				if part == nil {
					return fmt.Errorf("the sheet %q is not in it: %w", t.attrText("name"), ErrDamaged)
				}
				state := string(t.attr("state"))
				b.sheets = append(b.sheets, xlsxSheet{Info{Name: t.attrText("name"), Hidden: state == "hidden" || state == "veryHidden", Size: int64(part.CompressedSize64)}, part}) //nolint:gosec // not larger than the file
			}
			if len(b.sheets) > maxSheets {
				return fmt.Errorf("it has more than %d sheets: %w", maxSheets, ErrTooLarge)
			}
		}
		return nil
	})
}

// relationID is the attribute id under whatever prefix it has.
func relationID(t tag) string {
	i := bytes.Index(t.attrs, []byte(":id="))
	if i < 0 {
		return ""
	}
	start := bytes.LastIndexAny(t.attrs[:i], " \t\r\n") + 1
	return t.attrText(string(t.attrs[start : i+3]))
}

// readStyles learns which styles of cells show dates.
func (b *xlsx) readStyles(targets []relation) error {
	part := b.related(targets, "/styles", "xl/styles.xml")
	if part == nil {
		return nil
	}
	custom := map[int]dateFormat{}
	inCells := false
	return b.each(part, func(t tag, _ *xmlReader) error {
		switch {
		case t.is("cellXfs"):
			inCells = !t.end && !t.empty
		case t.end:
		case t.is("numFmt"):
			custom[number(t.attr("numFmtId"))] = formatOf(t.attrText("formatCode"))
		case t.is("xf") && inCells && len(b.formats) < maxFormats:
			id := number(t.attr("numFmtId"))
			f, ok := custom[id]
			if !ok {
				f = builtinFormat(id)
			}
			b.formats = append(b.formats, f)
		}
		return nil
	})
}

func (b *xlsx) related(targets []relation, kind, usual string) *zip.File {
	for _, r := range targets {
		if strings.HasSuffix(r.kind, kind) {
			if f := b.part(r.name); f != nil {
				return f
			}
		}
	}
	return b.part(usual)
}

func (b *xlsx) readStrings(ctx context.Context, targets []relation) error {
	b.strings = &stringTable{most: stringMemory}
	part := b.related(targets, "/sharedStrings", "xl/sharedStrings.xml")
	if part == nil {
		return nil
	}
	var item []byte
	phonetic := false
	err := b.each(part, func(t tag, x *xmlReader) error {
		switch {
		case t.is("si") && !t.end:
			item = item[:0]
			if t.empty {
				return b.strings.add(nil)
			}
		case t.is("rPh"):
			phonetic = !t.end && !t.empty
		case t.is("t") && !t.end && !t.empty && !phonetic:
			item = x.text(item)
		case t.is("si"):
			if b.strings.count()%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			return b.strings.add(unescape(item))
		}
		return nil
	})
	if err != nil {
		return errors.Join(err, b.strings.close())
	}
	return nil
}

// number reads a whole number of an attribute; 0 when it is none.
func number(s []byte) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1<<40 {
			return 0
		}
		n = 10*n + int(c-'0')
	}
	return n
}

func (b *xlsx) Sheets() []Info {
	out := make([]Info, len(b.sheets))
	for i, s := range b.sheets {
		out[i] = s.Info
	}
	return out
}

func (b *xlsx) Date1904() bool { return b.from1904 }

func (b *xlsx) Close() error { return errors.Join(b.strings.close(), b.file.Close()) }
