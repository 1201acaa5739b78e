package etl

import (
	"testing"

	"anlan/warehouse"
)

// A reason is told in the words of the report of a load; what nobody has Chinese words for keeps its own behind the reason's name.
func TestReasonsInBothLanguages(t *testing.T) {
	for _, c := range []struct{ code, message, zh string }{
		{"", "", ""},
		{"no_number", `deaths (死亡人数): “优秀” is no whole number that fits; expected digits`, "“死亡人数”列：“优秀”不是整数；只应填数字，如 12"},
		{"unknown_sector", `sector (行业领域): “采矿业” is no sector; expected 危险化学品 (hazardous_chemicals), 矿山 (mine) … (35 in all)`,
			"“行业领域”列：“采矿业”不在名录中；应为：危险化学品 (hazardous_chemicals), 矿山 (mine) 等 35 项"},
		{NoFiles, "no file in the source folder is named accidents*.csv or accidents*.csv.gz", "来源文件夹（配置项 etl.source_dir）中没有名为 accidents*.csv、accidents*.csv.gz 的文件"},
		{NoFiles, "no file in the inbox is named 隐患台账*.xlsx", "收件箱中没有名为 隐患台账*.xlsx 的文件"},
		{"nobody_knows_it", "something that has no Chinese words", "something that has no Chinese words"},
	} {
		got := ReasonText(c.code, c.message)
		if got.EN != c.message || c.zh != "" && got.ZH != c.zh || (got.ZH == "") != (c.message == "") {
			t.Errorf("%s %q: %+v", c.code, c.message, got)
		}
	}
	own := warehouse.Check{Code: "late", Message: warehouse.Text{ZH: "晚于期限", EN: "after the deadline"}}
	pipelines := []*Pipeline{{Fact: &warehouse.Fact{}}, {Fact: &warehouse.Fact{Checks: []warehouse.Check{own}}}}
	for code, want := range map[string]string{"late": "晚于期限", "missing_value": "必填项为空", "nobody_knows_it": "nobody_knows_it"} {
		if got := RuleText(pipelines, code); got.ZH != want {
			t.Errorf("%s is called %+v, want %s", code, got, want)
		}
	}
}

// A list is told by its names, each entry once, whatever the words that it is known by.
func TestEntriesOfAListAreToldByName(t *testing.T) {
	l := lookupOf([][3]string{{"mine", "矿山", "Mines"}, {"gas", "燃气", "Gas"}, {"nameless", "", ""}})
	if got := few(l.entries()); got != "矿山 (mine), 燃气 (gas), nameless" {
		t.Errorf("listed as %s", got)
	}
}
