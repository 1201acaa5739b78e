package connection

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

// redacted stands wherever a secret would.
const redacted = "***"

// Secret is a password or a token. However it is printed, logged or encoded, it shows as three asterisks; only Reveal gives it
// away. The zero value is no secret at all.
type Secret struct {
	text *string // behind a pointer: not even %+v of a struct around it shows the text
}

// NewSecret keeps a text from being shown; an empty one is no secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal returns the text itself, for the protocol that needs it and nothing else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty reports that there is no secret.
func (s Secret) Empty() bool { return s.text == nil }

// String hides the text.
func (s Secret) String() string {
	if s.text == nil {
		return ""
	}
	return redacted
}

// Format hides the text whatever the verb is.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, s.String()) } // there is nobody to tell

// LogValue hides the text.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the text from JSON, YAML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Scrub replaces the secrets of the connection, also in the forms that they take in addresses, by asterisks.
func (c Connection) Scrub(text string) string {
	var forms []string
	for _, s := range c.secrets() {
		for _, form := range []string{s.Reveal(), url.QueryEscape(s.Reveal()), url.PathEscape(s.Reveal()), url.UserPassword("", s.Reveal()).String()[1:]} {
			if form != "" {
				forms = append(forms, form)
			}
		}
	}
	slices.SortFunc(forms, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // a long form may hold a short one
	for _, form := range forms {
		text = strings.ReplaceAll(text, form, redacted)
	}
	return text
}

// ScrubError is Scrub for an error's message; what the error wraps can still be asked for.
func (c Connection) ScrubError(err error) error {
	if err == nil || c.Scrub(err.Error()) == err.Error() {
		return err
	}
	return scrubbed{message: c.Scrub(err.Error()), err: err}
}

type scrubbed struct {
	message string
	err     error
}

func (s scrubbed) Error() string { return s.message }

func (s scrubbed) Unwrap() error { return s.err }

// Format keeps verbs such as %+v from showing what is wrapped.
func (s scrubbed) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, s.message) } // there is nobody to tell
