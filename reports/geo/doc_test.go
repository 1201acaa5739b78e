package geo

import (
	"os"
	"strings"
	"testing"
)

// The example of the documentation is a file that loads.
func TestTheDocumentedShapesLoad(t *testing.T) {
	text, err := os.ReadFile("../../docs/map.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "```json\n")
	example, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("there is no example")
	}
	dir := t.TempDir()
	write(t, dir, "example.geojson", example)
	atlas, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range atlas.Codes() {
		if code == "ZB-GXQ" {
			return
		}
	}
	t.Error("the zone of the example has no shape")
}
