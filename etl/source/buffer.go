package source

import (
	"bytes"
	"errors"
	"io"
)

// window is a sliding view of a text of any length: the bytes from the current record on, at most max of them.
type window struct {
	r   io.Reader
	buf []byte
	pos int // start of the current record in buf
	end int // end of what was read
	max int
	eof bool
	err error // other than io.EOF
}

func newWindow(r io.Reader, maxRecord int) *window {
	return &window{r: r, buf: make([]byte, min(256<<10, maxRecord)), max: maxRecord}
}

// rest is what is known of the current record and those behind it.
func (w *window) rest() []byte { return w.buf[w.pos:w.end] }

// more reads further bytes behind rest; it reports false at the end of the text (then eof is set), on an error, or when max
// bytes are there.
func (w *window) more() bool {
	if w.eof || w.err != nil || w.end-w.pos >= w.max {
		return false
	}
	if w.pos > 0 {
		w.end = copy(w.buf, w.buf[w.pos:w.end])
		w.pos = 0
	}
	if w.end == len(w.buf) {
		grown := make([]byte, min(2*len(w.buf), w.max))
		copy(grown, w.buf[:w.end])
		w.buf = grown
	}
	for range 100 {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		switch {
		case errors.Is(err, io.EOF):
			w.eof = true
			return n > 0
		case err != nil:
			w.err = err
			return false
		case n > 0:
			return true
		}
	}
	w.err = io.ErrNoProgress
	return false
}

// full reports that the record is longer than max.
func (w *window) full() bool { return w.end-w.pos >= w.max && !w.eof }

func (w *window) advance(n int) { w.pos += n }

// skipLine drops everything up to and including the next line break, however far it is.
func (w *window) skipLine() {
	for {
		if i := bytes.IndexByte(w.rest(), '\n'); i >= 0 {
			w.advance(i + 1)
			return
		}
		w.pos = w.end
		if !w.more() {
			return
		}
	}
}
