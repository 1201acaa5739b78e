package sheet

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// xlsxRows reads the rows of one sheet.
type xlsxRows struct {
	book  *xlsx
	name  string
	part  io.ReadCloser
	count *limited
	x     *xmlReader
	last  uint64 // number of the row before
	row   Row
	arena []byte
	spans [][2]int // of the cells' texts in the arena
	value []byte
	size  int64 // of the part, unpacked
	done  bool
}

func (b *xlsx) Rows(i int) (Rows, error) { return b.rows(i) }

func (b *xlsx) rows(i int) (*xlsxRows, error) {
	s := b.sheets[i]
	part, err := b.openPart(s.part)
	if err != nil {
		return nil, err
	}
	r := &xlsxRows{book: b, name: s.part.Name, part: part, size: int64(s.part.UncompressedSize64)} //nolint:gosec // checked
	r.count = &limited{r: part, packed: int64(s.part.CompressedSize64)}                            //nolint:gosec // not larger than the file
	r.x = newXMLReader(r.count)
	return r, nil
}

// BytesRead is the share of the unpacked bytes, of the packed ones.
func (r *xlsxRows) BytesRead() int64 {
	return int64(float64(r.count.read) / float64(max(r.size, 1)) * float64(r.count.packed))
}

func (r *xlsxRows) Close() error { return r.part.Close() }

// Next reads one row with cells.
func (r *xlsxRows) Next() (Row, error) {
	for !r.done {
		t, ok := r.x.next()
		switch {
		case !ok && r.x.err == nil:
			return Row{}, partFault(r.name, fmt.Errorf("it ends within its cells: %w", errXML))
		case !ok:
			return Row{}, partFault(r.name, r.x.err)
		case t.is("sheetData") && (t.end || t.empty):
			r.done = true
			// The check sum stands at the end.
			if _, err := io.Copy(io.Discard, r.count); err != nil {
				return Row{}, partFault(r.name, err)
			}
		case t.is("row") && !t.end:
			number := uint64(number(t.attr("r"))) //nolint:gosec // not negative
			if number == 0 {
				number = r.last + 1
			}
			if number > maxRows || number <= r.last {
				return Row{}, fmt.Errorf("%s: row %d follows row %d: %w", r.name, number, r.last, ErrDamaged)
			}
			r.last = number
			hidden := string(t.attr("hidden"))
			r.row = Row{Number: number, Hidden: hidden == "1" || hidden == "true", Cells: r.row.Cells[:0]}
			if t.empty {
				continue
			}
			if err := r.cells(); err != nil {
				return Row{}, err
			}
			if len(r.row.Cells) > 0 {
				return r.row, nil
			}
		}
	}
	return Row{}, io.EOF
}

// cells reads up to the end of the row.
func (r *xlsxRows) cells() error {
	r.arena, r.spans = r.arena[:0], r.spans[:0]
	column := -1
	for {
		t, ok := r.x.next()
		if !ok {
			if r.x.err == nil {
				r.x.err = fmt.Errorf("it ends within a row: %w", errXML)
			}
			return partFault(r.name, r.x.err)
		}
		if t.end && t.is("row") {
			break
		}
		if t.end || !t.is("c") {
			continue
		}
		if at := columnOf(t.attr("r")); at >= 0 {
			column = at
		} else {
			column++
		}
		if column >= maxColumns {
			return fmt.Errorf("%s: row %d has a cell beyond column %s: %w", r.name, r.row.Number, ColumnName(maxColumns-1), ErrDamaged)
		}
		if t.empty {
			continue
		}
		if err := r.cell(t, column); err != nil {
			return err
		}
	}
	for i, span := range r.spans { // the arena may have moved
		r.row.Cells[i].Text = r.arena[span[0]:span[1]]
	}
	return nil
}

// columnOf is the column of an address like AB12; -1 when there is none.
func columnOf(address []byte) int {
	n := 0
	for _, c := range address {
		if c >= '0' && c <= '9' {
			break
		}
		if c|0x20 < 'a' || c|0x20 > 'z' || n > maxColumns {
			return -1
		}
		n = 26*n + int(c|0x20-'a') + 1
	}
	return n - 1
}

// cell reads the content of a cell up to its end; empty ones are left out.
func (r *xlsxRows) cell(c tag, column int) error {
	var kind [12]byte
	typ := string(append(kind[:0], c.attr("t")...))
	style := number(c.attr("s"))
	r.value = r.value[:0]
	formula, stored, phonetic := false, false, false
	for {
		t, ok := r.x.next()
		if !ok {
			if r.x.err == nil {
				r.x.err = fmt.Errorf("it ends within a cell: %w", errXML)
			}
			return partFault(r.name, r.x.err)
		}
		switch {
		case t.end && t.is("c"):
			return r.add(typ, style, column, formula && !stored)
		case t.is("rPh"):
			phonetic = !t.end && !t.empty
		case t.end:
		case t.is("f"):
			formula = true
		case t.is("v") || t.is("t") && !phonetic:
			if stored = true; !t.empty {
				r.value = r.x.text(r.value)
			}
		}
	}
}

// add appends the cell whose stored value is r.value.
func (r *xlsxRows) add(typ string, style, column int, stale bool) error {
	value := r.value
	if len(value) == 0 {
		if stale {
			r.put(column, Stale, nil)
		}
		return nil
	}
	switch typ {
	case "s":
		text, ok, err := r.book.strings.get(number(bytes.TrimSpace(value)))
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("%s: cell %s names a text that is not there: %w", r.name, Place(column, r.row.Number), ErrDamaged)
		}
		if len(text) > 0 {
			r.put(column, Text, text)
		}
	case "inlineStr", "str":
		if text := unescape(value); len(text) > 0 {
			r.put(column, Text, text)
		}
	case "b":
		if value[0] == '0' {
			r.put(column, Bool, []byte("FALSE"))
		} else {
			r.put(column, Bool, []byte("TRUE"))
		}
	case "e":
		r.put(column, Error, value)
	case "d":
		r.put(column, Date, isoDate(value))
	default:
		return r.number(bytes.TrimSpace(value), style, column)
	}
	return nil
}

// isoDate turns 2023-07-05T00:00:00Z into what a cell with a date gives.
func isoDate(value []byte) []byte {
	text := bytes.TrimSuffix(bytes.TrimSuffix(bytes.Replace(value, []byte("T"), []byte(" "), 1), []byte("Z")), []byte(".000"))
	return bytes.TrimSuffix(text, []byte(" 00:00:00"))
}

func (r *xlsxRows) number(value []byte, style, column int) error {
	if style < len(r.book.formats) && r.book.formats[style] != noDate {
		if f, err := strconv.ParseFloat(string(value), 64); err == nil {
			from := len(r.arena)
			arena, ok := appendDate(r.arena, f, r.book.from1904, r.book.formats[style])
			if ok {
				r.arena = arena
				r.mark(column, Date, from)
				return nil
			}
		}
	}
	from := len(r.arena)
	arena, ok := appendNumber(r.arena, value)
	if !ok {
		return fmt.Errorf("%s: cell %s holds %q, which is no number: %w", r.name, Place(column, r.row.Number), value[:min(len(value), 40)], ErrDamaged)
	}
	r.arena = arena
	r.mark(column, Number, from)
	return nil
}

func (r *xlsxRows) put(column int, kind Kind, text []byte) {
	from := len(r.arena)
	r.arena = append(r.arena, text...)
	if !utf8.Valid(text) {
		r.arena = append(r.arena[:from], bytes.ToValidUTF8(text, []byte("\uFFFD"))...)
	}
	r.mark(column, kind, from)
}

func (r *xlsxRows) mark(column int, kind Kind, from int) {
	r.row.Cells = append(r.row.Cells, Cell{Column: column, Kind: kind})
	r.spans = append(r.spans, [2]int{from, len(r.arena)})
}

// unescape decodes _x000D_ and the like, with which control characters are written; the result is never longer.
func unescape(s []byte) []byte {
	if !bytes.Contains(s, []byte("_x")) {
		return s
	}
	out := s[:0]
	for i := 0; i < len(s); {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(string(s[i+2:i+6]), 16, 16); err == nil && utf8.ValidRune(rune(n)) && n > 0 {
				if n != '\r' {
					out = utf8.AppendRune(out, rune(n))
				}
				i += 7
				continue
			}
		}
		out = append(out, s[i])
		i++
	}
	return out
}

// Merged reads the sheet to its end, where its merged ranges stand.
func (b *xlsx) Merged(ctx context.Context, i int) ([]Range, error) {
	r, err := b.rows(i)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read
	if !r.skipCells(ctx) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return nil, partFault(b.sheets[i].part.Name, r.x.err)
	}
	var out []Range
	for {
		t, ok := r.x.next()
		if !ok {
			return out, partFault(b.sheets[i].part.Name, r.x.err)
		}
		if t.is("mergeCell") && !t.end {
			if m, ok := rangeOf(t.attr("ref")); ok && len(out) < maxMerged {
				out = append(out, m)
			}
		}
	}
}

// skipCells goes behind the cells by looking only for their end: "sheetData>" can stand in a text, "</sheetData>" cannot.
func (r *xlsxRows) skipCells(ctx context.Context) bool {
	for n := 0; ; n++ {
		if n%64 == 0 && ctx.Err() != nil {
			return false
		}
		rest := r.x.buf[r.x.pos:r.x.end]
		for from := 0; ; {
			i := bytes.Index(rest[from:], []byte("sheetData"))
			if i < 0 {
				break
			}
			at := from + i
			from = at + len("sheetData")
			open := bytes.LastIndexByte(rest[:at], '<')
			if open < 0 {
				continue
			}
			closes := open+1 < len(rest) && rest[open+1] == '/'
			if end := bytes.IndexByte(rest[at:], '>'); end >= 0 && (closes || rest[at+end-1] == '/') && bytes.IndexByte(rest[open:at], '>') < 0 {
				r.x.pos += at + end + 1
				return true
			}
		}
		r.x.pos = max(r.x.pos, r.x.end-256)
		if !r.x.more() {
			return r.x.err == nil
		}
	}
}

// rangeOf reads A3:B7.
func rangeOf(ref []byte) (Range, bool) {
	first, last, found := bytes.Cut(ref, []byte(":"))
	if !found {
		return Range{}, false
	}
	rowOf := func(address []byte) uint64 {
		return uint64(number(bytes.TrimLeft(address, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
	} //nolint:gosec // not negative
	m := Range{FirstRow: rowOf(first), LastRow: rowOf(last), FirstColumn: columnOf(first), LastColumn: columnOf(last)}
	return m, m.FirstRow > 0 && m.LastRow >= m.FirstRow && m.FirstColumn >= 0 && m.LastColumn >= m.FirstColumn
}
