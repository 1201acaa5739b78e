package job

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files that are gone, cut off or changed are named, and folders that nobody knows.
func TestDamagedFilesAreNamed(t *testing.T) {
	b := setup(t)
	j := b.create(t, analyst, lines)
	b.run(t)
	b.until(t, analyst, j.ID, Done)
	open := b.create(t, analyst, limited(1))
	b.until(t, analyst, open.ID, Done)
	check := func(most uint64) (Checked, string) {
		t.Helper()
		c, err := Check(t.Context(), b.store, b.dir, most)
		if err == nil {
			return c, ""
		}
		return c, err.Error()
	}
	if c, said := check(1 << 20); said != "" || c.Jobs != 2 || c.Files != 6 || c.Bytes != 6*190 || !c.Hashed || c.Unknown != nil {
		t.Errorf("of whole files: %+v, %s", c, said)
	}
	path := func(name string) string { return filepath.Join(b.dir, j.ID, name) }
	changed := strings.Replace(b.lines(months[2]), "2026-05-3", "2026-05-4", 1) // as long as it was
	for _, err := range []error{os.Remove(path(names[0])), os.Truncate(path(names[1]), 7), os.WriteFile(path(names[2]), []byte(changed), 0o600), os.Mkdir(filepath.Join(b.dir, "ej_0123456789abcdef"), 0o700)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	c, said := check(1 << 20)
	for _, want := range []string{names[0] + " is gone", names[1] + " has 7 bytes, and 190 were written", names[2] + " has other bytes"} {
		if !strings.Contains(said, "export "+j.ID+": "+want) {
			t.Errorf("not said: %s; said is %s", want, said)
		}
	}
	if len(c.Unknown) != 1 || c.Unknown[0] != "ej_0123456789abcdef" {
		t.Errorf("unknown are %v", c.Unknown)
	}
	if c, said := check(100); c.Hashed || strings.Contains(said, names[2]) {
		t.Errorf("by sizes alone: %+v, %s", c, said)
	}
}
