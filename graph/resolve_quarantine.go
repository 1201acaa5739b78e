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

type (
	quarantineReasonResolver struct{ *Resolver }
	quarantinedRowResolver   struct{}
)

// QuarantineReason answers fields of QuarantineReason.
func (r *Resolver) QuarantineReason() generated.QuarantineReasonResolver {
	return quarantineReasonResolver{r}
}

// QuarantinedRow answers fields of QuarantinedRow.
func (r *Resolver) QuarantinedRow() generated.QuarantinedRowResolver { return quarantinedRowResolver{} }

func (r quarantineReasonResolver) Title(_ context.Context, reason *warehouse.ReasonCount) (*warehouse.Text, error) {
	text := etl.RuleText(r.sources.Jobs.Pipelines(), reason.Code)
	return &text, nil
}

func (quarantineReasonResolver) ExampleText(_ context.Context, reason *warehouse.ReasonCount) (*warehouse.Text, error) {
	text := etl.ReasonText(reason.Code, reason.Example)
	return &text, nil
}

func (quarantinedRowResolver) Words(_ context.Context, row *warehouse.QuarantineRow) ([]warehouse.Text, error) {
	words := make([]warehouse.Text, len(row.Reasons))
	for i, reason := range row.Reasons {
		words[i] = etl.ReasonText(row.Codes[i], reason)
	}
	return words, nil
}

// ErrorText is the failure of a run as its report says it.
func (runResolver) ErrorText(_ context.Context, run *warehouse.Run) (*warehouse.Text, error) {
	return orNil(etl.ReasonText(run.ErrorCode, run.Error)), nil
}
