package warehouse

import "context"

// Explain gives the SQL that Metrics would run for a query under a scope, without running it: what a figure is made of, for
// those who check it, and the baseline of what the rest costs.
func (w *Warehouse) Explain(ctx context.Context, scope Scope, q MetricQuery) (Statement, error) {
	v, err := w.Version(ctx, q.Version)
	if err != nil {
		return Statement{}, err
	}
	p, _, err := w.resolve(ctx, v, scope, q)
	if err != nil {
		return Statement{}, err
	}
	return p.statement()
}

// Execute runs a statement of Explain and counts the rows of its answer.
func (w *Warehouse) Execute(ctx context.Context, s Statement) (rows int, err error) {
	groups, err := w.conn.Query(ctx, s.SQL, s.values()...)
	if err != nil {
		return 0, faultOf(ctx, "compute the figures", err)
	}
	defer groups.Close()
	for groups.Next() {
		rows++
	}
	return rows, faultOf(ctx, "compute the figures", groups.Err())
}
