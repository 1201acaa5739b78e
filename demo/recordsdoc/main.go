// Command recordsdoc writes docs/records.md, the description of the record files, to the path that it is given.
package main

import (
	"fmt"
	"os"

	"anlan/demo"
)

func main() {
	if len(os.Args) != 2 {
		panic("usage: recordsdoc FILE") // a generator that go generate runs; nobody reads its exit code
	}
	if err := os.WriteFile(os.Args[1], demo.RecordsDoc(), 0o644); err != nil { //nolint:gosec // documentation is for everybody
		panic(fmt.Errorf("write %s: %w", os.Args[1], err))
	}
}
