package sheet

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// xlsRows gives the rows of one sheet, whose cells are in memory: not every program writes them in order.
type xlsRows struct {
	cells  []xlsCell
	hidden map[uint16]bool
	at     int
	size   int64
	row    []Cell
}

type xlsCell struct {
	row, column uint16
	kind        Kind
	text        string
}

func (b *xls) Rows(i int) (Rows, error) {
	r := &xlsRows{hidden: map[uint16]bool{}, size: b.sheets[i].Size}
	pending := -1 // a formula whose text comes in a record of its own
	err := b.each(i, func(kind uint16, data []byte) error {
		if kind == recString && pending >= 0 {
			r.cells[pending].kind, r.cells[pending].text = Text, first(shortText(data, 0, 2))
			pending = -1
			return nil
		}
		if kind == recFormula && len(data) >= 14 && data[12] == 0xff && data[13] == 0xff && data[6] == 0 {
			pending = len(r.cells)
			r.cells = append(r.cells, xlsCell{row: u16(data, 0), column: u16(data, 2), kind: Text})
			return nil
		}
		b.cell(r, kind, data)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sheet %q: %w", b.sheets[i].Name, err)
	}
	slices.SortStableFunc(r.cells, func(a, b xlsCell) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.column, b.column))
	})
	return r, nil
}

func first(s string, _ int) string { return s }

// cell adds what a record holds.
func (b *xls) cell(r *xlsRows, kind uint16, data []byte) {
	row, column := u16(data, 0), u16(data, 2)
	add := func(column uint16, kind Kind, text string) {
		if text != "" || kind == Stale {
			r.cells = append(r.cells, xlsCell{row, column, kind, text})
		}
	}
	number := func(column, xf uint16, f float64) {
		kind, text := b.number(xf, f)
		add(column, kind, text)
	}
	switch kind {
	case recRow:
		if u32(data, 12)&0x20 != 0 {
			r.hidden[row] = true
		}
	case recLabelSST:
		if i := int(u32(data, 6)); i < len(b.strings) {
			add(column, Text, b.strings[i])
		}
	case recLabel, recRString:
		add(column, Text, first(shortText(data, 6, 2)))
	case recNumber:
		if len(data) >= 14 {
			number(column, u16(data, 4), math.Float64frombits(binary.LittleEndian.Uint64(data[6:])))
		}
	case recRK:
		number(column, u16(data, 4), rk(u32(data, 6)))
	case recMulRK:
		for at := 4; at+6 <= len(data)-2; at += 6 {
			number(column, u16(data, at), rk(u32(data, at+2)))
			column++
		}
	case recBoolErr:
		if len(data) >= 8 {
			kind, text := boolOrError(data[6], data[7] == 1)
			add(column, kind, text)
		}
	case recFormula:
		if len(data) < 14 {
			return
		}
		if data[12] != 0xff || data[13] != 0xff {
			number(column, u16(data, 4), math.Float64frombits(binary.LittleEndian.Uint64(data[6:])))
		} else if data[6] == 1 || data[6] == 2 {
			kind, text := boolOrError(data[8], data[6] == 2)
			add(column, kind, text)
		}
	}
}

func boolOrError(value byte, wrong bool) (Kind, string) {
	if !wrong {
		if value == 0 {
			return Bool, "FALSE"
		}
		return Bool, "TRUE"
	}
	names := map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A"}
	if name, ok := names[value]; ok {
		return Error, name
	}
	return Error, "#N/A"
}

// rk unpacks a number of 30 bits.
func rk(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2) //nolint:gosec // its sign is wanted
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

func (b *xls) number(xf uint16, f float64) (Kind, string) {
	if int(xf) < len(b.formats) && b.formats[xf] != noDate {
		if text, ok := appendDate(nil, f, b.from1904, b.formats[xf]); ok {
			return Date, string(text)
		}
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Error, "#NUM!"
	}
	return Number, string(appendFloat(nil, f))
}

// Next gives the next row with cells.
func (r *xlsRows) Next() (Row, error) {
	if r.at == len(r.cells) {
		return Row{}, io.EOF
	}
	number := r.cells[r.at].row
	r.row = r.row[:0]
	for ; r.at < len(r.cells) && r.cells[r.at].row == number; r.at++ {
		c := r.cells[r.at]
		if len(r.row) > 0 && r.row[len(r.row)-1].Column == int(c.column) {
			r.row = r.row[:len(r.row)-1]
		}
		r.row = append(r.row, Cell{Column: int(c.column), Kind: c.kind, Text: []byte(c.text)})
	}
	return Row{Number: uint64(number) + 1, Hidden: r.hidden[number], Cells: r.row}, nil
}

func (r *xlsRows) BytesRead() int64 {
	return int64(float64(r.at) / float64(max(len(r.cells), 1)) * float64(r.size))
}

func (r *xlsRows) Close() error { return nil }
