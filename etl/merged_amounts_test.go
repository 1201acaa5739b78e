package etl

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// One visit finds three hazards and ends in one fine, which the ledger writes once, merged beside the three: 9000 yuan, not 27,000.
func TestAFineMergedOverThreeHazards(t *testing.T) {
	const pipeline = `pipeline: fines
fact: hazard
system: x
source: {files: "*.xlsx"}
columns:
  id: 编号
  region: 区划
  source: {value: government}
  level: 级别
  found_on: 日期
  penalty: 罚款（元）
`
	for merged, want := range map[string]string{
		"":              "map[filled_cells:4 merged_amounts:2]: 9000 in 1 of 3",
		"fill":          "map[filled_cells:6]: 27000 in 3 of 3",
		"[日期, 区划]":      "map[filled_cells:4]: 9000 in 1 of 3",
		"[日期,区划,罚款（元）]": "map[filled_cells:6]: 27000 in 3 of 3",
	} {
		text := pipeline
		if merged != "" {
			text = strings.Replace(pipeline, `"*.xlsx"`, `"*.xlsx", merged: `+merged, 1)
		}
		t.Run("merged: "+merged, func(t *testing.T) { finesOf(t, text, want) })
	}
}

func finesOf(t *testing.T, pipeline, want string) {
	t.Helper()
	b := setup(t, pipeline)
	f := excelize.NewFile()
	for r, row := range [][]any{
		{"编号", "日期", "区划", "级别", "罚款（元）"},
		{"1", "2025-03-01", "370303", "一般", 9000},
		{"2", nil, nil, "一般"},
		{"3", nil, nil, "重大"},
	} {
		at, _ := excelize.CoordinatesToCellName(1, r+1)
		if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []string{"B", "C", "E"} {
		if err := f.MergeCell("Sheet1", c+"2", c+"4"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(filepath.Join(b.sources, "执法.xlsx")); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	run := b.run("fines")
	got := fmt.Sprint(run.Warnings) + ": " + strings.NewReplacer("(", "", ")", "", ",", " in ").Replace(b.ask("SELECT toFloat64(sum(penalty)), count(penalty) FROM hazard WHERE {parts}", "hazard")) + fmt.Sprintf(" of %d", run.RowsLoaded)
	if strings.ReplaceAll(got, "'", "") != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
