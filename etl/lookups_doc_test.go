package etl

import (
	"regexp"
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// The fragments of pipelines in the further pages are right: with what else a pipeline needs each can be read.
func TestFragmentsOfPipelinesInTheDocumentation(t *testing.T) {
	for page, want := range map[string]int{"lookups": 3, "changes": 5, "personal": 1} {
		blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(readFile(t, "../docs/pipelines-"+page+".md"), -1)
		if len(blocks) != want {
			t.Errorf("%s has %d examples, expected %d", page, len(blocks), want)
		}
		for _, block := range blocks {
			for _, text := range wholePipelines(t, block[1]) {
				if _, err := ParsePipeline(page, []byte(text)); err != nil {
					t.Errorf("%v\n%s", err, text)
				}
			}
		}
	}
}

// wholePipelines adds what a fragment lacks. Alternatives of one key, one a line, are pipelines of their own.
func wholePipelines(t *testing.T, fragment string) (out []string) {
	t.Helper()
	parts := []string{fragment}
	if lines := strings.Split(strings.TrimSpace(fragment), "\n"); strings.HasPrefix(fragment, "schema:") {
		parts = lines
	}
	for _, text := range parts {
		name := "hazard"
		if m := regexp.MustCompile(`(?m)^fact: (\w+)`).FindStringSubmatch(text); m != nil {
			name = m[1]
		} else {
			text = "fact: hazard\n" + text
		}
		if !strings.Contains(text, "source:") {
			text = "source: {files: x}\n" + text
		}
		if !strings.Contains(text, "columns:") {
			text = strings.TrimRight(text, "\n") + "\ncolumns:\n"
		}
		fact, _ := warehouse.FactNamed(name)
		for _, c := range fact.Columns {
			if c.Required && c.Name != "system" && !strings.Contains(text, "\n  "+c.Name+": ") {
				text = strings.TrimRight(text, "\n") + "\n  " + c.Name + ": x\n"
			}
		}
		out = append(out, "pipeline: p\nsystem: s\n"+text)
	}
	return out
}

// The table of names in the documentation is what happens.
func TestTheDocumentedNamesOfRegions(t *testing.T) {
	_, table, _ := strings.Cut(readFile(t, "../docs/pipelines-lookups.md"), "| in the cell | found, within 370300 | |\n|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	reader := regionReader{regionNames: newRegionNames(regionsOfZibo(t)), rule: RegionRule{Names: true, Within: "370300"}}
	checked := 0
	for _, line := range strings.Split(table, "\n") {
		cells := strings.Split(line, " | ")
		texts, codes := strings.Split(strings.TrimPrefix(cells[0], "| "), ", "), strings.Split(cells[1], ", ")
		for i, text := range texts {
			want := codes[min(i, len(codes)-1)]
			if want == "rejected" {
				want = ""
			}
			if want == "the zone that you loaded" {
				want = "ZB-GXQ"
			}
			got := reader.read(text)
			if last := got[len(got)-1]; last.code != safety.RegionCode(want) {
				t.Errorf("%s is %q, expected %q", text, last.code, want)
			}
			checked++
		}
	}
	if checked < 15 {
		t.Errorf("only %d names are in the table", checked)
	}
}
