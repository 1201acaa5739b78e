package etl

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"anlan/etl/source"
)

// readInbox reads the key inbox of a source: patterns of files in the inbox.
func readInbox(n yamlNode) []string {
	patterns := n.texts()
	for _, p := range patterns {
		if strings.HasPrefix(p, "/") || strings.HasPrefix(p, `\`) || slices.Contains(strings.Split(p, "/"), "..") {
			n.faultf("patterns of an inbox are relative to its folder and stay in it: not %q", p)
		}
		if _, err := filepath.Match(p, ""); err != nil {
			n.faultf("%q is no pattern; * stands for any letters, ? for one, [0-9] for one of those", p)
		}
	}
	return patterns
}

// Takes reports whether the source is an inbox that takes a file of that name: its slash-separated path within the inbox. A
// pattern without a folder takes files of that name in any folder.
func (s Source) Takes(name string) bool {
	if !s.Inbox {
		return false
	}
	for _, p := range s.Files {
		whole := name
		if !strings.Contains(p, "/") {
			whole = name[strings.LastIndexByte(name, '/')+1:]
		}
		if ok, err := filepath.Match(p, whole); err == nil && ok {
			return true
		}
	}
	return false
}

// folder is where the files of a source lie.
func (l *Loader) folder(src Source) string {
	if src.Inbox {
		return l.options.InboxDir
	}
	return l.options.SourceDir
}

// Folders in an inbox for what was dealt with; nothing in them is looked at again.
const (
	InboxDone   = "done"
	InboxFailed = "failed"
)

// filesOfInbox lists what lies in the inbox for a pipeline now, in the order of their names. Whether a file is there in whole is for
// whoever asks to know.
func filesOfInbox(dir string, src Source) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		name, relErr := filepath.Rel(dir, path)
		switch name = filepath.ToSlash(name); {
		case errors.Join(err, relErr) != nil:
			return errors.Join(err, relErr)
		case entry.IsDir() && (name == InboxDone || name == InboxFailed || name != "." && strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.Type().IsRegular() && !Temporary(entry.Name()) && src.Takes(name):
			if info, err := entry.Info(); err == nil && info.Size() > 0 { // an empty one waits for its content
				out = append(out, path)
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, &RunError{Code: source.Unreadable, Message: "the inbox cannot be read", Err: err}
	}
	sortFiles(out)
	if len(out) == 0 {
		return nil, &RunError{Code: NoFiles, Message: "no file in the inbox is named " + strings.Join(src.Files, " or "), Err: err}
	}
	return out, nil
}

// Temporary reports whether a name is one that programs give to files on their way: hidden ones, those that an office program
// or a download keeps beside the real one.
func Temporary(name string) bool {
	name = strings.ToLower(name)
	if name == "" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	for _, end := range []string{".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart", ".swp", ".uploading", ".lock"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return name == "thumbs.db" || name == "desktop.ini"
}
