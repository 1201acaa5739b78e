package warehouse

import (
	"context"
	"slices"
	"strings"
	"time"

	"anlan/safety"
	"anlan/warehouse/dial"
)

// Metrics answers a query under a scope. Errors are *Error; a caller whose scope does not reach the region or the records
// gets forbidden.
func (w *Warehouse) Metrics(ctx context.Context, scope Scope, q MetricQuery) (*MetricTable, error) {
	start := time.Now()
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	defer release()
	p, regions, err := w.resolve(ctx, v, scope, q)
	if err != nil {
		return nil, err
	}
	known, err := w.coverage(ctx, v)
	if err != nil {
		return nil, err
	}
	p.covered = known.coveredBy(regions, p.query.Tree, p.query.TreeDate)
	counted, reads := dial.CountReads(ctx)
	if err := w.judgeWhereOwed(counted, regions, p); err != nil {
		return nil, err
	}
	groups, err := w.compute(counted, p)
	if err != nil {
		return nil, err
	}
	if err := p.checkRows(groups); err != nil {
		return nil, err
	}
	table := p.finish(groups)
	if err := w.label(ctx, v, regions, p, table); err != nil {
		return nil, err
	}
	if q.Totals {
		if err := w.addTotals(counted, regions, p, table); err != nil {
			return nil, err
		}
	}
	table.Source = p.source()
	table.Source.DataUntil = v.reachSeen(scope, w.Today())
	table.Source.Elapsed, table.Source.RowsRead = time.Since(start), reads.Rows()
	return table, nil
}

// pin gives a version and holds its data until release. The newest one may be collected before it is held, when loads are
// quick and few versions are kept: then it is not the newest any more.
func (w *Warehouse) pin(ctx context.Context, n uint64) (*Version, func(), error) {
	if n != 0 {
		return w.pinned(ctx, n)
	}
	for {
		current, err := w.Current(ctx)
		if err != nil {
			return nil, nil, err
		}
		v, release, err := w.pinned(ctx, current.Number)
		if newer, again := w.Current(ctx); err == nil || again != nil || newer.Number == current.Number {
			return v, release, err
		}
	}
}

func (w *Warehouse) pinned(ctx context.Context, n uint64) (*Version, func(), error) {
	release := w.Hold(n) // before reading it: a collection cannot come between
	v, err := w.Version(ctx, n)
	if err != nil {
		release()
		return nil, nil, err
	}
	return v, release, nil
}

// group is one row of the engine's answer: the dimensions' values, the bucket's number from 1, and the figures.
type group struct {
	keys   []string
	bucket uint32
	values []*float64
}

func (g group) key() string { return strings.Join(g.keys, "\x00") }

func (w *Warehouse) compute(ctx context.Context, p *plan) ([]group, error) {
	statement, err := p.statement()
	if err != nil {
		return nil, err
	}
	rows, err := w.conn.Query(ctx, statement.SQL, statement.values()...)
	if err != nil {
		return nil, faultOf(ctx, "compute the figures", err)
	}
	defer rows.Close()
	var out []group
	n := len(p.figures())
	for rows.Next() {
		g := group{keys: make([]string, len(p.query.Dimensions)), values: make([]*float64, n)}
		into := make([]any, 0, len(g.keys)+1+n)
		for i := range g.keys {
			into = append(into, &g.keys[i])
		}
		into = append(into, &g.bucket)
		for i := range g.values {
			into = append(into, &g.values[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, faultOf(ctx, "compute the figures", err)
		}
		if out = append(out, g); len(out)*n > maxFigures {
			return nil, Fault(TooLarge, "the answer has more than %d figures: narrow the query or export the data", maxFigures)
		}
	}
	return out, faultOf(ctx, "compute the figures", rows.Err())
}

// checkRows refuses an answer that grows too large when every key gets a row in every bucket.
func (p *plan) checkRows(groups []group) error {
	keys := map[string]bool{}
	for _, g := range groups {
		keys[g.key()] = true
	}
	if n := max(len(keys), len(p.units)) * len(p.slots[0].buckets) * len(p.figures()); n > maxFigures {
		return Fault(TooLarge, "the answer has about %d figures; at most %d are answered at once: narrow the query or export the data", n, maxFigures)
	}
	return nil
}

// addTotals computes the figures over all rows anew: rates and distinct counts are not sums of their parts.
func (w *Warehouse) addTotals(ctx context.Context, regions *Regions, p *plan, table *MetricTable) error {
	whole := *p
	whole.query.Dimensions, whole.query.Rows, whole.query.Grain, whole.query.Order, whole.query.Limit, whole.units = nil, nil, safety.GrainSpan, nil, 0, nil
	whole.slots, whole.owed = slotsOf(whole.query), nil
	if err := w.judgeWhereOwed(ctx, regions, &whole); err != nil {
		return err
	}
	groups, err := w.compute(ctx, &whole)
	if err != nil {
		return err
	}
	for _, total := range whole.finish(groups).Columns {
		i := slices.IndexFunc(table.Columns, func(c Column) bool { return c.Name == total.Name })
		table.Columns[i].Total, table.Columns[i].TotalState = total.Numbers[0], total.States[0]
	}
	return nil
}

func (p *plan) source() Source {
	_, running := p.query.Period.Clip(p.query.AsOf)
	s := Source{
		Version: p.version.Number, PublishedAt: p.version.PublishedAt, Period: p.query.Period,
		AsOf: p.query.AsOf, Running: running, TreeDate: p.query.TreeDate,
	}
	facts := map[string]bool{}
	for _, m := range p.measures {
		facts[m.Measure.Fact] = true
	}
	for _, mark := range p.version.Watermarks {
		if facts[mark.Fact] {
			s.Watermarks = append(s.Watermarks, mark)
		}
	}
	return s
}
