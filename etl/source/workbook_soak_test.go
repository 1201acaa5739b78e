//go:build soak

package source

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

const (
	soakRows    = 1_000_000
	soakColumns = 15
	// workbookMemory is what reading a workbook may hold beyond what the process had, whatever its sheets are.
	workbookMemory = 160 << 20
)

// million writes a ledger of a million rows of 15 columns as XLSX and as CSV.
func million(t *testing.T, dir string) (workbook, csv string) {
	t.Helper()
	workbook, csv = filepath.Join(dir, "big.xlsx"), filepath.Join(dir, "big.csv")
	f := excelize.NewFile()
	defer f.Close()
	date := "yyyy-mm-dd"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &date})
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	plain, err := os.Create(csv)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	header := make([]any, soakColumns)
	for c := range header {
		header[c] = fmt.Sprintf("列%d", c+1)
	}
	if err := w.SetRow("A1", header); err != nil {
		t.Fatal(err)
	}
	for c, name := range header {
		fmt.Fprint(plain, name, map[bool]string{true: ",", false: "\n"}[c < soakColumns-1])
	}
	row := make([]any, soakColumns)
	for i := range soakRows {
		for c := range row {
			switch c % 3 {
			case 0:
				row[c] = fmt.Sprintf("第%d条隐患：消防通道堵塞%d", i, c)
			case 1:
				row[c] = float64(i*c) / 4
			default:
				row[c] = excelize.Cell{StyleID: style, Value: 40000 + i%5000}
			}
		}
		at, _ := excelize.CoordinatesToCellName(1, i+2)
		if err := w.SetRow(at, row); err != nil {
			t.Fatal(err)
		}
		for c, v := range row {
			if cell, ok := v.(excelize.Cell); ok {
				v = time.Date(1899, 12, 30+cell.Value.(int), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			}
			fmt.Fprint(plain, v, map[bool]string{true: ",", false: "\n"}[c < soakColumns-1])
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(workbook); err != nil {
		t.Fatal(err)
	}
	return workbook, csv
}

// A sheet of a million rows is read in memory that does not grow with it.
func TestSoakAMillionRowsInBoundedMemory(t *testing.T) {
	workbook, csv := million(t, t.TempDir())
	for _, path := range []string{csv, workbook} {
		runtime.GC()
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		started := time.Now()
		spec := Spec{Format: FormatOf(path), Keys: []string{"列1"}}
		inputs, err := OpenAll(context.Background(), path, spec)
		if err != nil {
			t.Fatal(err)
		}
		opened := time.Since(started)
		var peak uint64
		n := 0
		stats, err := inputs[0].Stream(t.Context(), io.Discard, Layout{Bad: func(Bad) error { return nil }, Rows: func(uint64) {
			if n++; n%50 == 0 {
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapInuse)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		info, _ := os.Stat(path)
		held := int64(peak) - int64(before.HeapInuse)
		t.Logf("%s: %d MB, %d rows in %.1f s (opened in %.1f s): %.0f rows/s, %d MB of memory", filepath.Base(path), info.Size()>>20, stats.Rows, time.Since(started).Seconds(),
			opened.Seconds(), float64(stats.Rows)/time.Since(started).Seconds(), held>>20)
		if held > workbookMemory {
			t.Errorf("%s: %d bytes of memory, more than %d", filepath.Base(path), held, workbookMemory)
		}
		if err := inputs[0].Close(); err != nil {
			t.Error(err)
		}
	}
}
