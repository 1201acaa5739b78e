package etl

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"anlan/warehouse"
)

// The example of docs/checks.md ends as it says there, and its list of kinds is one that is understood.
func TestTheDocumentedChecks(t *testing.T) {
	text, err := os.ReadFile("../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(text)
	files := map[string]string{}
	for _, m := range regexp.MustCompile("`([^` ]+)`:\n\n```(?:csv|yaml)\n((?s:.*?))```").FindAllStringSubmatch(doc, -1) {
		files[m[1]] = m[2]
	}
	b := setup(t, files["ledger.yaml"])
	b.file("检查.csv", files["检查.csv"])
	b.file("明细.csv", strings.TrimSuffix(files["明细.csv"], "\n"))
	_, told, _ := strings.Cut(doc, "```text\n")
	told, _, _ = strings.Cut(told, "\n```")
	b.fail("ledger", CheckFailed, told)
	page, err := b.warehouse.Checks(t.Context(), warehouse.Everything(), warehouse.CheckQuery{Run: b.lastRun().ID})
	if err != nil {
		t.Fatal(err)
	}
	table := ""
	for _, r := range page.Results {
		line := "| " + r.Code + " | " + r.Outcome + " | " + r.Measured + " | " + r.Expected + " | " + strings.Join(r.Keys, ", ") + " |\n"
		table += strings.ReplaceAll(line, "|  |", "| |")
	}
	if !strings.Contains(doc, "|---|---|---|---|---|\n"+table+"\n") {
		t.Errorf("the checks found\n%s", table)
	}
	report, err := b.loader.Report(t.Context(), warehouse.Everything(), b.lastRun().ID, ReportOptions{})
	if err != nil || !strings.Contains(report, "有 1 项整批核对未通过，因此没有发布任何数据，各项见“整批核对”。若发布，将新增 3 条、替换 0 条、删除 0 条，0 条不变，会变动") ||
		!strings.Contains(report, "[失败] 检查写明的隐患数与明细一致：3 条主记录中 1 条与明细不符（写明 ≠ 实有）") {
		t.Errorf("the clerk reads\n%s\n%v", report, err)
	}
	_, kinds, _ := strings.Cut(doc, "<!-- kinds -->\n```yaml\n")
	kinds, _, _ = strings.Cut(kinds, "```")
	if p, err := ParsePipeline("kinds.yaml", []byte(strings.Replace(small("csv"), "columns:\n", "columns:\n  penalty: 罚款\n", 1)+kinds)); err != nil || len(p.LoadChecks) != 10 {
		t.Errorf("the kinds: %v", err)
	}
	names := []string{CheckFailed, warehouse.CheckPassed, warehouse.CheckSkipped, warehouse.CheckErrored, warehouse.Completeness, warehouse.Timeliness, warehouse.Validity, warehouse.Uniqueness}
	for name := range aggregateFunctions {
		names = append(names, name)
	}
	for _, name := range names {
		if !strings.Contains(doc, "`"+name+"`") {
			t.Errorf("%s is not explained", name)
		}
	}
}
