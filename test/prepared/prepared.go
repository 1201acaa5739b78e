// Package prepared gives tests folders that take long to make: one is made, the others are copies.
package prepared

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Folder is made once a process, for the first test that wants it, and kept in memory, so that nothing of it outlives the tests.
type Folder struct {
	once    sync.Once
	err     error
	entries []entry
}

// entry is a folder, a file or a symbolic link of the folder.
type entry struct {
	path string // from the folder
	mode fs.FileMode
	text []byte
	link string
}

// Copy returns a folder of the test's own with all that fill leaves in an empty one; only the first caller's fill is called. It
// has closed what it wrote when it returns.
func (f *Folder) Copy(t testing.TB, fill func(dir string) error) string {
	t.Helper()
	f.once.Do(func() {
		f.err = errors.New("the folder could not be made: see the first test that wanted it")
		dir := t.TempDir()
		if f.err = fill(dir); f.err == nil {
			f.entries, f.err = read(dir)
		}
	})
	if f.err != nil {
		t.Fatal(f.err)
	}
	dir := t.TempDir()
	for _, e := range f.entries {
		if err := e.write(dir); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(dir string) (entries []entry, err error) {
	return entries, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		e := entry{mode: info.Mode()}
		if e.path, err = filepath.Rel(dir, path); err != nil {
			return err
		}
		switch {
		case e.mode&fs.ModeSymlink != 0:
			e.link, err = os.Readlink(path)
		case e.mode.IsRegular():
			e.text, err = os.ReadFile(path)
		}
		entries = append(entries, e)
		return err
	})
}

func (e entry) write(dir string) error {
	path := filepath.Join(dir, e.path)
	switch {
	case e.mode.IsDir():
		return os.Mkdir(path, e.mode.Perm())
	case e.mode&fs.ModeSymlink != 0:
		return os.Symlink(e.link, path)
	case e.mode.IsRegular():
		return os.WriteFile(path, e.text, e.mode.Perm())
	}
	return nil // a socket or a pipe belongs to who made it
}
