package export

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"anlan/warehouse"
)

// gb18030 turns UTF-8 into GB 18030, which has a place for every character of Unicode: nothing is lost. Bytes that are no UTF-8, and a few private
// characters that the library does not know, are an error that names the line.
type gb18030 struct {
	w    io.Writer
	enc  *encoding.Encoder
	rest []byte // the beginning of a character
	buf  []byte
	line int
}

func newGB18030(w io.Writer) *gb18030 {
	return &gb18030{w: w, enc: simplifiedchinese.GB18030.NewEncoder(), line: 1}
}

func (g *gb18030) Write(p []byte) (int, error) {
	text := p
	if len(g.rest) > 0 {
		text = append(bytes.Clone(g.rest), p...)
		g.rest = nil
	}
	whole := text[:len(text)-unfinished(text)]
	g.rest = bytes.Clone(text[len(whole):])
	if err := g.write(whole); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close makes sure that the text did not end within a character.
func (g *gb18030) Close() error {
	if len(g.rest) > 0 {
		return g.broken()
	}
	return nil
}

func (g *gb18030) write(text []byte) error {
	if !utf8.Valid(text) {
		for len(text) > 0 {
			r, n := utf8.DecodeRune(text)
			if r == utf8.RuneError && n == 1 {
				return g.broken()
			}
			if r == '\n' {
				g.line++
			}
			text = text[n:]
		}
	}
	for len(text) > 0 {
		plain := text
		if at := bytes.IndexByte(text, privateLead); at >= 0 {
			plain = text[:at]
		}
		if err := g.encode(plain); err != nil {
			return err
		}
		if text = text[len(plain):]; len(text) > 0 {
			r, n := utf8.DecodeRune(text)
			if err := g.private(r); err != nil {
				return err
			}
			text = text[n:]
		}
	}
	return nil
}

// encode writes text that the library knows.
func (g *gb18030) encode(text []byte) error {
	g.line += bytes.Count(text, []byte{'\n'})
	if cap(g.buf) == 0 {
		g.buf = make([]byte, 64<<10)
	}
	for len(text) > 0 {
		n, used, err := g.enc.Transform(g.buf[:cap(g.buf)], text, true)
		if _, err := g.w.Write(g.buf[:n]); err != nil {
			return err
		}
		text = text[used:]
		if err != nil && err != transform.ErrShortDst { //nolint:errorlint // as the interface has it
			return fmt.Errorf("encode line %d as GB 18030: %w", g.line, err)
		}
	}
	return nil
}

// privateLead is the first byte of U+E000 to U+EFFF in UTF-8. Among them are the private characters that offices' own fonts have, which the library writes as others.
const privateLead = 0xEE

// private writes one character of U+E000 to U+EFFF. GB 18030 has three areas for users' own characters, U+E000 to U+E765, in the order of their codes (GB 18030-2005, 5.1,
// table 3); what the library then does not bring back is an error.
func (g *gb18030) private(r rune) error {
	var code [2]byte
	switch {
	case r <= 0xE233: // AAA1 to AFFE
		code = [2]byte{0xAA + byte((r-0xE000)/94), 0xA1 + byte((r-0xE000)%94)}
	case r <= 0xE4C5: // F8A1 to FEFE
		code = [2]byte{0xF8 + byte((r-0xE234)/94), 0xA1 + byte((r-0xE234)%94)}
	case r <= 0xE765: // A140 to A7A0, without 7F
		code = [2]byte{0xA1 + byte((r-0xE4C6)/96), 0x40 + byte((r-0xE4C6)%96)}
		if code[1] >= 0x7F {
			code[1]++
		}
	default:
		there, err := g.enc.String(string(r))
		back, err2 := simplifiedchinese.GB18030.NewDecoder().String(there)
		if err != nil || err2 != nil || back != string(r) {
			return warehouse.Fault(warehouse.Conflict, "line %d has the private character U+%04X, which cannot be written as gb18030: take utf-8", g.line, r)
		}
		return g.encode([]byte(string(r)))
	}
	_, err := g.w.Write(code[:])
	return err
}

func (g *gb18030) broken() error {
	return warehouse.Fault(warehouse.Conflict, "line %d has bytes that are no characters (no UTF-8), and cannot be written as gb18030: take utf-8", g.line)
}

// unfinished is how many bytes at the end of a text are the beginning of a character whose end is still to come.
func unfinished(text []byte) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(text)); n++ {
		if c := text[len(text)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(text[len(text)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}
