// Command docs writes the pages that are made from descriptions, records.md, metrics.md and datasets.md, to the folder that it is given.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"anlan/demo"
)

func main() {
	if len(os.Args) != 2 {
		panic("usage: docs FOLDER") // a generator that go generate runs; nobody reads its exit code
	}
	for name, text := range map[string][]byte{"records.md": demo.RecordsDoc(), "metrics.md": demo.MetricsDoc(), "datasets.md": demo.DataSetsDoc()} {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), text, 0o644); err != nil { //nolint:gosec // documentation is for everybody
			panic(fmt.Errorf("write %s: %w", name, err))
		}
	}
}
