package warehouse

import (
	"context"
	"slices"
	"time"
)

// dataReading reads an open question. Its plan is copied for every statement, so that parts can be read side by side.
type dataReading struct {
	w       *Warehouse
	plan    *dataPlan
	release func()
}

func (r *dataReading) Set() *DataSet         { return &r.plan.source.DataSet }
func (r *dataReading) Version() *Version     { return r.plan.version }
func (r *dataReading) Columns() []DataColumn { return slices.Clone(r.plan.columns) }
func (r *dataReading) Query() DataQuery      { return r.plan.query }
func (r *dataReading) Close()                { r.release() }

// Parts are the months of the set's date, the oldest first.
func (r *dataReading) Parts() []DataPart {
	p := *r.plan
	var parts []DataPart
	if p.rowByRow() && len(p.query.Order) == 0 && p.source.Date != "" {
		for _, id := range p.dataPartitions() {
			m := partitionMonth(id)
			if !slices.ContainsFunc(parts, func(d DataPart) bool { return d.Month == m }) {
				parts = append(parts, DataPart{Name: m.String(), Month: m})
			}
		}
	}
	if len(parts) == 0 {
		return []DataPart{{}}
	}
	slices.SortFunc(parts, func(a, b DataPart) int { return int(a.Month) - int(b.Month) })
	return parts
}

// dataPartitions are those that can hold rows of the question.
func (p *dataPlan) dataPartitions() []string {
	if p.source.of == nil {
		return p.version.Partitions(p.source.table)
	}
	return p.partitions()
}

// partitionsOf are those of a part; all for nil or the part without a name.
func (p *dataPlan) partitionsOf(part *DataPart) []string {
	all := slices.Clone(p.dataPartitions())
	if part == nil || part.Name == "" {
		return all
	}
	return slices.DeleteFunc(all, func(id string) bool { return partitionMonth(id) != part.Month })
}

// Count counts the rows of the result, or of one of its Parts.
func (r *dataReading) Count(ctx context.Context, part *DataPart) (n uint64, err error) {
	p := *r.plan
	s, err := p.counted(p.partitionsOf(part))
	if err != nil {
		return 0, err
	}
	err = r.w.conn.QueryRow(ctx, s.SQL, s.values()...).Scan(&n)
	return n, answerFault(ctx, "count the rows of "+p.source.Name, err)
}

// What an estimate may cost: seconds, and rows whose width is looked at.
const (
	estimateFor  = 2 * time.Second
	estimateRows = 1000
)

// Estimate counts the rows where that is quick. Otherwise they are those that the engine would have to look at: no fewer than there are. Bytes are
// those of the engine's own values: about what Arrow takes.
func (r *dataReading) Estimate(ctx context.Context) (rows, bytes uint64, exact bool, err error) {
	quick, cancel := context.WithTimeout(ctx, estimateFor)
	defer cancel()
	rows, err = r.Count(quick, nil)
	if exact = err == nil; !exact {
		if ctx.Err() != nil || quick.Err() == nil {
			return 0, 0, false, err
		}
		if rows, err = r.looked(ctx); err != nil {
			return 0, 0, false, err
		}
	}
	return rows, uint64(float64(rows) * r.width(ctx)), exact, nil
}

// looked is the number of rows that the engine would look at.
func (r *dataReading) looked(ctx context.Context) (n uint64, err error) {
	p := *r.plan
	inner, err := p.rows(p.dataPartitions(), p.said.Used)
	if err != nil {
		return 0, err
	}
	s := Statement{SQL: "SELECT sum(rows) FROM (EXPLAIN ESTIMATE " + inner + ") WHERE table = {looked:String}", Args: p.args}
	s.Args["looked"] = p.source.table
	err = r.w.conn.QueryRow(ctx, s.SQL, s.values()...).Scan(&n)
	if p.query.Limit != nil {
		n = min(n, *p.query.Limit)
	}
	return n, faultOf(ctx, "estimate the rows of "+p.source.Name, err)
}

// width is about how many bytes a row takes: the mean of some of them, or a guess where looking at some means to compute all.
func (r *dataReading) width(ctx context.Context) float64 {
	guess := float64(12 * len(r.plan.columns))
	p := *r.plan
	if !p.rowByRow() {
		return guess
	}
	few := uint64(estimateRows)
	p.query.Order, p.query.Limit = nil, &few
	said := *p.said
	said.Order = nil
	p.said = &said
	s, err := p.encoded(p.dataPartitions(), "Native")
	if err != nil {
		return guess
	}
	ctx, cancel := context.WithTimeout(ctx, estimateFor)
	defer cancel()
	var mean float64
	if err := r.w.conn.QueryRow(ctx, "SELECT avg(byteSize(*)) FROM ("+s.SQL+")", s.values()...).Scan(&mean); err != nil || !(mean > 0) {
		return guess
	}
	return mean
}
