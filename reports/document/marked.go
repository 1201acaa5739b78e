package document

import "strings"

// Marks stand in a text around a printed figure, so that templates and people's texts can carry it: begin, id, middle, what is
// printed, end. They are private characters of Unicode that no source has.
const (
	markBegin  = '\ue000'
	markMiddle = '\ue001'
	markEnd    = '\ue002'
)

// Marked is a printed figure inside a text.
func Marked(id, printed string) string {
	return string(markBegin) + Unmarked(id) + string(markMiddle) + Unmarked(printed) + string(markEnd)
}

// Unmarked takes every mark out of a text: what comes from outside must not bring its own.
func Unmarked(text string) string {
	return strings.Map(func(r rune) rune {
		if r == markBegin || r == markMiddle || r == markEnd {
			return -1
		}
		return r
	}, text)
}

// Runs splits a marked text into its figures and what lies between them.
func Runs(text string) []Run {
	var runs []Run
	plain := func(s string) {
		if s = Unmarked(s); s != "" {
			runs = append(runs, Run{Text: s})
		}
	}
	for {
		before, rest, found := strings.Cut(text, string(markBegin))
		if !found {
			plain(text)
			return runs
		}
		id, inner, _ := strings.Cut(rest, string(markMiddle))
		printed, after, _ := strings.Cut(inner, string(markEnd))
		plain(before)
		runs = append(runs, Run{Text: printed, Figure: id})
		text = after
	}
}
