package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// file is a PDF file while it is written: objects with numbers, in any order.
type file struct {
	buf     bytes.Buffer
	offsets []int // of the objects 1, 2, …
	packer  *zlib.Writer
}

func newFile() *file {
	f := &file{packer: zlib.NewWriter(nil)}
	f.buf.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return f
}

// reserve gives a number to an object that is written later.
func (f *file) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets)
}

// put writes an object under a number that was reserved.
func (f *file) put(id int, object string) {
	f.offsets[id-1] = f.buf.Len()
	fmt.Fprintf(&f.buf, "%d 0 obj\n%s\nendobj\n", id, object)
}

// add writes an object under the next number.
func (f *file) add(object string) int {
	id := f.reserve()
	f.put(id, object)
	return id
}

// stream writes bytes, compressed; entries are more of its dictionary.
func (f *file) stream(entries string, data []byte) (int, error) {
	var packed bytes.Buffer
	f.packer.Reset(&packed)
	if _, err := f.packer.Write(data); err != nil {
		return 0, err
	}
	if err := f.packer.Close(); err != nil {
		return 0, err
	}
	return f.add(fmt.Sprintf("<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream", packed.Len(), entries, packed.Bytes())), nil
}

// finish writes the table of objects. The file's id is made of its content, so that the same content has the same id.
func (f *file) finish(catalog, info int) []byte {
	id := sha256.Sum256(f.buf.Bytes())
	start := f.buf.Len()
	fmt.Fprintf(&f.buf, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, offset := range f.offsets {
		fmt.Fprintf(&f.buf, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&f.buf, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets)+1, catalog, info, id[:16], id[:16], start)
	return f.buf.Bytes()
}

// unicodeText is a text outside of pages: titles, bookmarks.
func unicodeText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteByte('>')
	return b.String()
}

// asciiText is a text of bytes: addresses.
func asciiText(s string) string {
	return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\r", `\r`, "\n", `\n`).Replace(s) + ")"
}

// number prints a length to a thousandth.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}
