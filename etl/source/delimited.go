package source

import (
	"bytes"
	"fmt"
)

// scanner finds the records and fields of CSV and TSV (RFC 4180): quoted fields may hold delimiters, line breaks and doubled
// quotes, lines end in LF or CRLF, blank lines do not count. A record whose quoting is wrong gives a fault, and scanning
// goes on at the line behind the one that it begins on, so that one lost quote does not swallow the records after it.
type scanner struct {
	*window
	delimiter byte
	quotes    bool
	class     [256]byte
	fields    []field
	line      uint64 // of the current record's beginning, from 1
	lines     uint64 // line breaks inside the current record
}

// field is a span of the record; escaped means that doubled quotes are to be halved.
type field struct {
	from, to int
	escaped  bool
}

// Classes of bytes outside quotes.
const (
	ordinary byte = iota
	delimits
	breaks
	quotes
)

func newScanner(w *window, delimiter byte, withQuotes bool) *scanner {
	s := &scanner{window: w, delimiter: delimiter, quotes: withQuotes, line: 1}
	s.class[delimiter], s.class['\n'] = delimits, breaks
	if withQuotes {
		s.class['"'] = quotes
	}
	return s
}

// outcome says how far the scan of one record came.
type outcome int

const (
	whole   outcome = iota // a record: length bytes, fields set
	partial                // it goes on behind the window
	broken                 // its quoting is wrong
)

// record is one record: text without its line break, or why there is none.
type record struct {
	text []byte
	bad  string // a code of Bad, or ""
	why  string
}

// next finds the next record; ok is false at the end of the text. The record is valid until the next call.
func (s *scanner) next() (rec record, ok bool) {
	for {
		rest := s.rest()
		switch {
		case len(rest) == 0:
			if !s.more() {
				return record{}, false
			}
			continue
		case rest[0] == '\n':
			s.step(1)
			continue
		case rest[0] == '\r' && len(rest) == 1 && s.more():
			continue
		case rest[0] == '\r' && len(rest) > 1 && rest[1] == '\n':
			s.step(2)
			continue
		}
		n, how, why := s.scan()
		switch how {
		case partial:
			if atEnd := s.eof; s.more() || s.eof != atEnd {
				continue
			}
			if s.err != nil {
				return record{}, false
			}
			return s.unfinished()
		case broken:
			return s.giveUp(StrayQuote, why), true
		case whole:
		}
		text := s.rest()[:n]
		rec = record{text: bytes.TrimSuffix(bytes.TrimSuffix(text, newline), carriageReturn)}
		if bytes.IndexByte(rec.text, 0) >= 0 {
			rec.bad, rec.why = NulByte, "the record holds a zero byte"
		}
		s.advance(n)
		return rec, true
	}
}

var (
	newline        = []byte{'\n'}
	carriageReturn = []byte{'\r'}
)

// step leaves out a blank line.
func (s *scanner) step(n int) {
	s.advance(n)
	s.line++
}

// done moves the line number behind the record that next returned; the caller calls it when it has used the line.
func (s *scanner) done() {
	s.line += s.lines
	s.lines = 0
}

// scan walks over one record. It returns its length with the line break.
func (s *scanner) scan() (n int, how outcome, why string) { //nolint:gocognit // one loop whose steps share its state
	b := s.rest()
	s.fields, s.lines = s.fields[:0], 0
	i := 0
	for {
		if s.quotes && i < len(b) && b[i] == '"' {
			from, to, escaped, end := s.quoted(b, i+1)
			if end < 0 {
				return 0, partial, ""
			}
			i = end
			if !s.eof && (i == len(b) || i+1 == len(b) && b[i] == '\r') {
				return 0, partial, ""
			}
			if i+1 < len(b) && b[i] == '\r' && b[i+1] == '\n' {
				i++
			}
			if i < len(b) && s.class[b[i]] != delimits && s.class[b[i]] != breaks {
				return 0, broken, fmt.Sprintf("field %d goes on behind its closing quote", len(s.fields)+1)
			}
			s.fields = append(s.fields, field{from, to, escaped})
		} else {
			from := i
			for i < len(b) && s.class[b[i]] == ordinary {
				i++
			}
			if i == len(b) && !s.eof {
				return 0, partial, ""
			}
			if i < len(b) && s.class[b[i]] == quotes {
				return 0, broken, fmt.Sprintf("a quote inside field %d, which does not begin with one", len(s.fields)+1)
			}
			to := i
			if i < len(b) && b[i] == '\n' && to > from && b[to-1] == '\r' {
				to--
			}
			s.fields = append(s.fields, field{from: from, to: to})
		}
		if i == len(b) { // end of the text
			s.lines++
			return i, whole, ""
		}
		if b[i] == '\n' {
			s.lines++
			return i + 1, whole, ""
		}
		i++
	}
}

// quoted finds the end of a field whose quote opened before from: end is behind the closing quote, -1 when it is not in b.
func (s *scanner) quoted(b []byte, from int) (start, to int, escaped bool, end int) {
	for i := from; ; i++ {
		j := bytes.IndexByte(b[i:], '"')
		if j < 0 {
			return 0, 0, false, -1
		}
		i += j
		if i+1 == len(b) && !s.eof {
			return 0, 0, false, -1
		}
		if i+1 < len(b) && b[i+1] == '"' {
			escaped = true
			i++
			continue
		}
		s.lines += uint64(bytes.Count(b[from:i], newline))
		return from, i, escaped, i + 1
	}
}

// unfinished handles the bytes at the end of the text or of the window that make no record.
func (s *scanner) unfinished() (record, bool) {
	rest := s.rest()
	if len(rest) == 0 {
		return record{}, false
	}
	if s.full() && bytes.IndexByte(rest, '\n') < 0 {
		rec := record{text: bytes.Clone(cut(rest)), bad: TooLong, why: fmt.Sprintf("the record is longer than %d bytes", s.max)}
		s.skipLine()
		s.lines = 1
		return rec, true
	}
	return s.giveUp(UnclosedQuote, "a quote is opened and never closed"), true
}

// giveUp takes the physical line as the bad record.
func (s *scanner) giveUp(code, why string) record {
	rest := s.rest()
	for bytes.IndexByte(rest, '\n') < 0 && s.more() {
		rest = s.rest()
	}
	n := bytes.IndexByte(rest, '\n')
	s.lines = 1
	if n < 0 {
		rec := record{text: bytes.Clone(cut(rest)), bad: code, why: why}
		s.skipLine()
		return rec
	}
	rec := record{text: cut(bytes.TrimSuffix(rest[:n], carriageReturn)), bad: code, why: why}
	s.advance(n + 1)
	return rec
}

// cut limits the text kept of a bad record.
func cut(b []byte) []byte { return b[:min(len(b), keptRaw)] }

const keptRaw = 64 << 10

// value is a field's text; scratch is used when quotes must be halved, and returned for the next call.
func (s *scanner) value(text []byte, f field, scratch []byte) (value, next []byte) {
	v := text[f.from:f.to]
	if !f.escaped {
		return v, scratch
	}
	scratch = scratch[:0]
	for {
		i := bytes.IndexByte(v, '"')
		if i < 0 {
			scratch = append(scratch, v...)
			return scratch, scratch
		}
		scratch = append(scratch, v[:i+1]...)
		v = v[i+2:]
	}
}
