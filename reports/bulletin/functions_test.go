package bulletin

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/prose"
	"anlan/warehouse"
)

// Who writes templates finds every function in the documentation.
func TestTheDocumentationHasEveryFunction(t *testing.T) {
	text, err := os.ReadFile("../../docs/bulletin-kinds.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| function | gives |")
	table, _, _ = strings.Cut(table, "BASE is")
	for _, name := range functionNames() {
		if !strings.Contains(table, "`"+name+"`") && !strings.Contains(table, "`"+name+" ") {
			t.Errorf("the documentation does not tell of %s", name)
		}
	}
}

// 一、（一）1.（1） and on, also past ten; in English 1. 1.1 (1) (a).
func TestNumbersOfHeadings(t *testing.T) {
	for _, c := range []struct {
		places []int
		zh, en string
	}{
		{[]int{1}, "一、", "1. "}, {[]int{10}, "十、", "10. "}, {[]int{11}, "十一、", "11. "}, {[]int{20}, "二十、", "20. "}, {[]int{23}, "二十三、", "23. "},
		{[]int{2, 3}, "（三）", "2.3 "}, {[]int{0, 3}, "（三）", "3. "}, {[]int{2, 3, 4}, "4.", "(4) "}, {[]int{2, 3, 4, 2}, "（2）", "(b) "},
	} {
		if zh, en := headingNumber("zh", c.places), headingNumber("en", c.places); zh != c.zh || en != c.en {
			t.Errorf("%v: %q and %q, expected %q and %q", c.places, zh, en, c.zh, c.en)
		}
	}
}

// A veto leaves 92 points in the last grade: grades are told from the best to the last all the same.
func TestGradesAreToldFromTheBest(t *testing.T) {
	var told []int
	for _, title := range []string{"优秀", "良好", "合格", "较差", "不合格"} {
		told = append(told, gradePlace(title))
	}
	if !slices.IsSorted(told) || told[0] == told[1] || told[2] == told[4] {
		t.Errorf("places %v", told)
	}
}

// 车辆伤害 is of 1986 alone, 道路（轨道）车辆致害 of 2025 alone, 火灾 of 1986 too: nobody ranks the same accidents under two names.
func TestTypesOfTwoEditionsAreNotRanked(t *testing.T) {
	typed := func(n int64, key string) figure {
		d := decimal.NewFromInt(n)
		return figure{prose.Quantity{Query: "by_type", Row: key, RowTitle: warehouse.Text{ZH: key}, Unit: warehouse.Text{ZH: "起"}, Now: prose.Value{State: warehouse.Present, Exact: &d}}}
	}
	told := &telling{needs: map[string]*need{"by_type": {by: "accident_type"}}, style: prose.Style{Language: "zh"}}
	if got := told.most([]figure{typed(2, "车辆伤害"), typed(1, "道路（轨道）车辆致害")}, 3); got != "" {
		t.Errorf("said %s", got)
	}
	if got := told.most([]figure{typed(2, "车辆伤害"), typed(0, "道路（轨道）车辆致害")}, 3); got == "" {
		t.Error("types of one edition are not said")
	}
}
