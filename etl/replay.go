package etl

import (
	"context"
	"fmt"

	"anlan/etl/source"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

// ReplayRequest says which rejected rows to run again, under the pipeline and the dimensions as they are now.
type ReplayRequest struct {
	// Rows picks them: the open ones that the query asks for, among those that Scope may see. Run or Pipeline must be named.
	Rows  warehouse.QuarantineQuery
	Scope warehouse.Scope
	By    string // who asks, for the rows' history
	// DryRun says what would come of it and changes nothing.
	DryRun bool
	// Progress is called as that of RunOptions.
	Progress func(Progress)
}

// NotReplayable counts, under Warnings, rejected rows that hold no record that could be read: their file must be loaded again.
const NotReplayable = "not_replayable"

// Replay runs rejected rows again. Those that pass are loaded and settled; those that still fail stay open with their new
// reasons; a row whose record was loaded meanwhile from a later row is settled as superseded and changes nothing. The run's
// counts are those of the replayed rows; RowsDuplicate counts the superseded ones. Where no row is open nothing happens.
func (l *Loader) Replay(ctx context.Context, request ReplayRequest) (warehouse.Run, error) {
	_, wait, err := l.StartReplay(ctx, request)
	if err != nil {
		return warehouse.Run{}, err
	}
	return wait()
}

// StartReplay begins a replay and returns its id as Start does.
func (l *Loader) StartReplay(ctx context.Context, request ReplayRequest) (id string, wait func() (warehouse.Run, error), err error) {
	q := request.Rows
	if q.Run != "" {
		run, err := l.warehouse.Run(ctx, q.Run)
		if err != nil {
			return "", nil, err
		}
		if q.Pipeline != "" && q.Pipeline != run.Pipeline {
			return "", nil, warehouse.Fault(warehouse.BadRequest, "run %s is one of the pipeline %s, not %s", q.Run, run.Pipeline, q.Pipeline)
		}
		q.Pipeline = run.Pipeline
	}
	if q.Pipeline == "" {
		return "", nil, warehouse.Fault(warehouse.BadRequest, "name the run or the pipeline whose rejected rows are to run again")
	}
	request.Rows = q
	return l.Start(ctx, q.Pipeline, RunOptions{DryRun: request.DryRun, Progress: request.Progress, Trigger: warehouse.TriggerReplay, replay: &request})
}

// replay is a run over rejected rows.
type replay struct {
	request ReplayRequest
	rows    warehouse.Replayed
}

// empty reports a replay that has nothing to do.
func (p *replay) empty() bool { return p != nil && p.rows.Count == 0 }

// inputs are the source of a replay.
func (p *replay) inputs(conn *dial.Conn, keys []string) []source.Input {
	return []source.Input{&rejectedInput{conn: conn, table: p.rows.Rows, keys: rejectedKeys(keys)}}
}

// sources lists what the run reads: a replay's control files would speak of more than its rows.
func (r *run) sources() []Source {
	all := r.pipeline.sources()
	if r.replay != nil {
		return all[:1+len(r.pipeline.Joins)]
	}
	return all
}

// kindOf is what the ledger calls input number i.
func (r *run) kindOf(i int) string {
	if i == 0 && r.replay != nil {
		return replayKind
	}
	return r.pipeline.sources()[i].Kind()
}

// selectRejected copies the rows of a replay. They are the run's source.
func (r *run) selectRejected(ctx context.Context) error {
	if r.options.replay == nil {
		return nil
	}
	r.replay = &replay{request: *r.options.replay}
	r.ledger.ReplayOf = r.replay.request.Rows.Run
	rows, err := r.warehouse.SelectRejected(ctx, r.replay.request.Scope, r.replay.request.Rows, r.id)
	r.tables = append(r.tables, rows.Rows, rows.Kept, rows.Again)
	r.replay.rows = rows
	if rows.Unreadable > 0 {
		r.ledger.Warnings[NotReplayable] = rows.Unreadable
		r.log.Warn("rows that could not be read are no records to replay: load their files again", "rows", rows.Unreadable)
	}
	return err
}

// loadReplayed does for rejected rows what convert, check and publish do for a source: row by row it is the same. What judges a load
// as a whole (the share of rejected rows, checks of the load, what a complete source lacks) is not asked of a part of one.
func (r *run) loadReplayed(ctx context.Context, plan *plan) error {
	work, err := r.warehouse.CreateWork(ctx, r.pipeline.Fact, r.id)
	if err != nil {
		return err
	}
	r.tables = append(r.tables, work)
	if err := r.lookUp(ctx, plan); err != nil {
		return err
	}
	load := plan.load(work, r.id)
	if err := r.conn.Exec(ctx, load.SQL, load.Args...); err != nil {
		return fmt.Errorf("convert and check: %w", err)
	}
	again := plan.rejectAgain(work, r.replay.rows.Again)
	if err := r.conn.Exec(ctx, again.SQL, again.Args...); err != nil {
		return fmt.Errorf("keep rejected rows: %w", err)
	}
	var good uint64
	if err := r.conn.QueryRow(ctx, "SELECT count(), (SELECT count() FROM "+r.replay.rows.Again+") FROM "+work).Scan(&good, &r.rejects.count); err != nil {
		return fmt.Errorf("count the good rows: %w", err)
	}
	r.count()
	if err := r.keepSubstitutions(ctx, plan, work); err != nil {
		return err
	}
	if err := r.warn(ctx, plan, work); err != nil {
		return err
	}
	r.progress.update(func(p *Progress) { p.Phase, p.RowsRejected = Publishing, r.rejects.count })
	if err := r.publish(ctx, work); err != nil {
		return err
	}
	r.ledger.RowsDuplicate = good - r.ledger.RowsLoaded - r.ledger.RowsUpdated - r.ledger.RowsUnchanged
	if r.options.DryRun {
		return nil
	}
	return r.warehouse.EndReplay(ctx, r.replay.rows, r.id, r.replay.request.By)
}

// MarkedDeleted is the reason of a replayed row that marks its record as deleted.
const MarkedDeleted = "marked_deleted"

// rejectAgain lists the rows that are not in work, with all their reasons. A mark of deletion is no record to load, and whether it
// is still to be heeded only its source knows.
func (b *plan) rejectAgain(work, into string) statement {
	codes, reasons := "wrong.1", "wrong.2"
	if b.gone != "" {
		codes = "if(" + markedRow + ", ['" + MarkedDeleted + "'], " + codes + ")"
		reasons = "if(" + markedRow + ", ['the row marks its record as deleted: a replay deletes nothing, load its source again'], " + reasons + ")"
	}
	sql := "INSERT INTO " + into + " (n, codes, reasons)\nSELECT row, " + codes + ", " + reasons + "\nFROM (" + b.judged(work) + ")\n" + convertSettings
	return statement{sql, b.args.values}
}
