package risk

import (
	"embed"
	"io/fs"

	"anlan/reports/versions"
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
type library struct{ versions.Shelf[*Model] }

// load reads the shipped models and those of a folder, which may be empty. A file of the folder replaces a shipped version of
// the same name and day; a default of the folder replaces the shipped default.
func load(dir string, known *warehouse.Catalogue) (*library, error) {
	base, err := fs.Sub(shipped, "models")
	if err != nil {
		return nil, err
	}
	l := &library{}
	return l, l.Open(base, dir, versions.Reader[*Model]{What: "risk model", Skip: IsExamples, Read: func(file string, text []byte) (*Model, error) {
		return ReadModel(file, text, known)
	}})
}

// Version is the model's name and first day.
func (m *Model) Version() (string, safety.Date) { return m.Name, m.EffectiveFrom }

// File is where the model was read.
func (m *Model) File() string { return m.file }

// StandardFor says whether the model is used where none is asked for, and for which subjects.
func (m *Model) StandardFor() (kind string, standard bool) { return string(m.Subjects), m.Default }

// find gives the version of a model that is in force on a day, for subjects of a kind.
func (l *library) find(name string, subjects Subjects, on safety.Date) (*Model, error) {
	if name == "" {
		if name = l.Standard(string(subjects)); name == "" {
			return nil, warehouse.Fault(warehouse.BadRequest, "name a risk model: none is the default for %s", subjects)
		}
	}
	first, found := l.On(name, on)
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
