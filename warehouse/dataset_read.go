package warehouse

import (
	"context"
	"io"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// dataReading reads an open question.
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
	p := r.plan
	if !p.splits() {
		return []DataPart{{}}
	}
	var parts []DataPart
	for _, id := range p.dataPartitions() {
		m := partitionMonth(id)
		if !slices.ContainsFunc(parts, func(d DataPart) bool { return d.Month == m }) {
			parts = append(parts, DataPart{Name: m.String(), Month: m})
		}
	}
	slices.SortFunc(parts, func(a, b DataPart) int { return int(a.Month) - int(b.Month) })
	if len(parts) == 0 {
		return []DataPart{{}}
	}
	return parts
}

// splits reports whether the rows of the result can be told apart by months.
func (p *dataPlan) splits() bool {
	q := p.query
	return p.source.of != nil && p.source.of.Date != "" && !q.Distinct && len(q.GroupBy) == 0 && q.Having == nil && len(q.Order) == 0 && q.Limit == nil && q.Offset == 0
}

// dataPartitions are those that can hold rows of the question.
func (p *dataPlan) dataPartitions() []string {
	if p.source.of == nil {
		return p.version.Partitions(p.source.table)
	}
	return p.partitions()
}

// of are the partitions of a part; of all of them for nil or the part without a name.
func (p *dataPlan) partitionsOf(part *DataPart) []string {
	all := p.dataPartitions()
	if part == nil || part.Name == "" {
		return all
	}
	return slices.DeleteFunc(all, func(id string) bool { return partitionMonth(id) != part.Month })
}

func (r *dataReading) Encode(ctx context.Context, format string, settings map[string]any, part *DataPart) (io.ReadCloser, error) {
	s, err := r.plan.statement(r.plan.partitionsOf(part), nil)
	if err != nil {
		return nil, err
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(settings))
	body, err := r.w.conn.QueryFormat(ctx, format, s.SQL, s.values()...)
	return body, faultOf(ctx, "export "+r.plan.source.Name, err)
}

func (r *dataReading) Count(ctx context.Context, part *DataPart) (n uint64, err error) {
	s, err := r.plan.statement(r.plan.partitionsOf(part), nil)
	if err != nil {
		return 0, err
	}
	err = r.w.conn.QueryRow(ctx, "SELECT count() FROM ("+s.SQL+")", s.values()...).Scan(&n)
	return n, faultOf(ctx, "count the rows of "+r.plan.source.Name, err)
}

func (r *dataReading) Estimate(ctx context.Context) (rows, bytes uint64, exact bool, err error) {
	rows, err = r.Count(ctx, nil)
	return rows, rows * uint64(8*len(r.plan.columns)), true, err
}
