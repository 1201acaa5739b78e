package job

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"anlan/state"
)

// Checked is what Check found.
type Checked struct {
	Jobs    int // that are done
	Open    int // that wait or are made
	Files   int
	Bytes   uint64
	Hashed  bool     // whether the bytes were read, or the sizes alone
	Unknown []string // folders of jobs that the state does not know
}

// Check compares the files of jobs that are done with what was recorded of them: their bytes where there are at most so many in all, else their sizes. Its error names
// every file that is gone or not as it was written.
func Check(ctx context.Context, store *state.Store, dir string, most uint64) (c Checked, err error) {
	const page = 200
	known := map[string]bool{}
	var done []state.ExportJob
	for after := ""; ; {
		list, err := store.Exports(ctx, "", after, page)
		if err != nil {
			return c, err
		}
		for _, kept := range list {
			known[kept.ID] = true
			switch {
			case kept.State == state.ExportDone:
				done = append(done, kept)
				c.Jobs, c.Files, c.Bytes = c.Jobs+1, c.Files+kept.PartsDone, c.Bytes+kept.BytesDone
			case !State(kept.State).Over():
				c.Open++
			}
		}
		if len(list) < page {
			break
		}
		after = list[page-1].ID
	}
	c.Hashed = c.Bytes <= most
	var damaged []error
	for _, kept := range done {
		parts, err := store.ExportParts(ctx, kept.ID)
		if err != nil {
			return c, err
		}
		for _, p := range parts {
			if err := checkFile(filepath.Join(dir, kept.ID, p.Name), p, c.Hashed); err != nil {
				damaged = append(damaged, fmt.Errorf("export %s: %s %w", kept.ID, p.Name, err))
			}
		}
	}
	folders, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		damaged = append(damaged, err)
	}
	for _, f := range folders {
		if folderName.MatchString(f.Name()) && !known[f.Name()] {
			c.Unknown = append(c.Unknown, f.Name())
		}
	}
	return c, errors.Join(damaged...)
}

func checkFile(path string, p state.ExportPart, hashed bool) error {
	switch size := sizeOf(path); {
	case size < 0:
		return errors.New("is gone")
	case size != int64(p.Bytes):
		return fmt.Errorf("has %d bytes, and %d were written", size, p.Bytes)
	case !hashed:
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
		return errors.New("has other bytes than were written")
	}
	return nil
}
