package job

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// folderName is what the folder of a job is called: its id.
var folderName = regexp.MustCompile(`^ej_[0-9a-f]{16}$`)

// tempPrefix and tempSuffix mark a file that is being written.
const tempPrefix, tempSuffix = ".", ".tmp"

func (j *Jobs) folder(id string) string { return filepath.Join(j.config.Dir, id) }

// removeFiles removes the folder of a job.
func (j *Jobs) removeFiles(id string) error {
	if !folderName.MatchString(id) {
		return fmt.Errorf("%q is no export", id)
	}
	return os.RemoveAll(j.folder(id))
}

// removeTemps removes what a server that is gone was writing.
func (j *Jobs) removeTemps(id string) error {
	entries, err := os.ReadDir(j.folder(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix) && strings.HasSuffix(e.Name(), tempSuffix) {
			err = errors.Join(err, os.Remove(filepath.Join(j.folder(id), e.Name())))
		}
	}
	return err
}

// sizeOf is the size of a file; -1 when there is none.
func sizeOf(path string) int64 {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return -1
	}
	return info.Size()
}

// syncFolder lets a renamed file outlive a loss of power.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
