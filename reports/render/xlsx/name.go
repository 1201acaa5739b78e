package xlsx

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

const longest = 31 // UTF-16 units of a sheet's name

// sheetName makes a name that Excel takes: none of : \ / ? * [ ], no apostrophe at an end, not too long, unlike all others whatever
// their case.
func (w *workbook) sheetName(wanted string) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, wanted)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), "' ")
	if name == "" || strings.EqualFold(name, "history") { // which Excel keeps for itself
		name += "表"
	}
	name = cut(name, longest)
	for n := 2; w.taken[strings.ToLower(name)]; n++ {
		end := fmt.Sprintf(" (%d)", n)
		name = cut(strings.TrimSuffix(name, fmt.Sprintf(" (%d)", n-1)), longest-len(end)) + end
	}
	w.taken[strings.ToLower(name)] = true
	return name
}

// cut takes so many UTF-16 units from the beginning and splits no character.
func cut(text string, units int) string {
	used := 0
	for i, r := range text {
		if used += utf16.RuneLen(r); used > units {
			return strings.TrimRight(text[:i], "' ")
		}
	}
	return text
}
