package etl

import (
	"os"
	"runtime"
	"strings"
	"testing"
)

// A line of 1 GiB costs one row in quarantine, neither the memory for it nor the rows around it.
func TestALineOfAGigabyte(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a gibibyte")
	}
	b := setup(t, small("csv"))
	const length = 1 << 30
	path := b.file("small.csv", smallHeader+"1,370303,一般,2025-04-01,a\n2,370303,一般,2025-04-01,"+strings.Repeat("x", 100_000))
	file, err := os.OpenFile(path, os.O_WRONLY, 0) // the rest of the line is a hole: zero bytes that take no disk
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt([]byte("\n3,370303,一般,2025-04-01,c\n"), length); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run := b.run("small_csv")
	runtime.ReadMemStats(&after)
	if got, want := count(run), "succeeded: read 3, loaded 2, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want || run.BytesRead < length {
		t.Errorf("got  %s, %d bytes\nwant %s", got, run.BytesRead, want)
	}
	if got := b.ask("SELECT file, row, line, codes, length(raw) < 100000 FROM quarantine"); got != "('small.csv',2,3,['record_too_long'],1)" {
		t.Errorf("quarantine %s", got)
	}
	// All that the run ever allocated, let alone at once.
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 64<<20 {
		t.Errorf("the run allocated %d MiB", allocated>>20)
	}
}
