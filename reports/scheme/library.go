package scheme

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

//go:embed schemes
var shipped embed.FS

// JSONSchema is the JSON Schema of scheme files, for editors.
func JSONSchema() []byte {
	text, err := shipped.ReadFile("schemes/scheme.schema.json")
	if err != nil {
		panic(err) // embedded at build time
	}
	return text
}

// Library holds every version of every scheme. It is safe for concurrent use.
type Library struct {
	list     []*Scheme // by name, then by day
	hashes   map[*Scheme]string
	standard string
	hash     string
}

// Open reads the shipped schemes and those of a folder, which may be empty. A file of the folder replaces a shipped version
// of the same name and day; a default of the folder replaces the shipped default. The error names every fault of every file.
func Open(dir string, known Known) (*Library, error) {
	base, err := fs.Sub(shipped, "schemes")
	if err != nil {
		return nil, err
	}
	l := &Library{hashes: map[*Scheme]string{}}
	if err := l.Add(base, "shipped/", known); err != nil || dir == "" {
		return l, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open folder of schemes: %w", err)
	}
	return l, l.Add(os.DirFS(dir), filepath.Clean(dir)+"/", known)
}

// Add reads the schemes of a folder over those that are there. Files of examples are left out. Nothing else may use the
// library meanwhile.
func (l *Library) Add(dir fs.FS, prefix string, known Known) error {
	files, err := fs.Glob(dir, "*.y*ml")
	if err != nil {
		return err
	}
	if l.hashes == nil {
		l.hashes = map[*Scheme]string{}
	}
	var added []*Scheme
	var faults []error
	for _, name := range files {
		if IsExamples(name) {
			continue
		}
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return fmt.Errorf("read scheme: %w", err)
		}
		sum := sha256.Sum256(append([]byte(l.hash), text...))
		l.hash = hex.EncodeToString(sum[:8])
		scheme, err := Read(prefix+name, text, known)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		own := sha256.Sum256(text)
		l.hashes[scheme] = hex.EncodeToString(own[:])
		for _, other := range added {
			if other.Name == scheme.Name && other.EffectiveFrom == scheme.EffectiveFrom {
				faults = append(faults, fmt.Errorf("%s: %s of %s is in %s already", prefix+name, scheme.Name, scheme.EffectiveFrom, other.file))
			}
			if other.Default && scheme.Default && other.Name != scheme.Name {
				faults = append(faults, fmt.Errorf("%s: the default is %s already (%s)", prefix+name, other.Name, other.file))
			}
		}
		added = append(added, scheme)
	}
	for _, scheme := range added {
		l.list = slices.DeleteFunc(l.list, func(old *Scheme) bool {
			return old.Name == scheme.Name && old.EffectiveFrom == scheme.EffectiveFrom
		})
		l.list = append(l.list, scheme)
		if scheme.Default {
			l.standard = scheme.Name
		}
	}
	slices.SortFunc(l.list, func(a, b *Scheme) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), a.EffectiveFrom.Compare(b.EffectiveFrom))
	})
	return errors.Join(faults...)
}

// Schemes lists every version of every scheme by name and day. They must not be changed.
func (l *Library) Schemes() []*Scheme { return l.list }

// Default names the scheme that is used where none is asked for.
func (l *Library) Default() string { return l.standard }

// Hash identifies the content of all schemes, for cache keys.
func (l *Library) Hash() string { return l.hash }

// TextHash is the SHA-256 of the file of a scheme of the library, in hexadecimal.
func (l *Library) TextHash(s *Scheme) string { return l.hashes[s] }

// Find gives the version of a scheme that is in force on a day; of the default scheme without a name. Errors are
// [*warehouse.Error]: not_found for a name that is not there or a day on which no version holds, bad_request when there is
// no default.
func (l *Library) Find(name string, on safety.Date) (*Scheme, error) {
	if name == "" {
		name = l.standard
	}
	var first, found *Scheme
	for _, s := range l.list {
		if s.Name != name {
			continue
		}
		if first == nil {
			first = s
		}
		if !s.EffectiveFrom.After(on) {
			found = s
		}
	}
	switch {
	case found != nil && found.EffectiveTo != nil && found.EffectiveTo.Before(on):
		return nil, warehouse.Fault(warehouse.NotFound, "scheme %s held until %s, before %s", name, *found.EffectiveTo, on)
	case found != nil:
		return found, nil
	case first != nil:
		return nil, warehouse.Fault(warehouse.NotFound, "scheme %s took effect on %s, after %s", name, first.EffectiveFrom, on)
	case name == "":
		return nil, warehouse.Fault(warehouse.BadRequest, "name a scheme: none is the default")
	}
	return nil, warehouse.Fault(warehouse.NotFound, "there is no scheme %q", name)
}
