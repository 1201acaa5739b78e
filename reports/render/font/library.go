package font

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anlan/reports/render/layout"
)

// Library is all fonts that may be printed with. It never changes, and may be used by several at once.
type Library struct {
	chains  map[layout.Face][]*Face
	refused []Refusal
}

// Refusal is a font of the office's folder that is not used.
type Refusal struct {
	File string
	Why  error
}

// Open reads the fonts of a folder and those that ship. Without a folder there are the latter only. A file that is no font, or
// one whose licence forbids to embed it, is refused and named; a folder that cannot be read is an error.
func Open(folder string) (*Library, error) {
	own, err := readShipped()
	if err != nil {
		return nil, err
	}
	l := &Library{chains: map[layout.Face][]*Face{}}
	var theirs []*Face
	if folder != "" {
		if theirs, err = l.readFolder(folder); err != nil {
			return nil, fmt.Errorf("read the fonts of %s: %w", folder, err)
		}
	}
	for _, face := range layout.Faces() {
		var chain []*Face
		for _, family := range layout.Families(face) {
			chain = append(chain, named(theirs, family)...)
		}
		for _, name := range standIns(face) {
			chain = append(chain, own[name])
		}
		l.chains[face] = unique(append(chain, theirs...))
	}
	return l, nil
}

// Chain is the fonts of a face in the order in which they are tried, the last being any that might have a rare character.
func (l *Library) Chain(face layout.Face) []*Face { return l.chains[face] }

// Refused lists the files of the folder that are not used.
func (l *Library) Refused() []Refusal { return l.refused }

// Find gives the first font of a face that has the character; nil when none has it. Quotation marks are as wide as characters
// in Chinese text: a font that has them so goes before those that have them as Latin text wants them.
func (l *Library) Find(face layout.Face, r rune) *Face {
	var narrow *Face
	for _, f := range l.chains[face] {
		switch {
		case !f.Has(r):
		case !strings.ContainsRune("“”‘’", r) || f.Advance(r) > 0.85:
			return f
		case narrow == nil:
			narrow = f
		}
	}
	return narrow
}

func (l *Library) readFolder(folder string) ([]*Face, error) {
	var faces []*Face
	files := os.DirFS(folder)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !slices.Contains([]string{".ttf", ".ttc", ".otf", ".otc"}, strings.ToLower(filepath.Ext(name))) {
			return nil
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		path := filepath.Join(folder, name)
		members, err := split(data)
		if err != nil {
			l.refused = append(l.refused, Refusal{path, err})
		}
		for _, member := range members {
			face, err := parse(path, member)
			if err != nil {
				l.refused = append(l.refused, Refusal{path, err})
				continue
			}
			faces = append(faces, face)
		}
		return nil
	})
	return faces, err
}

func named(faces []*Face, family string) []*Face {
	var found []*Face
	for _, face := range faces {
		if slices.ContainsFunc(face.Families, func(name string) bool { return strings.EqualFold(name, family) }) {
			found = append(found, face)
		}
	}
	return found
}

func unique(chain []*Face) []*Face {
	var once []*Face
	for _, face := range chain {
		if !slices.Contains(once, face) {
			once = append(once, face)
		}
	}
	return once
}
