package inbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// reportEnd is what a report's name has behind that of its file.
const reportEnd = ".报告.txt"

// longestName is what file systems allow, in bytes.
const longestName = 255

// move puts a file into done or failed, under the day and the folder that it came in, and writes its report beside it. What is
// there already is never overwritten: the file gets a number. moved is its new path within the inbox.
func (w *Watcher) move(name, folder, report string) (moved string, err error) {
	day := w.config.Now().In(time.FixedZone("", 8*60*60)).Format(time.DateOnly)
	target := path.Join(folder, day, path.Dir(name))
	if err := os.MkdirAll(w.path(target), modeOf(w.config.Dir, 0o750)); err != nil {
		return "", err
	}
	base, mode := path.Base(name), modeOf(w.path(name), 0o640)
	for n := 1; ; n++ {
		moved = path.Join(target, numbered(base, n))
		if _, err := os.Lstat(w.path(moved) + reportEnd); err == nil {
			continue // a report of another file
		}
		// The name is taken first, so that two who move at once do not overwrite each other's file.
		place, err := os.OpenFile(w.path(moved), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		if err := errors.Join(place.Close(), os.Rename(w.path(name), w.path(moved))); err != nil {
			return "", errors.Join(err, os.Remove(w.path(moved)))
		}
		break
	}
	if err := writeText(w.path(path.Join(target, shortened(path.Base(moved)+reportEnd))), report, mode); err != nil {
		w.log.Warn("the report of a file could not be written; anlan etl report shows it", "file", moved, "error", err)
	}
	return moved, nil
}

// numbered is the name with a number before its end, from the second on, within what file systems allow.
func numbered(base string, n int) string {
	end := filepath.Ext(base)
	if n == 1 && len(base)+len(reportEnd) <= longestName {
		return base
	}
	if n > 1 {
		end = fmt.Sprintf(" (%d)%s", n, end)
	}
	return cut(strings.TrimSuffix(base, filepath.Ext(base)), longestName-len(reportEnd)-len(end)) + end
}

// shortened keeps the report's name within what file systems allow.
func shortened(name string) string {
	if len(name) <= longestName {
		return name
	}
	return cut(strings.TrimSuffix(name, reportEnd), longestName-len(reportEnd)) + reportEnd
}

// cut takes letters off the end until the text has that many bytes.
func cut(s string, most int) string {
	for len(s) > max(most, 1) {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// modeOf is who may see a file or a folder. Who put a file into the inbox reads its report too, and finds the folder that it went to.
func modeOf(path string, otherwise fs.FileMode) fs.FileMode {
	info, err := os.Stat(path)
	if err != nil {
		return otherwise
	}
	return info.Mode().Perm()
}

// writeText writes a text so that every editor of an office reads it: with a mark of its encoding and line ends of Windows.
func writeText(path, text string, mode fs.FileMode) error {
	return os.WriteFile(path, []byte("\ufeff"+strings.ReplaceAll(text, "\n", "\r\n")), mode&0o666|0o600)
}
