// Package interop reads what Anlan hands out with Go's own libraries, in versions that Anlan itself does not use: arrow-go 18, the ADBC driver
// for Flight SQL, encoding/csv, excelize. It is a module of its own because the driver needs another Arrow than the server.
//
// test/export starts the server, makes the files, computes what the engine says of every one, and runs this with ANLAN_INTEROP naming the file
// that holds all that.
package interop

import (
	"encoding/json"
	"os"
	"testing"
)

// tasks are what test/export hands over.
type tasks struct {
	Files  []task `json:"files"`
	Flight flight `json:"flight"`
}

// task is an export on disk with what the engine says of its rows.
type task struct {
	Path    string   `json:"file"`
	Format  string   `json:"format"`
	Charset string   `json:"charset"`
	Columns []column `json:"columns"`
	Figures figures  `json:"figures"`
}

// column is a column in the types of ClickHouse.
type column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// handedOver reads the tasks.
func handedOver(t *testing.T) tasks {
	t.Helper()
	path := os.Getenv("ANLAN_INTEROP")
	if path == "" {
		t.Skip("needs a server and its files: go test ./test/export")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out tasks
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// ofFormat runs a test for every file of some formats.
func ofFormat(t *testing.T, read func(t *testing.T, f task) (table, error), formats ...string) {
	t.Helper()
	all, seen := handedOver(t), 0
	for _, format := range formats {
		for _, f := range all.Files {
			if f.Format != format {
				continue
			}
			seen++
			got, err := read(t, f)
			if err != nil {
				t.Errorf("%s: %v", f.Path, err)
				continue
			}
			got.compare(t, f.Path, f.Columns, f.Figures)
		}
	}
	if seen == 0 {
		t.Errorf("no file of %v", formats)
	}
}
