package etl

import (
	"context"

	"anlan/warehouse"
)

// change makes a change of the data and publishes it; a dry run says instead which figures would change, and publishes nothing.
func (r *run) change(ctx context.Context, fn func(context.Context, *warehouse.Update) error) (before, after uint64, err error) {
	if !r.options.DryRun {
		return r.warehouse.Update(ctx, r.id, r.pipeline.Name, fn)
	}
	r.ledger.Changes, err = r.warehouse.Rehearse(ctx, r.id, fn)
	return r.ledger.VersionBefore, r.ledger.VersionBefore, err
}

// merging brings the good rows of work into the warehouse: of a replay those that no later row has overtaken.
func (r *run) merging(ctx context.Context, u *warehouse.Update, work string) (warehouse.MergeStats, error) {
	if r.replay == nil {
		return r.merge(ctx, u, work)
	}
	kept, _, err := u.Keep(ctx, r.pipeline.Fact, r.replay.rows, work)
	if kept != "" {
		r.tables = append(r.tables, kept)
	}
	if err != nil {
		return warehouse.MergeStats{}, err
	}
	return r.merge(ctx, u, kept)
}

// settle closes the open rows of earlier runs whose records this run has loaded (work), deleted or rejected again. When this fails they stay
// open, which does no harm.
func (r *run) settle(ctx context.Context, work string) {
	if r.options.DryRun || r.replay != nil {
		return
	}
	gone := ""
	if work != "" {
		gone = r.deleted.marked
	}
	if err := r.warehouse.SettleQuarantine(context.WithoutCancel(ctx), r.pipeline.Name, r.pipeline.Fact, r.id, warehouse.Settled{Work: work, Gone: gone}); err != nil {
		r.log.Warn("rejected rows of earlier runs stay open though their records were loaded", "error", err)
	}
}
