package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/warehouse"
)

// damagedFolder is a data folder whose region table has a byte that its checksum does not know.
func damagedFolder(t *testing.T) (dir, library string) {
	t.Helper()
	dir, library = t.TempDir(), engineLibrary(t)
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: dir, Library: library})
	if err != nil {
		t.Fatal(err)
	}
	if err := ready(t.Context(), w); err != nil {
		t.Errorf("sound data is not ready: %v", err)
	}
	var part string
	if err := w.Conn().QueryRow(t.Context(), "SELECT path FROM system.parts WHERE active AND database = currentDatabase() AND table = 'region'").Scan(&part); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(part, "*.bin"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no data in %s: %v", part, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text[len(text)/2] ^= 0xff
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, library
}

// A server that cannot read what every answer needs must not get questions.
func TestDamagedDataIsNotReady(t *testing.T) {
	dir, library := damagedFolder(t)
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: dir, Library: library})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	err = ready(t.Context(), w)
	if err == nil {
		t.Fatal("it is ready")
	}
	if got := explain(err).Error(); got != "could not read the region table: stored data is damaged: restore a backup of the data folder, or move it away and load the source files again (the engine's error 40)" {
		t.Errorf("an operator reads %q", got)
	}
}

func TestDoctorSaysWhatToDoAboutDamagedData(t *testing.T) {
	dir, library := damagedFolder(t)
	doctor := program(t, "doctor", "--data", dir)
	doctor.Env = append(doctor.Env, "ANLAN_CHDB_LIB="+library)
	said, err := doctor.Output()
	if err == nil {
		t.Error("it finds nothing")
	}
	for _, want := range []string{
		"problem  reference data     could not read the region table: stored data is damaged\n",
		"→ restore a backup of the data folder, or move it away and load the source files again\n",
	} {
		if !strings.Contains(string(said), want) {
			t.Errorf("does not say %q:\n%s", want, said)
		}
	}
	for line := range strings.Lines(string(said)) {
		if len([]rune(line)) > 200 || strings.Contains(line, "/store/") {
			t.Errorf("not for people: %s", line)
		}
	}
}
