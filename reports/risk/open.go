package risk

import (
	"context"
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
	data   *warehouse.Warehouse
	models *library
}

// Open reads the models and checks them against the warehouse's catalogue. The error names every fault of every file.
func Open(w *warehouse.Warehouse, options Options) (*Reports, error) {
	models, err := load(options.Dir, w.Catalogue().Metric)
	if err != nil {
		return nil, err
	}
	if options.Logger != nil {
		options.Logger.Debug("risk models read", "versions", len(models.list))
	}
	return &Reports{data: w, models: models}, nil
}

// Models lists every version of every model by name and day. They must not be changed.
func (r *Reports) Models() []*Model { return r.models.list }

// DefaultModel names the model that is used for subjects of a kind where none is asked for.
func (r *Reports) DefaultModel(subjects Subjects) string { return r.models.standard[subjects] }

// Hash identifies the content of all models, for cache keys.
func (r *Reports) Hash() string { return r.models.hash }

// Map rates areas. Errors are [*warehouse.Error]: forbidden when the region or the records that the model needs lie outside the
// scope; bad_request, not_found and too_large for a query that cannot be answered.
func (r *Reports) Map(ctx context.Context, scope warehouse.Scope, q MapQuery) (*Map, error) {
	return nil, warehouse.Fault(warehouse.NotFound, "areas are not rated yet")
}

// Matrix rates each sector of each area at the end of the last month of the query's period that has begun.
func (r *Reports) Matrix(ctx context.Context, scope warehouse.Scope, q MapQuery) (*Matrix, error) {
	return nil, warehouse.Fault(warehouse.NotFound, "areas are not rated yet")
}
