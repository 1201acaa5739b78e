package etl

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// dateFormat is a way to write dates, as a pattern whose groups are the parts in the order of fields.
type dateFormat struct {
	pattern string
	fields  []byte // Y m d H M S
}

var dateParts = map[byte]string{'Y': `(\d{4})`, 'y': `(\d{2})`, 'm': `(\d{1,2})`, 'd': `(\d{1,2})`, 'H': `(\d{1,2})`, 'M': `(\d{1,2})`, 'S': `(\d{1,2})`}

// parseDateFormat reads a format in the letters of strptime. A date needs %Y %m %d and may carry a time, which is dropped; a
// time needs %H %M too.
func parseDateFormat(format string, k kind) (dateFormat, error) {
	var f dateFormat
	var pattern strings.Builder
	pattern.WriteByte('^')
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			pattern.WriteString(regexp.QuoteMeta(format[i : i+1]))
			continue
		}
		i++
		if i == len(format) {
			return f, fmt.Errorf("the format %q ends in %%", format)
		}
		part, ok := dateParts[format[i]]
		if !ok {
			return f, fmt.Errorf("the format %q: %%%c is none of %%Y %%y %%m %%d %%H %%M %%S", format, format[i])
		}
		if tight := i+1 < len(format) && format[i+1] == '%' || i >= 2 && i-2 >= 0 && endsPart(format[:i-1]); tight && format[i] != 'Y' {
			part = `(\d{2})` // without a separator the width is fixed
		}
		if bytes.IndexByte(f.fields, format[i]) >= 0 {
			return f, fmt.Errorf("the format %q has %%%c twice", format, format[i])
		}
		f.fields = append(f.fields, format[i])
		pattern.WriteString(part)
	}
	pattern.WriteByte('$')
	f.pattern = pattern.String()
	need := "Ymd"
	if k == timeKind {
		need = "YmdHM"
	}
	for _, letter := range need {
		if letter == 'Y' && bytes.IndexByte(f.fields, 'y') >= 0 {
			continue
		}
		if !bytes.ContainsRune(f.fields, letter) {
			return f, fmt.Errorf("the format %q lacks %%%c", format, letter)
		}
	}
	return f, nil
}

// endsPart reports that the text before a part is a part itself.
func endsPart(before string) bool {
	return len(before) >= 2 && before[len(before)-2] == '%'
}

// replacement puts the groups in the order Y-m-d H:M:S.
func (f dateFormat) replacement(k kind) string {
	group := func(letter byte) string {
		i := bytes.IndexByte(f.fields, letter)
		if i < 0 {
			return "00"
		}
		return fmt.Sprintf(`\%d`, i+1)
	}
	year := group('Y')
	if bytes.IndexByte(f.fields, 'y') >= 0 {
		year = "20" + group('y')
	}
	out := year + "-" + group('m') + "-" + group('d')
	if k == timeKind {
		out += " " + group('H') + ":" + group('M') + ":" + group('S')
	}
	return out
}

// normal gives single digits their zero: 2023-7-5 becomes 2023-07-05.
func (f dateFormat) normal(sql string, _ kind) string {
	return `replaceRegexpAll(` + sql + `, '([-: ])(\\d)(?:\\b)', '\\10\\2')`
}
