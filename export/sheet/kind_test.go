package sheet

import (
	"testing"

	"anlan/warehouse"
)

// The last sheet is for people: it says what a column holds in their words, and nothing of it is cut off at the edge of a cell.
func TestKindsInWords(t *testing.T) {
	for typ, want := range map[string]string{
		"String": "文本 Text", "LowCardinality(String)": "文本 Text", "Nullable(String)": "文本，可空 Text, may be empty", "UInt32": "整数 Whole number",
		"Nullable(DateTime64(0, 'Asia/Shanghai'))": "时间（北京），可空 Time (Beijing), may be empty", "Nullable(Date32)": "日期，可空 Date, may be empty",
		"Decimal(18, 2)": "数字，2 位小数 Number, 2 decimals", "Decimal(38, 0)": "数字 Number", "Array(LowCardinality(String))": "文本列表 Text, list", "Bool": "是否 Yes or no",
		"Nullable(Decimal(38, 6))": "数字，6 位小数，可空 Number, 6 decimals, may be empty", "Point": "Point",
	} {
		if got := kind(typ); got != want {
			t.Errorf("%s is %q, not %q", typ, got, want)
		}
	}
	all := columns("day")
	all[0].Type, all[0].Title = "Nullable(DateTime64(0, 'Asia/Shanghai'))", warehouse.Text{ZH: "填报单位首次登记时间"}
	f, _ := made(t, Book{Title: warehouse.Text{ZH: "隐患"}, Columns: all}, 100)
	for column, least := range map[string]float64{"B": 22, "E": 47} { // ten signs of two and a margin; nine signs of two, 29 letters
		if wide, err := f.GetColWidth(aboutName, column); err != nil || wide < least {
			t.Errorf("column %s is %v wide, %v; its text is %v", column, wide, err, least)
		}
	}
}
