package graph

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"anlan/access"
	"anlan/etl"
	"anlan/graph/generated"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// startFaults are the codes of a fault of runPipeline; others of a RunError pass as they are.
var startFaults = map[string]string{etl.UnknownPipeline: warehouse.NotFound, etl.AlreadyRunning: warehouse.Conflict}

func (r mutationResolver) RunPipeline(ctx context.Context, name string, files []string, dryRun, full bool, from, to *safety.Date) (*generated.RunPipelinePayload, error) {
	if faults := r.beyond(ctx, name, "name"); faults != nil {
		return &generated.RunPipelinePayload{Faults: faults}, nil
	}
	options := etl.RunOptions{DryRun: dryRun, Full: full, Trigger: warehouse.TriggerManual}
	var faults []generated.Fault
	var err error
	if options.Files, faults, err = r.sourceFiles(ctx, files); err == nil && faults == nil {
		options.Window, faults = window(from, to)
	}
	if err != nil || faults != nil {
		return &generated.RunPipelinePayload{Faults: faults}, err
	}
	run, faults, err := r.start(ctx, name, options)
	return &generated.RunPipelinePayload{Run: run, Faults: faults}, err
}

// sourceFiles gives the paths of files that a caller names: within the source folder, or anywhere for a command of this machine.
func (r *Resolver) sourceFiles(ctx context.Context, names []string) ([]string, []generated.Fault, error) {
	caller, _ := access.From(ctx)
	paths := make([]string, 0, len(names))
	for _, name := range names {
		if caller.Local && filepath.IsAbs(name) {
			paths = append(paths, name)
			continue
		}
		path, err := r.sources.Jobs.SourceFile(name)
		if err != nil {
			faults, err := faultsOf(err, "files")
			return nil, faults, err
		}
		paths = append(paths, path)
	}
	return paths, nil, nil
}

// window is the span of days between two, either of which may be absent.
func window(from, to *safety.Date) (*etl.Window, []generated.Fault) {
	if from == nil && to == nil {
		return nil, nil
	}
	w := &etl.Window{From: orZero(from), To: orZero(to)}
	if from != nil && to != nil && to.Before(*from) {
		return nil, []generated.Fault{{Code: warehouse.BadRequest, Message: "the window ends before it begins: to is before from", Argument: new("to")}}
	}
	return w, nil
}

// start begins a run that outlives the request: by the schedule where there is one, so that other servers and those who wonder
// later know of it.
func (r *Resolver) start(ctx context.Context, name string, options etl.RunOptions) (*warehouse.Run, []generated.Fault, error) {
	var id string
	var wait func() (warehouse.Run, error)
	var err error
	scheduled := r.sources.Schedule != nil && r.pipeline(name) != nil
	if scheduled {
		id, err = r.sources.Schedule.Trigger(ctx, name, callerName(ctx), options)
	} else {
		id, wait, err = r.sources.Jobs.Start(r.lifetime, name, options) //nolint:contextcheck // it ends with the server
	}
	if err != nil {
		faults, err := faultsOf(err, "name")
		return nil, faults, err
	}
	if !scheduled {
		r.wait(id, name, wait)
	}
	return r.begun(id, name, options), nil, nil
}

// wait sees a run to its end.
func (r *Resolver) wait(id, pipeline string, wait func() (warehouse.Run, error)) {
	r.runs.Go(func() {
		if _, err := wait(); err != nil {
			r.log.Error("run a pipeline", "run", id, "pipeline", pipeline, "error", err)
		}
	})
}

// pipeline finds a pipeline by name; nil when there is none.
func (r *Resolver) pipeline(name string) *etl.Pipeline {
	for _, p := range r.sources.Jobs.Pipelines() {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// begun is a run of which the ledger may not know yet.
func (r *Resolver) begun(id, name string, options etl.RunOptions) *warehouse.Run {
	run := &warehouse.Run{ID: id, Pipeline: name, State: warehouse.RunRunning, StartedAt: time.Now(), At: time.Now(),
		Trigger: options.Trigger, Attempt: 1, DryRun: options.DryRun}
	if p := r.pipeline(name); p != nil {
		run.Fact = p.Fact.Name
	}
	return run
}

func (r mutationResolver) CancelRun(ctx context.Context, id string) (*generated.CancelRunPayload, error) {
	if !scope(ctx).Whole("") {
		going, err := r.Query().Run(ctx, id)
		switch {
		case err != nil:
			return nil, err
		case going == nil:
			return &generated.CancelRunPayload{Faults: []generated.Fault{{Code: warehouse.NotFound, Message: "there is no run " + id, Argument: new("id")}}}, nil
		}
		if faults := r.beyond(ctx, going.Pipeline, "id"); faults != nil {
			return &generated.CancelRunPayload{Faults: faults}, nil
		}
	}
	err := state.ErrNotFound
	if r.sources.Schedule != nil {
		err = r.sources.Schedule.Cancel(ctx, id, callerName(ctx))
	}
	if errors.Is(err, state.ErrNotFound) {
		err = r.sources.Jobs.Cancel(id) // one that was not scheduled
	}
	if err != nil {
		faults, err := faultsOf(err, "id")
		return &generated.CancelRunPayload{Faults: faults}, err
	}
	run, err := r.Query().Run(ctx, id)
	return &generated.CancelRunPayload{Run: run}, err
}

// Report is for who may see all rows of the run; of what is not known any more there is none.
func (r runResolver) Report(ctx context.Context, run *warehouse.Run, language string) (*string, error) {
	text, err := r.sources.Jobs.Report(ctx, scope(ctx), run.ID, etl.ReportOptions{Language: language})
	return optional(&text, err)
}

func (r subscriptionResolver) RunProgress(ctx context.Context, run string) (<-chan *etl.Progress, error) {
	reports := r.sources.Jobs.Subscribe(ctx, run)
	out := make(chan *etl.Progress)
	go func() {
		defer close(out)
		for report := range reports {
			select {
			case out <- &report:
			case <-ctx.Done():
				return // reports ends with ctx too
			}
		}
		if r.sources.Schedule != nil {
			r.sources.Schedule.Settled(ctx, run)
		}
	}()
	return out, nil
}
