package warehouse

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"anlan/safety"
)

// qualityPlan is a QualityQuery on its way to SQL. Scope and region are limited by the words that metrics use.
type qualityPlan struct {
	plan
	quality QualityQuery
	facts   []*Fact
}

//go:embed sql/quality_delivered.sql
var qualityDeliveredSQL string

// planQuality fills in what a query leaves open and refuses what it cannot answer.
func (w *Warehouse) planQuality(ctx context.Context, v *Version, scope Scope, q *QualityQuery) (*qualityPlan, error) {
	if q.Tree == "" {
		q.Tree = Managing
	}
	if q.Within == 0 {
		q.Within = timelyWithin
	}
	if q.Within < 0 {
		return nil, Fault(BadRequest, "a record arrives within 0 or more days, not %d", q.Within)
	}
	p := &qualityPlan{quality: *q}
	for _, f := range Delivered() {
		if q.Fact == f.Name && !scope.SeesFact(f.Name) {
			return nil, Fault(Forbidden, "%s records are outside what this caller may see", f.Name)
		}
		if (q.Fact == "" || q.Fact == f.Name) && scope.SeesFact(f.Name) {
			p.facts = append(p.facts, f)
		}
	}
	if _, ok := FactNamed(q.Fact); q.Fact != "" && !ok {
		return nil, Fault(NotFound, "there are no %q records", q.Fact)
	}
	today := w.Today()
	m := MetricQuery{Region: q.Region, Level: q.Level, Tree: q.Tree, Period: q.Period, TreeDate: today}
	if !q.Period.IsZero() && q.Period.To.Before(today) {
		m.TreeDate = q.Period.To
	}
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return nil, err
	}
	if m.Region == "" && q.Level != safety.LevelUnknown {
		m.Region = homeOf(scope, regions, m.TreeDate)
	}
	p.plan = plan{catalogue: w.catalogue, version: v, scope: scope, query: m, args: map[string]any{}}
	if m.Region == "" {
		return p, nil
	}
	if err := allowRegion(scope, regions, m); err != nil {
		return nil, err
	}
	if q.Level != safety.LevelUnknown {
		p.query.Dimensions = []string{regionDimension}
		if p.units, err = unitsOf(regions, m); err != nil {
			return nil, err
		}
		p.units = slices.DeleteFunc(p.units, func(u safety.RegionCode) bool { return !sees(scope, regions, u, m.TreeDate) })
	}
	return p, nil
}

// around is what comes before and behind the SELECT of a quality query: the readings of the region tree, the join to the
// units, and the conditions.
func (p *qualityPlan) around() (with, unit, join string, where []string) {
	p.args = map[string]any{"closure": texts(p.version.Partitions("region_closure")), "system": p.quality.System}
	unit = "''"
	if p.query.Region != "" {
		with = p.with()
		unit = "toString({region:String})"
		where = append(where, "region IN (SELECT descendant FROM below)")
	}
	if p.byRegion() {
		unit, join = "if(unit = '', {region:String}, unit)", " LEFT ANY JOIN unit_of ON region = leaf"
	}
	where = append(append(where, p.scopeConditions()...), "({system:String} = '' OR system = {system:String})")
	return with, unit, join, where
}

// filled is the SQL that counts, by system and region, the records and those that have each important column filled.
func (p *qualityPlan) filled(fact *Fact) Statement {
	with, unit, join, where := p.around()
	parts := p.version.Partitions(fact.Name)
	if period := p.quality.Period; !period.IsZero() && fact.Date != "" {
		parts = p.version.PartitionsBetween(fact.Name, period.From.YearMonth(), period.To.YearMonth())
		where = append(where, fact.Date+" BETWEEN "+p.day("first", period.From)+" AND "+p.day("last", period.To))
	}
	p.args["parts"] = texts(parts)
	counts := make([]string, len(fact.Important))
	for i, name := range fact.Important {
		c, _ := fact.Column(name)
		counts[i] = "countIf(" + c.Filled() + ")"
	}
	return Statement{Args: p.args, SQL: with + "SELECT toString(system), " + unit + " AS unit_code, count(), CAST([" + strings.Join(counts, ", ") + "] AS Array(UInt64))\nFROM " + fact.Name + join +
		"\nWHERE " + strings.Join(append([]string{"_partition_id IN {parts:Array(String)}"}, where...), " AND ") + "\nGROUP BY system, unit_code"}
}

func (w *Warehouse) readFilled(ctx context.Context, p *qualityPlan, fact *Fact, into map[qualityKey]*tally) error {
	if len(fact.Important) == 0 {
		return nil
	}
	statement := p.filled(fact)
	rows, err := w.conn.Query(ctx, statement.SQL, statement.values()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		key := qualityKey{fact: fact.Name}
		var records uint64
		var filled []uint64
		if err := rows.Scan(&key.system, &key.region, &records, &filled); err != nil {
			return err
		}
		t := tallyOf(into, key)
		for i, name := range fact.Important {
			c, _ := fact.Column(name)
			t.columns = append(t.columns, QualityColumn{Fact: fact.Name, Column: name, Title: c.Title, Filled: filled[i], Records: records})
		}
	}
	return rows.Err()
}

func (w *Warehouse) readDelivered(ctx context.Context, p *qualityPlan, report *QualityReport, into map[qualityKey]*tally) error {
	with, unit, join, where := p.around()
	first, last := unknownStart(), openEnd()
	if !p.quality.Period.IsZero() {
		first, last = p.quality.Period.From, p.quality.Period.To
	}
	names := make([]string, len(p.facts))
	for i, f := range p.facts {
		names[i] = f.Name
	}
	for name, value := range map[string]any{"facts": names, "first": first.String(), "last": last.String(), "within": int32(p.quality.Within), //nolint:gosec // days
		"until": report.Until.UnixMilli(), "version": report.Version} {
		p.args[name] = value
	}
	sql := with + strings.NewReplacer("/*unit*/", unit, "/*join*/", join, "/*where*/", strings.Join(where, " AND ")).Replace(qualityDeliveredSQL)
	rows, err := w.conn.Query(ctx, sql, Statement{Args: p.args}.values()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key qualityKey
		var d tally
		if err := rows.Scan(&key.system, &key.fact, &key.region, &d.accepted, &d.rejected, &d.duplicate, &d.arrived, &d.timely, &d.leftOut); err != nil {
			return err
		}
		tallyOf(into, key).add(&d)
	}
	return rows.Err()
}

func tallyOf(tallies map[qualityKey]*tally, key qualityKey) *tally {
	if tallies[key] == nil {
		tallies[key] = &tally{}
	}
	return tallies[key]
}
