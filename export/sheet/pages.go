package sheet

import (
	"context"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/xuri/excelize/v2"
)

// pages are the sheets under work.
type pages struct {
	book   Book
	file   *excelize.File
	most   uint64 // rows of a sheet without its header
	passed func(uint64)

	names  []string
	looks  looks
	head   []any
	widths []float64

	open    *excelize.StreamWriter
	at      int    // sheets begun
	left    uint64 // rows that the open sheet still takes
	row     int    // of the open sheet, from 1
	rows    uint64
	altered uint64
}

// all writes the records onto the sheets.
func (p *pages) all(ctx context.Context, records Records) error {
	if err := p.prepare(); err != nil {
		return err
	}
	for records.Next() {
		r := records.Record()
		if p.at == 0 {
			p.measure(r)
		}
		if err := p.record(ctx, r); err != nil {
			return err
		}
		if p.passed != nil {
			p.passed(uint64(r.NumRows()))
		}
	}
	if err := records.Err(); err != nil {
		return fmt.Errorf("read rows for the workbook: %w", err)
	}
	if p.rows != p.book.Rows {
		return fmt.Errorf("write the workbook: %d rows came where %d were counted", p.rows, p.book.Rows)
	}
	if p.at == 0 {
		if err := p.begin(); err != nil {
			return err
		}
	}
	return p.end()
}

func (p *pages) prepare() error {
	var err error
	if p.looks, err = newLooks(p.file); err != nil {
		return fmt.Errorf("make the styles of the workbook: %w", err)
	}
	p.names = p.book.sheetNames(p.most)
	for _, c := range p.book.Columns {
		p.head = append(p.head, excelize.Cell{StyleID: p.looks.head, Value: c.Name})
		p.widths = append(p.widths, width(c.Name)+4)
	}
	return nil
}

// record writes the rows of one record.
func (p *pages) record(ctx context.Context, r arrow.Record) error {
	if int(r.NumCols()) != len(p.book.Columns) {
		return fmt.Errorf("write the workbook: %d columns came where %d were asked", r.NumCols(), len(p.book.Columns))
	}
	cells := make([]cell, r.NumCols())
	for i := range cells {
		cells[i] = p.looks.cell(r.Column(i))
	}
	row := make([]any, len(cells))
	for i := range int(r.NumRows()) {
		if i%1024 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if p.left == 0 {
			if err := p.next(); err != nil {
				return err
			}
		}
		for c, value := range cells {
			v, altered, err := value(i)
			if err != nil {
				return fmt.Errorf("row %d, column %s: %w", p.rows+1, p.book.Columns[c].Name, err)
			}
			if altered {
				p.altered++
			}
			row[c] = v
		}
		if err := p.write(row); err != nil {
			return err
		}
		p.rows++
		p.left--
	}
	return nil
}

func (p *pages) write(row []any) error {
	p.row++
	name, err := excelize.CoordinatesToCellName(1, p.row)
	if err == nil {
		err = p.open.SetRow(name, row)
	}
	if err != nil {
		return fmt.Errorf("write row %d of sheet %s: %w", p.row, p.names[p.at-1], err)
	}
	return nil
}

func (p *pages) next() error {
	if err := p.end(); err != nil {
		return err
	}
	return p.begin()
}

func (p *pages) end() error {
	if p.open == nil {
		return nil
	}
	err := p.open.Flush()
	p.open = nil
	if err != nil {
		return fmt.Errorf("end sheet %s: %w", p.names[p.at-1], err)
	}
	return nil
}

// begin opens the next sheet: its size, which some readers believe, the widths of its columns, and the header, which stays in sight.
func (p *pages) begin() error {
	if p.at == len(p.names) {
		return fmt.Errorf("write the workbook: more rows came than the %d that were counted", p.book.Rows)
	}
	name := p.names[p.at]
	var err error
	if p.at == 0 {
		err = p.file.SetSheetName("Sheet1", name)
	} else {
		_, err = p.file.NewSheet(name)
	}
	p.at, p.row, p.left = p.at+1, 0, min(p.most, p.book.Rows-p.rows)
	if err != nil {
		return fmt.Errorf("begin sheet %s: %w", name, err)
	}
	corner, err := excelize.CoordinatesToCellName(max(1, len(p.head)), int(p.left)+1)
	if err == nil {
		err = p.file.SetSheetDimension(name, "A1:"+corner)
	}
	if err == nil {
		p.open, err = p.file.NewStreamWriter(name)
	}
	for i, wide := range p.widths {
		if err == nil {
			err = p.open.SetColWidth(i+1, i+1, wide)
		}
	}
	if err == nil {
		err = p.open.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	if err != nil {
		return fmt.Errorf("begin sheet %s: %w", name, err)
	}
	return p.write(p.head)
}

const (
	widest  = 48  // characters of a column
	sampled = 200 // rows that decide how wide columns are
)

// measure makes the columns as wide as the first rows need.
func (p *pages) measure(r arrow.Record) {
	for c := range p.widths {
		column := r.Column(c)
		p.widths[c] = math.Max(p.widths[c], least(column))
		for i := range min(sampled, int(r.NumRows())) {
			if texts, ok := column.(*array.String); ok && !texts.IsNull(i) {
				p.widths[c] = math.Max(p.widths[c], width(texts.Value(i))+2)
			}
		}
		p.widths[c] = math.Min(p.widths[c], widest)
	}
}

// width is how many digits wide a text is: characters of Chinese are two.
func width(text string) float64 {
	n := 0.0
	for len(text) > 0 && n <= widest {
		_, size := utf8.DecodeRuneInString(text)
		if text = text[size:]; size > 2 {
			n++
		}
		n++
	}
	return n
}
