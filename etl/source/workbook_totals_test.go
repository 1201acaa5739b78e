package source

import "testing"

// A firm called 总计 is a firm where the row has a day of its own; a sum has none.
func TestARecordThatSoundsLikeATotal(t *testing.T) {
	path := ledger(t, map[string][][]any{"7月": {
		{"编号", "企业", "发现日期", "级别", "投入"},
		{"1", "山东总计", "2023-07-05", "一般", 5},
		{"2", "Total", "2023.7.6", "一般", nil},
		{"合计", nil, nil, nil, 5},
		{nil, "合计", nil, "2条", 5},
	}}, nil)
	expect(t, records(t, path, Spec{Keys: []string{"编号", "企业", "发现日期", "级别", "投入"}, Dates: []string{"发现日期"}}),
		"7月!2: 1|山东总计|2023-07-05|一般|5", "7月!3: 2|Total|2023.7.6|一般|NULL", "7月# skipped_totals 2")
}
