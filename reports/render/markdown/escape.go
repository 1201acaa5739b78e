package markdown

import (
	"regexp"
	"strings"
)

// What Markdown could take for markup anywhere, and what it takes for markup at the beginning of a line.
var (
	everywhere = regexp.MustCompile("[\\\\`*_\\[\\]<>|~&$]")
	first      = regexp.MustCompile(`^(\s*)(#{1,6}(?:\s|$)|[-+=])`)
	ordered    = regexp.MustCompile(`^(\d{1,9})([.)](?:\s|$))`)
	gaps       = regexp.MustCompile(`\s+`)
)

// escaped is a text as it stands inside a line.
func escaped(text string) string {
	return everywhere.ReplaceAllString(gaps.ReplaceAllString(text, " "), `\$0`)
}

// line is text, escaped already, as it begins a line.
func line(text string) string {
	text = strings.TrimSpace(text)
	if ordered.MatchString(text) {
		return ordered.ReplaceAllString(text, `$1\$2`)
	}
	return first.ReplaceAllString(text, `$1\$2`)
}
