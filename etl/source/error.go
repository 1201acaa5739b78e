package source

import "fmt"

// Codes of Error: what is wrong with a file as a whole.
const (
	Unreadable    = "unreadable_file"  // missing, no right to read it, a folder
	Empty         = "empty_file"       // not even a header
	NotText       = "not_text"         // another kind of file than the pipeline says
	WrongEncoding = "wrong_encoding"   // bytes that the encoding does not have
	BadHeader     = "bad_header"       // a header that cannot be read
	Duplicate     = "duplicate_column" // two columns of one name
	Truncated     = "truncated_file"   // ends before its end
	WrongShape    = "wrong_shape"      // JSON that is not one object a line
	TooLarge      = "too_large"        // a workbook that unpacks to more than can be
	MissingSheet  = "missing_sheet"    // a workbook has no sheet of that name
	MissingHeader = "missing_column"   // no sheet of a workbook has the columns
)

// Error says why a file cannot be loaded at all. Message is plain words for the operator and names the file.
type Error struct {
	Code    string
	File    string
	Message string
	Err     error // the cause, for logs
}

func (e *Error) Error() string { return e.Message }

func (e *Error) Unwrap() error { return e.Err }

func fault(code, file string, err error, format string, args ...any) *Error {
	return &Error{Code: code, File: file, Message: file + ": " + fmt.Sprintf(format, args...), Err: err}
}

// Codes of Bad: what is wrong with one record.
const (
	TooFewFields  = "too_few_fields"
	TooManyFields = "too_many_fields"
	UnclosedQuote = "unclosed_quote"
	StrayQuote    = "stray_quote"
	TooLong       = "record_too_long"
	NulByte       = "nul_byte"
	BadJSON       = "bad_json"
	ErrorCell     = "error_cell" // #REF!, #N/A and their like
	StaleFormula  = "formula_without_value"
)

// Bad is a record that cannot be staged. Row counts the records of the file from 1, good and bad ones, Line its lines. Raw is
// the record as it stands in the file (decoded to UTF-8), cut at 64 KiB; the reader owns it.
type Bad struct {
	Row, Line uint64
	Code      string
	Reason    string
	Raw       []byte
}
