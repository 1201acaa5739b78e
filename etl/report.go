package etl

import (
	"context"
	"strings"

	"anlan/warehouse"
)

// ReportOptions say how a report is written.
type ReportOptions struct {
	// Language is zh, the default, or en.
	Language string
	// Rows is how many rejected rows and changed figures are shown at most; 0 means 20.
	Rows int
}

// reportRows is how many rejected rows a report shows when nobody says.
const reportRows = 20

// facts of a run, gathered for its report.
type reported struct {
	run       warehouse.Run
	pipeline  *Pipeline // nil when there is none of that name any more
	checks    []warehouse.CheckResult
	rows      []warehouse.QuarantineRow
	more      uint64 // rejected rows that are not among rows
	reasons   []warehouse.ReasonCount
	replaced  []warehouse.Substitution
	deleted   []warehouse.Deletion
	corrected *warehouse.CorrectionPage
}

// Report tells a run as a text that a clerk can read: what was read, what came of it, which rows were rejected and what was
// expected in them. Rejected rows and changed figures are those that the scope may see. It ends with a line break. The error is
// the warehouse's; not_found when there is no such run.
func (l *Loader) Report(ctx context.Context, scope warehouse.Scope, run string, o ReportOptions) (string, error) {
	if o.Rows <= 0 {
		o.Rows = reportRows
	}
	f, err := l.gather(ctx, scope, run, min(o.Rows, 1000))
	if err != nil {
		return "", err
	}
	words := reportZH
	if strings.HasPrefix(strings.ToLower(o.Language), "en") {
		words = reportEN
	}
	r := &reportWriter{words: words, facts: f}
	r.write()
	return r.text.String(), nil
}

func (l *Loader) gather(ctx context.Context, scope warehouse.Scope, id string, rows int) (*reported, error) {
	w := l.warehouse
	run, err := w.Run(ctx, id)
	if err != nil {
		return nil, err
	}
	f := &reported{run: run}
	f.pipeline, _ = l.Pipeline(run.Pipeline)
	checks, err := w.Checks(ctx, scope, warehouse.CheckQuery{Run: id, First: 1000})
	if err != nil {
		return nil, err
	}
	f.checks = checks.Results
	page, err := w.Quarantine(ctx, scope, warehouse.QuarantineQuery{Run: id, First: rows})
	if err != nil {
		return nil, err
	}
	f.rows = page.Rows
	if page.HasNext {
		f.more = run.RowsRejected - min(run.RowsRejected, uint64(len(page.Rows)))
	}
	if f.reasons, err = w.QuarantineReasons(ctx, scope, warehouse.QuarantineQuery{Run: id}); err != nil {
		return nil, err
	}
	if f.replaced, err = w.Substitutions(ctx, id); err != nil {
		return nil, err
	}
	if f.deleted, err = w.Deletions(ctx, scope, id, rows); err != nil {
		return nil, err
	}
	if run.VersionAfter != run.VersionBefore {
		f.corrected, err = w.Corrections(ctx, scope, warehouse.CorrectionQuery{Run: id, NoNew: true, First: rows})
	}
	return f, err
}
