package etl

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// The example of docs/ledger.md goes as it is told there; May has begun, April is over.
func TestTheDocumentedCorrections(t *testing.T) {
	text, err := os.ReadFile("../docs/ledger.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(text)
	files := regexp.MustCompile("```csv\n((?s:.*?))```").FindAllStringSubmatch(doc, -1)
	if len(files) != 2 {
		t.Fatalf("%d files", len(files))
	}
	b := setup(t, strings.NewReplacer("small*", "ledger*", "  description: 描述\n", "  description: 描述\n  rectified_on: 整改日期\n").Replace(small("csv")))
	b.file("ledger1.csv", files[0][1])
	b.run("small_csv")
	if err := os.Remove(b.sources + "/ledger1.csv"); err != nil {
		t.Fatal(err)
	}
	b.file("ledger2.csv", files[1][1])
	b.run("small_csv")
	figure := func(f *float64) string {
		if f == nil {
			return ""
		}
		return fmt.Sprintf("%g ", *f)
	}
	table := "| region | version | month | before | after |\n|---|---|---|---|---|\n"
	for _, region := range []safety.RegionCode{"370321", "370303"} {
		page, err := b.warehouse.Corrections(t.Context(), warehouse.Everything(), warehouse.CorrectionQuery{Region: region, Metric: "hazards_found"})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Corrections {
			table += fmt.Sprintf("| %s | %d | %s | %s| %s|\n", c.Region, c.Version, c.Month, figure(c.Before), figure(c.After))
		}
	}
	if !strings.Contains(doc, table+"\n") {
		t.Errorf("the corrections are\n%s", table)
	}
	april, err := safety.ParsePeriod("2025-04")
	if err != nil {
		t.Fatal(err)
	}
	lineage, err := b.warehouse.Lineage(t.Context(), warehouse.Everything(), warehouse.LineageQuery{Metric: "hazards_found", Region: "370321", Period: april})
	if err != nil {
		t.Fatal(err)
	}
	table = "| file | records |\n|---|---|\n"
	for _, f := range lineage.Sides[0].Files {
		table += fmt.Sprintf("| %s | %d |\n", f.Name, f.Records)
	}
	if !strings.Contains(doc, table+"\n") {
		t.Errorf("the files are\n%s", table)
	}
	for _, words := range [][]string{
		{warehouse.RunRunning, warehouse.RunSucceeded, warehouse.RunUnchanged, warehouse.RunDry, warehouse.RunFailed, warehouse.RunInterrupted},
		{warehouse.TriggerManual, warehouse.TriggerSchedule, warehouse.TriggerDependency, warehouse.TriggerRetry, warehouse.TriggerInbox, warehouse.TriggerBackfill, warehouse.TriggerReplay},
		{"program", "pipeline", "facts", "catalogue", "reference"},
	} {
		if i := slices.IndexFunc(words, func(w string) bool { return !strings.Contains(doc, "`"+w+"`") }); i >= 0 {
			t.Errorf("the documentation does not name %s", words[i])
		}
	}
}
