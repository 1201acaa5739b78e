package interop

import (
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestExcelizeReads(t *testing.T) {
	ofFormat(t, func(_ *testing.T, f task) (table, error) {
		book, err := excelize.OpenFile(f.Path)
		if err != nil {
			return table{}, err
		}
		defer book.Close()
		return table{}, fmt.Errorf("sheets %v", book.GetSheetList())
	}, "xlsx")
}
