package etl

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	"anlan/state"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

// run is one run of a pipeline on its way.
type run struct {
	id        string
	loader    *Loader
	warehouse *warehouse.Warehouse
	conn      *dial.Conn
	pipeline  *Pipeline
	options   RunOptions
	log       *slog.Logger
	progress  *reporter
	ledger    warehouse.Run
	started   time.Time
	rejects   rejects
	held      *state.Held // nil when no other process can run the pipeline

	tables   []string // to drop at the end
	created  []warehouse.Provisional
	deleted  deletions
	schema   []warehouse.SourceColumn // of inputs that have changed, to be remembered
	replay   *replay                  // set when the source is rejected rows
	bases    []uint64                 // per file of the source: rows of the files before it
	rows     uint64                   // of the source so far
	joinRows uint64                   // of the joined inputs so far
}

func newRun(l *Loader, p *Pipeline, o RunOptions) *run {
	w := l.warehouse
	r := &run{id: newRunID(w), loader: l, warehouse: w, conn: w.Conn(), pipeline: p, options: o, started: time.Now()}
	r.log = l.log.With("run", r.id, "pipeline", p.Name)
	r.progress = &reporter{report: o.Progress, now: Progress{Run: r.id, Pipeline: p.Name, Phase: Checking, State: warehouse.RunRunning}}
	r.ledger = warehouse.Run{ID: r.id, Seq: 1, Pipeline: p.Name, PipelineHash: p.Hash, Fact: p.Fact.Name, State: warehouse.RunRunning, At: w.Now(), StartedAt: w.Now(), Warnings: map[string]uint64{},
		Trigger: cmp.Or(o.Trigger, warehouse.TriggerManual), Attempt: uint32(max(o.Attempt, 1)), DryRun: o.DryRun}
	if o.Window != nil {
		r.ledger.WindowFrom, r.ledger.WindowTo = o.Window.From.String(), o.Window.To.String()
	}
	r.rejects = rejects{conn: r.conn, run: r.id, pipeline: p, now: w.Now}
	return r
}

// begin writes the run into the ledger.
func (r *run) begin(ctx context.Context) error {
	err := r.warehouse.AppendRun(ctx, r.ledger)
	if err == nil {
		return nil
	}
	failure := explain(ctx, err)
	r.ledger.State = warehouse.RunFailed
	r.log.Error("run did not begin", "code", failure.Code, "error", err, "cause", failure.Err)
	return failure
}

// do goes through the run and writes its end into the ledger, whatever it is.
func (r *run) do(ctx context.Context) (warehouse.Run, error) {
	err := r.load(ctx)
	if err != nil && r.rejects.count > 0 {
		r.settle(ctx, "") // what it rejected stands for what was rejected of the same records before
	}
	always := context.WithoutCancel(ctx)
	for _, table := range r.tables {
		if err := r.warehouse.DropWork(always, table); err != nil {
			r.log.Warn("a staging table stays until the next start", "table", table, "error", err)
		}
	}
	r.ledger.Seq++
	r.ledger.At, r.ledger.Seconds = r.warehouse.Now(), time.Since(r.started).Seconds()
	var failure *RunError
	switch {
	case err != nil:
		failure = explain(ctx, err)
		r.ledger.State, r.ledger.ErrorCode, r.ledger.Error = warehouse.RunFailed, failure.Code, failure.Message
		r.ledger.RowsLoaded, r.ledger.RowsUpdated, r.ledger.RowsUnchanged, r.ledger.Warnings = 0, 0, 0, nil
		r.log.Error("run failed", "code", failure.Code, "error", err, "cause", failure.Err) // the cause may name folders; the ledger must not
	case r.options.DryRun:
		r.ledger.State = warehouse.RunDry
	case r.ledger.VersionAfter != r.ledger.VersionBefore:
		r.ledger.State = warehouse.RunSucceeded
	default:
		r.ledger.State = warehouse.RunUnchanged
	}
	if err := r.warehouse.AppendRun(always, r.ledger); err != nil && failure == nil {
		failure = &RunError{Code: warehouse.Internal, Message: "the load is published, but the ledger could not be written", Err: err}
	}
	if failure != nil {
		return r.ledger, failure
	}
	r.log.Info("run over", "state", r.ledger.State, "read", r.ledger.RowsRead, "loaded", r.ledger.RowsLoaded, "updated", r.ledger.RowsUpdated,
		"unchanged", r.ledger.RowsUnchanged, "rejected", r.ledger.RowsRejected, "duplicate", r.ledger.RowsDuplicate, "version", r.ledger.VersionAfter)
	return r.ledger, nil
}

// load does the work of a run.
func (r *run) load(ctx context.Context) error {
	current, err := r.warehouse.Current(ctx)
	if err != nil {
		return err
	}
	release := r.warehouse.Hold(current.Number)
	defer release()
	r.ledger.VersionBefore, r.ledger.VersionAfter = current.Number, current.Number
	r.keepRules(current)
	if err := r.selectRejected(ctx); err != nil || r.replay.empty() {
		return err
	}
	inputs, err := r.open(ctx)
	defer func() {
		for _, in := range inputs {
			if err := closeAll(in); err != nil {
				r.log.Warn("a file was not closed", "error", err)
			}
		}
	}()
	if err != nil {
		return err
	}
	if err := r.compareSchemas(ctx, inputs); err != nil {
		return err
	}
	r.progress.update(func(p *Progress) { p.Phase = Staging })
	var all []staged
	for i, in := range inputs {
		s, err := r.stage(ctx, i, in)
		r.count()
		if err != nil {
			return err
		}
		all = append(all, s)
	}
	dims, err := r.dimensions(ctx, current)
	if err != nil {
		return err
	}
	plan, err := newPlan(r.pipeline, all, dims, r.warehouse.Today())
	if err != nil {
		return err
	}
	if err := r.emptyMarks(ctx, plan); err != nil {
		return err
	}
	if err := r.warnPersonal(ctx, plan); err != nil {
		return err
	}
	if extra := plan.unused(); len(extra) > 0 {
		r.log.Info("columns that the pipeline does not use", "columns", extra)
	}
	r.progress.update(func(p *Progress) { p.Phase = Converting })
	if r.replay != nil {
		return r.loadReplayed(ctx, plan)
	}
	work, err := r.convert(ctx, plan)
	if err != nil {
		return r.noteRefused(ctx, work, err)
	}
	if err := r.check(ctx, plan, work, current); err != nil {
		return err
	}
	r.progress.update(func(p *Progress) { p.Phase = Publishing })
	return r.publish(ctx, work)
}

// count brings the ledger up to what was read so far.
func (r *run) count() { r.ledger.RowsRead, r.ledger.RowsRejected = r.rows, r.rejects.count }

// convert fills the work table with the good rows and the quarantine with the others.
func (r *run) convert(ctx context.Context, plan *plan) (work string, err error) {
	work, err = r.warehouse.CreateWork(ctx, r.pipeline.Fact, r.id)
	if work != "" { // it may be there although it could not be made to its end
		r.tables = append(r.tables, work)
	}
	if err != nil {
		return "", err
	}
	if err := r.lookUp(ctx, plan); err != nil {
		return "", err
	}
	load := plan.load(work, r.id)
	if err := r.conn.Exec(ctx, load.SQL, load.Args...); err != nil {
		return "", fmt.Errorf("convert and check: %w", err)
	}
	var good uint64
	if err := r.conn.QueryRow(ctx, "SELECT count() FROM "+work).Scan(&good); err != nil {
		return "", fmt.Errorf("count the good rows: %w", err)
	}
	if err := r.markDeleted(ctx, plan); err != nil {
		return "", err
	}
	if wrong := r.rows - r.rejects.count - r.deleted.rows - good; wrong > 0 {
		reject := plan.reject(work, r.id, r.bases)
		if err := r.conn.Exec(ctx, reject.SQL, reject.Args...); err != nil {
			return "", fmt.Errorf("keep rejected rows: %w", err)
		}
		r.rejects.count += wrong
		r.count()
		r.progress.update(func(p *Progress) { p.RowsRejected = r.rejects.count })
	}
	if share := float64(r.rejects.count) / float64(max(r.rows, 1)); r.rejects.count > 0 && (good+r.deleted.rows == 0 || share > r.pipeline.MaxRejected) {
		return work, &RunError{Code: TooManyRejected, Message: fmt.Sprintf("%d of %d rows were rejected, more than the pipeline allows (%s); see the quarantine of run %s",
			r.rejects.count, r.rows, allowed(r.pipeline.MaxRejected), r.id)}
	}
	if r.ledger.RowsDuplicate, err = r.removeDuplicates(ctx, plan, work, good); err != nil {
		return "", err
	}
	if err := r.settleDeleted(ctx, plan, work); err != nil {
		return "", err
	}
	if err := r.keepSubstitutions(ctx, plan, work); err != nil {
		return "", err
	}
	return work, r.warn(ctx, plan, work)
}

func allowed(share float64) string {
	if share == 1 {
		return "any but all of them"
	}
	return fmt.Sprintf("%g %%", share*100)
}

// warn says which rules of severity warn the loaded rows break, and how often.
func (r *run) warn(ctx context.Context, plan *plan, work string) error {
	ask := plan.warn(work)
	if ask == nil {
		return nil
	}
	var counts []uint64
	if err := r.conn.QueryRow(ctx, ask.SQL).Scan(&counts); err != nil {
		return fmt.Errorf("count warnings: %w", err)
	}
	for i, n := range counts {
		if n > 0 {
			r.ledger.Warnings[plan.warnings[i].code] += n
			r.log.Warn("rows were loaded that break a rule", "rule", plan.warnings[i].code, "rows", n)
		}
	}
	return nil
}

// publish merges the good rows and makes a version of them.
func (r *run) publish(ctx context.Context, work string) error {
	var stats warehouse.MergeStats
	before, after, err := r.change(ctx, func(ctx context.Context, u *warehouse.Update) (err error) {
		r.countArrivals(u)
		stats, err = r.merging(ctx, u, work)
		r.fence(u)
		return err
	})
	if before > 0 { // else it could not even begin
		r.ledger.VersionBefore, r.ledger.VersionAfter = before, after
	}
	if err != nil {
		return err
	}
	r.ledger.RowsLoaded, r.ledger.RowsUpdated, r.ledger.RowsUnchanged, r.ledger.RowsDeleted = stats.Inserted, stats.Updated, stats.Unchanged, stats.Deleted
	r.settle(ctx, work)
	if err := r.rememberSchemas(ctx); err != nil {
		r.log.Warn("the load is published, but what columns its source has is not remembered", "error", err)
	}
	return nil
}
