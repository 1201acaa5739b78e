package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"sync/atomic"
	"unicode/utf8"
)

// sniffed is how much of a file is looked at before it is read.
const sniffed = 64 << 10

// textFile is a text file being read: raw bytes are counted and hashed, unpacked, freed of a byte order mark and decoded.
type textFile struct {
	io.Reader
	name    string
	file    *os.File
	size    int64
	read    atomic.Int64
	hash    hash.Hash
	decoder *strictDecoder // nil for UTF-8
}

func openText(path string, spec Spec) (*textFile, error) {
	t := &textFile{name: spec.Name, hash: sha256.New()}
	file, size, err := openRegular(path, spec.Name)
	if err != nil {
		return nil, err
	}
	t.file, t.size = file, size
	if err := t.decode(spec); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return t, nil
}

// openRegular opens a file that is neither a folder nor a device.
func openRegular(path, name string) (*os.File, int64, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, 0, fault(Unreadable, name, err, "there is no such file")
	case errors.Is(err, os.ErrPermission):
		return nil, 0, fault(Unreadable, name, err, "no right to read it")
	case err != nil:
		return nil, 0, fault(Unreadable, name, err, "cannot be opened")
	case info.IsDir():
		return nil, 0, fault(Unreadable, name, nil, "is a folder, not a file")
	case !info.Mode().IsRegular():
		return nil, 0, fault(Unreadable, name, nil, "is not an ordinary file")
	case info.Size() == 0:
		return nil, 0, fault(Empty, name, nil, "is empty: not even a header")
	}
	file, err := os.Open(path)
	if errors.Is(err, os.ErrPermission) {
		return nil, 0, fault(Unreadable, name, err, "no right to read it")
	}
	if err != nil {
		return nil, 0, fault(Unreadable, name, err, "cannot be opened")
	}
	return file, info.Size(), nil
}

// decode builds the chain of readers after looking at the beginning of the file.
func (t *textFile) decode(spec Spec) error {
	packed := bufio.NewReaderSize(rawReader{t}, sniffed)
	plain := packed
	if head, _ := packed.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		unpacker, err := gzip.NewReader(packed)
		if err != nil {
			return fault(Truncated, t.name, err, "is not a whole gzip file")
		}
		plain = bufio.NewReaderSize(unpacker, sniffed)
	}
	head, err := plain.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return t.readError(err)
	}
	if err := t.checkHead(head, spec.Encoding); err != nil {
		return err
	}
	if spec.Format != JSONLines {
		if err := t.checkTable(head); err != nil {
			return err
		}
	}
	if bytes.HasPrefix(head, utf8BOM) {
		if _, err := plain.Discard(len(utf8BOM)); err != nil {
			return t.readError(err)
		}
		t.Reader = plain
		return nil
	}
	t.Reader = plain
	if spec.Encoding == GB18030 {
		t.decoder = newStrictDecoder(plain)
		t.Reader = t.decoder
	}
	return nil
}

var utf8BOM = []byte{0xef, 0xbb, 0xbf}

// signatures are the first bytes of files that people give instead of text.
var signatures = []struct{ head, what string }{
	{"\xff\xfe", "UTF-16 text"},
	{"\xfe\xff", "UTF-16 text"},
	{"PK\x03\x04", "an Excel workbook (.xlsx) or another zip archive"},
	{"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls) or Word document"},
	{"PAR1", "a Parquet file"},
	{"%PDF", "a PDF document"},
	{"\x28\xb5\x2f\xfd", "packed with zstd"},
	{"\x7fELF", "a program"},
	{"\x89PNG", "an image"},
	{"\xff\xd8\xff", "an image"},
}

func (t *textFile) checkHead(head []byte, encoding string) error {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.head)) {
			return fault(NotText, t.name, nil, "is %s; save it as UTF-8 text", s.what)
		}
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, utf8BOM))) == 0 && len(head) < sniffed {
		return fault(Empty, t.name, nil, "is empty: not even a header")
	}
	if n := controls(head); n > 8 && n*50 > len(head) {
		return fault(NotText, t.name, nil, "is not text but a binary file: %d of its first %d bytes stand for no letter; export it as CSV", n, len(head))
	}
	if encoding == GB18030 && !bytes.HasPrefix(head, utf8BOM) && hasMultibyte(head) && validUTF8Prefix(head) {
		return fault(WrongEncoding, t.name, nil, "is UTF-8 text, but the pipeline says gb18030")
	}
	return nil
}

// readError explains an error of the chain of readers.
func (t *textFile) readError(err error) error {
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
		return fault(Truncated, t.name, err, "ends before its end or is damaged: the packed data is not whole")
	}
	return fault(Unreadable, t.name, err, "reading broke off after %d bytes", t.read.Load())
}

// rawReader counts and hashes what is read from the disk.
type rawReader struct{ t *textFile }

func (r rawReader) Read(p []byte) (int, error) {
	n, err := r.t.file.Read(p)
	r.t.hash.Write(p[:n])
	r.t.read.Add(int64(n))
	return n, err
}

func (t *textFile) Name() string     { return t.name }
func (t *textFile) Size() int64      { return t.size }
func (t *textFile) BytesRead() int64 { return t.read.Load() }
func (t *textFile) SHA256() string   { return hex.EncodeToString(t.hash.Sum(nil)) }
func (t *textFile) Close() error     { return t.file.Close() }

func hasMultibyte(b []byte) bool {
	return bytes.ContainsFunc(b, func(r rune) bool { return r >= utf8.RuneSelf })
}

// validUTF8Prefix reports whether b is UTF-8 but for a character cut off at its end.
func validUTF8Prefix(b []byte) bool {
	for i := 0; i < utf8.UTFMax && i <= len(b); i++ {
		if utf8.Valid(b[:len(b)-i]) {
			return true
		}
	}
	return false
}
