package dispatch

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// The deaths of May stand in the text and in a table, those of January to May beside them, and the serious injuries are said while
// there are any: one death more is listed once, the other period by its name, and what is printed no more is said to be so.
func TestTheListOfCorrectedFigures(t *testing.T) {
	may, _ := safety.ParsePeriod("2026-05")
	months, _ := safety.ParsePeriod("2026-01..05")
	figures := func(deaths, cumulative, injuries string) *record {
		d := &document.Document{Language: document.Chinese, Title: "五月通报", Queries: []document.Query{
			{Name: "overall", Metric: &warehouse.MetricQuery{Period: may}}, {Name: "by_region", Metric: &warehouse.MetricQuery{Period: may}}, {Name: "cumulative", Metric: &warehouse.MetricQuery{Period: months}},
		}}
		for _, one := range []struct{ query, label, text string }{
			{"overall", "死亡人数", deaths}, {"by_region", "死亡人数", deaths}, {"cumulative", "死亡人数", cumulative}, {"overall", "重伤人数", injuries},
		} {
			if one.text != "" {
				exact := decimal.RequireFromString(one.text)
				d.Figures = append(d.Figures, document.Figure{ID: one.query + "//" + one.label + "/value", Query: one.query, Label: one.label, Text: one.text, Role: document.Value, Exact: &exact})
			}
		}
		return &record{Case: Case{Period: may}, Composition: &bulletin.Composition{Period: may, Documents: map[document.Language]*document.Document{document.Chinese: d}}, Issued: &issued{DocumentNumber: "桓安办通报〔2026〕1号"}}
	}
	old, now := figures("1", "3", "1"), figures("2", "4", "")
	for _, change := range figureChanges(old.Composition, now.Composition, true) {
		now.Corrected = append(now.Corrected, Correction{FigureChange: change})
	}
	d := corrigendum(old, now, "一人伤后死亡。").Documents[document.Chinese]
	if got, want := plain(d, "更正对照表/corrected_figures"), "死亡人数 | 1 | 2\n2026年1—5月 死亡人数 | 3 | 4\n重伤人数 | 1 | 未列示"; got != want {
		t.Errorf("listed is\n%s\nexpected\n%s", got, want)
	}
	if len(now.Corrected) != 3 || len(d.Figures) != 3+3 {
		t.Errorf("%d figures changed, the document has %d", len(now.Corrected), len(d.Figures))
	}
	if got := plain(d, "correction"); got != "现对《五月通报》（桓安办通报〔2026〕1号）予以更正重发，原文同时废止。更正原因：一人伤后死亡。更正的数据见附件《更正对照表》。" {
		t.Error(got)
	}
	if len(now.Composition.Documents[document.Chinese].Figures) != 3 {
		t.Error("the composed document was changed")
	}
}

// A month without deaths against two last year: -2, -100.0%, said as 未发生 in the text and as 0 in the table. With four deaths it is +2,
// +100.0%: what keeps its digits and turns its sign is listed, what stands in several places is listed once, and a zero in words is a
// zero. 12,000 yuan that become 9,000 are told with their units.
func TestWhatTurnsItsDirectionIsCorrected(t *testing.T) {
	compose := func(text, table, change, percent, loss, unit string, zeros ...string) *bulletin.Composition {
		d := &document.Document{Language: document.Chinese}
		for _, one := range []struct{ id, label, text, unit string }{
			{"overall//deaths/value", "死亡人数", text, "人"}, {"by_region//deaths/value", "死亡人数", table, "人"}, {"overall//major/value", "较大及以上事故起数", text, "起"},
			{"overall//deaths/change/previous_year", "死亡人数 较去年同期增减", change, "人"}, {"by_region//deaths/change/previous_year", "死亡人数 较去年同期增减", change, "人"},
			{"overall//deaths/percent/previous_year", "死亡人数 较去年同期增减幅度", percent, "%"}, {"overall//loss/value", "直接经济损失", loss, unit},
		} {
			if one.text == "" {
				continue
			}
			exact := decimal.RequireFromString(strings.TrimSuffix(one.text, "%"))
			f := document.Figure{ID: one.id, Label: one.label, Text: strings.TrimPrefix(one.text, "-"), Unit: one.unit, Role: document.Value, Exact: &exact, Places: max(0, -exact.Exponent())}
			for _, role := range []document.Role{document.Change, document.Percent} {
				if strings.Contains(one.id, "/"+string(role)+"/") {
					f.Role = role
				}
			}
			d.Figures = append(d.Figures, f)
		}
		return &bulletin.Composition{
			Documents: map[document.Language]*document.Document{document.Chinese: d}, Zeros: map[document.Language][]string{document.Chinese: zeros},
		}
	}
	old := compose("", "0", "-2", "-100.0%", "1.2", "万元", "overall//deaths/value", "overall//major/value")
	now := compose("4", "4", "2", "100.0%", "9000", "元")
	want := []bulletin.FigureChange{
		{Figure: "overall//deaths/value", Label: "死亡人数", Before: "0", After: "4"},
		{Figure: "overall//deaths/change/previous_year", Label: "死亡人数 较去年同期增减", Before: "-2", After: "+2"},
		{Figure: "overall//deaths/percent/previous_year", Label: "死亡人数 较去年同期增减幅度", Before: "-100.0%", After: "+100.0%"},
		{Figure: "overall//major/value", Label: "较大及以上事故起数", Before: "0", After: "4"},
		{Figure: "overall//loss/value", Label: "直接经济损失", Before: "1.2万元", After: "9000元"},
	}
	if got := figureChanges(old, now, true); !slices.Equal(got, want) {
		t.Errorf("changed are\n%+v\nexpected\n%+v", got, want)
	}
	back := figureChanges(now, old, true)
	if len(back) != 5 || back[0].Before != "4" || back[0].After != "0" || back[4].Before != "4" || back[4].After != "0" {
		t.Errorf("the other way %+v", back)
	}
	printed := &record{Composition: old, Issued: &issued{DocumentNumber: "桓安办通报〔2026〕1号"}}
	d := corrigendum(printed, &record{Composition: now}, "补报。").Documents[document.Chinese]
	if got := plain(d, "更正对照表/corrected_figures"); got != "死亡人数 | 0 | 4\n死亡人数 较去年同期增减 | -2 | +2\n死亡人数 较去年同期增减幅度 | -100.0% | +100.0%\n较大及以上事故起数 | 0 | 4\n直接经济损失 | 1.2万元 | 9000元" {
		t.Errorf("listed is\n%s", got)
	}
	if f := d.Figure("printed_before/overall//major/value"); f == nil || f.Text != "0" || !f.Exact.IsZero() {
		t.Errorf("the zero that was printed in words is %+v", f)
	}
}

// A unit of a ranking went from the third to the first place, and in truth to the fifth: two up, two down, which only arrows say.
func TestAPlaceLostIsNotAPlaceGained(t *testing.T) {
	compose := func(place int64) *bulletin.Composition {
		d := &document.Document{Language: document.Chinese}
		for id, n := range map[string]int64{"ranking/370303/place/value": place, "ranking/370303/place/base/previous_period": 3, "ranking/370303/moved/value": max(place-3, 3-place)} {
			exact := decimal.NewFromInt(n)
			d.Figures = append(d.Figures, document.Figure{ID: id, Label: id, Text: exact.String(), Role: document.Value, Exact: &exact})
		}
		return &bulletin.Composition{Documents: map[document.Language]*document.Document{document.Chinese: d}}
	}
	got := figureChanges(compose(1), compose(5), true)
	if i := slices.IndexFunc(got, func(c bulletin.FigureChange) bool { return c.Figure == "ranking/370303/moved/value" }); len(got) != 2 || i < 0 || got[i].Before != "2" || got[i].After != "-2" {
		t.Errorf("changed are %+v", got)
	}
}

// A sector that had no row has one: its figure is new, how it changed is no line of its own, and what was printed stands before it. What
// is not known is not listed as new; money has its unit, that goes by its size, and a loss of nothing is 0元.
func TestNewRowsStandBehindWhatWasPrinted(t *testing.T) {
	compose := func(figures ...document.Figure) *bulletin.Composition {
		return &bulletin.Composition{
			Documents: map[document.Language]*document.Document{document.Chinese: {Language: document.Chinese, Figures: figures}},
			Zeros:     map[document.Language][]string{document.Chinese: {"overall//loss/value"}},
		}
	}
	figure := func(id string, n int64, unit string, role document.Role) document.Figure {
		exact := decimal.NewFromInt(n)
		return document.Figure{ID: id, Label: id, Text: exact.Abs().String(), Unit: unit, Role: role, Exact: &exact}
	}
	share := figure("by_sector/mine/deaths/percent/previous_year", 0, "", document.Percent)
	share.Exact, share.Text = nil, "—"
	now := compose(figure("by_sector/mine/deaths/change/previous_year", 1, "人", document.Change), share, figure("by_sector/mine/deaths/value", 1, "人", document.Value),
		figure("overall//deaths/value", 6, "人", document.Value), figure("overall//loss/value", 336, "万元", document.Value))
	want := []bulletin.FigureChange{
		{Figure: "overall//deaths/value", Label: "overall//deaths/value", Before: "5", After: "6"}, {Figure: "overall//loss/value", Label: "overall//loss/value", Before: "0元", After: "336万元"},
		{Figure: "by_sector/mine/deaths/value", Label: "by_sector/mine/deaths/value", After: "1"},
	}
	if got := figureChanges(compose(figure("overall//deaths/value", 5, "人", document.Value)), now, true); !slices.Equal(got, want) {
		t.Errorf("changed are\n%+v\nexpected\n%+v", got, want)
	}
}
