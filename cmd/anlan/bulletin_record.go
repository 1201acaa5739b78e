package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/sys/unix"

	"anlan/reports/render"
)

// runRecord remembers, in the folder of a run, which bulletins were written as which files, so that a run that was cut short goes
// on where it stopped. One run at a time writes to a folder.
type runRecord struct {
	folder  string
	lock    *os.File
	mutex   sync.Mutex
	Written map[string]runEntry `json:"written"` // by region
}

// runEntry is what was written of one bulletin as it stood.
type runEntry struct {
	Bulletin string    `json:"bulletin"`
	Digest   string    `json:"digest"`
	Files    []runFile `json:"files"`
}

type runFile struct {
	Format   render.Format `json:"format"`
	Language string        `json:"language"`
	Appendix bool          `json:"appendix,omitempty"`
	Name     string        `json:"name"`
	SHA256   string        `json:"sha256"`
}

const recordName = "anlan-run.json"

// openRecord makes the folder and reads what is known of it.
func openRecord(folder string) (*runRecord, error) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, usageError{err}
	}
	r := &runRecord{folder: folder, Written: map[string]runEntry{}}
	var err error
	if r.lock, err = os.OpenFile(r.path(".anlan-run.lock"), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return nil, usageError{err}
	}
	if err := unix.Flock(int(r.lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another run writes to %s: wait until it has ended, or write elsewhere", folder), r.lock.Close())
	}
	text, err := os.ReadFile(r.path(recordName))
	if err == nil {
		err = json.Unmarshal(text, r)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		r.close()
		return nil, fmt.Errorf("%s is damaged: remove it, and all is written anew: %w", r.path(recordName), err)
	}
	if r.Written == nil {
		r.Written = map[string]runEntry{}
	}
	return r, nil
}

func (r *runRecord) close() { _ = r.lock.Close() }

func (r *runRecord) path(name string) string { return filepath.Join(r.folder, name) }

// whole says whether all files of a bulletin as it stands are there with the bytes that were written, and how many.
func (r *runRecord) whole(p *place, formats []render.Format, languages []string, appendix bool) (files int, ok bool) {
	r.mutex.Lock()
	entry, known := r.Written[p.Code]
	r.mutex.Unlock()
	if !known || entry.Bulletin != p.bulletin.ID || entry.Digest == "" || entry.Digest != p.bulletin.Digest {
		return 0, false
	}
	for _, language := range languages {
		for _, format := range formats {
			i := slices.IndexFunc(entry.Files, func(f runFile) bool {
				return f.Format == format && f.Language == language && f.Appendix == appendix
			})
			if i < 0 || !r.holds(entry.Files[i]) {
				return 0, false
			}
			files++
		}
	}
	return files, true
}

func (r *runRecord) holds(f runFile) bool {
	body, err := os.ReadFile(r.path(f.Name))
	sum := sha256.Sum256(body)
	return err == nil && hex.EncodeToString(sum[:]) == f.SHA256
}

// add remembers a bulletin whose files are written.
func (r *runRecord) add(region string, entry runEntry) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.Written[region] = entry
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return writeWhole(r.path(recordName), text)
}
