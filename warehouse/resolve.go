package warehouse

import (
	"context"
	"slices"

	"anlan/safety"
)

// maxFigures bounds the cells of an answer; more is an export.
const maxFigures = 500_000

// resolve fills in what a query leaves open and refuses what it cannot answer, in words that say what would be right. The
// result names every date, so that asking it again next year gives the same table.
func (w *Warehouse) resolve(ctx context.Context, v *Version, scope Scope, q MetricQuery) (*plan, *Regions, error) {
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return nil, nil, err
	}
	if err := checkSize(q); err != nil {
		return nil, nil, err
	}
	if q.Period.IsZero() {
		return nil, nil, Fault(BadRequest, "name a period, such as 2025Q2 or 2025-01..04")
	}
	if q.AsOf.IsZero() || q.AsOf.After(w.Today()) {
		q.AsOf = w.Today()
	}
	if q.AsOf.After(q.Period.To) {
		q.AsOf = q.Period.To
	}
	if q.AsOf.Before(q.Period.From) {
		return nil, nil, Fault(BadRequest, "the period %s has not begun on %s", q.Period.Code, q.AsOf)
	}
	if q.Tree == "" {
		q.Tree = Managing
	}
	if q.TreeDate.IsZero() {
		q.TreeDate = q.AsOf
	}
	if q.Region == "" {
		q.Region = homeOf(scope, regions, q.TreeDate)
	}
	q.Version = v.Number
	if err := allowRegion(scope, regions, q); err != nil {
		return nil, nil, err
	}
	p := &plan{catalogue: w.catalogue, version: v, scope: scope, query: q, slots: slotsOf(q)}
	if p.byRegion() {
		if p.units, err = unitsOf(regions, q); err != nil {
			return nil, nil, err
		}
		p.units = slices.DeleteFunc(p.units, func(u safety.RegionCode) bool { return !sees(scope, regions, u, q.TreeDate) })
	}
	if err := p.checkNames(); err != nil {
		return nil, nil, err
	}
	if len(q.Rows) > 0 { // checked above to go with one dimension
		p.query.Filters = append(slices.Clone(q.Filters), Filter{Dimension: q.Dimensions[0], Values: q.Rows})
	}
	if err := p.chooseMeasures(); err != nil {
		return nil, nil, err
	}
	if cells := max(1, len(p.units), len(q.Rows)) * len(p.slots[0].buckets) * len(p.figures()); cells > maxFigures {
		return nil, nil, Fault(TooLarge, "the query asks for about %d figures; at most %d are answered at once: narrow it or export the data", cells, maxFigures)
	}
	return p, regions, nil
}

// checkSize refuses a query that says too much or the same thing twice, before anything is planned.
func checkSize(q MetricQuery) error {
	if len(q.Measures) == 0 {
		return Fault(BadRequest, "name at least one measure")
	}
	for _, l := range []struct {
		what  string
		n, at int
	}{
		{"measures", len(q.Measures), 200}, {"dimensions", len(q.Dimensions), 8}, {"filters", len(q.Filters), 30},
		{"comparisons", len(q.Compare), len(comparisonKinds)}, {"orders", len(q.Order), 10},
	} {
		if l.n > l.at {
			return Fault(BadRequest, "%d %s in one query; at most %d are answered", l.n, l.what, l.at)
		}
	}
	if q.Trailing < 0 || q.Trailing > 120 || q.Trailing > 1 && q.Grain != safety.GrainMonth {
		return Fault(BadRequest, "trailing months are 1 to 120, with the grain of months")
	}
	for i, name := range q.Measures {
		if slices.Contains(q.Measures[:i], name) {
			return Fault(BadRequest, "the measure %q is named twice", name)
		}
	}
	for i, name := range q.Dimensions {
		if slices.Contains(q.Dimensions[:i], name) {
			return Fault(BadRequest, "the dimension %q is named twice", name)
		}
	}
	for i, c := range q.Compare {
		if slices.Contains(q.Compare[:i], c) {
			return Fault(BadRequest, "the comparison %s is named twice", c)
		}
	}
	if len(q.Rows) > 1000 {
		return Fault(TooLarge, "%d rows are named; at most 1000 are answered", len(q.Rows))
	}
	if len(q.Rows) > 0 && (len(q.Dimensions) != 1 || q.Dimensions[0] == regionDimension) {
		return Fault(BadRequest, "rows are named by the values of one dimension, which is not the region")
	}
	for _, f := range q.Filters {
		if len(f.Values) == 0 || len(f.Values) > 1000 {
			return Fault(BadRequest, "the filter on %s has %d values; 1 to 1000 are answered", f.Dimension, len(f.Values))
		}
	}
	return nil
}

// homeOf is the region that a query without one is about: the caller's own, or the root of the tree.
func homeOf(scope Scope, regions *Regions, on safety.Date) safety.RegionCode {
	if !scope.All && len(scope.Regions) == 1 {
		return scope.Regions[0]
	}
	for _, r := range regions.All() {
		if r.Parent(Managing) == "" && r.Holds(on) {
			return r.Code
		}
	}
	return ""
}

// allowRegion refuses a region that does not exist or that lies outside the scope.
func allowRegion(scope Scope, regions *Regions, q MetricQuery) error {
	if !regions.Known(q.Region) {
		return Fault(NotFound, "there is no region %q", q.Region)
	}
	if !sees(scope, regions, q.Region, q.TreeDate) {
		return Fault(Forbidden, "the region %s is outside what this caller may see", q.Region)
	}
	return nil
}

// sees reports whether a region is one of the scope's or lies below one on that day, in either tree.
func sees(scope Scope, regions *Regions, code safety.RegionCode, on safety.Date) bool {
	return scope.All || slices.ContainsFunc(scope.Regions, func(own safety.RegionCode) bool {
		return regions.Within(Statutory, code, own, on) || regions.Within(Managing, code, own, on)
	})
}

// unitsOf lists the regions that the dimension "region" breaks down to.
func unitsOf(regions *Regions, q MetricQuery) ([]safety.RegionCode, error) {
	list := regions.Children(q.Tree, q.Region, q.TreeDate)
	if q.Level != safety.LevelUnknown {
		list = regions.Below(q.Tree, q.Region, q.Level, q.TreeDate)
	}
	if len(list) > 50_000 {
		return nil, Fault(TooLarge, "%d regions lie at that level below %s", len(list), q.Region)
	}
	units := make([]safety.RegionCode, len(list))
	for i, r := range list {
		units[i] = r.Code
	}
	return units, nil
}

// checkNames refuses dimensions and comparisons that do not exist, and an order by a column that the answer will not have.
func (p *plan) checkNames() error {
	columns := slices.Clone(p.query.Dimensions)
	for _, name := range p.query.Dimensions {
		if _, err := p.catalogue.Dimension(name); err != nil && name != regionDimension {
			return err
		}
	}
	for _, f := range p.query.Filters {
		if _, err := p.catalogue.Dimension(f.Dimension); err != nil {
			return err
		}
	}
	if p.query.Grain != safety.GrainSpan {
		columns = append(columns, periodColumn)
	}
	for _, c := range p.query.Compare {
		if _, known := comparisonKinds[c]; !known {
			return Fault(BadRequest, "there is no comparison %q", c)
		}
	}
	for _, name := range p.query.Measures {
		columns = append(columns, name)
		for _, c := range p.query.Compare {
			base := name + "__" + string(c)
			columns = append(columns, base, base+changeSuffix, base+percentSuffix)
		}
	}
	for _, o := range p.query.Order {
		if !slices.Contains(columns, o.Column) {
			return Fault(BadRequest, "the answer has no column %q to order by", o.Column)
		}
	}
	return nil
}

// chooseMeasures lists the measures to compute: those asked for, the sides of ratios, and the evidence that tells zero from
// unknown.
func (p *plan) chooseMeasures() error {
	p.silent = map[*Metric]*Metric{}
	for _, name := range p.query.Measures {
		m, err := p.catalogue.Metric(name)
		if err != nil {
			return err
		}
		if m.Ratio != nil {
			p.need(m.Ratio.Numerator)
			p.need(m.Ratio.Denominator)
			continue
		}
		p.need(m)
	}
	for _, m := range slices.Clone(p.measures) {
		if !p.scope.SeesFact(m.Measure.Fact) {
			return Fault(Forbidden, "%s records are outside what this caller may see", m.Measure.Fact)
		}
		for _, name := range append(p.evidence(m.Measure.Fact), m.Measure.Of) {
			if e, ok := p.catalogue.byName[name]; ok {
				p.need(e)
			}
		}
		if silent := m.Measure.silent(); silent != nil {
			p.silent[m] = &Metric{Name: m.Name + "~silent", Kind: MeasureMetric, Measure: silent}
			p.need(p.silent[m])
		}
	}
	return nil
}

// silent counts the records that a sum under a condition is over and that do not tell it: always from the facts, the rollup
// keeps no such counts. A sum without `+"`of`"+` is over records that may rightly tell nothing, such as inspections without a
// penalty, and has none.
func (m *Measure) silent() *Measure {
	if m.Value.Aggregation != Sum || m.Of == "" {
		return nil
	}
	where := "isNull(" + m.Value.Of + ")"
	if m.Where != "" {
		where = "(" + m.Where + ") AND " + where
	}
	return &Measure{Fact: m.Fact, Date: m.Date, AsOf: m.AsOf, Value: Value{Aggregation: Count}, Where: where}
}

func (p *plan) need(m *Metric) {
	if !slices.Contains(p.measures, m) {
		p.measures = append(p.measures, m)
	}
}

// recordsOf names the measure that counts all records of a fact by its main date; empty where the fact has none.
func recordsOf(fact string) string {
	if f, ok := FactNamed(fact); ok {
		return f.Records
	}
	return ""
}

// evidence names the measures that tell whether a fact's figures are zero or unknown. Who owed a report is known by region
// only, so a finer breakdown goes without; for enterprises see judgeWhereOwed.
func (p *plan) evidence(fact string) []string {
	records := recordsOf(fact)
	if records == "" {
		return nil
	}
	if !p.byUnit() || len(p.scope.Sectors) > 0 || !p.scope.SeesFact("obligation") || fact == "obligation" {
		return []string{records}
	}
	return append([]string{records}, reportsOf(fact)...)
}

// byUnit reports whether the answer has the figures of regions as a whole.
func (p *plan) byUnit() bool {
	return len(p.query.Filters) == 0 && !slices.ContainsFunc(p.query.Dimensions, func(d string) bool { return d != regionDimension })
}
