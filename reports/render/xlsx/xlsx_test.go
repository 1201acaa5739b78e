package xlsx

import (
	"strings"
	"testing"
	"unicode/utf16"

	"anlan/reports/document"
)

// Names of sheets as Excel takes them: 31 units of UTF-16, none of its characters, no two alike, whatever their case.
func TestSheetNames(t *testing.T) {
	w := &workbook{taken: map[string]bool{}}
	long := strings.Repeat("各镇街道安全生产事故情况", 4)
	for _, c := range []struct{ wanted, want string }{
		{"各镇街事故情况", "各镇街事故情况"},
		{"各镇街事故情况", "各镇街事故情况 (2)"},
		{"a/b\\c?d*e[f]:g", "a b c d e f g"},
		{"A/B\\C?D*E[F]:G", "A B C D E F G (2)"},
		{"'引号'", "引号"},
		{"", "表"},
		{"History", "History表"},
		{long, string([]rune(long)[:31])},
		{long, string([]rune(long)[:27]) + " (2)"},
		{strings.Repeat("𠮷", 20), strings.Repeat("𠮷", 15)}, // two units each
	} {
		got := w.sheetName(c.wanted)
		if got != c.want || len(utf16.Encode([]rune(got))) > 31 {
			t.Errorf("%q is named %q, want %q", c.wanted, got, c.want)
		}
	}
}

// What is printed is read back as a number that Excel prints the same, or stays text.
func TestPrintedNumbers(t *testing.T) {
	for _, c := range []struct{ text, value, format string }{
		{"12", "12", "0"},
		{"-0.50", "-0.5", "0.00"},
		{"20.0%", "0.2", "0.0%"},
		{"+3", "3", "+0;-0;0"},
		{"1,234,567.8", "1234567.8", "#,##0.0"},
		{"123456789012345", "123456789012345", "0"},
		{"1234567890123456", "", ""}, // Excel would lose the last digit
		{"未报送", "", ""},
		{"—", "", ""},
		{"1.2万", "", ""},
		{"1e5", "", ""},
		{"12,34", "", ""},
	} {
		value, format, ok := number(c.text)
		if ok != (c.value != "") || ok && (value.String() != c.value || format != c.format) {
			t.Errorf("%q is read as %s, %q, %v", c.text, value, format, ok)
		}
	}
}

// A fall is printed as a minus before its figure, and is a number as rises are: a sum over both is right.
func TestFallsAreNumbers(t *testing.T) {
	w := &workbook{numbers: map[string]bool{"change": true}}
	for _, c := range []struct {
		runs []document.Run
		want bool
	}{
		{[]document.Run{{Text: "1", Figure: "change"}}, true},
		{[]document.Run{{Text: "-"}, {Text: "1", Figure: "change"}}, true},
		{[]document.Run{{Text: "-", Bold: true}, {Text: "1", Figure: "change", Bold: true}}, true},
		{[]document.Run{{Text: "↓"}, {Text: "1", Figure: "change"}}, false},
		{[]document.Run{{Text: "-"}, {Text: "1", Figure: "unknown"}}, false},
		{[]document.Run{{Text: "-"}}, false},
		{nil, false},
	} {
		if got := w.isNumber(c.runs); got != c.want {
			t.Errorf("%v: %v", c.runs, got)
		}
	}
}
