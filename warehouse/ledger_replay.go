package warehouse

import (
	"context"
	_ "embed"
	"strings"
)

var (
	//go:embed sql/quarantine_decide.sql
	quarantineDecideSQL string
)

// Decision is a person's word on rejected rows.
type Decision struct {
	By  string // who decides
	Why string
}

// Dismiss settles the open rows that the query asks for, among those that the scope may see: they are not to be loaded, and
// Why says why. They stay in the quarantine, and Reopen takes the decision back. The query must name a run or a pipeline. It
// returns how many rows it settled.
func (w *Warehouse) Dismiss(ctx context.Context, scope Scope, q QuarantineQuery, d Decision) (rows uint64, err error) {
	if strings.TrimSpace(d.Why) == "" {
		return 0, Fault(BadRequest, "say why the rows are not to be loaded")
	}
	q.State = RowOpen
	return w.decide(ctx, scope, q, RowDismissed, d)
}

// Reopen takes back the dismissal of the rows that the query asks for and returns how many there were.
func (w *Warehouse) Reopen(ctx context.Context, scope Scope, q QuarantineQuery, d Decision) (rows uint64, err error) {
	q.State = RowDismissed
	return w.decide(ctx, scope, q, Reopened, d)
}

func (w *Warehouse) decide(ctx context.Context, scope Scope, q QuarantineQuery, outcome string, d Decision) (rows uint64, err error) {
	if q.Run == "" && q.Pipeline == "" {
		return 0, Fault(BadRequest, "name the run or the pipeline whose rejected rows are meant")
	}
	args, err := w.quarantineArgs(ctx, scope, q)
	if err != nil || args == nil {
		return 0, err
	}
	w.quarantine.Lock() // two decisions about one row come one after the other
	defer w.quarantine.Unlock()
	if err := w.conn.QueryRow(ctx, quarantineRowsSQL+"SELECT count() FROM rejected", args...).Scan(&rows); err != nil || rows == 0 {
		return 0, faultOf(ctx, "count rejected rows", err)
	}
	args = append(args, named("outcome", outcome), named("by_whom", d.By), named("why", d.Why))
	err = w.conn.Exec(ctx, "INSERT INTO quarantine_event (run, file, row, run_row, outcome, by_run, by_whom, why, codes, reasons, at)\n"+quarantineRowsSQL+quarantineDecideSQL, args...)
	return rows, faultOf(ctx, "settle rejected rows", err)
}
