package graph

import (
	"context"
	"errors"

	"anlan/access"
	"anlan/graph/generated"
	"anlan/graph/relay"
	"anlan/reports/alert"
	"anlan/warehouse"
)

// Alerts keeps warnings.
type Alerts interface {
	Rules() []*alert.Rule
	List(ctx context.Context, scope access.Scope, q alert.Query) (*alert.Page, error)
	Counts(ctx context.Context, scope access.Scope, q alert.Query) ([]alert.Count, error)
	Get(ctx context.Context, scope access.Scope, id string, records bool) (*alert.Signal, error)
	History(ctx context.Context, scope access.Scope, id string, records bool) ([]alert.Event, error)
	Acknowledge(ctx context.Context, caller access.Caller, id, remark string) (*alert.Signal, error)
	Judged(ctx context.Context) (*alert.Judgement, error)
	Evaluate(ctx context.Context) (*alert.Evaluation, error)
}

// maxAlerts is the largest page of warnings.
const maxAlerts = 200

// nothingWatched is the fault of who asks for warnings where nothing is watched.
func nothingWatched() error {
	return warehouse.Fault(warehouse.Unavailable, "nothing is watched here")
}

func (r queryResolver) AlertRules(context.Context) ([]alert.Rule, error) {
	if r.sources.Alerts == nil {
		return nil, nothingWatched()
	}
	return values(r.sources.Alerts.Rules(), nil)
}

func (r queryResolver) Alerts(ctx context.Context, query *alert.Query, first int, after *string) (*relay.AlertConnection, error) {
	if err := within(first, maxAlerts); err != nil {
		return nil, err
	}
	if r.sources.Alerts == nil {
		return nil, nothingWatched()
	}
	q := asked(ctx, query)
	q.First, q.After = first, orZero(after)
	page, err := r.sources.Alerts.List(ctx, scope(ctx), q)
	if err != nil {
		return nil, err
	}
	return relay.NewConnection(page.Signals, page.Cursors, page.HasNext, 0, nil), nil
}

func (r queryResolver) AlertCounts(ctx context.Context, query *alert.Query) ([]alert.Count, error) {
	if r.sources.Alerts == nil {
		return nil, nothingWatched()
	}
	return r.sources.Alerts.Counts(ctx, scope(ctx), asked(ctx, query))
}

// AlertJudgement is the last one of the rules of warnings.
func (r queryResolver) AlertJudgement(ctx context.Context) (*alert.Judgement, error) {
	if r.sources.Alerts == nil {
		return nil, nothingWatched()
	}
	return r.sources.Alerts.Judged(ctx)
}

// asked is a question for warnings; those about single records are for who may read records.
func asked(ctx context.Context, query *alert.Query) alert.Query {
	q := orZero(query)
	q.Records = mayReadRecords(ctx)
	return q
}

func (r queryResolver) Alert(ctx context.Context, id string) (*alert.Signal, error) {
	if r.sources.Alerts == nil {
		return nil, nothingWatched()
	}
	return optional(r.sources.Alerts.Get(ctx, scope(ctx), id, mayReadRecords(ctx)))
}

func (r queryResolver) AlertEvents(ctx context.Context, id string) ([]alert.Event, error) {
	if r.sources.Alerts == nil {
		return nil, nothingWatched()
	}
	events, err := r.sources.Alerts.History(ctx, scope(ctx), id, mayReadRecords(ctx))
	var fault *warehouse.Error
	if errors.As(err, &fault) && fault.Code == warehouse.NotFound {
		return nil, nil
	}
	return events, err
}

func (r mutationResolver) AcknowledgeAlert(ctx context.Context, id, remark string) (*generated.AlertPayload, error) {
	if r.sources.Alerts == nil {
		return nil, nothingWatched()
	}
	caller, _ := access.From(ctx)
	signal, err := r.sources.Alerts.Acknowledge(ctx, caller, id, remark)
	if err != nil {
		faults, err := faultsOf(err, "id")
		return &generated.AlertPayload{Faults: faults}, err
	}
	return &generated.AlertPayload{Alert: signal}, nil
}

// EvaluateAlerts judges all data, so only who sees all of it is told what came of it.
func (r mutationResolver) EvaluateAlerts(ctx context.Context) (*alert.Evaluation, error) {
	if r.sources.Alerts == nil {
		return nil, nothingWatched()
	}
	if !scope(ctx).Whole("") {
		return nil, warehouse.Fault(warehouse.Forbidden, "warnings are evaluated over all data: only who may see all of it can ask for that")
	}
	return r.sources.Alerts.Evaluate(ctx)
}

// mayReadRecords says whether the caller may be told of single records and enterprises.
func mayReadRecords(ctx context.Context) bool {
	caller, _ := access.From(ctx)
	return caller.May(access.ReadRecords)
}

// Version is that of no data for what a person did.
func (alertEventResolver) Version(_ context.Context, e *alert.Event) (*int, error) {
	return orNil(int(e.Version)), nil
}
