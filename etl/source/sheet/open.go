package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// Open opens a workbook, whichever kind it is by its first bytes; the name does not count. Temporary files go into the system's
// folder for them. The error wraps one of ErrNotWorkbook, ErrEncrypted, ErrDamaged and ErrTooLarge, or is the system's.
func Open(ctx context.Context, path string) (Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	book, err := open(ctx, f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return book, nil
}

func open(ctx context.Context, f *os.File) (Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 4096)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return openXLSX(ctx, f, info.Size())
	case bytes.HasPrefix(head, oleMagic):
		return openXLS(f, info.Size())
	}
	return nil, fmt.Errorf("%s: %w", describe(head), ErrNotWorkbook)
}

// Magic numbers.
var (
	oleMagic   = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}
	biff5Magic = []byte{0x09, 0x08, 0x08, 0x00, 0x00, 0x05}
	biff4Magic = []byte{0x09, 0x04}
)

// describe says what a file is that is no workbook, by its first bytes.
func describe(head []byte) string {
	text := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))))
	switch {
	case len(head) == 0:
		return "the file is empty"
	case bytes.HasPrefix(head, biff5Magic) || bytes.HasPrefix(head, biff4Magic):
		return "it is a workbook of Excel 95 or older; open it in a spreadsheet program and save it as .xlsx"
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "it is a PDF document"
	case strings.HasPrefix(text, "<?xml") && strings.Contains(text, "spreadsheet"):
		return "it is an XML spreadsheet of Excel 2003; open it in a spreadsheet program and save it as .xlsx"
	case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"), strings.Contains(text, "<table"), strings.Contains(text, "<head"):
		return "it is an HTML page that only has a workbook's name, as many systems export; open it in a spreadsheet program and save it as .xlsx"
	case bytes.HasPrefix(head, []byte("Rar!")), bytes.HasPrefix(head, []byte("7z\xbc\xaf")), bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return "it is a packed archive; unpack it"
	case bytes.IndexByte(head, 0) < 0 && (utf8.Valid(trimRune(head)) || bytes.ContainsAny(head, ",\t")):
		return "it is plain text, such as CSV, that only has a workbook's name; say `format: csv` (and `encoding: gb18030` where needed) in the pipeline"
	}
	return "its first bytes are those of no workbook"
}

// trimRune cuts an incomplete character off the end.
func trimRune(s []byte) []byte {
	for i := 1; i <= utf8.UTFMax && i <= len(s); i++ {
		if utf8.RuneStart(s[len(s)-i]) {
			if !utf8.FullRune(s[len(s)-i:]) {
				return s[:len(s)-i]
			}
			break
		}
	}
	return s
}
