package warehouse

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"anlan/safety"
)

// FileFault is one mistake in a file that a user wrote: where it is, what stands there and what would be right.
type FileFault struct {
	File    string
	Row     int // line of the file, from 1; 0 when the whole file is meant
	Column  string
	Value   string
	Message string
}

// String gives the fault as one line.
func (f FileFault) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Row > 0 {
		fmt.Fprintf(&b, ":%d", f.Row)
	}
	if f.Column != "" {
		fmt.Fprintf(&b, " %s %q", f.Column, f.Value)
	}
	b.WriteString(": " + f.Message)
	return b.String()
}

// FileFaults are all mistakes of the files that were read together.
type FileFaults []FileFault

// Error gives one line a fault.
func (f FileFaults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// fault is nil when there is no mistake, so that a caller can return it.
func (f FileFaults) fault() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Code: BadRequest, Message: fmt.Sprintf("the dimension files have %d faults", len(f)), Err: f}
}

// fileRow is one record of a dimension file.
type fileRow struct {
	file  string
	line  int
	cells map[string]string
}

func (r fileRow) fault(column, format string, args ...any) FileFault {
	return FileFault{File: r.file, Row: r.line, Column: column, Value: r.cells[column], Message: fmt.Sprintf(format, args...)}
}

// readDimensionFile reads a CSV file (UTF-8, with or without byte order mark) whose header names columns of the table in
// any order; the required ones must be there. Empty lines are skipped.
func readDimensionFile(name string, text []byte, columns, required []string) ([]fileRow, FileFaults) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		return nil, FileFaults{{File: name, Message: "expected UTF-8; save the file as “CSV UTF-8”"}}
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		return nil, FileFaults{{File: name, Message: "expected a header line: " + strings.Join(columns, ",")}}
	}
	faults := checkHeader(name, header, columns, required)
	if len(faults) > 0 {
		return nil, faults
	}
	var rows []fileRow
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, faults
		}
		if err != nil {
			return rows, append(faults, csvFault(name, err))
		}
		line, _ := reader.FieldPos(0)
		row := fileRow{file: name, line: line, cells: map[string]string{}}
		if len(record) != len(header) {
			faults = append(faults, row.fault("", "expected %d cells as in the header, found %d", len(header), len(record)))
			continue
		}
		for i, cell := range record {
			row.cells[strings.TrimSpace(header[i])] = strings.TrimSpace(cell)
		}
		rows = append(rows, row)
	}
}

func checkHeader(name string, header, columns, required []string) FileFaults {
	var faults FileFaults
	seen := map[string]bool{}
	for _, title := range header {
		title = strings.TrimSpace(title)
		switch {
		case !slices.Contains(columns, title):
			faults = append(faults, FileFault{File: name, Row: 1, Column: "header", Value: title, Message: "unknown column; expected " + strings.Join(columns, ", ")})
		case seen[title]:
			faults = append(faults, FileFault{File: name, Row: 1, Column: "header", Value: title, Message: "the column is there twice"})
		}
		seen[title] = true
	}
	for _, title := range required {
		if !seen[title] {
			faults = append(faults, FileFault{File: name, Row: 1, Column: "header", Value: title, Message: "the column is missing"})
		}
	}
	return faults
}

func csvFault(name string, err error) FileFault {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return FileFault{File: name, Row: parse.Line, Message: parse.Err.Error()}
	}
	return FileFault{File: name, Message: err.Error()}
}

// list splits a cell that holds several codes.
func list(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；、 ", r) })
}

// date reads a day that a date column can hold; ok is false for an empty cell and after a fault.
func (r fileRow) date(column string, faults *FileFaults) (day safety.Date, ok bool) {
	if r.cells[column] == "" {
		return safety.Date{}, false
	}
	day, err := safety.ParseDate(r.cells[column])
	switch {
	case err != nil:
		*faults = append(*faults, r.fault(column, "expected a day as 2025-04-17"))
		return safety.Date{}, false
	case day.Before(unknownStart()) || day.After(openEnd()):
		*faults = append(*faults, r.fault(column, "expected a day from %s to %s; leave the cell empty when it is not known", unknownStart(), openEnd()))
		return safety.Date{}, false
	}
	return day, true
}

func sortFaults(faults FileFaults) {
	slices.SortFunc(faults, func(a, b FileFault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
}

// with adds the faults of a later check, less those of cells that are told already.
func (f FileFaults) with(more FileFaults) FileFaults {
	for _, fault := range more {
		known := slices.ContainsFunc(f, func(one FileFault) bool {
			return one.File == fault.File && one.Row == fault.Row && one.Column == fault.Column
		})
		if !known {
			f = append(f, fault)
		}
	}
	sortFaults(f)
	return f
}
