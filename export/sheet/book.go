// Package sheet writes workbooks (XLSX) of any number of rows in bounded memory: what is on its way lies in files of a folder.
package sheet

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/xuri/excelize/v2"

	"anlan/warehouse"
)

// Book is a workbook to be written. Equal books with equal records are equal bytes, whenever they are written.
type Book struct {
	Dir     string // a folder for this book alone, which its owner removes
	Title   warehouse.Text
	Columns []warehouse.DataColumn
	Rows    uint64    // exactly; another number of records is an error
	About   []Line    // what the last sheet says of the data
	Created time.Time // what the file says of itself: the data's time, not the clock's
}

// Line is one thing that the last sheet says.
type Line struct{ Label, Text string }

// Records are the rows, as a reader of Arrow streams gives them.
type Records interface {
	Next() bool
	Record() arrow.Record
	Err() error
}

// Result is what became of a book.
type Result struct {
	Rows    uint64
	Altered uint64 // cells whose text ends with CutMark, being longer than a cell may be, or has characters replaced that XML does not know
}

// sheetRows is how many rows a sheet has, the header among them.
const sheetRows = excelize.TotalRows

// Write writes the book: first its rows, on as many sheets as they need, each with the header; last a sheet that says what they are. Nothing reaches w before
// all records were read. passed is told of rows that lie in the folder; nil for nobody.
func (b Book) Write(ctx context.Context, w io.Writer, records Records, passed func(rows uint64)) (Result, error) {
	return b.write(ctx, w, records, passed, sheetRows-1)
}

func (b Book) write(ctx context.Context, w io.Writer, records Records, passed func(rows uint64), most uint64) (Result, error) {
	z := &archive{ctx: ctx, dir: b.Dir, out: w}
	defer z.discard()
	f := excelize.NewFile(excelize.Options{TmpDir: b.Dir})
	defer f.Close() //nolint:errcheck // removes files of a folder that goes away
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return z })
	p := &pages{book: b, file: f, most: most, passed: passed}
	if err := p.all(ctx, records); err != nil {
		return Result{}, err
	}
	if err := p.about(); err != nil {
		return Result{}, fmt.Errorf("describe the workbook: %w", err)
	}
	if err := b.finish(f); err != nil {
		return Result{}, fmt.Errorf("finish the workbook: %w", err)
	}
	err := f.Write(io.Discard) // all of it goes into the archive
	if err == nil {
		err = z.deliver()
	}
	if err != nil {
		return Result{}, fmt.Errorf("write the workbook: %w", err)
	}
	return Result{Rows: p.rows, Altered: p.altered}, nil
}

// finish says what the file is. Nothing here may touch a sheet: excelize would read it back into memory.
func (b Book) finish(f *excelize.File) error {
	at := b.Created.UTC().Format(time.RFC3339)
	return f.SetDocProps(&excelize.DocProperties{Title: b.Title.ZH, Subject: b.Title.EN, Creator: "Anlan", LastModifiedBy: "Anlan", Created: at, Modified: at})
}

// sheetNames are the names of the sheets of rows: 隐患, or 隐患 1, 隐患 2.
func (b Book) sheetNames(most uint64) []string {
	title := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return -1
		}
		return r
	}, b.Title.ZH)
	if runes := []rune(title); len(runes) > 24 { // of 31
		title = string(runes[:24])
	}
	if title == "" || title == aboutName {
		title = "数据"
	}
	count := max(1, (b.Rows+most-1)/most)
	if count == 1 {
		return []string{title}
	}
	names := make([]string, count)
	for i := range names {
		names[i] = title + " " + strconv.Itoa(i+1)
	}
	return names
}
