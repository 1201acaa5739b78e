package source

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// delimitedInput is a CSV or TSV file behind its header.
type delimitedInput struct {
	*textFile
	scanner *scanner
	columns []string
}

func newDelimitedInput(t *textFile, spec Spec) *delimitedInput {
	return &delimitedInput{textFile: t, scanner: newScanner(newWindow(t, spec.MaxRecord), spec.Delimiter, !spec.NoQuotes)}
}

func (d *delimitedInput) Columns() []string { return d.columns }
func (d *delimitedInput) Encoding() string  { return "Native" }
func (d *delimitedInput) Raw() bool         { return false }

// begin reads the header.
func (d *delimitedInput) begin() error {
	rec, ok := d.scanner.next()
	if !ok {
		if d.scanner.err != nil {
			return d.readError(d.scanner.err)
		}
		return fault(Empty, d.name, nil, "is empty: not even a header")
	}
	if rec.bad != "" {
		return fault(BadHeader, d.name, nil, "the header cannot be read: %s", rec.why)
	}
	if !utf8.Valid(rec.text) {
		return d.encodingFault(0, d.scanner.line, "", rec.text)
	}
	var scratch, value []byte
	for i, f := range d.scanner.fields {
		value, scratch = d.scanner.value(rec.text, f, scratch)
		name := string(trim(value))
		if name == "" {
			name = fmt.Sprintf("(column %d without a name)", i+1)
		}
		d.columns = append(d.columns, name)
	}
	if err := d.checkTwice(); err != nil {
		return err
	}
	d.scanner.done()
	if len(d.columns) == 1 {
		if other := d.otherDelimiter(d.columns[0]); other != "" {
			return fault(BadHeader, d.name, nil, "the header is one column, %q: its fields seem to be separated by %s", shorten(d.columns[0], 60), other)
		}
	}
	return nil
}

// checkTwice refuses two columns of one name.
func (d *delimitedInput) checkTwice() error {
	seen := map[string]int{}
	for i, name := range d.columns {
		first, twice := seen[name]
		if !twice {
			seen[name] = i + 1
			continue
		}
		if datum := Datum(d.columns); datum != "" {
			return fault(BadHeader, d.name, nil, "row 1 seems to hold data (%q), not the names of the columns: %q stands in it twice, at %d and %d", datum, name, first, i+1)
		}
		return fault(Duplicate, d.name, nil, "the header names column %q twice, at %d and %d", name, first, i+1)
	}
	return nil
}

// otherDelimiter names the separator that a header of one column seems to use.
func (d *delimitedInput) otherDelimiter(header string) string {
	for _, sep := range []struct {
		char rune
		name string
	}{{',', "commas"}, {'\t', "tabs"}, {';', "semicolons"}, {'|', "bars"}, {'，', "Chinese commas (，), which no delimiter can be: replace them"}} {
		if sep.char != rune(d.scanner.delimiter) && strings.ContainsRune(header, sep.char) {
			return sep.name
		}
	}
	return ""
}

// Stream writes all records behind the header.
func (d *delimitedInput) Stream(ctx context.Context, w io.Writer, layout Layout) (Stats, error) { //nolint:gocognit // one loop whose steps share its state
	var stats Stats
	out := newNativeWriter(w, layout.names(len(d.columns)), layout)
	s := d.scanner
	var scratch, value []byte
	for {
		if stats.Rows%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return stats, err
			}
			if layout.Rows != nil {
				layout.Rows(stats.Rows)
			}
		}
		rec, ok := s.next()
		if !ok {
			break
		}
		stats.Rows++
		if rec.bad == "" && len(s.fields) != len(d.columns) {
			rec.bad, rec.why = d.wrongCount(len(s.fields))
		}
		if !utf8.Valid(rec.text) {
			if fault := d.encodingError(stats.Rows, rec); fault != nil {
				return stats, fault
			}
		}
		if d.decoder != nil && d.decoder.bad != nil && bytes.ContainsRune(rec.text, utf8.RuneError) {
			return stats, d.encodingError(stats.Rows, rec)
		}
		if rec.bad != "" {
			if err := layout.Bad(Bad{Row: stats.Rows, Line: s.line, Code: rec.bad, Reason: rec.why, Raw: rec.text}); err != nil {
				return stats, err
			}
			s.done()
			continue
		}
		for i, f := range s.fields {
			value, scratch = s.value(rec.text, f, scratch)
			out.text(i, value)
		}
		if err := out.endRow(layout.Base+stats.Rows, s.line); err != nil {
			return stats, err
		}
		stats.Good++
		s.done()
	}
	if s.err != nil {
		return stats, d.readError(s.err)
	}
	return stats, out.flush()
}

func (d *delimitedInput) wrongCount(got int) (code, why string) {
	want := len(d.columns)
	if got < want {
		return TooFewFields, fmt.Sprintf("the record has %d fields, the header %d: the columns from %q on are missing", got, want, d.columns[got])
	}
	return TooManyFields, fmt.Sprintf("the record has %d fields, the header %d: is a delimiter inside an unquoted field?", got, want)
}

// encodingError finds the field in which a record stops being text; nil when only the cut of a bad record's text did it.
func (d *delimitedInput) encodingError(row uint64, rec record) error {
	s := d.scanner
	if rec.bad != "" {
		if len(rec.text) >= keptRaw && validUTF8Prefix(rec.text) {
			return nil
		}
		return d.encodingFault(row, s.line, "?", rec.text)
	}
	for i, f := range s.fields {
		v := rec.text[f.from:f.to]
		if !utf8.Valid(v) || (d.decoder != nil && bytes.ContainsRune(v, utf8.RuneError)) {
			return d.encodingFault(row, s.line, d.columns[min(i, len(d.columns)-1)], v)
		}
	}
	return d.encodingFault(row, s.line, "?", rec.text)
}
