package export

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"anlan/warehouse"
)

// gb18030 turns UTF-8 into GB 18030, which has a place for every character of Unicode: nothing is lost. Bytes that are no UTF-8 are an error that names the line.
type gb18030 struct {
	w    io.Writer
	enc  transform.Transformer
	rest []byte // the beginning of a character
	buf  []byte
	line int
}

func newGB18030(w io.Writer) *gb18030 {
	return &gb18030{w: w, enc: simplifiedchinese.GB18030.NewEncoder().Transformer, line: 1}
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
