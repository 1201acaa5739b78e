package etl

import (
	"path/filepath"
	"slices"
	"strings"
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
