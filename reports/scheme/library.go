package scheme

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"

	"anlan/reports/versions"
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
	shelf  versions.Shelf[*Scheme]
	hashes map[*Scheme]string
}

// Open reads the shipped schemes and those of a folder, which may be empty. A file of the folder replaces a shipped version
// of the same name and day; a default of the folder replaces the shipped default. The error names every fault of every file.
func Open(dir string, known Known) (*Library, error) {
	base, err := fs.Sub(shipped, "schemes")
	if err != nil {
		return nil, err
	}
	l := &Library{}
	return l, l.shelf.Open(base, dir, l.reader(known))
}

// Add reads the schemes of a folder over those that are there. Files of examples are left out. Nothing else may use the
// library meanwhile.
func (l *Library) Add(dir fs.FS, prefix string, known Known) error {
	return l.shelf.Add(dir, prefix, l.reader(known))
}

func (l *Library) reader(known Known) versions.Reader[*Scheme] {
	if l.hashes == nil {
		l.hashes = map[*Scheme]string{}
	}
	return versions.Reader[*Scheme]{What: "scheme", Skip: IsExamples, Read: func(file string, text []byte) (*Scheme, error) {
		s, err := Read(file, text, known)
		if err == nil {
			own := sha256.Sum256(text)
			l.hashes[s] = hex.EncodeToString(own[:])
		}
		return s, err
	}}
}

// Version is the scheme's name and first day.
func (s *Scheme) Version() (string, safety.Date) { return s.Name, s.EffectiveFrom }

// StandardFor says whether the scheme is used where none is asked for.
func (s *Scheme) StandardFor() (kind string, standard bool) { return "", s.Default }

// Schemes lists every version of every scheme by name and day. They must not be changed.
func (l *Library) Schemes() []*Scheme { return l.shelf.List() }

// Default names the scheme that is used where none is asked for.
func (l *Library) Default() string { return l.shelf.Standard("") }

// Hash identifies the content of all schemes, for cache keys.
func (l *Library) Hash() string { return l.shelf.Hash() }

// TextHash is the SHA-256 of the file of a scheme of the library, in hexadecimal.
func (l *Library) TextHash(s *Scheme) string { return l.hashes[s] }

// Find gives the version of a scheme that is in force on a day; of the default scheme without a name. Errors are
// [*warehouse.Error]: not_found for a name that is not there or a day on which no version holds, bad_request when there is
// no default.
func (l *Library) Find(name string, on safety.Date) (*Scheme, error) {
	if name == "" {
		name = l.Default()
	}
	first, found := l.shelf.On(name, on)
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
