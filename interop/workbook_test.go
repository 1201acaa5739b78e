package interop

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/xuri/excelize/v2"
)

// A cell holds a number where Excel keeps all of its digits, and a text where not; a day is a number of days from the one on that Excel
// counts as calendars do.
func TestExcelizeReads(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	ofFormat(t, func(_ *testing.T, f task) (table, error) {
		book, err := excelize.OpenFile(f.Path, excelize.Options{RawCellValue: true, UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 1 << 30})
		if err != nil {
			return table{}, err
		}
		defer book.Close()
		sheets := book.GetSheetList()
		if sheets[len(sheets)-1] != "说明" {
			return table{}, fmt.Errorf("no sheet says what the others are: %v", sheets)
		}
		var out table
		for _, sheet := range sheets[:len(sheets)-1] {
			rows, err := book.Rows(sheet)
			if err != nil {
				return out, err
			}
			for first := true; rows.Next(); first = false {
				cells, err := rows.Columns()
				if err != nil {
					return out, err
				}
				if first {
					if out.names == nil {
						out = newTable(cells)
					}
					continue
				}
				for i := range out.names {
					if i >= len(cells) || cells[i] == "" {
						out.values[i] = append(out.values[i], nil)
						continue
					}
					text := fromCell(cells[i], plain(f.Columns[i].Type), shanghai)
					out.values[i] = append(out.values[i], &text)
				}
			}
			if err := rows.Close(); err != nil {
				return out, err
			}
		}
		return out, nil
	}, "xlsx")
}

// fromCell is the canonical text of a cell's raw value.
func fromCell(raw, chType string, zone *time.Location) string {
	days, err := strconv.ParseFloat(raw, 64)
	isNumber := err == nil
	switch {
	case chType == "Date32" && isNumber:
		return day(days).Format(time.DateOnly)
	case strings.HasPrefix(chType, "DateTime") && isNumber:
		clock := day(days).Format(time.DateTime)
		at, err := time.ParseInLocation(time.DateTime, clock, zone)
		if err != nil {
			return err.Error()
		}
		return strconv.FormatInt(at.Unix(), 10)
	case chType == "Bool":
		if flag, ok := map[string]string{"TRUE": "1", "1": "1", "FALSE": "0", "0": "0"}[raw]; ok {
			return flag
		}
		return "not a boolean: " + raw
	case number.MatchString(chType):
		value, ok := new(big.Rat).SetString(raw)
		if !ok {
			return "not a number: " + raw
		}
		return value.FloatString(scaleOf(chType))
	}
	return fromText(raw, chType)
}

// day is the moment that a number of days stands for, from 1 March 1900 on.
func day(days float64) time.Time {
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(math.Round(math.Mod(days, 1)*86400))*time.Second).AddDate(0, 0, int(days))
}
