package source

import (
	"bytes"
	"slices"

	"anlan/etl/source/sheet"
)

// filler gives the rows of a merged range the value of its first cell: 张店区 beside three hazards is the district of all three.
type filler struct {
	merged []sheet.Range // of the body, by their first row
	next   int
	active []filling
	off    bool
	names  []string // only these columns, when there are any
	at     []int
	column []bool // by staging column: filled
	amount []bool // by staging column: not filled, because what is merged is a sum
	title  []string
}

type filling struct {
	sheet.Range
	value sheet.Cell
}

// newFiller keeps the ranges behind the header.
func newFiller(w Workbook, merged []sheet.Range, headerLast uint64) filler {
	f := filler{off: w.NotFilled, names: w.FillOnly}
	for _, m := range merged {
		if m.FirstRow > headerLast {
			f.merged = append(f.merged, m)
		}
	}
	slices.SortFunc(f.merged, func(a, b sheet.Range) int { return int(a.FirstRow) - int(b.FirstRow) }) //nolint:gosec // rows of a sheet
	return f
}

// only says which columns are filled: those that are named, or all but amounts.
func (f *filler) only(spec Spec, columns []string, at []int) {
	f.at, f.title = at, columns
	for _, c := range columns {
		named := slices.ContainsFunc(f.names, func(n string) bool { return foldTitle(n) == foldTitle(c) })
		plain, _, _ := spec.Repeat.Split(c)
		amount := !f.off && len(f.names) == 0 && !spec.Workbook.FillAll && slices.Contains(spec.Amounts, plain)
		f.amount = append(f.amount, amount)
		f.column = append(f.column, !f.off && !amount && (named || len(f.names) == 0))
	}
}

// advance makes the ranges active that a row lies in.
func (f *filler) advance(row uint64) {
	f.active = slices.DeleteFunc(f.active, func(a filling) bool { return a.LastRow < row })
	for ; f.next < len(f.merged) && f.merged[f.next].FirstRow <= row; f.next++ {
		if m := f.merged[f.next]; m.LastRow >= row {
			f.active = append(f.active, filling{Range: m})
		}
	}
}

// see keeps the value of a cell that begins a range.
func (f *filler) see(row uint64, c sheet.Cell) {
	f.advance(row)
	for i := range f.active {
		if a := &f.active[i]; a.FirstRow == row && a.FirstColumn == c.Column {
			a.value = c
			a.value.Text = bytes.Clone(c.Text)
		}
	}
}

// fill completes a row behind the first of its ranges.
func (f *filler) fill(row uint64, values []sheet.Cell, notes *notes) {
	f.advance(row)
	for _, a := range f.active {
		if row == a.FirstRow || len(a.value.Text) == 0 || a.FirstColumn >= len(f.at) {
			continue
		}
		switch i := f.at[a.FirstColumn]; {
		case i < 0 || len(values[i].Text) > 0:
		case f.column[i]:
			values[i] = a.value
			notes.addOf(FilledCells, f.title[i])
		case f.amount[i]:
			notes.addOf(MergedAmounts, f.title[i])
		}
	}
}

// spans reports that a range of at least so many columns begins in the row.
func (f *filler) spans(row uint64, columns int) bool {
	f.advance(row)
	return slices.ContainsFunc(f.active, func(a filling) bool { return a.FirstRow == row && a.LastColumn-a.FirstColumn+1 >= columns })
}
