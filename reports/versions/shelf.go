// Package versions keeps rules that people write as files, by name and the day from which a version holds: those that ship,
// and over them those of a folder.
package versions

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anlan/safety"
)

// Entry is one version of a rule.
type Entry interface {
	comparable
	// Version is its name and its first day.
	Version() (name string, from safety.Date)
	// File is where it was read.
	File() string
	// StandardFor says whether it is used where none is named, and for which kind of question; empty where there is one kind.
	StandardFor() (kind string, standard bool)
}

// Reader reads the versions of a kind of rule from files.
type Reader[T Entry] struct {
	What string                 // in messages: scheme, risk model
	Skip func(name string) bool // files beside them that are something else
	Read func(file string, text []byte) (T, error)
}

// Shelf holds every version of every rule of a kind. The zero value is empty.
type Shelf[T Entry] struct {
	list     []T // by name, then by day
	standard map[string]string
	hash     string // of the files read, in order
}

// Open reads what ships and then the files of dir, which may be empty. The error names every fault of every file.
func (s *Shelf[T]) Open(shipped fs.FS, dir string, r Reader[T]) error {
	if err := s.Add(shipped, "shipped/", r); err != nil || dir == "" {
		return err
	}
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("open folder of %ss: %w", r.What, err)
	}
	return s.Add(os.DirFS(dir), filepath.Clean(dir)+"/", r)
}

// Add reads a folder over what is there: a file replaces a version of the same name and day, its default the former default.
func (s *Shelf[T]) Add(dir fs.FS, prefix string, r Reader[T]) error {
	files, err := fs.Glob(dir, "*.y*ml")
	if err != nil {
		return err
	}
	var added []T
	var faults []error
	for _, name := range files {
		if r.Skip(name) {
			continue
		}
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", r.What, err)
		}
		sum := sha256.Sum256(append([]byte(s.hash), text...))
		s.hash = hex.EncodeToString(sum[:8])
		entry, err := r.Read(prefix+name, text)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		for _, other := range added {
			faults = append(faults, clash(prefix+name, entry, other)...)
		}
		added = append(added, entry)
	}
	for _, entry := range added {
		s.put(entry)
	}
	slices.SortFunc(s.list, func(a, b T) int {
		aName, aFrom := a.Version()
		bName, bFrom := b.Version()
		return cmp.Or(strings.Compare(aName, bName), aFrom.Compare(bFrom))
	})
	return errors.Join(faults...)
}

// clash says how two entries of one folder contradict each other.
func clash[T Entry](file string, entry, other T) (faults []error) {
	name, from := entry.Version()
	otherName, otherFrom := other.Version()
	if name == otherName && from == otherFrom {
		faults = append(faults, fmt.Errorf("%s: %s of %s is in %s already", file, name, from, other.File()))
	}
	kind, standard := entry.StandardFor()
	otherKind, otherStandard := other.StandardFor()
	if standard && otherStandard && kind == otherKind && name != otherName {
		of := ""
		if kind != "" {
			of = " for " + kind
		}
		faults = append(faults, fmt.Errorf("%s: the default%s is %s already (%s)", file, of, otherName, other.File()))
	}
	return faults
}

func (s *Shelf[T]) put(entry T) {
	name, from := entry.Version()
	s.list = slices.DeleteFunc(s.list, func(old T) bool {
		oldName, oldFrom := old.Version()
		return oldName == name && oldFrom == from
	})
	s.list = append(s.list, entry)
	if kind, standard := entry.StandardFor(); standard {
		if s.standard == nil {
			s.standard = map[string]string{}
		}
		s.standard[kind] = name
	}
}

// List gives every version by name and day. It must not be changed.
func (s *Shelf[T]) List() []T { return s.list }

// Standard names the rule that is used where none is named; empty without one.
func (s *Shelf[T]) Standard(kind string) string { return s.standard[kind] }

// Hash identifies the content of all files, for cache keys.
func (s *Shelf[T]) Hash() string { return s.hash }

// On gives the first version of a name, and the one that began last on that day or before; zero where there is none.
func (s *Shelf[T]) On(name string, on safety.Date) (first, found T) {
	var none T
	for _, entry := range s.list {
		own, from := entry.Version()
		if own != name {
			continue
		}
		if first == none {
			first = entry
		}
		if !from.After(on) {
			found = entry
		}
	}
	return first, found
}
