package warehouse

import (
	"cmp"
	"context"
	"slices"

	"anlan/safety"
)

// OpenData opens a question about a data set under a scope. Errors are *Error: not_found for a set that does not exist, forbidden for what lies outside
// the scope, bad_request with what would be right.
func (w *Warehouse) OpenData(ctx context.Context, scope Scope, q DataQuery) (DataReading, error) {
	source, err := dataSourceNamed(q.Set)
	if err != nil {
		return nil, err
	}
	if scope.Empty() || source.Fact != "" && !scope.SeesFact(source.Fact) || !source.seenBy(scope) {
		return nil, Fault(Forbidden, "%s records are outside what this caller may see", cmp.Or(source.Fact, source.Name))
	}
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	p, err := w.planData(ctx, v, scope, source, q)
	if err != nil {
		release()
		return nil, faultOf(ctx, "plan the export of "+source.Name, err)
	}
	return &dataReading{w: w, plan: p, release: release}, nil
}

// seenBy reports whether the scope shows anything of a set that is made of several facts.
func (s *dataSource) seenBy(scope Scope) bool {
	return s.Kind != FigureSet || slices.ContainsFunc(s.Columns, func(c DataColumn) bool {
		fact := s.reads[c.Name].fact
		return fact != "" && scope.SeesFact(fact)
	})
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
	if err := source.checkPeriod(q); err != nil {
		return nil, err
	}
	if len(q.Select) == 0 && len(q.GroupBy) == 0 {
		for _, c := range source.Columns {
			if fact := source.reads[c.Name].fact; !c.Sensitive && (fact == "" || scope.SeesFact(fact)) {
				q.Select = append(q.Select, Selected{Expr: &Expr{Column: c.Name}})
			}
		}
	}
	said, err := source.clauses(q)
	if err != nil {
		return nil, err
	}
	for _, name := range said.Used {
		if fact := source.reads[name].fact; fact != "" && !scope.SeesFact(fact) {
			return nil, Fault(Forbidden, "%s records are outside what this caller may see, and the column %s is made of them", fact, name)
		}
	}
	p.query, p.said, p.columns = q, said, said.Columns
	p.records = RecordQuery{Fact: source.table, Region: q.Region, Tree: q.Tree, TreeDate: q.TreeDate, From: q.From, To: q.To}
	if err := w.describe(ctx, p); err != nil {
		return nil, err
	}
	return p, w.see(ctx, p)
}

// settlePlace checks the region and the sector against the scope, and fills in which tree, and of which day, they and the names of places are read in.
func (w *Warehouse) settlePlace(ctx context.Context, p *dataPlan, q *DataQuery) error {
	if p.source.of == nil {
		if q.Region != "" || q.Sector != "" {
			return Fault(BadRequest, "%s is not limited by region or sector: limit it by its columns", q.Set)
		}
		q.Tree, q.TreeDate = "", safety.Date{}
		return nil
	}
	if q.Tree != "" && q.Tree != Managing && q.Tree != Statutory {
		return Fault(BadRequest, "there is no tree %q: it is managing or statutory", q.Tree)
	}
	tree, day := cmp.Or(q.Tree, Managing), q.TreeDate
	if day.IsZero() {
		day = w.Today()
	}
	q.Tree, q.TreeDate = "", safety.Date{} // where it changes nothing, equal questions are the same on any day
	if q.Region != "" || p.source.Kind != RecordSet {
		q.Tree = tree
	}
	if q.Region != "" || p.source.Kind == FigureSet || p.source.Kind == ReadableSet && p.source.Date == "" {
		q.TreeDate = day
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
	if q.Sector == "" {
		return nil
	}
	sectors, err := w.Sectors(ctx, p.version)
	if err != nil {
		return err
	}
	return allowSector(p.scope, sectors, q.Sector)
}

// allowSector refuses a sector that does not exist or that lies outside the scope.
func allowSector(scope Scope, sectors Sectors, code string) error {
	s, ok := sectors.Get(code)
	if !ok {
		return Fault(NotFound, "there is no sector %q", shorten(code))
	}
	if len(scope.Sectors) > 0 && !slices.Contains(scope.Sectors, s.Code) && !slices.Contains(scope.Sectors, s.Parent) {
		return Fault(Forbidden, "the sector %s is outside what this caller may see", code)
	}
	return nil
}

func (s *dataSource) checkPeriod(q DataQuery) error {
	if bounded := !q.From.IsZero() || !q.To.IsZero(); bounded && s.Date == "" {
		return Fault(BadRequest, "%s has no date that a period could bound", q.Set)
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return Fault(BadRequest, "the last day, %s, is before the first, %s", q.To, q.From)
	}
	return nil
}
