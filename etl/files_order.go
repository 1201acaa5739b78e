package etl

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// sortFiles puts files into the order in which they are read, of which the last counts where a record stands in several: by name,
// numbers by their size. 2025年9月 comes before 2025年10月, 九月 before 十月, and a file before its copy (1).
func sortFiles(paths []string) {
	slices.SortStableFunc(paths, func(a, b string) int {
		if d := cmpNatural(strings.TrimSuffix(a, filepath.Ext(a)), strings.TrimSuffix(b, filepath.Ext(b))); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// cmpNatural compares texts piece by piece, numbers by what they say.
func cmpNatural(a, b string) int {
	x, y := []rune(width.Fold.String(a)), []rune(width.Fold.String(b))
	for len(x) > 0 && len(y) > 0 {
		nx, ny := numeral(x), numeral(y)
		if nx > 0 && ny > 0 {
			if d := cmpNumbers(numberOf(x[:nx]), numberOf(y[:ny])); d != 0 {
				return d
			}
			x, y = x[nx:], y[ny:]
			continue
		}
		if d := cmp.Compare(x[0], y[0]); d != 0 {
			return d
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Compare(len(x), len(y))
}

const chineseDigits = "〇一二三四五六七八九"

// numeral is how many letters at the beginning are a number: digits, or a Chinese one below a hundred that counts something, which
// keeps 三 in a name from being one. The parts of a month count as 1 to 3.
func numeral(r []rune) int {
	n := 0
	for n < len(r) && r[n] >= '0' && r[n] <= '9' {
		n++
	}
	if n > 0 {
		return n
	}
	if len(r) > 1 && r[1] == '旬' && strings.ContainsRune("上中下", r[0]) {
		return 1
	}
	for n < len(r) && (r[n] == '十' || strings.ContainsRune(chineseDigits, r[n])) {
		n++
	}
	if n > 0 && (n == len(r) || !unicode.IsLetter(r[n]) || strings.ContainsRune("月季期批次周旬日号年", r[n])) {
		return n
	}
	return 0
}

// numberOf is a numeral in digits without leading zeros.
func numberOf(r []rune) string {
	switch {
	case len(r) == 1 && strings.ContainsRune("上中下", r[0]):
		return map[rune]string{'上': "1", '中': "2", '下': "3"}[r[0]]
	case r[0] >= '0' && r[0] <= '9':
		return strings.TrimLeft(string(r), "0")
	}
	var out strings.Builder
	for i, c := range r {
		switch {
		case c != '十':
			out.WriteByte('0' + byte(strings.Index(chineseDigits, string(c))/len("一")))
		case i == 0 && i == len(r)-1:
			out.WriteString("10")
		case i == 0:
			out.WriteString("1")
		case i == len(r)-1:
			out.WriteString("0")
		}
	}
	return strings.TrimLeft(out.String(), "0")
}

// cmpNumbers compares numbers without leading zeros, of any length.
func cmpNumbers(a, b string) int {
	if d := cmp.Compare(len(a), len(b)); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}
