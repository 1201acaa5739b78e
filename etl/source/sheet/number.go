package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// appendNumber writes a stored number with all digits that it has: whole numbers as they stand, others with the fifteen
// significant digits that a spreadsheet computes with, so that 0.1+0.2 is 0.3.
func appendNumber(dst, stored []byte) ([]byte, bool) {
	if isDigits(stored) {
		return append(dst, stored...), true
	}
	f, err := strconv.ParseFloat(string(stored), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return dst, false
	}
	return appendFloat(dst, f), true
}

func appendFloat(dst []byte, f float64) []byte {
	if f == 0 {
		return append(dst, '0')
	}
	if math.Abs(f) < 1e15 {
		var scratch [32]byte
		if rounded, err := strconv.ParseFloat(string(strconv.AppendFloat(scratch[:0], f, 'g', 15, 64)), 64); err == nil {
			f = rounded
		}
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}

func isDigits(s []byte) bool {
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	for _, b := range s {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(s) > 0 && (len(s) == 1 || s[0] != '0')
}

// Days on which the two date systems begin to count. Day 60 of the first is the 29th of February 1900, which never was.
var (
	day1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	day1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
)

const secondsPerDay = 24 * 60 * 60

// appendDate writes a serial number as the day and time that it stands for, or as a percentage; false when it is none.
func appendDate(dst []byte, serial float64, from1904 bool, format dateFormat) ([]byte, bool) {
	if format == percentFormat {
		return append(appendFloat(dst, serial*100), '%'), true
	}
	if serial < 0 || serial >= 2958466 { // 10000-01-01
		return dst, false
	}
	seconds := int64(math.Round(serial * secondsPerDay))
	if format == timeFormat && serial < 1 {
		return time.Unix(seconds%secondsPerDay, 0).UTC().AppendFormat(dst, time.TimeOnly), true
	}
	if format == durationFormat {
		return appendDuration(dst, seconds), true
	}
	days := seconds / secondsPerDay
	start := day1900
	switch {
	case from1904:
		start = day1904
	case days == 60:
		return append(dst, "1900-02-29"...), true
	case days < 60:
		start = day1900.AddDate(0, 0, 1)
	}
	t := start.AddDate(0, 0, int(days)).Add(time.Duration(seconds%secondsPerDay) * time.Second)
	if seconds%secondsPerDay == 0 && format != momentFormat {
		return t.AppendFormat(dst, time.DateOnly), true
	}
	return t.AppendFormat(dst, time.DateTime), true
}

func appendDuration(dst []byte, seconds int64) []byte {
	two := func(n int64) {
		if n < 10 {
			dst = append(dst, '0')
		}
		dst = strconv.AppendInt(dst, n, 10)
	}
	two(seconds / 3600)
	dst = append(dst, ':')
	two(seconds / 60 % 60)
	dst = append(dst, ':')
	two(seconds % 60)
	return dst
}

// Days that a bare number in a column of dates is taken for: 1954-10-03 to 2119-01-07 in the usual system.
const (
	firstSerial = 20000
	lastSerial  = 80000
)

// SerialDate writes a number that stands in a column of dates without being formatted as one (45112, or a text of these digits)
// as its day; false when it can be no day of our time.
func SerialDate(number []byte, from1904 bool) ([]byte, bool) {
	if len(number) < 5 || len(number) > 18 || !(isDigits(number[:5])) || len(number) > 5 && number[5] != '.' {
		return nil, false
	}
	f, err := strconv.ParseFloat(string(number), 64)
	if err != nil || f < firstSerial || f >= lastSerial {
		return nil, false
	}
	return appendDate(nil, f, from1904, dayFormat)
}

// dateFormat is what a number format makes of a number: a day, a time, a percentage.
type dateFormat uint8

const (
	noDate dateFormat = iota
	dayFormat
	momentFormat // a day with a time
	timeFormat
	durationFormat
	percentFormat // no date: 0.855 shows, and was typed, as 85.5%
)

// builtinFormat knows the formats that are not written out, those of Chinese and Japanese Excel (27 to 36, 50 to 58) too.
func builtinFormat(id int) dateFormat {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dayFormat
	case id == 22:
		return momentFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return timeFormat
	case id == 46:
		return durationFormat
	case id == 9 || id == 10:
		return percentFormat
	}
	return noDate
}

// formatOf reads a number format's code, as yyyy"年"m"月"d"日";@ or [$-804]上午/下午h:mm.
func formatOf(code string) dateFormat {
	code, _, _ = strings.Cut(code, ";")
	var day, clock, percent bool
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return noDate
			}
			i += end + 1
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return noDate
			}
			if inside := strings.ToLower(code[i+1 : i+end]); strings.Trim(inside, "h") == "" || strings.Trim(inside, "m") == "" || strings.Trim(inside, "s") == "" {
				return durationFormat
			}
			i += end
		case strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			return noDate
		case code[i] == '%':
			percent = true
		case c == 'y' || c == 'd' || code[i] == 'e' && !strings.ContainsAny(code, "0#?"):
			day = true
		case c == 'h' || c == 's':
			clock = true
		case c == 'm' && !clock && !strings.ContainsAny(strings.ToLower(code[i:]), "hs"):
			day = true
		}
	}
	switch {
	case percent:
		return percentFormat
	case day && clock:
		return momentFormat
	case day:
		return dayFormat
	case clock:
		return timeFormat
	}
	return noDate
}
