package prose_test

import (
	"os"
	"strings"
	"testing"

	"anlan/reports/prose"
)

// The examples of docs/bulletin-sentences.md are what is said.
func TestDocumentedSentences(t *testing.T) {
	page, err := os.ReadFile("../../docs/bulletin-sentences.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "| "), " | ")
		if len(cells) != 4 || cells[0] == "now" || cells[0] == "---" {
			continue
		}
		figures := strings.NewReplacer(", some units missing", "?", "not reported", "not_reported").Replace(cells[0] + "|" + cells[1])
		q := accidents(strings.ReplaceAll(figures, "|", " "))
		expect(t, zh.Statement(q, prose.PreviousYear), cells[2])
		expect(t, en.Statement(q, prose.PreviousYear), cells[3])
		examples++
	}
	if examples == 0 {
		t.Error("no examples")
	}
}
