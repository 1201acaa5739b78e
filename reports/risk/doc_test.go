package risk

import (
	"os"
	"regexp"
	"testing"
)

// The model of docs/risk-models.md is sound, and its examples come out as they stand there.
func TestTheModelOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/risk-models.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(text, -1)
	if len(blocks) != 2 {
		t.Fatalf("%d blocks, want a model and its examples", len(blocks))
	}
	m, err := ReadModel("town-risk.yaml", blocks[0][1], catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckExamples("town-risk.examples.yaml", blocks[1][1], m); err != nil {
		t.Error(err)
	}
}
