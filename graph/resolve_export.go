package graph

import (
	"context"

	"anlan/access"
	"anlan/export"
	"anlan/export/job"
	"anlan/graph/generated"
	"anlan/graph/relay"
	"anlan/warehouse"
)

// Exports makes exports in parts; *job.Jobs is one.
type Exports interface {
	Estimate(ctx context.Context, caller access.Caller, r export.Request) (job.Estimate, error)
	Create(ctx context.Context, caller access.Caller, r export.Request) (*job.Job, error)
	Job(ctx context.Context, caller access.Caller, id string) (*job.Job, error)
	List(ctx context.Context, caller access.Caller, first int, after string) (list []job.Job, more bool, err error)
	Parts(ctx context.Context, j *job.Job) ([]job.Part, error)
	Cancel(ctx context.Context, caller access.Caller, id string) (*job.Job, error)
	Delete(ctx context.Context, caller access.Caller, id string) error
	Owners(ctx context.Context, caller access.Caller, id string) ([]string, error)
	Follow(ctx context.Context, caller access.Caller, id string) (<-chan job.Job, error)
}

// DataSets knows the data sets that leave in bulk.
type DataSets interface {
	DataSets() []*warehouse.DataSet
}

// maxExports is the largest page of exports.
const maxExports = 100

// exports gives what makes exports with who asks, or the fault of who asks where none are made.
func (r *Resolver) exports(ctx context.Context) (Exports, access.Caller, error) {
	caller, _ := access.From(ctx)
	if r.sources.Exports == nil {
		return nil, caller, warehouse.Fault(warehouse.Unavailable, "no exports are made here")
	}
	return r.sources.Exports, caller, nil
}

func (r queryResolver) DataSets(ctx context.Context) ([]warehouse.DataSet, error) {
	if r.sources.DataSets == nil {
		return nil, nil
	}
	caller, _ := access.From(ctx)
	var list []warehouse.DataSet
	for _, set := range r.sources.DataSets.DataSets() {
		if export.Permit(caller, []*warehouse.DataSet{set}, warehouse.DataQuery{Set: set.Name}) == nil && (set.Fact == "" || caller.Scope.SeesFact(set.Fact)) {
			list = append(list, *set)
		}
	}
	return list, nil
}

func (r queryResolver) ExportEstimate(ctx context.Context, query generated.ExportInput) (*job.Estimate, error) {
	exports, caller, err := r.exports(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := r.exportRequest(query)
	if err != nil {
		return nil, err
	}
	estimate, err := exports.Estimate(ctx, caller, asked)
	return &estimate, err
}

func (r queryResolver) Exports(ctx context.Context, first int, after *string) (*relay.ExportConnection, error) {
	if err := within(first, maxExports); err != nil {
		return nil, err
	}
	exports, caller, err := r.exports(ctx)
	if err != nil {
		return nil, err
	}
	list, more, err := exports.List(ctx, caller, first, orZero(after))
	if err != nil {
		return nil, err
	}
	cursors := make([]string, len(list))
	for i, one := range list {
		cursors[i] = one.ID
	}
	return relay.NewConnection(list, cursors, more, 0, nil), nil
}

func (r queryResolver) Export(ctx context.Context, id string) (*job.Job, error) {
	exports, caller, err := r.exports(ctx)
	if err != nil {
		return nil, err
	}
	return optional(exports.Job(ctx, caller, id))
}

func (r mutationResolver) CreateExport(ctx context.Context, input generated.ExportInput) (*generated.ExportPayload, error) {
	return r.changeExport(ctx, "input", func(exports Exports, caller access.Caller) (*job.Job, error) {
		asked, err := r.exportRequest(input)
		if err != nil {
			return nil, err
		}
		return exports.Create(ctx, caller, asked)
	})
}

func (r mutationResolver) CancelExport(ctx context.Context, id string) (*generated.ExportPayload, error) {
	return r.changeExport(ctx, "id", func(exports Exports, caller access.Caller) (*job.Job, error) {
		return exports.Cancel(ctx, caller, id)
	})
}

func (r mutationResolver) changeExport(ctx context.Context, argument string, change func(Exports, access.Caller) (*job.Job, error)) (*generated.ExportPayload, error) {
	exports, caller, err := r.exports(ctx)
	var changed *job.Job
	if err == nil {
		changed, err = change(exports, caller)
	}
	if err != nil {
		faults, err := faultsOf(err, argument)
		return &generated.ExportPayload{Faults: faults}, err
	}
	return &generated.ExportPayload{Export: changed}, nil
}

func (r mutationResolver) DeleteExport(ctx context.Context, id string) (*generated.DeleteExportPayload, error) {
	exports, caller, err := r.exports(ctx)
	if err == nil {
		err = exports.Delete(ctx, caller, id)
	}
	if err != nil {
		faults, err := faultsOf(err, "id")
		return &generated.DeleteExportPayload{Faults: faults}, err
	}
	return &generated.DeleteExportPayload{ID: &id}, nil
}

// ExportLimits are those of this server.
func (r queryResolver) ExportLimits(context.Context) (*job.Limits, error) {
	return &r.sources.ExportLimits, nil
}

func (r exportResolver) AskedBy(ctx context.Context, j *job.Job) ([]string, error) {
	caller, _ := access.From(ctx)
	return r.sources.Exports.Owners(ctx, caller, j.ID)
}

func (r exportResolver) Parts(ctx context.Context, j *job.Job) ([]job.Part, error) {
	return r.sources.Exports.Parts(ctx, j)
}

func (r subscriptionResolver) ExportProgress(ctx context.Context, id string) (<-chan *job.Job, error) {
	exports, caller, err := r.exports(ctx)
	if err != nil {
		return nil, err
	}
	told, err := exports.Follow(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	out := make(chan *job.Job)
	go func() {
		defer close(out)
		for one := range told {
			select {
			case out <- &one:
			case <-ctx.Done():
				return // told ends with ctx too
			}
		}
	}()
	return out, nil
}

type exportFilterResolver struct{}

// ExportFilter answers fields of ExportFilter.
func (r *Resolver) ExportFilter() generated.ExportFilterResolver { return exportFilterResolver{} }

// Tree is said only of a region: without one no tree is gone through.
func (exportFilterResolver) Tree(_ context.Context, f *export.ManifestFilter) (*warehouse.Tree, error) {
	return orNil(warehouse.Tree(f.Tree)), nil
}
