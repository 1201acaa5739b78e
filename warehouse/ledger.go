package warehouse

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"
)

// States of a run.
const (
	RunRunning     = "running"
	RunSucceeded   = "succeeded"   // published a version
	RunUnchanged   = "unchanged"   // went through, and nothing was new
	RunDry         = "dry_run"     // went through, and was to publish nothing: Changes says what it would have changed
	RunFailed      = "failed"      // published nothing; the last good figures stay
	RunInterrupted = "interrupted" // its process ended before it did; VersionAfter says whether it had published
)

// Run is one run of a pipeline as the ledger knows it: every event of its life is a row of etl_run, the last one counts.
type Run struct {
	ID            string    `ch:"run"` // ids sort by the time at which runs began
	Seq           uint32    `ch:"seq"` // number of the event, from 1
	Pipeline      string    `ch:"pipeline"`
	PipelineHash  string    `ch:"pipeline_hash"` // SHA-256 of the pipeline's file
	Fact          string    `ch:"fact"`
	State         string    `ch:"state"`
	At            time.Time `ch:"at"` // of the event
	StartedAt     time.Time `ch:"started_at"`
	RowsRead      uint64    `ch:"rows_read"`      // records of the files; it is the sum of the five below
	RowsLoaded    uint64    `ch:"rows_loaded"`    // new in the warehouse
	RowsUpdated   uint64    `ch:"rows_updated"`   // replaced a record that differed
	RowsUnchanged uint64    `ch:"rows_unchanged"` // equal to what was there
	RowsRejected  uint64    `ch:"rows_rejected"`  // in quarantine
	RowsDuplicate uint64    `ch:"rows_duplicate"` // overruled by a later row of the same key; in quarantine too when they differ
	BytesRead     uint64    `ch:"bytes_read"`
	Seconds       float64   `ch:"seconds"`
	VersionBefore uint64    `ch:"version_before"`
	VersionAfter  uint64    `ch:"version_after"` // equal to VersionBefore when nothing was published
	ErrorCode     string    `ch:"error_code"`
	Error         string    `ch:"error"` // plain words
	// Warnings counts, by the code of the rule, rows that break a rule which only warns; they were loaded all the same.
	Warnings map[string]uint64 `ch:"warnings"`

	Trigger      string `ch:"trigger"`       // what started it: one of the Trigger constants
	Attempt      uint32 `ch:"attempt"`       // from 1; later ones are retries
	DryRun       bool   `ch:"dry_run"`       // went through everything and was to publish nothing
	WindowFrom   string `ch:"window_from"`   // first day of the window that was asked for, YYYY-MM-DD; empty for all
	WindowTo     string `ch:"window_to"`     // last day of it
	ReplayOf     string `ch:"replay_of"`     // run whose rejected rows were run again; empty when those of several, or none
	Cursor       string `ch:"cursor"`        // where an incremental source had got to; opaque, read by the next run
	RowsDeleted  uint64 `ch:"rows_deleted"`  // records that the source deleted, gone from the warehouse
	RowsRepaired uint64 `ch:"rows_repaired"` // rows loaded with a region code put right
	// Rules says what was in force: the versions or hashes of program, catalogue and reference data.
	Rules map[string]string `ch:"rules"`

	Files []RunFile `ch:"-"`
	// Changes are the figures that a dry run would have changed; only the run's own outcome has them, the ledger does not.
	Changes *Changes `ch:"-"`
}

// What starts a run.
const (
	TriggerManual     = "manual"
	TriggerSchedule   = "schedule"
	TriggerDependency = "dependency" // another pipeline's run
	TriggerRetry      = "retry"
	TriggerInbox      = "inbox"
	TriggerBackfill   = "backfill"
	TriggerReplay     = "replay" // rejected rows again
)

// WarningCount says how many rows broke a rule that only warns.
type WarningCount struct {
	Code string
	Rows uint64
}

// WarningCounts lists Warnings, the most frequent first.
func (r Run) WarningCounts() []WarningCount {
	list := make([]WarningCount, 0, len(r.Warnings))
	for code, rows := range r.Warnings {
		list = append(list, WarningCount{code, rows})
	}
	slices.SortFunc(list, func(a, b WarningCount) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), strings.Compare(a.Code, b.Code))
	})
	return list
}

// RunFile is a file that a run read to its end.
type RunFile struct {
	Run    string `ch:"run"`
	Name   string `ch:"file"`
	SHA256 string `ch:"sha256"`
	Bytes  uint64 `ch:"bytes"`
	Rows   uint64 `ch:"rows"`
	Input  string `ch:"input"` // the join that it was read for; empty for the source itself
	Kind   string `ch:"kind"`  // file, database, http or quarantine; of a sheet that was not read: why, a code of its reader
	// Base is how many records of its input came before it: row 7 of the run is its row 7 - Base. Nil where that was not kept.
	Base *uint64 `ch:"base"`
}

// RunQuery asks for runs, the newest first. Empty fields do not limit.
type RunQuery struct {
	Pipeline string
	State    string
	Facts    []string
	After    string // id of the run before the page
	First    int    // 0 means 50
}

//go:embed sql/ledger_runs.sql
var ledgerRunsSQL string

// AppendRun writes one event of a run's life, and its files when it has any. Seq must be higher than that of the event before.
func (w *Warehouse) AppendRun(ctx context.Context, run Run) error {
	if run.Warnings == nil {
		run.Warnings = map[string]uint64{}
	}
	if run.Rules == nil {
		run.Rules = map[string]string{}
	}
	if len(run.Files) > 0 {
		files := make([]any, len(run.Files))
		for i := range run.Files {
			run.Files[i].Run = run.ID
			files[i] = &run.Files[i]
		}
		if err := w.appendRows(ctx, "INSERT INTO etl_file (run, file, sha256, bytes, rows, input, kind, base)", files); err != nil {
			return faultOf(ctx, "write the ledger of runs", err)
		}
	}
	err := w.appendRows(ctx, `INSERT INTO etl_run (run, seq, pipeline, pipeline_hash, fact, state, at, started_at, rows_read, rows_loaded, rows_updated,
		rows_unchanged, rows_rejected, rows_duplicate, bytes_read, seconds, version_before, version_after, error_code, error, warnings,
		trigger, attempt, dry_run, window_from, window_to, replay_of, cursor, rows_deleted, rows_repaired, rules)`, []any{&run})
	return faultOf(ctx, "write the ledger of runs", err)
}

func (w *Warehouse) appendRows(ctx context.Context, insert string, rows []any) error {
	batch, err := w.conn.PrepareBatch(ctx, insert)
	if err != nil {
		return err
	}
	defer batch.Close() //nolint:errcheck // nothing to give back once sent
	for _, row := range rows {
		if err := batch.AppendStruct(row); err != nil {
			return err
		}
	}
	return batch.Send()
}

// Runs lists runs, the newest first, without their files.
func (w *Warehouse) Runs(ctx context.Context, q RunQuery) ([]Run, error) {
	if q.First == 0 {
		q.First = pageSize
	}
	return w.runs(ctx, "", q)
}

// Run returns one run with its files; a not_found Error when there is none.
func (w *Warehouse) Run(ctx context.Context, id string) (Run, error) {
	list, err := w.runs(ctx, id, RunQuery{First: 1})
	if err != nil {
		return Run{}, err
	}
	if id == "" || len(list) == 0 {
		return Run{}, Fault(NotFound, "there is no run %q", id)
	}
	run := list[0]
	err = w.conn.Select(ctx, &run.Files, "SELECT run, file, sha256, bytes, rows, input, kind, base FROM etl_file WHERE run = {run:String} ORDER BY input, base, file", named("run", id))
	return run, faultOf(ctx, "read the files of a run", err)
}

func (w *Warehouse) runs(ctx context.Context, id string, q RunQuery) ([]Run, error) {
	var list []Run
	err := w.conn.Select(ctx, &list, ledgerRunsSQL, named("run", id), named("after", q.After), named("pipeline", q.Pipeline),
		named("facts", texts(q.Facts)), named("state", q.State), named("limit", uint32(q.First)))
	return list, faultOf(ctx, "list runs", err)
}

// InterruptRuns marks runs that are still said to be running though their process is gone, and returns how many there were.
// goesOn tells which of them do go on; nil means none: only the process that owns the warehouse, before it runs anything, may
// say so.
func (w *Warehouse) InterruptRuns(ctx context.Context, goesOn func(context.Context, Run) (bool, error)) (int, error) {
	running, err := w.runs(ctx, "", RunQuery{State: RunRunning, First: 10_000})
	if err != nil {
		return 0, err
	}
	if goesOn != nil {
		gone := running[:0]
		for _, run := range running {
			on, err := goesOn(ctx, run)
			if err != nil {
				return 0, err
			}
			if !on {
				gone = append(gone, run)
			}
		}
		running = gone
	}
	for _, run := range running {
		run.Seq++
		run.State, run.At = RunInterrupted, w.Now()
		run.ErrorCode, run.Error = RunInterrupted, "the program ended during the run; nothing of it was published"
		if run.VersionAfter, err = w.publishedBy(ctx, run.ID); err != nil {
			return 0, err
		}
		if run.VersionAfter > 0 { // killed between its last two steps
			run.VersionBefore = run.VersionAfter - 1
			run.Error = fmt.Sprintf("the program ended when the run had published version %d, before its rows were counted; to run it again does no harm", run.VersionAfter)
		}
		if err := w.AppendRun(ctx, run); err != nil {
			return 0, fmt.Errorf("mark run %s interrupted: %w", run.ID, err)
		}
	}
	return len(running), nil
}

// publishedBy is the version that a run published; 0 when it published none.
func (w *Warehouse) publishedBy(ctx context.Context, run string) (version uint64, err error) {
	err = w.conn.QueryRow(ctx, "SELECT max(version) FROM version WHERE run = {run:String}", named("run", run)).Scan(&version)
	return version, faultOf(ctx, "read the data versions", err)
}

// texts is a list that is never nil: the driver writes a nil list as NULL.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
