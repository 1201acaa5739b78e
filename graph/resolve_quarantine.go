package graph

import (
	"context"

	"anlan/etl"
	"anlan/graph/generated"
	"anlan/warehouse"
)

func (r mutationResolver) ReplayQuarantine(ctx context.Context, query warehouse.QuarantineQuery, dryRun bool) (*generated.RunPipelinePayload, error) {
	request := etl.ReplayRequest{Rows: query, Scope: scope(ctx), By: callerName(ctx), DryRun: dryRun}
	id, wait, err := r.sources.Jobs.StartReplay(r.lifetime, request) //nolint:contextcheck // the run outlives the request
	if err != nil {
		faults, err := faultsOf(err, "query")
		return &generated.RunPipelinePayload{Faults: faults}, err
	}
	r.wait(id, query.Pipeline, wait)
	return &generated.RunPipelinePayload{Run: r.begun(id, query.Pipeline, etl.RunOptions{Trigger: warehouse.TriggerReplay, DryRun: dryRun})}, nil
}

func (r mutationResolver) DismissQuarantine(ctx context.Context, query warehouse.QuarantineQuery, why string) (*generated.QuarantinePayload, error) {
	return decided(r.sources.Quarantine.Dismiss(ctx, scope(ctx), query, warehouse.Decision{By: callerName(ctx), Why: why}))
}

func (r mutationResolver) ReopenQuarantine(ctx context.Context, query warehouse.QuarantineQuery) (*generated.QuarantinePayload, error) {
	return decided(r.sources.Quarantine.Reopen(ctx, scope(ctx), query, warehouse.Decision{By: callerName(ctx)}))
}

func decided(rows uint64, err error) (*generated.QuarantinePayload, error) {
	if err != nil {
		faults, err := faultsOf(err, "query")
		return &generated.QuarantinePayload{Faults: faults}, err
	}
	return &generated.QuarantinePayload{Rows: rows}, nil
}
