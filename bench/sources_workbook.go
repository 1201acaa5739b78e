package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"anlan/etl/source"
	"anlan/warehouse/dial"
)

// workbookRows bounds the rows of the workbook: writing it takes longer than reading it.
const workbookRows = 300_000

// workbook measures a sheet of the rows of the last staging table, against the engine reading them as CSV: it reads no workbooks.
func (b *bench) workbook(ctx context.Context, conn *dial.Conn) error {
	csv, xlsx := filepath.Join(b.dir, "sheet.csv"), filepath.Join(b.dir, "sheet.xlsx")
	if err := conn.Exec(ctx, "INSERT INTO FUNCTION file('"+csv+"', CSVWithNames) SELECT "+strings.Join(renamed(), ", ")+" FROM bench_stage LIMIT "+strconv.Itoa(workbookRows)+" SETTINGS engine_file_truncate_on_insert = 1"); err != nil {
		return err
	}
	rows, err := writeSheet(ctx, conn, xlsx)
	if err != nil {
		return err
	}
	structure := strings.Join(sourceColumns, " Nullable(String), ") + " Nullable(String)"
	engine, err := staged(ctx, conn, func(table string) error {
		return conn.Exec(ctx, "INSERT INTO "+table+" SELECT 0, rowNumberInAllBlocks(), 0, * FROM file('"+csv+"', CSVWithNames, '"+structure+"')")
	})
	if err != nil {
		return err
	}
	var opened time.Duration
	ours, err := staged(ctx, conn, func(table string) error {
		start := time.Now()
		inputs, err := source.OpenAll(ctx, xlsx, source.Spec{Format: source.XLSX, Keys: sourceColumns})
		if err != nil {
			return err
		}
		opened = time.Since(start)
		return errors.Join(stream(ctx, conn, table, inputs[0]), inputs[0].Close())
	})
	if err != nil {
		return err
	}
	b.add(Result{Name: "stage from XLSX", Value: float64(rows) / ours.Seconds(), Unit: "rows/s", Baseline: float64(rows) / engine.Seconds(), Against: "engine reads the same rows as CSV"})
	b.add(Result{Name: "open XLSX: header and merged cells", Value: opened.Seconds(), Unit: "s"})
	return errors.Join(os.Remove(csv), os.Remove(xlsx))
}

// writeSheet writes the rows of the staging table as a workbook; numbers and days are cells of these kinds.
func writeSheet(ctx context.Context, conn *dial.Conn, path string) (n int, err error) {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // in memory and temporary files
	format := "yyyy-mm-dd"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return 0, err
	}
	sheet, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return 0, err
	}
	cells := make([]any, len(sourceColumns))
	for i, name := range sourceColumns {
		cells[i] = name
	}
	if err := sheet.SetRow("A1", cells); err != nil {
		return 0, err
	}
	rows, err := conn.Query(ctx, "SELECT "+strings.Join(renamed(), ", ")+" FROM bench_stage LIMIT "+strconv.Itoa(workbookRows))
	if err != nil {
		return 0, err
	}
	defer rows.Close() //nolint:errcheck // read to its end
	texts, into := make([]*string, len(sourceColumns)), make([]any, len(sourceColumns))
	for i := range texts {
		into[i] = &texts[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return 0, err
		}
		for i, text := range texts {
			cells[i] = nil
			if text == nil {
				continue
			}
			cells[i] = *text
			if number, err := strconv.ParseFloat(*text, 64); err == nil {
				cells[i] = number
			} else if day, err := time.Parse(time.DateOnly, *text); err == nil {
				cells[i] = excelize.Cell{StyleID: style, Value: day}
			}
		}
		n++
		if err := sheet.SetRow(fmt.Sprintf("A%d", n+1), cells); err != nil {
			return 0, err
		}
	}
	if err := errors.Join(rows.Err(), sheet.Flush()); err != nil {
		return 0, err
	}
	return n, f.SaveAs(path)
}
