package etl

import (
	"slices"
	"testing"
)

// Offices number their files without leading zeros, in digits or in Chinese; the later month is read later, and counts.
func TestOrderOfFiles(t *testing.T) {
	for _, want := range [][]string{
		{"累计1-9月.csv", "累计1-10月.csv", "累计1-12月.csv"},
		{"2024年9月.xlsx", "2024年10月.xlsx", "2025年1月.xlsx"},
		{"2024-9-30.csv", "2024-10-1.csv", "2024-10-02.csv"},
		{"台账.xlsx", "台账(1).xlsx", "台账(2).xlsx", "台账(10).xlsx"},
		{"台账九月.xls", "台账十月.xls", "台账十一月.xls", "台账十二月.xls"},
		{"第一季度.csv", "第二季度.csv", "第三季度.csv", "第四季度.csv"},
		{"第九期.csv", "第十期.csv", "第十九期.csv", "第二十期.csv", "第二十一期.csv"},
		{"3月上旬.csv", "3月中旬.csv", "3月下旬.csv"},
		{"８月.csv", "9月.csv", "１０月.csv"},
		{"2024/2.csv", "2024/10.csv", "2025/1.csv"},
		{"20240930.csv", "20241001.csv"},
		{"a007.csv", "a7.csv", "a8.csv"}, // equal numbers: as they are written
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		if sortFiles(got); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

// A ledger that is cumulated from month to month: October says what September could not know.
func TestTheLaterMonthCounts(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small1-9月.csv", smallHeader+"1,370303,一般,2025-03-31,September\n")
	b.file("small1-10月.csv", smallHeader+"1,370303,重大,2025-03-31,October\n")
	b.run("small_csv")
	if got := b.ask("SELECT id, level, description FROM hazard WHERE {parts}", "hazard"); got != "('1','major','October')" {
		t.Errorf("got %s", got)
	}
}
