package warehouse

import (
	"context"
	_ "embed"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"anlan/safety"
)

// States of a rejected row. A row is open until something settles it; it stays in the quarantine whatever its state.
const (
	RowOpen       = "open"       // waits to be mended, replayed or dismissed
	RowLoaded     = "loaded"     // a replay loaded it
	RowSuperseded = "superseded" // a later row of the same record was loaded, or was rejected in its turn
	RowDismissed  = "dismissed"  // somebody decided that it is not to be loaded, and said why
	RowDryRun     = "dry_run"    // of a run that was to publish nothing
	RowsAll       = "all"        // in a query: whatever the state
)

// QuarantineQuery asks for rejected rows. Empty fields do not limit.
type QuarantineQuery struct {
	Run      string
	Pipeline string
	Fact     string
	Code     string // rows that have this reason among their present ones
	// State is one of the Row constants; empty means open ones and, of a run that is named, those of a dry run.
	State  string
	File   string
	Region safety.RegionCode // rows of this region and of those that ever lay below it
	// FromRow and ToRow bound the row of the file, both included; 0 is open.
	FromRow, ToRow uint64
	Rows           []string // ids of rows, at most 1000: only these
	// Raw asks for the rows' own text too. It may hold what the warehouse itself never keeps, such as names.
	Raw   bool
	After string // the cursor of the row before the page
	First int    // 1 to 1000; 0 means 50
}

// QuarantineRow is one rejected row with all its reasons; Codes and Reasons run side by side. When a replay rejected the row
// again they are those of the replay; the events know the earlier ones.
type QuarantineRow struct {
	Run      string    `ch:"run"`
	Pipeline string    `ch:"pipeline"`
	Fact     string    `ch:"fact"`
	Region   string    `ch:"region"` // empty when the row names none that is known: then only callers that see everything see it
	File     string    `ch:"file"`
	Row      uint64    `ch:"row"`  // record of the file, from 1
	Line     uint64    `ch:"line"` // line of the file, from 1; 0 where files have no lines
	Codes    []string  `ch:"codes"`
	Reasons  []string  `ch:"reasons"`
	Raw      string    `ch:"raw"`
	At       time.Time `ch:"at"`
	State    string    `ch:"state"` // one of the Row constants
	// RunRow numbers the record through all files of the run, as records that were loaded are; 0 when that was not kept.
	RunRow uint64 `ch:"run_row"`
	// Replayable is false for a record that could not be read at all: it is loaded from its file again.
	Replayable bool              `ch:"replayable"`
	Events     []QuarantineEvent `ch:"-"` // what happened to it since, the oldest first
}

// ID tells the row from all others for good: its run, file and numbers in one word. It is its cursor in lists too.
func (r QuarantineRow) ID() string {
	return base64.RawURLEncoding.EncodeToString([]byte(r.Run + "\x00" + r.File + "\x00" + strconv.FormatUint(r.Row, 10) + "\x00" + strconv.FormatUint(r.RunRow, 10)))
}

// What can happen to a rejected row beside the states that it ends in.
const (
	StillRejected = "still_rejected" // a replay rejected it again; it stays open
	Reopened      = "reopened"       // a dismissal was taken back
)

// QuarantineEvent is one thing that happened to a rejected row.
type QuarantineEvent struct {
	Outcome string // loaded, superseded, dismissed, still_rejected or reopened
	Run     string // the replay or load that did it; empty for a person's decision
	By      string // who decided; empty for a load
	Why     string
	Codes   []string // of still_rejected: the reasons before this event's
	At      time.Time
}

// QuarantinePage is one page of rejected rows: the newest run first, within it by file and row.
type QuarantinePage struct {
	Rows    []QuarantineRow
	Cursors []string // one a row
	HasNext bool
}

// ReasonCount says how many rows were rejected for one reason. Example is the reason of one of them.
type ReasonCount struct {
	Code    string `ch:"code"`
	Rows    uint64 `ch:"rows"`
	Example string `ch:"example"`
}

var (
	//go:embed sql/quarantine_rows.sql
	quarantineRowsSQL string
	//go:embed sql/ledger_quarantine.sql
	ledgerQuarantineSQL string
	//go:embed sql/ledger_reasons.sql
	ledgerReasonsSQL string
)

// Quarantine lists rejected rows that the scope may see, with what happened to each since. A row's place in the list never
// changes, so pages are stable while loads go on; of a list of open rows those that are settled meanwhile are left out.
func (w *Warehouse) Quarantine(ctx context.Context, scope Scope, q QuarantineQuery) (*QuarantinePage, error) {
	if q.First == 0 {
		q.First = pageSize
	}
	if q.First < 1 || q.First > maxPageSize {
		return nil, Fault(BadRequest, "a page has 1 to %d rows", maxPageSize)
	}
	after, err := parseQuarantineCursor(q.After)
	if err != nil {
		return nil, err
	}
	args, err := w.quarantineArgs(ctx, scope, q)
	if err != nil || args == nil {
		return &QuarantinePage{}, err
	}
	args = append(args, named("show_raw", q.Raw), named("limit", uint32(q.First+1)), named("after_run", after.Run), named("after_file", after.File),
		named("after_row", after.Row), named("after_run_row", after.RunRow))
	page := &QuarantinePage{}
	if page.Rows, err = w.quarantineRows(ctx, args); err != nil {
		return nil, faultOf(ctx, "list rejected rows", err)
	}
	if page.HasNext = len(page.Rows) > q.First; page.HasNext {
		page.Rows = page.Rows[:q.First]
	}
	for _, r := range page.Rows {
		page.Cursors = append(page.Cursors, r.ID())
	}
	return page, nil
}

// listedRow is a rejected row as the engine lists it: its events lie side by side.
type listedRow struct {
	QuarantineRow
	Outcomes []string    `ch:"outcomes"`
	Runs     []string    `ch:"runs"`
	Whom     []string    `ch:"whom"`
	Whys     []string    `ch:"whys"`
	Were     [][]string  `ch:"were"`
	Ats      []time.Time `ch:"ats"`
}

func (w *Warehouse) quarantineRows(ctx context.Context, args []any) ([]QuarantineRow, error) {
	var listed []listedRow
	if err := w.conn.Select(ctx, &listed, quarantineRowsSQL+ledgerQuarantineSQL, args...); err != nil {
		return nil, err
	}
	list := make([]QuarantineRow, len(listed))
	for i, l := range listed {
		list[i] = l.QuarantineRow
		for e := range l.Outcomes {
			list[i].Events = append(list[i].Events, QuarantineEvent{l.Outcomes[e], l.Runs[e], l.Whom[e], l.Whys[e], l.Were[e], l.Ats[e]})
		}
	}
	return list, nil
}

// CountQuarantine counts the rejected rows that the scope may see and the query asks for, each once.
func (w *Warehouse) CountQuarantine(ctx context.Context, scope Scope, q QuarantineQuery) (rows uint64, err error) {
	args, err := w.quarantineArgs(ctx, scope, q)
	if err != nil || args == nil {
		return 0, err
	}
	err = w.conn.QueryRow(ctx, quarantineRowsSQL+"SELECT count() FROM rejected", args...).Scan(&rows)
	return rows, faultOf(ctx, "count rejected rows", err)
}

// QuarantineReasons counts the reasons of the rejected rows that the scope may see, the most frequent first: of open rows
// unless the query names another state. A row with two reasons counts under both.
func (w *Warehouse) QuarantineReasons(ctx context.Context, scope Scope, q QuarantineQuery) ([]ReasonCount, error) {
	args, err := w.quarantineArgs(ctx, scope, q)
	if err != nil || args == nil {
		return nil, err
	}
	var list []ReasonCount
	err = w.conn.Select(ctx, &list, quarantineRowsSQL+ledgerReasonsSQL, args...)
	return list, faultOf(ctx, "count rejected rows", err)
}

// quarantineArgs are the parameters of sql/quarantine_rows.sql; nil when the scope sees nothing of it. Rows have a sector only
// in their raw text, so a scope limited to sectors sees none.
func (w *Warehouse) quarantineArgs(ctx context.Context, scope Scope, q QuarantineQuery) ([]any, error) {
	switch q.State {
	case "", RowOpen, RowLoaded, RowSuperseded, RowDismissed, RowDryRun, RowsAll:
	default:
		return nil, Fault(BadRequest, "rejected rows are open, loaded, superseded, dismissed or dry_run, and all is all of them: not %q", q.State)
	}
	facts := texts(scope.Facts)
	if q.Fact != "" {
		if !scope.SeesFact(q.Fact) {
			return nil, nil
		}
		facts = []string{q.Fact}
	}
	if len(scope.Sectors) > 0 {
		return nil, nil
	}
	chosen, err := chosenRows(q.Rows)
	if err != nil {
		return nil, err
	}
	current, err := w.Current(ctx)
	if err != nil {
		return nil, err
	}
	if q.ToRow == 0 {
		q.ToRow = 1<<64 - 1
	}
	return append(chosen,
		named("run", q.Run), named("pipeline", q.Pipeline), named("facts", facts), named("all", scope.All), named("code", q.Code),
		named("state", q.State), named("file", q.File), named("region", string(q.Region)), named("from_row", q.FromRow), named("to_row", q.ToRow),
		named("closure", texts(current.Partitions("region_closure"))), named("regions", codes(scope.Regions)),
	), nil
}

// chosenRows are the parameters that pick rows by their ids; all are picked where there are none.
func chosenRows(ids []string) ([]any, error) {
	if len(ids) > maxPageSize {
		return nil, Fault(TooLarge, "at most %d rows are chosen by id, not %d: say which by run, file and reason", maxPageSize, len(ids))
	}
	runs, files, rows, runRows := make([]string, len(ids)), make([]string, len(ids)), make([]uint64, len(ids)), make([]uint64, len(ids))
	for i, id := range ids {
		row, err := parseQuarantineCursor(id)
		if err != nil || id == "" {
			return nil, Fault(BadRequest, "%q is the id of no rejected row", id)
		}
		runs[i], files[i], rows[i], runRows[i] = row.Run, row.File, row.Row, row.RunRow
	}
	return []any{named("chosen_run", runs), named("chosen_file", files), named("chosen_row", rows), named("chosen_run_row", runRows)}, nil
}

func parseQuarantineCursor(cursor string) (at QuarantineRow, err error) {
	if cursor == "" {
		return at, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.Split(string(text), "\x00")
	if err != nil || len(parts) != 4 {
		return at, Fault(BadRequest, "the cursor %q is none of this list", cursor)
	}
	at.Run, at.File = parts[0], parts[1]
	at.Row, err = strconv.ParseUint(parts[2], 10, 64)
	if err == nil {
		at.RunRow, err = strconv.ParseUint(parts[3], 10, 64)
	}
	if err != nil {
		return at, Fault(BadRequest, "the cursor %q is none of this list", cursor)
	}
	return at, nil
}
