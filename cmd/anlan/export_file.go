package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"anlan/export/job"
)

// destination is where an export is written: a file that takes its place once it is whole, or a stream.
type destination struct {
	path string   // of the file; empty: a stream
	part *os.File // what is written of it
	to   io.Writer
}

// newDestination opens what out says: - is standard output, a folder takes a file with the server's name, and so does nothing. What is there and
// is no file, as /dev/null, is written as it is.
func newDestination(stdout io.Writer, out, name string) (*destination, error) {
	if out == "-" {
		return &destination{to: stdout}, nil
	}
	path := out
	if info, err := os.Stat(out); out == "" || strings.HasSuffix(out, "/") || err == nil && info.IsDir() {
		path = filepath.Join(out, filepath.Base(name))
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		stream, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		return &destination{part: stream, to: stream}, nil
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if unmade := (*fs.PathError)(nil); errors.As(err, &unmade) { // of a name that nobody knows
		return nil, fmt.Errorf("write %s: %w", path, unmade.Err)
	}
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	return &destination{path: path, part: part, to: part}, nil
}

// keep puts the file in its place.
func (d *destination) keep() error {
	if d.path == "" {
		if d.part != nil {
			return d.part.Close()
		}
		return nil
	}
	err := errors.Join(d.part.Chmod(0o640), d.part.Sync(), d.part.Close())
	if err == nil {
		err = os.Rename(d.part.Name(), d.path)
	}
	if err != nil {
		d.drop()
		return fmt.Errorf("write %s: %w", d.path, err)
	}
	return nil
}

// drop leaves nothing behind.
func (d *destination) drop() {
	if d.part != nil {
		_ = d.part.Close()
	}
	if d.path != "" {
		_ = os.Remove(d.part.Name())
	}
}

// full says how much room an export needs, when there is none left for it.
func (d *destination) full(err error, written int64, needed uint64) error {
	if d.path == "" || !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EDQUOT) {
		return err
	}
	folder := filepath.Dir(d.path)
	text := fmt.Sprintf("there is no room in %s: %s are written", folder, bytesText(uint64(written)))
	if needed > uint64(written) {
		text += fmt.Sprintf(" of about %s", bytesText(needed))
	}
	d.drop()
	if free, _, err := job.DiskSpace(folder); err == nil {
		text += fmt.Sprintf("; without them %s are free", bytesText(free))
	}
	return errors.New(text + "; nothing is left behind")
}

// bytesText writes a number of bytes for people.
func bytesText(n uint64) string {
	value := float64(n)
	for _, unit := range []string{"B", "kB", "MB"} {
		if value < 1000 {
			return fmt.Sprintf("%.3g %s", value, unit)
		}
		value /= 1000
	}
	return fmt.Sprintf("%.1f GB", value)
}
