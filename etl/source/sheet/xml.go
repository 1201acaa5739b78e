package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// xmlReader pulls the tags and texts out of a part of a workbook. It reads the XML that such parts are made of, UTF-8 with
// elements, attributes, texts, comments and CDATA, about ten times as fast as a general reader; it does not validate.
type xmlReader struct {
	r   io.Reader
	buf []byte
	pos int
	end int
	eof bool
	err error
}

// maxTag bounds a tag with its attributes.
const maxTag = 1 << 20

// errXML is what a part says that is cut off or no XML.
var errXML = errors.New("the XML cannot be read")

func newXMLReader(r io.Reader) *xmlReader { return &xmlReader{r: r, buf: make([]byte, 64<<10)} }

// more reads further bytes; the bytes from pos on stay. It reports false at the end or on an error.
func (x *xmlReader) more() bool {
	if x.eof || x.err != nil {
		return false
	}
	if x.pos > 0 {
		x.end = copy(x.buf, x.buf[x.pos:x.end])
		x.pos = 0
	}
	if x.end == len(x.buf) {
		if len(x.buf) >= 2*maxTag {
			x.err = fmt.Errorf("a tag is longer than %d bytes: %w", maxTag, errXML)
			return false
		}
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	n, err := io.ReadAtLeast(x.r, x.buf[x.end:], 1)
	x.end += n
	switch {
	case errors.Is(err, io.EOF):
		x.eof = true
	case err != nil:
		x.err = err
	}
	return n > 0
}

// tag is an element's beginning or end. Its slices are good until the next call.
type tag struct {
	name  []byte // without a prefix
	attrs []byte
	end   bool // </name>
	empty bool // <name/>
}

func (t tag) is(name string) bool { return string(t.name) == name }

// next skips to the next tag. It reports false at the end of the part and on an error, which is then in x.err.
func (x *xmlReader) next() (tag, bool) {
	for {
		open := bytes.IndexByte(x.buf[x.pos:x.end], '<')
		if open < 0 {
			x.pos = x.end
			if !x.more() {
				return tag{}, false
			}
			continue
		}
		x.pos += open
		if t, ok, done := x.tag(); done {
			return t, ok
		}
	}
}

// tag reads the tag at pos; done is false for what is no element.
func (x *xmlReader) tag() (t tag, ok, done bool) {
	text := x.upTo('>')
	if text == nil {
		return t, false, true
	}
	switch {
	case bytes.HasPrefix(text, []byte("<!--")):
		return t, false, !x.skipPast("-->")
	case bytes.HasPrefix(text, []byte("<![CDATA[")):
		return t, false, !x.skipPast("]]>")
	case bytes.HasPrefix(text, []byte("<!")):
		x.err = fmt.Errorf("a document type is declared: %w", errXML) // entities of one's own are only made for attacks
		return t, false, true
	case bytes.HasPrefix(text, []byte("<?")):
		x.pos += len(text)
		return t, false, false
	}
	x.pos += len(text)
	body := text[1 : len(text)-1]
	if len(body) > 0 && body[0] == '/' {
		t.end, body = true, body[1:]
	} else if len(body) > 0 && body[len(body)-1] == '/' {
		t.empty, body = true, body[:len(body)-1]
	}
	t.name = body
	for i, c := range body {
		if c <= ' ' {
			t.name, t.attrs = body[:i], body[i+1:]
			break
		}
	}
	for i, c := range t.name {
		if c == ':' {
			t.name = t.name[i+1:]
			break
		}
	}
	return t, true, true
}

// upTo is the text from pos to the byte that ends a tag, outside of quotes; nil at the end.
func (x *xmlReader) upTo(last byte) []byte {
	from := 0
	for {
		rest := x.buf[x.pos:x.end]
		if i := bytes.IndexByte(rest[from:], last); i >= 0 {
			from += i + 1
			if bytes.Count(rest[:from], []byte{'"'})%2 == 0 {
				return rest[:from]
			}
			continue
		}
		from = len(rest)
		if !x.more() {
			if x.err == nil {
				x.err = fmt.Errorf("it ends within a tag: %w", errXML)
			}
			return nil
		}
	}
}

// skipPast goes behind a mark, however far it is.
func (x *xmlReader) skipPast(mark string) bool {
	for {
		rest := x.buf[x.pos:x.end]
		if i := bytes.Index(rest, []byte(mark)); i >= 0 {
			x.pos += i + len(mark)
			return true
		}
		x.pos = max(x.pos, x.end-len(mark)+1)
		if !x.more() {
			if x.err == nil {
				x.err = fmt.Errorf("it ends within a comment: %w", errXML)
			}
			return false
		}
	}
}

// text appends the text up to the next tag, decoded; no more than maxCell bytes are kept.
func (x *xmlReader) text(dst []byte) []byte {
	start, plain := len(dst), true
	for {
		rest := x.buf[x.pos:x.end]
		i := bytes.IndexByte(rest, '<')
		chunk := rest
		if i >= 0 {
			chunk = rest[:i]
		}
		if len(dst)-start+len(chunk) <= maxCell {
			dst = append(dst, chunk...)
			plain = plain && bytes.IndexByte(chunk, '&') < 0 && bytes.IndexByte(chunk, '\r') < 0
		}
		x.pos += len(chunk)
		if i >= 0 {
			for x.end-x.pos < len("<![CDATA[") && x.more() {
			}
			if !bytes.HasPrefix(x.buf[x.pos:x.end], []byte("<![CDATA[")) {
				break
			}
			x.pos += len("<![CDATA[")
			dst = x.cdata(dst)
			continue
		}
		if !x.more() {
			break
		}
	}
	if plain {
		return dst
	}
	return append(dst[:start], decodeXML(dst[start:])...)
}

func (x *xmlReader) cdata(dst []byte) []byte {
	for {
		rest := x.buf[x.pos:x.end]
		if i := bytes.Index(rest, []byte("]]>")); i >= 0 {
			x.pos += i + 3
			return append(dst, rest[:i]...)
		}
		if !x.more() {
			return dst
		}
	}
}

// decodeXML replaces entities; the result is never longer. Line ends become one line feed.
func decodeXML(s []byte) []byte {
	out := s[:0]
	for i := 0; i < len(s); {
		switch s[i] {
		case '&':
			if end := bytes.IndexByte(s[i:min(len(s), i+12)], ';'); end > 0 {
				if r, ok := entity(string(s[i+1 : i+end])); ok {
					out = utf8.AppendRune(out, r)
					i += end + 1
					continue
				}
			}
		case '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
			s[i] = '\n'
		}
		out = append(out, s[i])
		i++
	}
	return out
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// attr is the value of an attribute, not decoded, by its name as it is written; nil when it is not there.
func (t tag) attr(name string) []byte {
	rest := t.attrs
	for {
		i := bytes.IndexByte(rest, '=')
		if i < 0 || i+1 >= len(rest) {
			return nil
		}
		key, value := trimBlanks(rest[:i]), trimBlanks(rest[i+1:])
		if len(value) < 2 {
			return nil
		}
		end := bytes.IndexByte(value[1:], value[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return value[1 : end+1]
		}
		rest = value[end+2:]
	}
}

// trimBlanks cuts blanks off both ends; there hardly ever are any.
func trimBlanks(s []byte) []byte {
	for len(s) > 0 && s[0] <= ' ' {
		s = s[1:]
	}
	for len(s) > 0 && s[len(s)-1] <= ' ' {
		s = s[:len(s)-1]
	}
	return s
}

// attrText is the decoded value of an attribute.
func (t tag) attrText(name string) string { return string(decodeXML(bytes.Clone(t.attr(name)))) }
