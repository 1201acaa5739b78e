package etl

import (
	"errors"
	"testing"
)

// A run that the ledger cannot take, because the disk is full, say, does not begin, and whoever asked for it hears why.
func TestARunThatTheLedgerCannotTake(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,370303,一般,2025-04-01,a\n")
	rename := func(from, to string) {
		t.Helper()
		if err := b.warehouse.Conn().Exec(t.Context(), "RENAME TABLE "+from+" TO "+to); err != nil {
			t.Fatal(err)
		}
	}
	rename("etl_run", "elsewhere")
	id, _, err := b.loader.Start(t.Context(), "small_csv", RunOptions{})
	rename("elsewhere", "etl_run")
	if failure := (*RunError)(nil); !errors.As(err, &failure) || id != "" {
		t.Errorf("it began as %q: %v", id, err)
	}
	if got, want := count(b.run("small_csv")), "succeeded: read 1, loaded 1, updated 0, unchanged 0, rejected 0, duplicate 0"; got != want {
		t.Errorf("the next one: %s", got)
	}
}
