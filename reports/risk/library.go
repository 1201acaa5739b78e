package risk

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

//go:embed models
var shipped embed.FS

// ModelJSONSchema is the JSON Schema of model files, for editors.
func ModelJSONSchema() []byte {
	text, err := shipped.ReadFile("models/risk.schema.json")
	if err != nil {
		panic(err) // embedded at build time
	}
	return text
}

// library holds every version of every model.
type library struct {
	list     []*Model // by name, then by day
	standard map[Subjects]string
	hash     string // of the files read, in order
}

// load reads the shipped models and those of a folder, which may be empty. A file of the folder replaces a shipped version of
// the same name and day; a default of the folder replaces the shipped default.
func load(dir string, known *warehouse.Catalogue) (*library, error) {
	base, err := fs.Sub(shipped, "models")
	if err != nil {
		return nil, err
	}
	l := &library{standard: map[Subjects]string{}}
	if err := l.add(base, "shipped/", known); err != nil || dir == "" {
		return l, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open folder of risk models: %w", err)
	}
	return l, l.add(os.DirFS(dir), filepath.Clean(dir)+"/", known)
}

func (l *library) add(dir fs.FS, prefix string, known *warehouse.Catalogue) error {
	files, err := fs.Glob(dir, "*.y*ml")
	if err != nil {
		return err
	}
	var added []*Model
	var faults []error
	for _, name := range files {
		if IsExamples(name) {
			continue
		}
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return fmt.Errorf("read risk model: %w", err)
		}
		sum := sha256.Sum256(append([]byte(l.hash), text...))
		l.hash = hex.EncodeToString(sum[:8])
		model, err := ReadModel(prefix+name, text, known)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		for _, other := range added {
			if other.Name == model.Name && other.EffectiveFrom == model.EffectiveFrom {
				faults = append(faults, fmt.Errorf("%s: %s of %s is in %s already", prefix+name, model.Name, model.EffectiveFrom, other.file))
			}
			if other.Default && model.Default && other.Subjects == model.Subjects && other.Name != model.Name {
				faults = append(faults, fmt.Errorf("%s: the default for %s is %s already (%s)", prefix+name, model.Subjects, other.Name, other.file))
			}
		}
		added = append(added, model)
	}
	for _, model := range added {
		l.list = slices.DeleteFunc(l.list, func(old *Model) bool {
			return old.Name == model.Name && old.EffectiveFrom == model.EffectiveFrom
		})
		l.list = append(l.list, model)
		if model.Default {
			l.standard[model.Subjects] = model.Name
		}
	}
	slices.SortFunc(l.list, func(a, b *Model) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), a.EffectiveFrom.Compare(b.EffectiveFrom))
	})
	return errors.Join(faults...)
}

// find gives the version of a model that is in force on a day, for subjects of a kind.
func (l *library) find(name string, subjects Subjects, on safety.Date) (*Model, error) {
	if name == "" {
		if name = l.standard[subjects]; name == "" {
			return nil, warehouse.Fault(warehouse.BadRequest, "name a risk model: none is the default for %s", subjects)
		}
	}
	var first, found *Model
	for _, model := range l.list {
		if model.Name != name {
			continue
		}
		if first == nil {
			first = model
		}
		if !model.EffectiveFrom.After(on) {
			found = model
		}
	}
	switch {
	case first == nil:
		return nil, warehouse.Fault(warehouse.NotFound, "there is no risk model %q", name)
	case found == nil:
		return nil, warehouse.Fault(warehouse.NotFound, "the risk model %s took effect on %s, after %s", name, first.EffectiveFrom, on)
	case found.Subjects != subjects:
		return nil, warehouse.Fault(warehouse.BadRequest, "the risk model %s rates %s, not %s", name, found.Subjects, subjects)
	}
	return found, nil
}
