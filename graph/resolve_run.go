package graph

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"anlan/access"
	"anlan/etl"
	"anlan/graph/generated"
	"anlan/safety"
	"anlan/warehouse"
)

// startFaults are the codes of a fault of runPipeline; others of a RunError pass as they are.
var startFaults = map[string]string{etl.UnknownPipeline: warehouse.NotFound, etl.AlreadyRunning: warehouse.Conflict}

func (r mutationResolver) RunPipeline(ctx context.Context, name string, files []string, dryRun, full bool, from, to *safety.Date) (*generated.RunPipelinePayload, error) {
	options := etl.RunOptions{DryRun: dryRun, Full: full, Trigger: warehouse.TriggerManual}
	var faults []generated.Fault
	if options.Files, faults = r.sourceFiles(ctx, files); faults == nil {
		options.Window, faults = window(from, to)
	}
	if faults != nil {
		return &generated.RunPipelinePayload{Faults: faults}, nil
	}
	run, faults, err := r.start(name, options) //nolint:contextcheck // the run outlives the request
	return &generated.RunPipelinePayload{Run: run, Faults: faults}, err
}

// sourceFiles gives the paths of files that a caller names: within the source folder, or anywhere for a command of this machine.
func (r *Resolver) sourceFiles(ctx context.Context, names []string) ([]string, []generated.Fault) {
	caller, _ := access.From(ctx)
	paths := make([]string, 0, len(names))
	for _, name := range names {
		if caller.Local && filepath.IsAbs(name) {
			paths = append(paths, name)
			continue
		}
		path, err := r.sources.Jobs.SourceFile(name)
		if err != nil {
			return nil, []generated.Fault{faultOf(err, "files")}
		}
		paths = append(paths, path)
	}
	return paths, nil
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

// start begins a run that outlives the request and ends with the server.
func (r *Resolver) start(name string, options etl.RunOptions) (*warehouse.Run, []generated.Fault, error) {
	id, wait, err := r.sources.Jobs.Start(r.lifetime, name, options)
	if refused, ok := errors.AsType[*etl.RunError](err); ok {
		return nil, []generated.Fault{faultOf(refused, "name")}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	r.runs.Go(func() {
		if _, err := wait(); err != nil {
			r.log.Error("run a pipeline", "run", id, "pipeline", name, "error", err)
		}
	})
	return r.begun(id, name, options), nil, nil
}

// begun is a run of which the ledger may not know yet.
func (r *Resolver) begun(id, name string, options etl.RunOptions) *warehouse.Run {
	run := &warehouse.Run{ID: id, Pipeline: name, State: warehouse.RunRunning, StartedAt: time.Now(), At: time.Now(),
		Trigger: options.Trigger, Attempt: 1, DryRun: options.DryRun}
	pipelines := r.sources.Jobs.Pipelines()
	if i := slices.IndexFunc(pipelines, func(p *etl.Pipeline) bool { return p.Name == name }); i >= 0 {
		run.Fact = pipelines[i].Fact.Name
	}
	return run
}

func (r mutationResolver) CancelRun(ctx context.Context, id string) (*generated.CancelRunPayload, error) {
	if err := r.sources.Jobs.Cancel(id); err != nil {
		return &generated.CancelRunPayload{Faults: []generated.Fault{faultOf(err, "id")}}, nil
	}
	run, err := r.Query().Run(ctx, id)
	return &generated.CancelRunPayload{Run: run}, err
}

// faultOf is an error that was written for callers as a fault of an argument.
func faultOf(err error, argument string) generated.Fault {
	fault := generated.Fault{Code: warehouse.Internal, Message: err.Error(), Argument: orNil(argument)}
	var run *etl.RunError
	var known *warehouse.Error
	switch {
	case errors.As(err, &run):
		fault.Code, fault.Message = run.Code, run.Message
		if code, ok := startFaults[run.Code]; ok {
			fault.Code = code
		}
	case errors.As(err, &known):
		fault.Code, fault.Message = known.Code, known.Message
	}
	return fault
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
	}()
	return out, nil
}
