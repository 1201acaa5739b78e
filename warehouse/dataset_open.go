package warehouse

import (
	"context"

	"anlan/safety"
)

// OpenData opens a question about a data set under a scope. Errors are *Error: not_found for a set or column that does not exist, forbidden for what lies outside the scope, bad_request
// with what would be right.
func (w *Warehouse) OpenData(ctx context.Context, scope Scope, q DataQuery) (DataReading, error) {
	source, err := dataSourceNamed(q.Set)
	if err != nil {
		return nil, err
	}
	if scope.Empty() || source.Fact != "" && !scope.SeesFact(source.Fact) {
		return nil, Fault(Forbidden, "%s records are outside what this caller may see", source.Name)
	}
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	p, err := w.planData(ctx, v, scope, source, q)
	if err != nil {
		release()
		return nil, err
	}
	return &dataReading{w: w, plan: p, release: release}, nil
}

// planData settles what a query leaves open and refuses what cannot be answered.
func (w *Warehouse) planData(ctx context.Context, v *Version, scope Scope, source *dataSource, q DataQuery) (*dataPlan, error) {
	q.Version = v.Number
	p := &dataPlan{source: source}
	p.plan = plan{catalogue: w.catalogue, version: v, scope: scope}
	p.fact = source.of
	if err := w.settlePlace(ctx, p, &q); err != nil {
		return nil, err
	}
	if err := settlePeriod(source, q); err != nil {
		return nil, err
	}
	if len(q.Select) == 0 {
		if len(q.GroupBy) > 0 {
			return nil, Fault(BadRequest, "name the columns of a result that is in groups")
		}
		for _, c := range source.Columns {
			if !c.Sensitive && p.sees(c.Name) {
				q.Select = append(q.Select, Selected{Expr: &Expr{Column: c.Name}})
			}
		}
	}
	p.query = q
	p.records = RecordQuery{Fact: source.table, Region: q.Region, Tree: q.Tree, TreeDate: q.TreeDate, From: q.From, To: q.To}
	return p, p.resolve()
}

// settlePlace checks the region and the sector against the scope, and fills in whose tree and which day's they are read in, where any is.
func (w *Warehouse) settlePlace(ctx context.Context, p *dataPlan, q *DataQuery) error {
	if q.Tree == "" {
		q.Tree = Managing
	}
	if q.TreeDate.IsZero() {
		q.TreeDate = w.Today()
	}
	if p.source.of == nil && (q.Region != "" || q.Sector != "") {
		return Fault(BadRequest, "%s is not limited by region or sector: limit it by its columns", q.Set)
	}
	if q.Region != "" {
		regions, err := w.Regions(ctx, p.version)
		if err != nil {
			return err
		}
		if err := allowRegion(p.scope, regions, MetricQuery{Region: q.Region, TreeDate: q.TreeDate}); err != nil {
			return err
		}
	}
	if q.Sector != "" {
		sectors, err := w.Sectors(ctx, p.version)
		if err != nil {
			return err
		}
		return allowSector(p.scope, sectors, q.Sector)
	}
	return nil
}

// allowSector refuses a sector that does not exist or that lies outside the scope.
func allowSector(scope Scope, sectors Sectors, code string) error {
	s, ok := sectors.Get(code)
	if !ok {
		return Fault(NotFound, "there is no sector %q", code)
	}
	if len(scope.Sectors) == 0 {
		return nil
	}
	for _, own := range scope.Sectors {
		if own == s.Code || own == s.Parent {
			return nil
		}
	}
	return Fault(Forbidden, "the sector %s is outside what this caller may see", code)
}

func settlePeriod(source *dataSource, q DataQuery) error {
	if source.Date == "" && q.From != (safety.Date{}) || source.Date == "" && q.To != (safety.Date{}) {
		return Fault(BadRequest, "%s has no date that a period could bound", q.Set)
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return Fault(BadRequest, "the last day, %s, is before the first, %s", q.To, q.From)
	}
	return nil
}
