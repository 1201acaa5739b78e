package sheet

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Book is an open workbook. It is not safe for concurrent use; one sheet is read at a time.
type Book interface {
	// Sheets lists the sheets with cells in their order; sheets of charts are not among them.
	Sheets() []Info
	// Date1904 reports that the days of the workbook are counted from 1904, as on old Macs.
	Date1904() bool
	// Rows reads sheet i from its first row on.
	Rows(i int) (Rows, error)
	// Merged lists the merged ranges of sheet i; it may read the whole sheet.
	Merged(ctx context.Context, i int) ([]Range, error)
	Close() error
}

// Info is what is known of a sheet without reading it.
type Info struct {
	Name   string
	Hidden bool
	Size   int64 // bytes that it takes in the file
}

// Rows goes through the rows of one sheet that have cells. The row is good until the next call.
type Rows interface {
	// Next is io.EOF behind the last row.
	Next() (Row, error)
	// BytesRead is how much of Info.Size was read.
	BytesRead() int64
	Close() error
}

// Row is one row; Number counts from 1, as the sheet shows it. Cells are in the order of their columns, without empty ones.
type Row struct {
	Number uint64
	Hidden bool
	Cells  []Cell
}

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells.
const (
	Text Kind = iota
	Number
	Date  // a number that is formatted as a date, a time or both
	Bool  // TRUE or FALSE
	Error // #N/A, #REF! and their like
	Stale // a formula whose result is not stored: the program that wrote the workbook did not compute it
)

// Cell is one cell. Column counts from 0. Text is UTF-8: of a number all its digits without exponent or separators, of a
// date YYYY-MM-DD, with HH:MM:SS behind it where there is a time, or HH:MM:SS alone.
type Cell struct {
	Column int
	Kind   Kind
	Text   []byte
}

// Range is a merged range: rows count from 1, columns from 0, ends included.
type Range struct {
	FirstRow, LastRow       uint64
	FirstColumn, LastColumn int
}

// ColumnName is the letters of a column: 0 is A, 26 is AA.
func ColumnName(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// Place is a cell's address as the sheet shows it: B7.
func Place(column int, row uint64) string { return fmt.Sprintf("%s%d", ColumnName(column), row) }

// Errors of a file as a whole; what Open returns wraps one of them.
var (
	ErrNotWorkbook = errors.New("no workbook") // the message says what it is instead
	ErrEncrypted   = errors.New("the workbook is encrypted")
	ErrDamaged     = errors.New("the workbook is damaged")
	ErrTooLarge    = errors.New("the workbook unpacks to more than can be")
)

// Limits of one part of a workbook, unpacked. The largest sheet that a program can make stays far below the ratio: rows and
// columns are counted in its cells.
const (
	maxPart      = 8 << 30
	ratioFrom    = 64 << 20
	maxRatio     = 250
	maxColumns   = 16384
	maxRows      = 1 << 20
	maxCell      = 1 << 20 // bytes of one cell; Excel's own limit is 32,767 characters
	maxMerged    = 1 << 20
	maxSheets    = 10_000
	maxFormats   = 1 << 20
	blankRowsMax = maxRows
)

// limited counts what is read and refuses what no honest workbook needs.
type limited struct {
	r      io.Reader
	packed int64
	read   int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.read += int64(n)
	if l.read > maxPart || l.read > ratioFrom && l.read/max(l.packed, 1) > maxRatio {
		return n, fmt.Errorf("%d bytes become more than %d: %w", l.packed, l.read, ErrTooLarge)
	}
	return n, err
}
