package source

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"anlan/etl/source/sheet"
)

// sheetInput is one sheet of a workbook behind its header. Its rows have the numbers that the sheet shows.
type sheetInput struct {
	file   *workbookFile
	number int
	info   sheet.Info
	spec   Spec
	header *header
	title  string
	filler filler
	notes  notes
	read   atomic.Int64

	columns []string
	at      []int  // staging column by sheet column, -1 for none
	wanted  []bool // by staging column
	dates   []bool
}

// openSheet finds the header; nil for a sheet without cells.
func (f *workbookFile) openSheet(ctx context.Context, spec Spec, i int, info sheet.Info) (*sheetInput, error) {
	merged, err := f.book.Merged(ctx, i)
	if err != nil {
		return nil, err
	}
	rows, err := f.book.Rows(i)
	if err != nil {
		return nil, err
	}
	top, err := readTop(rows, merged)
	if err := errors.Join(err, rows.Close()); err != nil {
		return nil, err
	}
	h := top.findHeader(spec)
	if h == nil {
		if spec.Workbook.HeaderRow > 0 && len(top.rows) > 0 {
			return nil, fault(BadHeader, sheetTitle(f.name, info.Name), nil, "row %d, where the pipeline says that the header stands, is empty", spec.Workbook.HeaderRow)
		}
		return nil, nil
	}
	return &sheetInput{file: f, number: i, info: info, spec: spec, header: h, title: h.title(top), filler: newFiller(spec.Workbook, merged, h.last)}, nil
}

// finish lays the columns out for staging.
func (s *sheetInput) finish(context.Context) error {
	h := s.header
	if h.twice != "" {
		return fault(Duplicate, s.Name(), nil, "row %d names the column %q twice; call it by its group too, as GROUP/%s", h.first, h.twice, h.twice)
	}
	if len(h.columns) == 0 {
		return fault(BadHeader, s.Name(), nil, "row %d, where the pipeline says that the header stands, is empty", s.spec.Workbook.HeaderRow)
	}
	first, last := h.columns[0].at, h.columns[len(h.columns)-1].at
	s.at = slices.Repeat([]int{-1}, last+1)
	named := map[int]string{}
	for _, c := range h.columns {
		named[c.at] = c.name
	}
	for c := first; c <= last; c++ {
		name, ok := named[c]
		if !ok {
			name = fmt.Sprintf("(column %s without a name)", sheet.ColumnName(c))
		}
		s.at[c] = len(s.columns)
		s.columns = append(s.columns, name)
		plain, _, _ := s.spec.Repeat.Split(name)
		s.wanted = append(s.wanted, slices.Contains(s.spec.Keys, plain) || len(s.spec.Keys) == 0)
		s.dates = append(s.dates, slices.Contains(s.spec.Dates, plain))
	}
	s.filler.only(s.spec, s.columns, s.at)
	return nil
}

func (s *sheetInput) Name() string      { return sheetTitle(s.file.name, s.info.Name) }
func (s *sheetInput) Columns() []string { return s.columns }
func (s *sheetInput) Encoding() string  { return "Native" }
func (s *sheetInput) Raw() bool         { return false }
func (s *sheetInput) Size() int64       { return s.info.Size }
func (s *sheetInput) BytesRead() int64  { return s.read.Load() }
func (s *sheetInput) Close() error      { return s.file.release() }

// SHA256 is that of the whole workbook.
func (s *sheetInput) SHA256() string {
	hash, err := s.file.sha256()
	if err != nil {
		return ""
	}
	return hash
}

// Place says which sheet it is, and what stands above its header.
func (s *sheetInput) Place() Place {
	return Place{File: s.file.name, Sheet: s.info.Name, Title: s.title}
}

// Notes says what reading came across.
func (s *sheetInput) Notes() []Note { return s.notes.list(s.Name()) }

// LeftOut names the sheets of the workbook that hold something and were not read, by the code of the Note that counts them. The
// first input of a workbook knows them.
func (s *sheetInput) LeftOut() map[string][]string {
	out := map[string][]string{}
	for _, l := range s.notes.left {
		if l.name != "" {
			out[l.code] = append(out[l.code], sheetTitle(s.file.name, l.name))
		}
	}
	return out
}

// Stream writes the records of the sheet.
func (s *sheetInput) Stream(ctx context.Context, w io.Writer, layout Layout) (Stats, error) {
	rows, err := s.file.book.Rows(s.number)
	if err != nil {
		return Stats{}, workbookFault(s.Name(), err)
	}
	stats, err := s.stream(ctx, rows, w, layout)
	if err := errors.Join(err, rows.Close()); err != nil {
		return stats, err
	}
	if _, err := s.file.sha256(); err != nil {
		return stats, fault(Unreadable, s.file.name, err, "cannot be read: %s", plainReason(err))
	}
	return stats, nil
}

func (s *sheetInput) stream(ctx context.Context, rows sheet.Rows, w io.Writer, layout Layout) (Stats, error) {
	var stats Stats
	out := newNativeWriter(w, layout.names(len(s.columns)), layout)
	values := make([]sheet.Cell, len(s.columns))
	judge := rowJudge{input: s, width: len(s.columns)}
	for n := 0; ; n++ {
		if n%1024 == 0 {
			s.read.Store(rows.BytesRead())
			if err := ctx.Err(); err != nil {
				return stats, err
			}
			if layout.Rows != nil {
				layout.Rows(stats.Rows)
			}
		}
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return stats, workbookFault(s.Name(), err)
		}
		if row.Number <= s.header.last {
			continue
		}
		clear(values)
		filled := s.take(row, values)
		if filled == 0 || judge.skip(row, values, filled) {
			continue
		}
		s.filler.fill(row.Number, values, &s.notes)
		stats.Rows++
		stats.LastRow = row.Number
		if bad := s.bad(row.Number, values); bad != nil {
			if err := layout.Bad(*bad); err != nil {
				return stats, err
			}
			continue
		}
		for i, v := range values {
			out.text(i, v.Text)
		}
		if err := out.endRow(layout.Base+row.Number, row.Number); err != nil {
			return stats, err
		}
		stats.Good++
	}
	s.read.Store(s.info.Size)
	return stats, out.flush()
}

// take puts the cells of a row under their columns and returns how many there are.
func (s *sheetInput) take(row sheet.Row, values []sheet.Cell) (filled int) {
	beside := false
	for _, c := range row.Cells {
		if len(trim(c.Text)) == 0 && c.Kind != sheet.Stale {
			continue
		}
		if c.Column >= len(s.at) || s.at[c.Column] < 0 {
			s.filler.see(row.Number, c)
			beside = true
			continue
		}
		filled++
		i := s.at[c.Column]
		if s.dates[i] && (c.Kind == sheet.Number || c.Kind == sheet.Text) {
			if day, ok := sheet.SerialDate(trim(c.Text), s.file.book.Date1904()); ok {
				c.Text, c.Kind = day, sheet.Date
			}
		}
		if c.Kind == sheet.Number && len(c.Text) > 15 && s.wanted[i] && longNumber(c.Text) {
			s.notes.add(LongNumbers, 1)
		}
		values[i] = c
		s.filler.see(row.Number, c)
	}
	if beside && filled > 0 {
		s.notes.add(CellsBesideTable, 1)
	}
	return filled
}

// longNumber reports a whole number of more than the fifteen digits that a spreadsheet computes with.
func longNumber(text []byte) bool {
	digits := 0
	for _, c := range text {
		if c == '.' {
			return false
		}
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	return digits > 15
}

// bad says what keeps a row from being a record: errors in columns that the pipeline uses, or more text than a record may have.
func (s *sheetInput) bad(row uint64, values []sheet.Cell) *Bad {
	size := 0
	for i, v := range values {
		size += len(v.Text)
		if len(s.spec.Keys) == 0 || !s.wanted[i] || v.Kind != sheet.Error && v.Kind != sheet.Stale {
			continue
		}
		at := slices.Index(s.at, i)
		b := &Bad{Row: row, Line: row, Code: ErrorCell, Raw: s.raw(values),
			Reason: fmt.Sprintf("cell %s, column %q, holds the error %s: mend its formula", sheet.Place(at, row), s.columns[i], v.Text)}
		if v.Kind == sheet.Stale {
			b.Code = StaleFormula
			b.Reason = fmt.Sprintf("cell %s, column %q, holds a formula whose result was not stored: open the workbook in a spreadsheet program and save it", sheet.Place(at, row), s.columns[i])
		}
		return b
	}
	if size > s.spec.MaxRecord {
		return &Bad{Row: row, Line: row, Code: TooLong, Reason: fmt.Sprintf("the row is longer than %d bytes", s.spec.MaxRecord), Raw: cut(s.raw(values))}
	}
	return nil
}

// raw is the row as the quarantine keeps rows: a JSON object.
func (s *sheetInput) raw(values []sheet.Cell) []byte {
	out := []byte{'{'}
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		name, _ := json.Marshal(s.columns[i]) // a string
		out = append(append(out, name...), ':')
		if len(v.Text) == 0 {
			out = append(out, "null"...)
			continue
		}
		text, _ := json.Marshal(string(v.Text))
		out = append(out, text...)
	}
	return append(out, '}')
}
