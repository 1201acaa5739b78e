package dispatch

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"anlan/warehouse"
)

// legible refuses a text of a person that not every rendering can print, or that no reader sees: each prints such characters in its
// own way, so what is issued would differ. Lines and tabs are fine.
func legible(what, text string) error {
	var faults []string
	if !utf8.ValidString(text) {
		faults = append(faults, "it is no UTF-8")
	}
	line, column, seen := 1, 0, false
	for _, r := range text {
		column++
		switch {
		case r == '\n':
			line, column = line+1, 0
		case r == '\t' || r == '\r':
		case invisible(r):
			faults = append(faults, fmt.Sprintf("line %d: U+%04X at character %d is none that can be printed", line, r, column))
		default:
			seen = seen || !unicode.IsSpace(r) && r != '#'
		}
	}
	const most = 5
	switch {
	case len(faults) > most:
		faults = append(faults[:most], fmt.Sprintf("and %d more", len(faults)-most))
	case len(faults) == 0 && strings.TrimSpace(text) != "" && !seen:
		faults = append(faults, "it says nothing")
	}
	if len(faults) == 0 {
		return nil
	}
	return warehouse.Fault(warehouse.BadRequest, "%s: %s", what, strings.Join(faults, "; "))
}

// invisible says of a character that it is a control, a mark of direction or width, for private use, or none at all.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point) || r == utf8.RuneError
}
