package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// workshop is a folder for one workbook under way. It is locked as long as its process lives, so that what a killed one left can be told from what is in use.
type workshop struct {
	path string
	lock *os.File
}

const (
	workshopPrefix = "workbook-"
	workshopLock   = "lock"
)

// workshop makes a folder for a workbook.
func (e *Exporter) workshop() (*workshop, error) {
	e.sweep.Do(func() {
		if err := e.Sweep(); err != nil {
			e.cfg.Log.Warn("what an earlier process left of workbooks could not be removed", "folder", e.cfg.TempDir, "error", err)
		}
	})
	if err := os.MkdirAll(e.cfg.TempDir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of workbooks: %w", err)
	}
	path, err := os.MkdirTemp(e.cfg.TempDir, workshopPrefix)
	if err != nil {
		return nil, fmt.Errorf("make the folder of a workbook: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(path, workshopLock), os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	}
	w := &workshop{path: path, lock: lock}
	if err != nil {
		w.remove()
		return nil, fmt.Errorf("lock the folder of a workbook: %w", err)
	}
	return w, nil
}

func (w *workshop) remove() {
	_ = os.RemoveAll(w.path)
	if w.lock != nil {
		_ = w.lock.Close()
	}
}

// Sweep removes what processes that were killed left of workbooks. It is called once before the first workbook; a server calls it at its start.
func (e *Exporter) Sweep() error {
	entries, err := os.ReadDir(e.cfg.TempDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	for _, d := range entries {
		if d.IsDir() && strings.HasPrefix(d.Name(), workshopPrefix) {
			err = errors.Join(err, sweepOne(filepath.Join(e.cfg.TempDir, d.Name())))
		}
	}
	return err
}

// sweepOne removes a folder that nobody holds.
func sweepOne(path string) error {
	lock, err := os.OpenFile(filepath.Join(path, workshopLock), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it is being made or removed at this moment
	}
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	defer lock.Close() //nolint:errcheck // nothing was written
	if unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB) != nil {
		return nil // in use
	}
	return os.RemoveAll(path)
}
