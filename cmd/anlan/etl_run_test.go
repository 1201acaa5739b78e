package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A file that is named lies here or in the folder of sources; one that lies nowhere is told with the places that were looked at.
func TestFilesThatAreNamed(t *testing.T) {
	here, sources := t.TempDir(), t.TempDir()
	t.Chdir(here)
	for _, path := range []string{filepath.Join(here, "both.csv"), filepath.Join(sources, "both.csv"), filepath.Join(sources, "month.csv")} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := found([]string{"both.csv", "month.csv", filepath.Join(sources, "both.csv")}, sources)
	if want := []string{filepath.Join(here, "both.csv"), filepath.Join(sources, "month.csv"), filepath.Join(sources, "both.csv")}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := found([]string{"none.csv"}, sources); err == nil || !strings.Contains(err.Error(), "none.csv, nor "+filepath.Join(sources, "none.csv")) {
		t.Errorf("got %v", err)
	}
}
