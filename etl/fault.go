package etl

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is one mistake in a file that a person wrote, with what would be right.
type Fault struct { //nolint:errname // a word of the product: every checked file has faults
	File    string
	Line    int // from 1; 0 when the fault is of the whole file
	Column  int
	Message string
}

func (f Fault) Error() string {
	if f.Line == 0 {
		return f.File + ": " + f.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
}

// Faults is every mistake of a file, in the order of its lines. It is an error when there is one.
type Faults []Fault //nolint:errname // see Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// orNil is the error to return: nil when nothing is wrong.
func (f Faults) orNil() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b Fault) int { return a.Line - b.Line })
	return f
}

// nearest finds the candidate that a wrong name most likely meant; "" when none is near.
func nearest(name string, candidates []string) string {
	best, distance := "", 0
	folded := []rune(foldName(name))
	for _, c := range candidates {
		other := []rune(foldName(c))
		d := editDistance(folded, other)
		contained := len(folded) > 1 && len(other) > 1 && (strings.Contains(string(other), string(folded)) || strings.Contains(string(folded), string(other)))
		if contained {
			d = min(d, 2)
		}
		if (contained || d*3 <= max(len(folded), len(other))+1) && (best == "" || d < distance) {
			best, distance = c, d
		}
	}
	return best
}

// didYouMean is the end of a message about an unknown name.
func didYouMean(name string, candidates []string) string {
	if near := nearest(name, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	if len(candidates) == 0 || len(candidates) > 60 {
		return ""
	}
	return "; there are: " + strings.Join(candidates, ", ")
}

func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '_' || r == '-' || r == '\u3000' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// editDistance counts the letters to insert, drop or change, and the neighbours to swap.
func editDistance(a, b []rune) int {
	var before []int // the row before the last
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := last[j]
			if a[i] != b[j] {
				cost = 1 + min(last[j], row[j], last[j+1])
			}
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				cost = min(cost, before[j-1]+1)
			}
			row[j+1] = cost
		}
		before, last = last, row
	}
	return last[len(b)]
}
