package prose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/warehouse"
)

// 12 against 15: 3 fewer, 20.0%; 2 against 0 has no percentage; of 87.5% against 86.25% the difference is in points.
func TestACellIsTheBareNumberOfTheSentence(t *testing.T) {
	value := func(text string) *prose.Value {
		n := decimal.RequireFromString(text)
		return &prose.Value{State: warehouse.Present, Exact: &n}
	}
	of := func(now, base string, rate bool) prose.Quantity {
		q := prose.Quantity{Query: "q", Row: "r", Metric: "m", Title: warehouse.Text{ZH: "事故起数", EN: "Accidents"}, Unit: warehouse.Text{ZH: "起", EN: "accidents"}, Rate: rate, Now: *value(now)}
		q.PreviousYear, q.Total = value(base), value("48")
		return q
	}
	s := prose.Style{Language: document.Chinese, Percents: 2}
	for _, c := range []struct {
		q    prose.Quantity
		role document.Role
		want string
	}{
		{of("12", "15", false), document.Value, "12"},
		{of("12", "15", false), document.Base, "15"},
		{of("12", "15", false), document.Change, "-3"},
		{of("12", "15", false), document.Percent, "-20.00%"},
		{of("12", "15", false), document.Share, "25.00%"},
		{of("249999", "250000", false), document.Percent, "-0.0004%"},
		{of("24999999", "25000000", false), document.Percent, "0.00%"},
		{of("2", "0", false), document.Change, "2"},
		{of("2", "0", false), document.Percent, "—"},
		{of("87.5", "86.25", true), document.Change, "1.25"},
		{of("87.5", "86.25", true), document.Percent, "—"},
		{prose.Quantity{Now: prose.Value{State: warehouse.NotReported}}, document.Value, "未报送"},
		{prose.Quantity{Now: prose.Value{State: warehouse.NotReported}}, document.Change, "—"},
	} {
		text := ""
		for _, run := range document.Runs(s.Cell(c.q, c.role, against(c.role))) {
			text += run.Text
		}
		if text != c.want {
			t.Errorf("%s: %q, expected %q", c.role, text, c.want)
		}
	}
}

func against(role document.Role) string {
	switch role {
	case document.Value, document.Share:
		return ""
	}
	return prose.PreviousYear
}

func TestFiguresAreLabelled(t *testing.T) {
	var labels []string
	s := zh
	s.Note = func(f document.Figure) { labels = append(labels, f.ID+": "+f.Label) }
	q := accidents("12 15")
	q.Row, q.RowTitle, q.Total = "370303", text("张店区", "Zhangdian"), value("48")
	s.Statement(q, prose.PreviousYear)
	s.Base(q, prose.PreviousYear)
	s.Language = document.English
	s.Share(q)
	s.Percent(q, prose.PreviousYear)
	want := []string{
		"overall/370303/accidents/value: 张店区 事故起数（纳入统计）",
		"overall/370303/accidents/change/previous_year: 张店区 事故起数（纳入统计） 较去年同期增减",
		"overall/370303/accidents/percent/previous_year: 张店区 事故起数（纳入统计） 较去年同期增减幅度",
		"overall/370303/accidents/base/previous_year: 张店区 事故起数（纳入统计） 去年同期",
		"overall/370303/accidents/share: Zhangdian, Accidents (counted), share",
		"overall/370303/accidents/percent/previous_year: Zhangdian, Accidents (counted), change from the same period last year in percent",
	}
	if !slices.Equal(labels, want) {
		t.Errorf("%s\nexpected\n%s", strings.Join(labels, "\n"), strings.Join(want, "\n"))
	}
}
