package warehouse

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"time"
)

//go:embed sql/lineage.sql
var lineageSQL string

// rowBits are the bits of a record's row that number rows of the source; those above number the records that one row holds.
const rowBits = 1<<40 - 1

// Lineage finds the loads and files behind a figure. The records are those that ListRecords gives for the same metric, region,
// period, filters and version.
func (w *Warehouse) Lineage(ctx context.Context, scope Scope, q LineageQuery) (*Lineage, error) {
	m, err := w.catalogue.Metric(q.Metric)
	if err != nil {
		return nil, err
	}
	if q.Period.IsZero() {
		return nil, Fault(BadRequest, "name a period, such as 2025Q2 or 2025-01..04")
	}
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	defer release()
	sides := []*Metric{m}
	if m.Ratio != nil {
		sides = []*Metric{m.Ratio.Numerator, m.Ratio.Denominator}
	}
	out := &Lineage{Version: v.Number}
	for _, side := range sides {
		p := &recordPlan{}
		records := RecordQuery{Fact: side.Measure.Fact, Metric: side.Name, Region: q.Region, Tree: q.Tree, TreeDate: q.TreeDate,
			From: q.Period.From, To: q.Period.To, AsOf: q.AsOf, Filters: q.Filters}
		if err := w.resolveRecords(ctx, v, scope, p, records); err != nil {
			return nil, err
		}
		found, err := w.lineageOf(ctx, p, side)
		if err != nil {
			return nil, faultOf(ctx, "find the loads behind the figure", err)
		}
		out.AsOf, out.Sides = p.records.AsOf, append(out.Sides, found)
	}
	return out, nil
}

// lineageRow is one file of one load.
type lineageRow struct {
	Run       string    `ch:"run"`
	Pipeline  string    `ch:"pipeline"`
	Trigger   string    `ch:"trigger"`
	StartedAt time.Time `ch:"started_at"`
	Version   uint64    `ch:"version"`
	File      string    `ch:"file"`
	SHA256    string    `ch:"sha256"`
	Records   uint64    `ch:"records"`
	Replayed  uint64    `ch:"replayed"`
}

func (w *Warehouse) lineageOf(ctx context.Context, p *recordPlan, m *Metric) (LineageSide, error) {
	side := LineageSide{Metric: m.Name, Fact: p.fact.Name}
	parts := p.partitions()
	if len(parts) == 0 {
		return side, nil
	}
	where, err := p.where()
	if err != nil {
		return side, err
	}
	where = append(where, p.stated(m)...)
	p.args["parts"], p.args["row_bits"] = parts, uint64(rowBits)
	s := Statement{SQL: strings.NewReplacer("/*fact*/", p.fact.Name, "/*where*/", strings.Join(where, " AND ")).Replace(lineageSQL), Args: p.args}
	var rows []lineageRow
	if err := w.conn.Select(ctx, &rows, s.SQL, s.values()...); err != nil {
		return side, err
	}
	for _, r := range rows {
		side.add(r)
	}
	slices.SortStableFunc(side.Runs, func(a, b LineageRun) int { return strings.Compare(b.Run, a.Run) })
	return side, nil
}

func (s *LineageSide) add(r lineageRow) {
	s.Records += r.Records
	if s.FileCount++; len(s.Files) < MaxLineageFiles {
		s.Files = append(s.Files, LineageFile{Run: r.Run, Name: r.File, SHA256: r.SHA256, Records: r.Records})
	}
	i := slices.IndexFunc(s.Runs, func(known LineageRun) bool { return known.Run == r.Run })
	if i < 0 {
		s.Runs = append(s.Runs, LineageRun{Run: r.Run, Pipeline: r.Pipeline, Trigger: r.Trigger, StartedAt: r.StartedAt, Version: r.Version})
		i = len(s.Runs) - 1
	}
	s.Runs[i].Records += r.Records
	s.Runs[i].Replayed += r.Replayed
}

// stated limits denominators to the figures that the measure is chosen from: a stock from those that began by the last day and ended at
// most a year before it, a flow from those within the period (see sql/denominators.sql).
func (p *recordPlan) stated(m *Metric) []string {
	if p.fact.Name != "denominator" {
		return nil
	}
	p.args["figure"] = m.Measure.Value.Of
	from, to := p.day("from", p.records.From), p.day("to", p.records.To)
	time := "period_from >= " + from + " AND period_to <= " + to
	if m.Measure.Value.Aggregation == Stock {
		time = "period_from <= " + to + " AND period_to + 366 >= " + to
	}
	where := []string{"figure = {figure:String}", "enterprise = ''", "department = ''", time}
	if len(p.records.Filters) == 0 && len(p.scope.Sectors) == 0 {
		where = append(where, "sector = ''") // stated for all sectors together
	}
	return where
}

// Origin finds the load, file and row behind the Run and Row of a record; a not_found Error when there is no such run.
func (w *Warehouse) Origin(ctx context.Context, run string, row uint64) (Origin, error) {
	var o Origin
	var err error
	if o.Run, err = w.Run(ctx, run); err != nil {
		return o, err
	}
	if row == 0 {
		return o, nil
	}
	if err := w.conn.QueryRow(ctx, "SELECT max(by_run) FROM quarantine_event WHERE run = {run:String} AND run_row = {row:UInt64} AND outcome = 'loaded'",
		named("run", run), named("row", row)).Scan(&o.Replay); err != nil {
		return o, faultOf(ctx, "look for a replay of the record", err)
	}
	at := row & rowBits
	files := slices.DeleteFunc(slices.Clone(o.Run.Files), func(f RunFile) bool { return f.Input != "" || f.Rows == 0 })
	for _, f := range files {
		base := uint64(0)
		switch {
		case f.Base != nil:
			base = *f.Base
		case len(files) > 1:
			continue // nobody knows where it begins
		}
		if base < at && (o.File == "" || at-base < o.Row) {
			o.File, o.SHA256, o.Row = f.Name, f.SHA256, at-base
		}
	}
	return o, nil
}
