package source

import (
	"io"
	"slices"
)

// Rows writes the records of an Input in the engine's Native format, for the kinds of sources that make their rows themselves.
// Of each row every column is given exactly once, by Text or Null, and the raw text last where there is one; then comes End.
// Blanks at the ends of a text are cut off, and an empty text is NULL, as in every source.
type Rows struct{ out *nativeWriter }

// NewRows writes the staging columns of that many columns, as the layout names them, and raw behind them when asked to.
func NewRows(w io.Writer, layout Layout, columns int, raw bool) *Rows {
	names := slices.Clone(layout.names(columns))
	if raw {
		names = append(names, "raw")
	}
	return &Rows{out: newNativeWriter(w, names, layout)}
}

// Text gives column i of the row; raw is the column behind the last.
func (r *Rows) Text(i int, value []byte) { r.out.text(i, value) }

// Null says that column i of the row has no value.
func (r *Rows) Null(i int) { r.out.null(i) }

// End ends the row. row counts the records of the input from 1, with Layout.Base added; line is 0 where there are no lines.
func (r *Rows) End(row, line uint64) error { return r.out.endRow(row, line) }

// Flush writes what is left.
func (r *Rows) Flush() error { return r.out.flush() }
