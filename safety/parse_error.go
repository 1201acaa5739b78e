package safety

import (
	"fmt"
	"unicode/utf8"
)

// maxEchoed is the most characters of a refused value that a message repeats.
const maxEchoed = 40

// ParseError says that a text is not a value of the field. Its message is made to be shown to whoever typed the
// text: it names the value and what would be right, and holds no internal detail.
type ParseError struct {
	What   string // what was expected, for example "region code"
	Value  string // the refused text as it came, however long
	Reason string // the rule that failed and what is expected instead
}

// Error gives "what "value": reason"; a long value is shortened to 40 characters.
func (e *ParseError) Error() string {
	return fmt.Sprintf("%s %q: %s", e.What, shorten(e.Value), e.Reason)
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) <= maxEchoed {
		return s
	}
	n := 0
	for i := range s {
		if n == maxEchoed {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

func refuse(what, value, format string, args ...any) *ParseError {
	return &ParseError{What: what, Value: value, Reason: fmt.Sprintf(format, args...)}
}

// allDigits reports whether s is made of ASCII digits only; the empty text is.
func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// digits reads a short run of ASCII digits; ok is false when there is anything else.
func digits(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 || !allDigits(s) {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
