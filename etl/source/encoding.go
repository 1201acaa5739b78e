package source

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// strictDecoder reads GB18030 as UTF-8. The library's decoder puts U+FFFD where bytes mean nothing; what was there is kept
// here, so that the error can name the bytes.
type strictDecoder struct {
	*transform.Reader
	bad []byte // the first bytes that are no character
}

func newStrictDecoder(r io.Reader) *strictDecoder {
	d := &strictDecoder{}
	d.Reader = transform.NewReader(r, &watchingDecoder{Transformer: simplifiedchinese.GB18030.NewDecoder(), owner: d})
	return d
}

type watchingDecoder struct {
	transform.Transformer
	owner *strictDecoder
}

func (w *watchingDecoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	nDst, nSrc, err = w.Transformer.Transform(dst, src, atEOF)
	if w.owner.bad == nil && bytes.Contains(dst[:nDst], replacement) {
		w.owner.bad = firstBadGB18030(src[:nSrc])
	}
	return nDst, nSrc, err
}

var replacement = []byte(string(utf8.RuneError))

// firstBadGB18030 finds the first bytes of src that are no character of GB18030.
func firstBadGB18030(src []byte) []byte {
	for len(src) > 0 {
		n := 1
		if src[0] >= 0x80 {
			n = 2
			if len(src) >= 4 && src[1] >= '0' && src[1] <= '9' {
				n = 4
			}
		}
		n = min(n, len(src))
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(src[:n])
		if err != nil || bytes.Contains(text, replacement) {
			return bytes.Clone(src[:n])
		}
		src = src[n:]
	}
	return nil
}

// encodingFault says where text stops being text and what it probably is. field is the column's bytes as read.
func (t *textFile) encodingFault(row, line uint64, column string, field []byte) error {
	at := fmt.Sprintf("row %d (line %d), column %q", row, line, column)
	if row == 0 {
		at = "in the header"
	}
	if t.decoder != nil {
		return fault(WrongEncoding, t.name, nil, "%s: the bytes % X are no character of GB18030", at, t.decoder.bad)
	}
	bad := firstBadUTF8(field)
	likely := "no encoding that can be read here"
	if text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(field); err == nil && !bytes.Contains(text, replacement) {
		likely = fmt.Sprintf("GB18030 (then it reads %q); say `encoding: gb18030` in the pipeline", shorten(string(text), 40))
	}
	return fault(WrongEncoding, t.name, nil, "%s: the bytes % X are not UTF-8; the likely encoding is %s", at, bad, likely)
}

// firstBadUTF8 returns up to four bytes from the first that is not UTF-8.
func firstBadUTF8(b []byte) []byte {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return b[i:min(i+4, len(b))]
		}
		i += n
	}
	return nil
}

func shorten(s string, runes int) string {
	for i := range s {
		if runes == 0 {
			return s[:i] + "…"
		}
		runes--
	}
	return s
}
