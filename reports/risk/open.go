package risk

import (
	"log/slog"

	"anlan/warehouse"
)

// Options says where models are read from.
type Options struct {
	// Dir holds YAML files that replace versions of the models that ship, or add others; may be empty.
	Dir    string
	Logger *slog.Logger
}

// Reports answers questions of risk from one warehouse. It is safe for concurrent use.
type Reports struct {
	data     *warehouse.Warehouse
	models   *library
	maps     *kept[mapKey, *Map]
	rankings *kept[rankingKey, *ranked]
}

// Open reads the models and checks them against the warehouse's catalogue. The error names every fault of every file.
func Open(w *warehouse.Warehouse, options Options) (*Reports, error) {
	models, err := load(options.Dir, w.Catalogue())
	if err != nil {
		return nil, err
	}
	if options.Logger != nil {
		options.Logger.Debug("risk models read", "versions", len(models.List()))
	}
	maps, err := keeping[mapKey](func(m *Map) int { return len(m.Cells) })
	if err != nil {
		return nil, err
	}
	rankings, err := keeping[rankingKey](func(r *ranked) int { return len(r.order) })
	if err != nil {
		return nil, err
	}
	return &Reports{data: w, models: models, maps: maps, rankings: rankings}, nil
}

// Models lists every version of every model by name and day. They must not be changed.
func (r *Reports) Models() []*Model { return r.models.List() }

// DefaultModel names the model that is used for subjects of a kind where none is asked for.
func (r *Reports) DefaultModel(subjects Subjects) string { return r.models.Standard(string(subjects)) }

// Hash identifies the content of all models, for cache keys.
func (r *Reports) Hash() string { return r.models.Hash() }
