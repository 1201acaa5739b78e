package etl

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"anlan/warehouse"
)

// What a clerk reads of names that are not understood, of units and of deletions is Chinese.
func TestTheReportTellsOfNamesUnitsAndDeletionsInChinese(t *testing.T) {
	b := setup(t, strings.NewReplacer("region: 区划", "region: {from: 区划, names: true}", "description: 描述", "money_spent: {from: 描述, unit: 万元}", "columns:\n", "deletes: {missing: true}\ncolumns:\n").Replace(small("csv")))
	b.file("small.csv", smallHeader+"1,张店区,一般,2025-03-01,1\n2,济南市市中区,一般,2025-03-01,1\n3,371202,一般,2025-03-01,1\n4,市中区,一般,2025-03-01,1\n5,没有区,一般,2025-03-01,1\n6,张店区,一般,2025-03-01,约1\n")
	run := b.run("small_csv")
	report, err := b.loader.Report(t.Context(), warehouse.Everything(), run.ID, ReportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"“市中区”有多个区划同名：370103 山东省济南市市中区", "“没有区”不是行政区划的代码或名称", "“约1”不是以 万元 计的数量", "更正区划代码 1 行", "“371202” → 370116（更正）"} {
		if !strings.Contains(report, words) {
			t.Errorf("%q is not in\n%s", words, report)
		}
	}
	b.file("small.csv", smallHeader+"1,张店区,一般,2025-03-01,1\n")
	failed, err := b.loader.Run(t.Context(), "small_csv", RunOptions{})
	if err == nil {
		t.Fatal("two of three records went")
	}
	report, err = b.loader.Report(t.Context(), warehouse.Everything(), failed.ID, ReportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"却缺少系统中 3 条记录里的 2 条（66.7%，流程允许 5%）", "若发布将删除的记录（列出前 2 条）：", "s 2，区划 370103：完整的来源中已没有"} {
		if !strings.Contains(report, words) {
			t.Errorf("%q is not in\n%s", words, report)
		}
	}
	for _, line := range strings.Split(report, "\n") {
		if english := regexp.MustCompile(`[a-z]{4,}( [a-z]{2,}){3,}`).FindString(line); english != "" && !strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("an English line: %s", line)
		}
	}
	english, err := b.loader.Report(t.Context(), warehouse.Everything(), failed.ID, ReportOptions{Language: "en"})
	if err != nil || !strings.Contains(english, "Records that would have been deleted (the first 2)") {
		t.Errorf("%v\n%s", err, english)
	}
}
