package strictyaml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong in a file, and what would be right.
type Fault struct {
	File    string
	Line    int    // from 1; 0 when the fault is of the file as a whole
	Path    string // the key, as groups[0].indicators[2].marks; empty for the file as a whole
	Message string
}

// String gives file:line: path: message, the form that editors follow.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
	}
	if f.Path != "" {
		b.WriteString(": " + f.Path)
	}
	b.WriteString(": " + f.Message)
	return b.String()
}

// FaultErrors is every fault of a file, in the order of its lines. It is an error whose message has one line a fault.
type FaultErrors []Fault

// Error gives one line a fault.
func (f FaultErrors) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

func (f FaultErrors) sorted() FaultErrors {
	f = slices.Clone(f)
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return f
}
