package source

import (
	"bytes"
	"regexp"
)

// datumPattern is what stands in rows and hardly as the name of a column: a date, a time of day, a number.
var datumPattern = regexp.MustCompile(`^(\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}.*)?|\d{1,2}:\d{2}(:\d{2})?|[+-]?\d+([.]\d+)?)$`)

// Datum finds a name of a column that looks like a value: the file may have no header. It is "" when there is none.
func Datum(columns []string) string {
	for _, c := range columns {
		if datumPattern.MatchString(c) {
			return c
		}
	}
	return ""
}

// jsonPattern is the beginning of a JSON object, or of an array of objects or arrays.
var jsonPattern = regexp.MustCompile(`^\s*(\{\s*["}]|\[\s*[\[{])`)

// checkTable refuses text that is no table, by the beginning of the file.
func (t *textFile) checkTable(head []byte) error {
	head = bytes.TrimPrefix(head, utf8BOM)
	if jsonPattern.Match(head) {
		return fault(NotText, t.name, nil, "is JSON, not a table with a header; one object a line can be loaded: name it .jsonl, or say `format: jsonl` in the pipeline")
	}
	if bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0 {
		return fault(BadHeader, t.name, nil, "its lines end in a carriage return alone, as on old Macs, and so are one line; save it with line ends of Unix (LF) or Windows (CRLF)")
	}
	return nil
}

// controls counts the bytes that no text has.
func controls(head []byte) (n int) {
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f {
			n++
		}
	}
	return n
}
