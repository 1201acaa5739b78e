package warehouse

import (
	"context"
	"slices"
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

// Parts are the months of the set's date, the oldest first; those of rows that the scope shows.
func (r *dataReading) Parts() []DataPart {
	p := *r.plan
	var parts []DataPart
	if p.byMonth() {
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

// byMonth reports whether the rows can be told apart by months.
func (p *dataPlan) byMonth() bool {
	return p.rowByRow() && len(p.query.Order) == 0 && p.source.Date != ""
}

// see looks for the months in which the scope shows rows: a part of a month in which only others have any would tell of them.
func (w *Warehouse) see(ctx context.Context, p *dataPlan) error {
	if !p.byMonth() || p.fence() == "" {
		return nil
	}
	limits, err := p.limits(p.dataPartitions())
	if err != nil {
		return err
	}
	s := Statement{SQL: "SELECT groupUniqArray(toString(_partition_id)) FROM " + p.source.from() + limits, Args: p.args}
	seen := []string{}
	if err := w.conn.QueryRow(under(ctx, p.estimating()), s.SQL, s.values()...).Scan(&seen); err != nil {
		return err
	}
	p.seen = slices.DeleteFunc(slices.Clone(p.dataPartitions()), func(id string) bool { return !slices.Contains(seen, id) })
	return nil
}

// dataPartitions are those that can hold rows of the question.
func (p *dataPlan) dataPartitions() []string {
	if p.seen != nil {
		return p.seen
	}
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

// Count counts the rows of the result, or of one of its Parts, in as much memory as streaming them may take.
func (r *dataReading) Count(ctx context.Context, part *DataPart) (uint64, error) {
	return r.count(ctx, part, r.plan.streaming(nil))
}

func (r *dataReading) count(ctx context.Context, part *DataPart, settings map[string]any) (n uint64, err error) {
	p := *r.plan
	s, err := p.counted(p.partitionsOf(part))
	if err != nil {
		return 0, err
	}
	err = r.w.conn.QueryRow(under(ctx, settings), s.SQL, s.values()...).Scan(&n)
	return n, answerFault(ctx, "count the rows of "+p.source.Name, err)
}
