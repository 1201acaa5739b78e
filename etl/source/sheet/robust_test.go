package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// readAll reads a workbook to its end, whatever it is, and returns what it says.
func readAll(t *testing.T, content []byte) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	defer book.Close()
	for i := range book.Sheets() {
		if _, err := book.Merged(t.Context(), i); err != nil {
			return err
		}
		rows, err := book.Rows(i)
		if err != nil {
			return err
		}
		for {
			row, err := rows.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return errors.Join(err, rows.Close())
			}
			for _, c := range row.Cells {
				_ = Place(c.Column, row.Number)
			}
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	return nil
}

// stored is a workbook with its parts not compressed, so that a changed byte is a change of XML and no check sum stops it.
func stored(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	for r := range 20 {
		row := []any{"编号", r, 1.5, true, "文本 & <标记>"}
		at, _ := excelize.CoordinatesToCellName(1, r+1)
		if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("Sheet1", "A3", "A5"); err != nil {
		t.Fatal(err)
	}
	packed, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	in, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.CreateRaw(&zip.FileHeader{Name: part.Name, Method: zip.Store, CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))})
		if err == nil {
			_, err = p.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// However a workbook is damaged, reading ends, with rows or with an error that says what is wrong.
func TestDamagedWorkbooksEndInAnError(t *testing.T) {
	old, err := os.ReadFile("testdata/ledger.xls")
	if err != nil {
		t.Fatal(err)
	}
	for name, good := range map[string][]byte{"xlsx": stored(t), "xls": old} {
		if err := readAll(t, good); err != nil && name == "xls" {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(1, 2))
		damaged := 0
		for range 1500 {
			content := bytes.Clone(good)
			for range 1 + random.IntN(8) {
				content[random.IntN(len(content))] = byte(random.IntN(256))
			}
			if random.IntN(4) == 0 {
				content = content[:random.IntN(len(content))]
			}
			err := readAll(t, content)
			if err == nil {
				continue
			}
			damaged++
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotWorkbook) && !errors.Is(err, ErrEncrypted) && !errors.Is(err, ErrTooLarge) {
				t.Errorf("%s: an error of no kind: %v", name, err)
			}
		}
		if damaged < 100 {
			t.Errorf("%s: %d of 1500 changes were noticed", name, damaged)
		}
	}
}
