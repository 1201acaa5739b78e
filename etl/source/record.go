package source

import (
	"bytes"
	"encoding/json"
)

// Codes of Error for sources that answer over a network.
const (
	Unreachable = "source_unreachable" // down, too slow, or broken off, however often it was asked: worth another try later
	Refused     = "source_refused"     // it says no: credentials, rights, the request itself
	BadAnswer   = "bad_answer"         // it answers, but not what it should
	Changed     = "source_changed"     // it changed while it was read, and records may have been passed over
	TooMuch     = "too_much_data"      // more than the pipeline allows
	TimedOut    = "source_timeout"     // it takes longer to answer than it may
	Denied      = "source_denied"      // wrong user or password, or no right to read that
	Missing     = "source_missing"     // there is no such database, table or column
)

// Retryable reports that the same may go well a little later, without anybody's doing.
func (e *Error) Retryable() bool {
	return e.Code == Unreachable || e.Code == TimedOut || e.Code == Changed
}

// ParseRecord takes the text of one JSON object apart; Bad says why it is no record.
func ParseRecord(text []byte) (map[string]json.RawMessage, *Bad) {
	object := map[string]json.RawMessage{}
	return object, parseObject(text, object)
}

// PlainText is a JSON value as the text of a column: strings unquoted, null and nothing as nothing, an array of plain values
// joined by semicolons, everything else as it is written: a number keeps all its digits.
func PlainText(value json.RawMessage) []byte { return plainText(bytes.TrimSpace(value)) }

// Fault makes the Error of a source: name is what messages call it.
func Fault(code, name string, cause error, format string, args ...any) *Error {
	return fault(code, name, cause, format, args...)
}
