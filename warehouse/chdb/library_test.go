package chdb

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// install puts an empty library where npm would.
func install(t *testing.T, root, platform string) string {
	t.Helper()
	file := filepath.Join(root, "node_modules", "@chdb", "lib-"+platform, libraryFile)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestLibraryIsFound(t *testing.T) {
	root, other, system := t.TempDir(), t.TempDir(), t.TempDir()
	deep := filepath.Join(root, "bin", "linux")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	inSystem := filepath.Join(system, libraryFile)
	if err := os.WriteFile(inSystem, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	s := search{starts: []string{deep, other}, system: []string{system}, goos: "linux", goarch: "amd64"}
	expect := func(what, want string) {
		t.Helper()
		if got, err := s.find(); err != nil || got != want {
			t.Errorf("%s: found %q (%v), want %s", what, got, err, want)
		}
	}
	expect("nothing but the system's", inSystem)
	byCwd := install(t, other, "linux-x64-gnu")
	expect("above the working directory", byCwd)
	byExe := install(t, root, "linux-x64-gnu")
	expect("above the program", byExe)
	s.goarch = "arm64"
	expect("another platform's does not count", inSystem)
	s.explicit = byCwd
	expect("named by the user", byCwd)
}

func TestLibraryNamesOfPlatforms(t *testing.T) {
	for _, c := range [][3]string{{"linux", "amd64", "linux-x64-gnu"}, {"linux", "arm64", "linux-arm64-gnu"}, {"darwin", "arm64", "darwin-arm64"}, {"darwin", "amd64", "darwin-x64"}} {
		if got := (search{goos: c[0], goarch: c[1]}).platform(); got != c[2] {
			t.Errorf("%s/%s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestMissingLibrarySaysWhereAndHow(t *testing.T) {
	dir := t.TempDir()
	_, err := search{starts: []string{filepath.Join(dir, "a")}, system: []string{"/nowhere"}, goos: "linux", goarch: "amd64"}.find()
	if !errors.Is(err, ErrNoLibrary) {
		t.Fatalf("error %v, want ErrNoLibrary", err)
	}
	for _, want := range []string{filepath.Join(dir, "a", "node_modules"), filepath.Join(dir, "node_modules"), "/node_modules", "/nowhere/libchdb.so", "npm install"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %s:\n%v", want, err)
		}
	}
	_, err = search{explicit: filepath.Join(dir, "gone.so"), starts: []string{dir}}.find()
	if !errors.Is(err, ErrNoLibrary) || !strings.Contains(err.Error(), "gone.so") || strings.Contains(err.Error(), "node_modules") {
		t.Errorf("a named library is the only one to be tried: %v", err)
	}
	garbage := install(t, dir, "linux-x64-gnu")
	if _, err := loadLibrary(garbage); err == nil || !strings.Contains(err.Error(), garbage) {
		t.Errorf("an empty file was loaded: %v", err)
	}
}
