package warehouse

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"anlan/safety"
)

//go:embed sql/enterprise_homes.sql
var enterpriseHomesSQL string

// owed tells which reports were owed and which are missing where the regions of an answer do not say it themselves: for an
// enterprise its own region owes them, whatever region was asked about, and for a region below the one that owes, that one.
type owed struct {
	regions *Regions
	asked   *plan // the reports, by the region that owes them
	own     map[safety.RegionCode]reports
	whole   map[safety.RegionCode]reports // with those of all regions below
	chains  sync.Map                      // by judged: []reports
}

// reports are the figures of one region that owes reports, by bucket.
type reports map[uint32][]float64

// judged is a region whose reports are looked for. What lies in a city but in none of its counties is the city's alone to
// report; what a city has as a whole is reported by its counties too.
type judged struct {
	region safety.RegionCode
	home   bool // of an enterprise, not a unit of the answer
}

// judgeWhereOwed finds out where the enterprises of an answer lie, and asks once, by the region that owes them, for reports that
// the answer does not have of itself. That a county did not report is told, with its towns' own figures, also to those who see
// a town only: else its zeros would be taken for known.
func (w *Warehouse) judgeWhereOwed(ctx context.Context, regions *Regions, p *plan) error {
	enterprises, named := p.enterprisesAsked()
	p.lies = func(code, within safety.RegionCode) bool {
		return regions.Within(p.query.Tree, code, within, p.query.TreeDate)
	}
	if enterprises && p.homes == nil {
		var err error
		if p.homes, err = w.enterpriseHomes(ctx, p, named); err != nil {
			return faultOf(ctx, "read where enterprises lie", err)
		}
	}
	if len(p.scope.Sectors) > 0 || !p.scope.SeesFact("obligation") || p.homes == nil && !(p.byUnit() && p.finerThanOwed(regions)) {
		return nil
	}
	asked := &plan{catalogue: shippedCatalogue, version: p.version, scope: Everything(), query: p.query, slots: p.slots, noRollup: true}
	asked.query.Dimensions, asked.query.Filters, asked.query.Rows, asked.query.Region = []string{"recorded_region"}, nil, nil, owing(regions, p.query)
	for _, m := range p.measures {
		for _, name := range reportsOf(m.Measure.Fact) {
			if e, ok := p.catalogue.byName[name]; ok {
				asked.need(e)
			}
		}
	}
	if len(asked.measures) == 0 {
		return nil
	}
	groups, err := w.compute(ctx, asked)
	if err != nil {
		return err
	}
	p.owed = &owed{regions: regions, asked: asked, own: map[safety.RegionCode]reports{}, whole: map[safety.RegionCode]reports{}}
	for _, g := range groups {
		p.owed.add(g)
	}
	return nil
}

// enterprisesAsked reports whether rows are of enterprises, and which are named; nil for all.
func (p *plan) enterprisesAsked() (asked bool, named []string) {
	if d, err := p.catalogue.Dimension(enterpriseDimension); err != nil || d.Column != enterpriseDimension {
		return false, nil
	}
	for _, f := range p.query.Filters {
		if f.Dimension == enterpriseDimension && !f.Not {
			return true, f.Values
		}
	}
	return slices.Contains(p.query.Dimensions, enterpriseDimension), nil
}

// enterpriseHomes gives the regions of the enterprises that lie in the region asked about.
func (w *Warehouse) enterpriseHomes(ctx context.Context, p *plan, named []string) (map[string]safety.RegionCode, error) {
	of := &plan{catalogue: p.catalogue, version: p.version, query: p.query, args: map[string]any{}}
	of.query.Dimensions = nil
	which := "true"
	if named != nil {
		which, of.args["ids"] = "id IN {ids:Array(String)}", named
	}
	of.args["parts"], of.args["provisional"] = texts(p.version.Partitions("enterprise")), ProvisionalSystem
	statement := Statement{SQL: of.with() + strings.ReplaceAll(enterpriseHomesSQL, "/*which*/", which), Args: of.args}
	rows, err := w.conn.Query(ctx, statement.SQL, statement.values()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	homes := map[string]safety.RegionCode{}
	for rows.Next() {
		var id, region string
		if err := rows.Scan(&id, &region); err != nil {
			return nil, err
		}
		homes[id] = safety.RegionCode(region)
	}
	return homes, rows.Err()
}

// finerThanOwed reports whether a unit of the answer lies below a county, which may owe reports for it.
func (p *plan) finerThanOwed(regions *Regions) bool {
	if !p.byRegion() {
		return owing(regions, p.query) != p.query.Region
	}
	return slices.ContainsFunc(p.units, func(u safety.RegionCode) bool {
		return len(owingAbove(regions, u, p.query)) > 0
	})
}

// owing is the highest region whose reports can speak for the region asked about.
func owing(regions *Regions, q MetricQuery) safety.RegionCode {
	if above := owingAbove(regions, q.Region, q); len(above) > 0 {
		return above[len(above)-1]
	}
	return q.Region
}

// owingAbove lists the regions above one that may report for it, the nearest first: counties report for their towns, cities do
// not report for their counties.
func owingAbove(regions *Regions, code safety.RegionCode, q MetricQuery) []safety.RegionCode {
	var out []safety.RegionCode
	for _, a := range regions.Ancestors(q.Tree, code, q.TreeDate) {
		if a.Level >= safety.LevelCounty {
			out = append(out, a.Code)
		}
	}
	return out
}

// add takes up what one recorded region owed; one that is abolished owed it for what it became.
func (o *owed) add(g group) {
	q := o.asked.query
	code := safety.RegionCode(g.keys[0])
	above := o.regions.codesAbove(q.Tree, code, q.TreeDate)
	if _, there := o.regions.Get(code, q.TreeDate); !there && len(above) > 0 {
		code, above = above[0], above[1:]
	}
	o.own[code] = o.own[code].plus(g)
	for _, c := range append(above, code) {
		o.whole[c] = o.whole[c].plus(g)
	}
}

func (r reports) plus(g group) reports {
	if r == nil {
		r = reports{}
	}
	if r[g.bucket] == nil {
		r[g.bucket] = make([]float64, len(g.values))
	}
	for i, v := range g.values {
		if v != nil {
			r[g.bucket][i] += *v
		}
	}
	return r
}

// chain lists where the reports for a region are looked for: the first that owed any has them.
func (o *owed) chain(j judged) []reports {
	if known, ok := o.chains.Load(j); ok {
		return known.([]reports) //nolint:forcetypeassert // nothing else is stored
	}
	q := o.asked.query
	chain := []reports{o.whole[j.region]}
	if r, ok := o.regions.Get(j.region, q.TreeDate); ok && j.home && r.Level < safety.LevelCounty {
		chain[0] = o.own[j.region]
	}
	for _, a := range owingAbove(o.regions, j.region, q) {
		chain = append(chain, o.own[a])
	}
	o.chains.Store(j, chain)
	return chain
}

// reports counts the reports of a fact that were owed for some regions, and those that are missing.
func (o *owed) reports(fact string, of []judged, bucket uint32, slot int) (due, missing float64) {
	names := reportsOf(fact)
	at := func(r reports, name string) float64 {
		i := slices.IndexFunc(o.asked.measures, func(m *Metric) bool { return m.Name == name })
		if i >= 0 && r[bucket] != nil {
			return r[bucket][i*len(o.asked.slots)+slot]
		}
		return 0
	}
	for _, j := range of {
		for _, r := range o.chain(j) {
			if d := at(r, names[0]); d > 0 {
				due, missing = due+d, missing+at(r, names[1])
				break
			}
		}
	}
	return due, missing
}

// judgedBy lists the regions by whose reports a group is judged: those of its enterprises, or its own.
func (p *plan) judgedBy(g group) []judged {
	unit := p.query.Region
	if i := slices.Index(p.query.Dimensions, regionDimension); i >= 0 {
		unit = safety.RegionCode(g.keys[i])
	}
	_, ids := p.enterprisesAsked()
	if i := slices.Index(p.query.Dimensions, enterpriseDimension); i >= 0 {
		ids = g.keys[i : i+1]
	}
	var out []judged
	for _, id := range ids {
		j := judged{unit, false}
		if home, lies := p.homes[id]; lies && (!p.byRegion() || p.lies(home, unit)) {
			j = judged{home, true}
		}
		if !slices.Contains(out, j) {
			out = append(out, j)
		}
	}
	if len(out) == 0 {
		out = []judged{{unit, false}}
	}
	return out
}

// reports counts the reports that were owed for a group, and those that are missing.
func (p *plan) reports(fact string, g group, slot int) (due, missing float64) {
	if names := reportsOf(fact); p.homes == nil {
		due, missing = p.evidenceOf(g, names[0], slot), p.evidenceOf(g, names[1], slot)
	}
	if due == 0 && p.owed != nil {
		return p.owed.reports(fact, p.judgedBy(g), g.bucket, slot)
	}
	return due, missing
}

// reportsOf names the measures that count the reports owed of a fact, and those missing.
func reportsOf(fact string) []string {
	return []string{fact + "_reports_due", fact + "_reports_missing"}
}
