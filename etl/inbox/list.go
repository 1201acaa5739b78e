package inbox

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"anlan/etl"
)

// Folders in the inbox, and the file in it that tells what is left alone.
const (
	doneFolder   = etl.InboxDone
	failedFolder = etl.InboxFailed
	noteFile     = "收件箱说明.txt"
	lockFile     = ".anlan.lock"
	deepest      = 4 // folders below the inbox
)

// file is one entry of the inbox.
type file struct {
	name    string // path within the inbox, with slashes
	size    int64
	changed time.Time
	arrived time.Time // when it came to its place, or anything of it changed, as the system notes it
	odd     string    // why it can never be loaded: a link, a pipe
}

// list walks the inbox and the folders in it: an office may have one for each county. Links are not followed, they lead who
// knows where. Files come in the order of their times, so that what came later counts.
func list(dir string) ([]file, error) {
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	var files []file
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name, relErr := filepath.Rel(root, path)
		if relErr != nil {
			return relErr
		}
		name = filepath.ToSlash(name)
		switch {
		case err != nil && path == root:
			return err
		case err != nil: // it went away, or may not be read: then so do its files
			return nil //nolint:nilerr // the others go on
		case name == ".":
			return nil
		case entry.IsDir():
			if name == doneFolder || name == failedFolder || strings.HasPrefix(entry.Name(), ".") || strings.Count(name, "/") >= deepest {
				return fs.SkipDir
			}
			return nil
		case name == noteFile || etl.Temporary(entry.Name()):
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return nil //nolint:nilerr // it is gone already
		}
		f := file{name: name, size: info.Size(), changed: info.ModTime(), arrived: info.ModTime()}
		if stat, ok := info.Sys().(*syscall.Stat_t); ok {
			f.arrived = time.Unix(stat.Ctim.Unix())
		}
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			f.odd = "是链接，不会被打开；请放入文件本身 (a link is not followed)"
		case !info.Mode().IsRegular():
			f.odd = "不是普通文件 (not an ordinary file)"
		}
		files = append(files, f)
		return nil
	})
	slices.SortStableFunc(files, func(a, b file) int {
		if d := a.changed.Compare(b.changed); d != 0 {
			return d
		}
		return strings.Compare(a.name, b.name)
	})
	return files, err
}

// lockFolder keeps others from passing over the same folder at the same time. Where no lock can be had, as in a folder that
// nobody may write to, the pass goes on: a file that is loaded twice changes nothing.
func lockFolder(dir string) (release func(), free bool) {
	lock, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return func() {}, true
	}
	err = unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		_ = lock.Close() // nothing was written
		return nil, false
	}
	return func() { _ = lock.Close() }, true // closing gives the lock back
}
