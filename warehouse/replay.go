package warehouse

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
)

var (
	//go:embed sql/replay_select.sql
	replaySelectSQL string
	//go:embed sql/replay_keep.sql
	replayKeepSQL string
	//go:embed sql/replay_events.sql
	replayEventsSQL string
	//go:embed sql/replay_settle.sql
	replaySettleSQL string
)

// Replayed are rejected rows on their way through a pipeline again. The loader converts them as rows 1, 2, … of its input.
type Replayed struct {
	// Rows holds the rows: n, run, file, row, run_row, line, key, overruled, raw. Kept lists the n of those that are loaded, Again those
	// that are rejected again (n, codes, reasons). The caller drops the three tables.
	Rows, Kept, Again string
	Count             uint64
	// Unreadable is how many of the open rows asked for hold no record that could be read: their file must be loaded again.
	Unreadable uint64
}

// SelectRejected copies the open rows that the query asks for, of those that the scope may see, into tables named for the run.
func (w *Warehouse) SelectRejected(ctx context.Context, scope Scope, q QuarantineQuery, run string) (Replayed, error) {
	name := "stage_" + identifier(run)
	r := Replayed{Rows: name + "_replay", Kept: name + "_kept", Again: name + "_again"}
	for table, columns := range map[string]string{
		r.Rows:  "n UInt64, run String, file String, row UInt64, run_row UInt64, line UInt64, key UInt128, overruled Bool, raw String",
		r.Kept:  "n UInt64",
		r.Again: "n UInt64, codes Array(LowCardinality(String)), reasons Array(String)",
	} {
		if err := w.conn.Exec(ctx, "CREATE TABLE "+table+" ("+columns+") ENGINE = MergeTree ORDER BY n"); err != nil {
			return r, faultOf(ctx, "copy rejected rows", err)
		}
	}
	q.State = RowOpen
	args, err := w.quarantineArgs(ctx, scope, q)
	if err != nil || args == nil {
		return r, err
	}
	if err := w.conn.Exec(ctx, fmt.Sprintf(replaySelectSQL, r.Rows, quarantineRowsSQL), args...); err != nil {
		return r, faultOf(ctx, "copy rejected rows", err)
	}
	if err := w.conn.QueryRow(ctx, "SELECT count() FROM "+r.Rows).Scan(&r.Count); err != nil {
		return r, faultOf(ctx, "count rejected rows", err)
	}
	err = w.conn.QueryRow(ctx, quarantineRowsSQL+"SELECT countIf(NOT replayable) FROM rejected", args...).Scan(&r.Unreadable)
	return r, faultOf(ctx, "count rejected rows", err)
}

// Keep decides which of the replayed rows in work are loaded, and copies them into the table that it returns, each under the
// run and row that read it first: what a record says of its origin is true however it came in. A row is left out when a later
// row of its record was loaded: later of the replay, of the row's own run, or of a later run.
func (u *Update) Keep(ctx context.Context, fact *Fact, r Replayed, work string) (kept string, rows uint64, err error) {
	conn := u.w.conn
	if err := conn.Exec(ctx, fmt.Sprintf(replayKeepSQL, r.Kept, work, r.Rows, fact.Name, keyOf), named("parts", texts(u.current(fact.Name)))); err != nil {
		return "", 0, faultOf(ctx, "compare the replayed rows with the current data", err)
	}
	if kept, err = u.w.CreateWork(ctx, fact, u.run+"_kept"); err != nil {
		return kept, 0, err
	}
	names := make([]string, len(fact.Columns))
	for i, c := range fact.Columns {
		names[i] = c.Name
	}
	columns := strings.Join(names, ", ")
	if err := conn.Exec(ctx, "INSERT INTO "+kept+" ("+columns+", run, row) SELECT "+columns+", m.run, m.run_row FROM "+work+" AS w INNER JOIN "+r.Rows+
		" AS m ON w.row = m.n WHERE m.n IN (SELECT n FROM "+r.Kept+") SETTINGS max_partitions_per_insert_block = 0"); err != nil {
		return kept, 0, faultOf(ctx, "copy the replayed rows", err)
	}
	err = conn.QueryRow(ctx, "SELECT count() FROM "+r.Kept).Scan(&rows)
	return kept, rows, faultOf(ctx, "count the replayed rows", err)
}

// EndReplay writes down what became of the replayed rows. Killed before it, the rows stay open, and another replay finds them
// loaded already.
func (w *Warehouse) EndReplay(ctx context.Context, r Replayed, run, by string) error {
	w.quarantine.Lock()
	defer w.quarantine.Unlock()
	err := w.conn.Exec(ctx, fmt.Sprintf(replayEventsSQL, r.Rows, r.Kept, r.Again), named("by_run", run), named("by_whom", by))
	return faultOf(ctx, "settle the replayed rows", err)
}

// Settled are the tables of what a run did to records, each with key and row; empty for none.
type Settled struct {
	Work string // loaded
	Gone string // deleted
}

// SettleQuarantine closes the open rows of records that a run has loaded, deleted or rejected again: the list of open rows holds each record
// once, and not at all when its source was mended and loaded.
func (w *Warehouse) SettleQuarantine(ctx context.Context, pipeline string, fact *Fact, run string, s Settled) error {
	args, err := w.quarantineArgs(ctx, Everything(), QuarantineQuery{Fact: fact.Name})
	if err != nil {
		return err
	}
	w.quarantine.Lock()
	defer w.quarantine.Unlock()
	var rejected uint8
	if err := w.conn.QueryRow(ctx, "SELECT count() > 0 FROM quarantine WHERE fact = {fact:String}", named("fact", fact.Name)).Scan(&rejected); err != nil || rejected == 0 {
		return faultOf(ctx, "read the quarantine", err)
	}
	args = append(args, named("settled_by", run), named("settled_pipeline", pipeline))
	brought := []string{"SELECT toUInt128(0) AS key, toUInt64(0) AS row WHERE false"}
	for _, table := range []string{s.Work, s.Gone} {
		if table != "" {
			brought = append(brought, "SELECT key, row FROM "+table)
		}
	}
	err = w.conn.Exec(ctx, fmt.Sprintf(replaySettleSQL, quarantineRowsSQL, strings.Join(brought, " UNION ALL ")), args...)
	return faultOf(ctx, "settle rejected rows", err)
}
