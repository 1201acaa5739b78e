package source

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// ledger writes a workbook with one sheet a name, of rows of cells.
func ledger(t *testing.T, sheets map[string][][]any, change func(*excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	first := true
	for _, name := range slices.Sorted(maps.Keys(sheets)) {
		if first {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
			first = false
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[name] {
			for c, value := range row {
				if value == nil {
					continue
				}
				at, _ := excelize.CoordinatesToCellName(c+1, i+1)
				if err := f.SetCellValue(name, at, value); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if change != nil {
		change(f)
	}
	path := filepath.Join(t.TempDir(), "台账.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// records opens a workbook and returns its rows as "sheet!row: a|b|c" of the keys, the bad ones as "sheet!row! code reason".
func records(t *testing.T, path string, spec Spec) []string {
	t.Helper()
	spec.Format = XLSX
	inputs, err := OpenAll(context.Background(), path, spec)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, in := range inputs {
		place := in.(interface{ Place() Place }).Place()
		var text strings.Builder
		_, err := in.Stream(t.Context(), &text, Layout{Bad: func(b Bad) error {
			if !json.Valid(b.Raw) {
				t.Errorf("raw is no JSON: %s", b.Raw)
			}
			out = append(out, fmt.Sprintf("%s!%d! %s %s", place.Sheet, b.Row, b.Code, b.Reason))
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range nativeRows(t, []byte(text.String())) {
			number, rest, _ := strings.Cut(row, "/")
			_, rest, _ = strings.Cut(rest, ": ")
			all := strings.Split(rest, "|")
			values := make([]string, len(spec.Keys))
			for k, key := range spec.Keys {
				values[k] = "-"
				if i := slices.Index(in.Columns(), key); i >= 0 {
					values[k] = all[i]
				}
			}
			out = append(out, place.Sheet+"!"+number+": "+strings.Join(values, "|"))
		}
		for _, n := range in.(interface{ Notes() []Note }).Notes() {
			out = append(out, fmt.Sprintf("%s# %s %d", place.Sheet, n.Code, n.Count))
		}
		if err := in.Close(); err != nil {
			t.Error(err)
		}
	}
	return out
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

// The ledger of a city as an office keeps it: a title, who filled it in, a header of two rows, the district over several rows, a
// subtotal, a total and signatures.
func TestLedgerWithTitleTwoRowHeaderAndTotals(t *testing.T) {
	path := ledger(t, map[string][][]any{"7月": {
		{"淄博市2023年7月隐患排查治理台账"},
		{"填报单位：市安委办", nil, nil, nil, "填报时间：2023年8月2日"},
		nil,
		{"序号", "区 县", "隐患描述", "整改\n期限", "整改情况", nil, "投入（万元）"},
		{nil, nil, nil, nil, "是否完成", "完成时间"},
		{1, "张店区", "灭火器压力不足", "2023-7-20", true, "2023.7.18", 1.5},
		{2, nil, "通道堵塞", 45127, "否"},
		{nil, "小　计", nil, nil, nil, nil, 1.5},
		{3, "桓台县", "储罐区缺少防雷检测", "20230805", "是", "2023年8月1日", 0.30000000000000004},
		{"合计", nil, nil, nil, nil, nil, 1.8},
		{"填表人：张三", nil, nil, "审核人：李四"},
		{"备注：1. 本表每月报送"},
		{"2. 逾期未报的通报批评"},
	}}, func(f *excelize.File) {
		for _, m := range [][2]string{{"A1", "G1"}, {"A4", "A5"}, {"B4", "B5"}, {"C4", "C5"}, {"D4", "D5"}, {"E4", "F4"}, {"G4", "G5"}, {"B6", "B7"}, {"A10", "C10"}} {
			if err := f.MergeCell("7月", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	expect(t, records(t, path, Spec{Keys: []string{"序号", "区县", "隐患描述", "整改期限", "整改情况/是否完成", "完成时间", "投入(万元)"}, Dates: []string{"整改期限", "完成时间"}}),
		"7月!6: 1|张店区|灭火器压力不足|2023-7-20|TRUE|2023.7.18|1.5",
		"7月!7: 2|张店区|通道堵塞|2023-07-20|否|NULL|NULL",
		"7月!9: 3|桓台县|储罐区缺少防雷检测|20230805|是|2023年8月1日|0.3",
		"7月# filled_cells 1",
		"7月# skipped_remarks 3",
		"7月# skipped_totals 2",
	)
}
