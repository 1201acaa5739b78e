package assessment

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

//go:embed schemes
var shipped embed.FS

// SchemeJSONSchema is the JSON Schema of scheme files, for editors.
func SchemeJSONSchema() []byte {
	text, err := shipped.ReadFile("schemes/scheme.schema.json")
	if err != nil {
		panic(err) // embedded at build time
	}
	return text
}

// Options says where rules are read from.
type Options struct {
	// SchemeDir holds YAML files that replace versions of the schemes that ship, or add others; may be empty.
	SchemeDir string
	Logger    *slog.Logger
}

// open reads the rules; everything else that reports need comes from data.
func open(from data, options Options) (*Reports, error) {
	list, err := loadSchemes(options.SchemeDir, func(name string) bool {
		_, ok := from.Metric(name)
		return ok
	})
	if err != nil {
		return nil, err
	}
	if options.Logger != nil {
		options.Logger.Debug("assessment schemes read", "versions", len(list.list), "default", list.standard)
	}
	kept, err := newKept()
	if err != nil {
		return nil, err
	}
	return &Reports{data: from, schemes: list, kept: kept}, nil
}

// schemes holds every version of every scheme.
type schemes struct {
	list     []*Scheme // by name, then by day
	standard string    // the name used where none is asked for
	hash     string    // of the files read, in order
}

// loadSchemes reads the shipped schemes and those of a folder, which may be empty. A file of the folder replaces a
// shipped version of the same name and day; a default of the folder replaces the shipped default.
func loadSchemes(dir string, known func(string) bool) (*schemes, error) {
	base, err := fs.Sub(shipped, "schemes")
	if err != nil {
		return nil, err
	}
	s := &schemes{}
	if err := s.add(base, "shipped/", known); err != nil || dir == "" {
		return s, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open folder of schemes: %w", err)
	}
	return s, s.add(os.DirFS(dir), filepath.Clean(dir)+"/", known)
}

func (s *schemes) add(dir fs.FS, prefix string, known func(string) bool) error {
	files, err := fs.Glob(dir, "*.y*ml")
	if err != nil {
		return err
	}
	var added []*Scheme
	var faults []error
	for _, name := range files {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return fmt.Errorf("read scheme: %w", err)
		}
		sum := sha256.Sum256(append([]byte(s.hash), text...))
		s.hash = hex.EncodeToString(sum[:8])
		scheme, err := ReadScheme(prefix+name, text, known)
		if err != nil {
			faults = append(faults, err)
			continue
		}
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
		s.list = slices.DeleteFunc(s.list, func(old *Scheme) bool {
			return old.Name == scheme.Name && old.EffectiveFrom == scheme.EffectiveFrom
		})
		s.list = append(s.list, scheme)
		if scheme.Default {
			s.standard = scheme.Name
		}
	}
	slices.SortFunc(s.list, func(a, b *Scheme) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), a.EffectiveFrom.Compare(b.EffectiveFrom))
	})
	return errors.Join(faults...)
}

// find gives the version of a scheme that is in force on a day.
func (s *schemes) find(name string, on safety.Date) (*Scheme, error) {
	if name == "" {
		name = s.standard
	}
	var first, found *Scheme
	for _, scheme := range s.list {
		if scheme.Name != name {
			continue
		}
		if first == nil {
			first = scheme
		}
		if !scheme.EffectiveFrom.After(on) {
			found = scheme
		}
	}
	switch {
	case found != nil:
		return found, nil
	case first != nil:
		return nil, warehouse.Fault(warehouse.NotFound, "scheme %s took effect on %s, after %s", name, first.EffectiveFrom, on)
	case name == "":
		return nil, warehouse.Fault(warehouse.BadRequest, "name a scheme: none is the default")
	}
	return nil, warehouse.Fault(warehouse.NotFound, "there is no scheme %q", name)
}

// Hash identifies the content of all schemes, for cache keys.
func (r *Reports) Hash() string { return r.schemes.hash }
