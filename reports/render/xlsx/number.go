package xlsx

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

var printed = regexp.MustCompile(`^([+-])?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%)?$`)

// digits is how many of a number Excel keeps.
const digits = 15

// number reads a printed figure: its value and the format in which Excel prints the same text again. A text that is no number, or has
// more digits than Excel keeps, is not read.
func number(text string) (value decimal.Decimal, format string, ok bool) {
	parts := printed.FindStringSubmatch(text)
	if parts == nil || len(strings.ReplaceAll(parts[2], ",", ""))+len(parts[3]) > digits {
		return decimal.Decimal{}, "", false
	}
	value, err := decimal.NewFromString(strings.ReplaceAll(strings.TrimSuffix(text, "%"), ",", ""))
	if err != nil {
		return decimal.Decimal{}, "", false
	}
	format = "0"
	if strings.Contains(parts[2], ",") {
		format = "#,##0"
	}
	if parts[3] != "" {
		format += "." + strings.Repeat("0", len(parts[3]))
	}
	if parts[4] != "" {
		format += "%"
		value = value.Shift(-2)
	}
	if parts[1] == "+" {
		format = "+" + format + ";-" + format + ";" + format
	}
	return value, format, true
}
