package demo

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"anlan/warehouse"
)

func TestTheDescriptionOfRecordFilesIsCurrent(t *testing.T) {
	committed, err := os.ReadFile("../docs/records.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, RecordsDoc()) {
		t.Error(`docs/records.md is not what the descriptions say: run "go generate ./demo"`)
	}
}

func TestTheDescriptionNamesEveryColumnOfAFile(t *testing.T) {
	text := string(RecordsDoc())
	for _, fact := range warehouse.Delivered() {
		_, section, _ := strings.Cut(text, "`"+FileName(fact.Name)+"`")
		section, _, _ = strings.Cut(section, "\n## ")
		for _, c := range fact.Columns {
			row := "| " + c.Title.ZH + " | `" + c.Name + "` |"
			if (c.Derive == "") != strings.Contains(section, row) {
				t.Errorf("%s.%s: a computed column has no row in the description and every other one does", fact.Name, c.Name)
			}
		}
	}
}

func TestTheDescriptionOfMetricsIsCurrent(t *testing.T) {
	committed, err := os.ReadFile("../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, MetricsDoc()) {
		t.Error(`docs/metrics.md is not what the catalogue says: run "go generate ./demo"`)
	}
}
