package chdb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrNoLibrary is wrapped by the error of Open when libchdb is nowhere to be found.
var ErrNoLibrary = errors.New("the embedded ClickHouse engine (libchdb) is not installed")

// libraryFile is what the npm package and the system packages call the library, on Linux and on macOS alike.
const libraryFile = "libchdb.so"

// search is where a library is looked for: the outside world of findLibrary, so that tests can bring their own.
type search struct {
	explicit     string   // named by the user; nothing else is tried when it is set
	starts       []string // folders whose node_modules, and their parents', are tried
	system       []string // folders that hold the library itself
	goos, goarch string
}

// platform is the suffix of the npm package @chdb/lib-…; Linux builds are for glibc.
func (s search) platform() string {
	arch := s.goarch
	if arch == "amd64" {
		arch = "x64"
	}
	name := s.goos + "-" + arch
	if s.goos == "linux" {
		name += "-gnu"
	}
	return name
}

// candidates lists every file that may be the library, the best first, each once.
func (s search) candidates() []string {
	if s.explicit != "" {
		return []string{s.explicit}
	}
	var out []string
	seen := map[string]bool{}
	add := func(p string) {
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	for _, start := range s.starts {
		for dir := filepath.Clean(start); ; dir = filepath.Dir(dir) {
			add(filepath.Join(dir, "node_modules", "@chdb", "lib-"+s.platform(), libraryFile))
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	for _, dir := range s.system {
		add(filepath.Join(dir, libraryFile))
	}
	return out
}

// find returns the first candidate that is a file. Its error names every place tried and the command that installs the
// engine, and wraps ErrNoLibrary.
func (s search) find() (string, error) {
	tried := s.candidates()
	for _, p := range tried {
		switch info, err := os.Stat(p); {
		case err == nil && info.Mode().IsRegular():
			return p, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist) && s.explicit != "":
			return "", fmt.Errorf("%w: %w", ErrNoLibrary, err)
		}
	}
	hint := "run `npm install` in the folder of package.json, or name the file in the configuration"
	if s.explicit != "" {
		hint = "the configuration names this file; correct it, or leave it empty and run `npm install`"
	}
	return "", fmt.Errorf("%w; tried:\n  %s\n%s", ErrNoLibrary, strings.Join(tried, "\n  "), hint)
}
