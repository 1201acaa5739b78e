package dispatch

import (
	"testing"

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
				d.Figures = append(d.Figures, document.Figure{ID: one.query + "//" + one.label + "/value", Query: one.query, Label: one.label, Text: one.text})
			}
		}
		return &record{Case: Case{Period: may}, Composition: &bulletin.Composition{Documents: map[document.Language]*document.Document{document.Chinese: d}}, Issued: &issued{DocumentNumber: "桓安办通报〔2026〕1号"}}
	}
	old, now := figures("1", "3", "1"), figures("2", "4", "")
	for _, change := range figureChanges(old.Composition, now.Composition) {
		now.Corrected = append(now.Corrected, Correction{FigureChange: change})
	}
	d := corrigendum(old, now, "一人伤后死亡。").Documents[document.Chinese]
	if got, want := plain(d, "更正对照表/corrected_figures"), "死亡人数 | 1 | 2\n2026年1—5月 死亡人数 | 3 | 4\n重伤人数 | 1 | 未列示"; got != want {
		t.Errorf("listed is\n%s\nexpected\n%s", got, want)
	}
	if len(now.Corrected) != 4 || len(d.Figures) != 3+3 {
		t.Errorf("%d figures changed, the document has %d", len(now.Corrected), len(d.Figures))
	}
	if got := plain(d, "correction"); got != "现对《五月通报》（桓安办通报〔2026〕1号）予以更正重发，原文同时废止。更正原因：一人伤后死亡。更正的数据见附件《更正对照表》。" {
		t.Error(got)
	}
	if len(now.Composition.Documents[document.Chinese].Figures) != 3 {
		t.Error("the composed document was changed")
	}
}
