package etl

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"anlan/reports/scheme"
)

// scoreSheet is the pipeline of docs/assessment.md.
func scoreSheet(t *testing.T) string {
	t.Helper()
	doc, err := os.ReadFile("../docs/assessment.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```yaml\n(pipeline: score_sheet.*?)```").FindSubmatch(doc)
	if block == nil {
		t.Fatal("docs/assessment.md shows no pipeline score_sheet")
	}
	return string(block[1])
}

// asked is what the schemes that ship ask people for, so that the sheet of the document works with them as it is pasted.
func asked(t *testing.T, b *bundle) map[string][]string {
	t.Helper()
	shipped, err := scheme.Open("", scheme.KnownIn(b.warehouse.Catalogue()))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, s := range shipped.Schemes() {
		for _, input := range s.Inputs() {
			if input.Entered {
				out[s.Name] = append(out[s.Name], input.Name)
			}
		}
	}
	return out
}

const (
	scoreHeader = "设区市,考核项目,得分,评分说明,依据\n"
	scoresFile  = scoreHeader +
		"淄博市,安全生产巡查评分,12.5,台账齐全,鲁安办〔2025〕7号\n" +
		"临沂市,安全生产巡查评分,0,未开展,\n" +
		"潍坊市,安全生产巡查评分,,,\n" + // nobody scored it: that is not 0
		"济南市,巡查,10,,\n" + // no such item
		"某某市,安全生产巡查评分,10,,\n" + // no such city
		"淄博市,国家级表彰,2,表彰2次,鲁安发〔2025〕3号\n"
)

// A sheet of scores goes the way of all records: what belongs to nobody is kept aside with the reason, and a corrected sheet
// replaces what it corrects.
func TestASheetOfScoresIsLoadedLikeAllRecords(t *testing.T) {
	b := setup(t)
	b.openWith(Options{Items: asked(t, b)}, scoreSheet(t))
	b.file("scores-2025.csv", scoresFile)
	run := b.run("score_sheet")
	if got, want := count(run), "succeeded: read 6, loaded 3, updated 0, unchanged 0, rejected 3, duplicate 0"; got != want {
		t.Errorf("got  %s\nwant %s\n%v", got, want, b.quarantine(run.ID))
	}
	got := b.ask("SELECT region, item, value, period_from, period_to, remark, evidence FROM assessment_entry WHERE {parts} ORDER BY region, item", "assessment_entry")
	want := "('370300','inspection_result',12.5,'2025-01-01','2025-12-31','台账齐全','鲁安办〔2025〕7号')\n" +
		"('370300','praised_nation',2,'2025-01-01','2025-12-31','表彰2次','鲁安发〔2025〕3号')\n" +
		"('371300','inspection_result',0,'2025-01-01','2025-12-31','未开展','')"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	aside := strings.Join(b.quarantine(run.ID), "\n") + b.ask("SELECT arrayJoin(reasons) FROM quarantine")
	for _, reason := range []string{"missing_value", "unknown_region", "unknown_item", "“巡查” of scheme “city-annual” is not known: the scheme asks people for"} {
		if !strings.Contains(aside, reason) {
			t.Errorf("no row was kept aside for %s:\n%s", reason, aside)
		}
	}
	// The corrected sheet: one value changes, one is the same.
	b.file("scores-2025.csv", scoreHeader+"淄博市,安全生产巡查评分,14,台账齐全,鲁安办〔2025〕7号\n临沂市,安全生产巡查评分,0,未开展,\n")
	if got, want := count(b.run("score_sheet")), "succeeded: read 2, loaded 0, updated 1, unchanged 1, rejected 0, duplicate 0"; got != want {
		t.Errorf("the corrected sheet: got %s, want %s", got, want)
	}
}

// The same sheet as a workbook.
func TestASheetOfScoresAsAWorkbook(t *testing.T) {
	b := setup(t)
	b.openWith(Options{Items: asked(t, b)}, strings.Replace(scoreSheet(t), "scores*.csv", "scores*.xlsx", 1))
	book := excelize.NewFile()
	for r, line := range strings.Split(strings.TrimSpace(scoresFile), "\n") {
		for c, cell := range strings.Split(line, ",") {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err == nil {
				err = book.SetCellValue("Sheet1", at, cell)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.SaveAs(b.sources + "/scores-2025.xlsx"); err != nil {
		t.Fatal(err)
	}
	if got, want := count(b.run("score_sheet")), "succeeded: read 6, loaded 3, updated 0, unchanged 0, rejected 3, duplicate 0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
