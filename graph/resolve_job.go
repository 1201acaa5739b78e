package graph

import (
	"context"
	"errors"
	"slices"
	"time"

	"anlan/access"
	"anlan/etl"
	"anlan/etl/schedule"
	"anlan/graph/generated"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// maxTold is the most that a list of what was done or told gives.
const maxTold = 200

func (r queryResolver) Jobs(ctx context.Context) ([]schedule.JobStatus, error) {
	if r.sources.Schedule == nil {
		return nil, nil
	}
	return r.sources.Schedule.Jobs(ctx)
}

func (r queryResolver) JobTasks(ctx context.Context, pipeline *string, first int) ([]state.Task, error) {
	if err := within(first, maxTold); err != nil || r.sources.Schedule == nil {
		return nil, err
	}
	return r.sources.Schedule.Tasks(ctx, orZero(pipeline), first)
}

func (r queryResolver) Outages(ctx context.Context) ([]state.Outage, error) {
	if r.sources.News == nil {
		return nil, nil
	}
	return r.sources.News.Outages(ctx)
}

func (r queryResolver) Notices(ctx context.Context, first int) ([]state.Notice, error) {
	if err := within(first, maxTold); err != nil || r.sources.News == nil {
		return nil, err
	}
	return r.sources.News.Notices(ctx, first)
}

func (r queryResolver) Audits(ctx context.Context, first int) ([]state.Audit, error) {
	if err := within(first, maxTold); err != nil || r.sources.News == nil {
		return nil, err
	}
	return r.sources.News.Audits(ctx, first)
}

// nothingScheduled is the fault of who asks for a schedule where there is none.
func nothingScheduled() []generated.Fault {
	return []generated.Fault{{Code: warehouse.Unavailable, Message: "nothing is scheduled here"}}
}

func (r mutationResolver) PausePipeline(ctx context.Context, name, why string) (*generated.JobPayload, error) {
	return r.changeJob(ctx, name, func(s Schedule, by string) error { return s.Pause(ctx, name, by, why) })
}

func (r mutationResolver) ResumePipeline(ctx context.Context, name string) (*generated.JobPayload, error) {
	return r.changeJob(ctx, name, func(s Schedule, by string) error { return s.Resume(ctx, name, by, "") })
}

func (r mutationResolver) changeJob(ctx context.Context, name string, change func(s Schedule, by string) error) (*generated.JobPayload, error) {
	if r.sources.Schedule == nil {
		return &generated.JobPayload{Faults: nothingScheduled()}, nil
	}
	if faults := r.beyond(ctx, name, "name"); faults != nil {
		return &generated.JobPayload{Faults: faults}, nil
	}
	job, faults, err := after(change(r.sources.Schedule, callerName(ctx)), "name",
		func() ([]schedule.JobStatus, error) { return r.sources.Schedule.Jobs(ctx) }, func(j schedule.JobStatus) bool { return j.Pipeline == name })
	return &generated.JobPayload{Job: job, Faults: faults}, err
}

// beyond refuses to run, hold or end a pipeline to who may not see all of its records: an old file that is loaded again, say, would put
// back what others reported.
func (r *Resolver) beyond(ctx context.Context, pipeline, argument string) []generated.Fault {
	p := r.pipeline(pipeline)
	if p == nil || scope(ctx).Whole(p.Fact.Name) {
		return nil
	}
	return []generated.Fault{{Code: warehouse.Forbidden, Message: "the pipeline " + pipeline + " loads records that this token may not see; ask for a token without limits", Argument: &argument}}
}

// after finds what was changed as it is now, or gives the fault of the argument for which nothing was changed.
func after[T any](changed error, argument string, list func() ([]T, error), meant func(T) bool) (*T, []generated.Fault, error) {
	if changed != nil {
		faults, err := faultsOf(changed, argument)
		return nil, faults, err
	}
	all, err := list()
	if i := slices.IndexFunc(all, meant); i >= 0 {
		return &all[i], nil, err
	}
	return nil, nil, err
}

func (r queryResolver) Backfills(ctx context.Context) ([]state.Backfill, error) {
	if r.sources.Backfills == nil {
		return nil, nil
	}
	return r.sources.Backfills.Backfills(ctx)
}

func (r queryResolver) BackfillWindows(ctx context.Context, id string) ([]state.Task, error) {
	if r.sources.Backfills == nil {
		return nil, nil
	}
	return r.sources.Backfills.BackfillWindows(ctx, id)
}

func (r mutationResolver) StartBackfill(ctx context.Context, pipeline string, from, to safety.Date, step, why string) (*generated.BackfillPayload, error) {
	if r.sources.Backfills == nil {
		return &generated.BackfillPayload{Faults: nothingScheduled()}, nil
	}
	if faults := r.beyond(ctx, pipeline, "pipeline"); faults != nil {
		return &generated.BackfillPayload{Faults: faults}, nil
	}
	b, err := r.sources.Backfills.Backfill(ctx, schedule.BackfillRequest{Pipeline: pipeline, From: from, To: to, Step: step, By: callerName(ctx), Why: why})
	if err != nil {
		faults, err := faultsOf(err, "")
		return &generated.BackfillPayload{Faults: faults}, err
	}
	return &generated.BackfillPayload{Backfill: &b}, nil
}

func (r mutationResolver) PauseBackfill(ctx context.Context, id, why string) (*generated.BackfillPayload, error) {
	return r.changeBackfill(ctx, id, func(b Backfills, by string) error { return b.PauseBackfill(ctx, id, by, why) })
}

func (r mutationResolver) ResumeBackfill(ctx context.Context, id string) (*generated.BackfillPayload, error) {
	return r.changeBackfill(ctx, id, func(b Backfills, by string) error { return b.ResumeBackfill(ctx, id, by) })
}

func (r mutationResolver) CancelBackfill(ctx context.Context, id string) (*generated.BackfillPayload, error) {
	return r.changeBackfill(ctx, id, func(b Backfills, by string) error { return b.CancelBackfill(ctx, id, by) })
}

func (r mutationResolver) changeBackfill(ctx context.Context, id string, change func(b Backfills, by string) error) (*generated.BackfillPayload, error) {
	if r.sources.Backfills == nil {
		return &generated.BackfillPayload{Faults: nothingScheduled()}, nil
	}
	known, err := r.sources.Backfills.Backfills(ctx)
	if err != nil {
		return nil, err
	}
	for _, b := range known {
		if faults := r.beyond(ctx, b.Job, "id"); b.ID == id && faults != nil {
			return &generated.BackfillPayload{Faults: faults}, nil
		}
	}
	backfill, faults, err := after(change(r.sources.Backfills, callerName(ctx)), "id",
		func() ([]state.Backfill, error) { return r.sources.Backfills.Backfills(ctx) }, func(b state.Backfill) bool { return b.ID == id })
	return &generated.BackfillPayload{Backfill: backfill, Faults: faults}, err
}

// callerName is who asks, for those who wonder later.
func callerName(ctx context.Context) string {
	caller, _ := access.From(ctx)
	return caller.Name
}

func (jobScheduleResolver) Every(_ context.Context, s *etl.Schedule) (*string, error) {
	return span(s.Every), nil
}

func (jobScheduleResolver) Retries(_ context.Context, s *etl.Schedule) (int, error) {
	return s.Retry.Times, nil
}

func (jobScheduleResolver) Timeout(_ context.Context, s *etl.Schedule) (*string, error) {
	return span(s.Timeout), nil
}

// span prints a time as 15m0s; none is null.
func span(d time.Duration) *string {
	if d == 0 {
		return nil
	}
	return new(d.String())
}

// faultsOf gives an error that was written for callers as a fault of an argument, every other one as an error.
func faultsOf(err error, argument string) ([]generated.Fault, error) {
	fault := generated.Fault{Message: err.Error(), Argument: orNil(argument)}
	var run *etl.RunError
	var known *warehouse.Error
	switch {
	case errors.As(err, &run):
		fault.Code, fault.Message = run.Code, run.Message
		if code, ok := startFaults[run.Code]; ok {
			fault.Code = code
		}
	case errors.As(err, &known) && known.Err == nil:
		fault.Code, fault.Message = known.Code, known.Message
	case errors.Is(err, state.ErrNotFound):
		fault.Code = warehouse.NotFound
	default:
		return nil, err
	}
	return []generated.Fault{fault}, nil
}
