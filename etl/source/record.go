package source

import (
	"bytes"
	"encoding/json"
)

// PlainText is a JSON value as the text of a column: strings unquoted, null and nothing as nothing, an array of plain values
// joined by semicolons, everything else as it is written: a number keeps all its digits.
func PlainText(value json.RawMessage) []byte { return plainText(bytes.TrimSpace(value)) }

// Fault makes the Error of a source: name is what messages call it.
func Fault(code, name string, cause error, format string, args ...any) *Error {
	return fault(code, name, cause, format, args...)
}
