package graph

import (
	"context"

	"anlan/graph/relay"
	"anlan/safety"
	"anlan/warehouse"
)

const maxPage = 1000

// list answers a list of records. enterprise gives the number of a record's enterprise; nil for records without.
func list[T any](ctx context.Context, r *Resolver, source Records[T], fact string, q warehouse.RecordQuery, first int, after *string,
	enterprise func(T) string) (*relay.Connection[T], error) {
	if err := within(first, maxPage); err != nil {
		return nil, err
	}
	if err := boundFilters(q.Filters); err != nil {
		return nil, err
	}
	if q.Fact != "" && q.Fact != fact {
		return nil, warehouse.Fault(warehouse.BadRequest, "the query is for %s records, this list holds %s records", q.Fact, fact)
	}
	q.Fact, q.First, q.After = fact, first, orZero(after)
	if q.After == "" {
		q.Version = r.number(ctx, q.Version)
	}
	visible := scope(ctx)
	page, err := source.List(ctx, visible, q)
	if err != nil {
		return nil, err
	}
	if enterprise != nil {
		expect(ctx, page.Records, enterprise)
	}
	return relay.NewConnection(page.Records, page.Cursors, page.HasNext, page.Version, func(ctx context.Context) (uint64, error) {
		return r.sources.Index.CountRecords(ctx, visible, q)
	}), nil
}

// get answers one record; null when there is none that the caller may see.
func get[T any](ctx context.Context, r *Resolver, source Records[T], system, id string, version *int) (*T, error) {
	asked, err := versionNumber(version)
	if err != nil {
		return nil, err
	}
	record, err := source.Get(ctx, scope(ctx), r.number(ctx, asked), system, id)
	return optional(&record, err)
}

func (r queryResolver) Inspections(ctx context.Context, query warehouse.RecordQuery, first int, after *string) (*relay.InspectionConnection, error) {
	return list(ctx, r.Resolver, r.sources.Inspections, "inspection", query, first, after, func(i warehouse.InspectionRecord) string { return i.Enterprise })
}

func (r queryResolver) Hazards(ctx context.Context, query warehouse.RecordQuery, first int, after *string) (*relay.HazardConnection, error) {
	return list(ctx, r.Resolver, r.sources.Hazards, "hazard", query, first, after, func(h warehouse.HazardRecord) string { return h.Enterprise })
}

func (r queryResolver) Trainings(ctx context.Context, query warehouse.RecordQuery, first int, after *string) (*relay.TrainingConnection, error) {
	return list(ctx, r.Resolver, r.sources.Trainings, "training", query, first, after, func(t warehouse.TrainingRecord) string { return t.Enterprise })
}

func (r queryResolver) Accidents(ctx context.Context, query warehouse.RecordQuery, first int, after *string) (*relay.AccidentConnection, error) {
	return list(ctx, r.Resolver, r.sources.Accidents, "accident", query, first, after, func(a warehouse.AccidentRecord) string { return a.Enterprise })
}

func (r queryResolver) Obligations(ctx context.Context, query warehouse.RecordQuery, first int, after *string) (*relay.ObligationConnection, error) {
	return list(ctx, r.Resolver, r.sources.Obligations, "obligation", query, first, after, func(o warehouse.ObligationRecord) string { return o.Enterprise })
}

func (r queryResolver) Enterprises(ctx context.Context, query warehouse.RecordQuery, first int, after *string) (*relay.EnterpriseConnection, error) {
	return list(ctx, r.Resolver, r.sources.Enterprises, "enterprise", query, first, after, nil)
}

func (r queryResolver) Inspection(ctx context.Context, system, id string, version *int) (*warehouse.InspectionRecord, error) {
	return get(ctx, r.Resolver, r.sources.Inspections, system, id, version)
}

func (r queryResolver) Hazard(ctx context.Context, system, id string, version *int) (*warehouse.HazardRecord, error) {
	return get(ctx, r.Resolver, r.sources.Hazards, system, id, version)
}

func (r queryResolver) Training(ctx context.Context, system, id string, version *int) (*warehouse.TrainingRecord, error) {
	return get(ctx, r.Resolver, r.sources.Trainings, system, id, version)
}

func (r queryResolver) Accident(ctx context.Context, system, id string, version *int) (*warehouse.AccidentRecord, error) {
	return get(ctx, r.Resolver, r.sources.Accidents, system, id, version)
}

func (r queryResolver) Obligation(ctx context.Context, system, id string, version *int) (*warehouse.ObligationRecord, error) {
	return get(ctx, r.Resolver, r.sources.Obligations, system, id, version)
}

func (r queryResolver) Enterprise(ctx context.Context, system *string, id string, version *int) (*warehouse.EnterpriseRecord, error) {
	return get(ctx, r.Resolver, r.sources.Enterprises, orZero(system), id, version)
}

// Period bounds the main date by a period. It is read after from and to.
func (recordQueryInputResolver) Period(_ context.Context, q *warehouse.RecordQuery, period *safety.Period) error {
	if period == nil || period.IsZero() {
		return nil
	}
	if !q.From.IsZero() || !q.To.IsZero() {
		return warehouse.Fault(warehouse.BadRequest, "give a period, or from and to, not both")
	}
	q.From, q.To = period.From, period.To
	return nil
}

func (r inspectionResolver) EnterpriseRecord(ctx context.Context, i *warehouse.InspectionRecord) (*warehouse.EnterpriseRecord, error) {
	return r.enterprise(ctx, i.Enterprise)
}

func (r hazardResolver) EnterpriseRecord(ctx context.Context, h *warehouse.HazardRecord) (*warehouse.EnterpriseRecord, error) {
	return r.enterprise(ctx, h.Enterprise)
}

func (r trainingResolver) EnterpriseRecord(ctx context.Context, t *warehouse.TrainingRecord) (*warehouse.EnterpriseRecord, error) {
	return r.enterprise(ctx, t.Enterprise)
}

func (r accidentResolver) EnterpriseRecord(ctx context.Context, a *warehouse.AccidentRecord) (*warehouse.EnterpriseRecord, error) {
	return r.enterprise(ctx, a.Enterprise)
}

func (r obligationResolver) EnterpriseRecord(ctx context.Context, o *warehouse.ObligationRecord) (*warehouse.EnterpriseRecord, error) {
	return r.enterprise(ctx, o.Enterprise)
}

// origin finds where a record came from that the caller sees.
func (r *Resolver) origin(ctx context.Context, run string, row uint64) (*warehouse.Origin, error) {
	o, err := r.sources.Evidence.Origin(ctx, run, row)
	return optional(&o, err)
}

func (r inspectionResolver) Origin(ctx context.Context, i *warehouse.InspectionRecord) (*warehouse.Origin, error) {
	return r.origin(ctx, i.Run, i.Row)
}

func (r hazardResolver) Origin(ctx context.Context, h *warehouse.HazardRecord) (*warehouse.Origin, error) {
	return r.origin(ctx, h.Run, h.Row)
}

func (r trainingResolver) Origin(ctx context.Context, t *warehouse.TrainingRecord) (*warehouse.Origin, error) {
	return r.origin(ctx, t.Run, t.Row)
}

func (r accidentResolver) Origin(ctx context.Context, a *warehouse.AccidentRecord) (*warehouse.Origin, error) {
	return r.origin(ctx, a.Run, a.Row)
}

func (r obligationResolver) Origin(ctx context.Context, o *warehouse.ObligationRecord) (*warehouse.Origin, error) {
	return r.origin(ctx, o.Run, o.Row)
}

func (r enterpriseResolver) Origin(ctx context.Context, e *warehouse.EnterpriseRecord) (*warehouse.Origin, error) {
	return r.origin(ctx, e.Run, e.Row)
}
