package warehouse

import (
	"cmp"
	"context"
	_ "embed"
	"maps"
	"slices"
	"strings"

	"anlan/safety"
)

// LapsingQuery asks how many persons' certificates end soon and were not renewed.
type LapsingQuery struct {
	Audiences []string // codes of training_audience
	Region    safety.RegionCode
	Levels    []safety.RegionLevel // what is counted by, each for itself
	Tree      Tree                 // zero means Managing
	// PerEnterprise counts by enterprise and the region that its certificates are recorded in, instead of levels.
	PerEnterprise bool
	Sectors       []string    // these and those below them; empty means all
	Day           safety.Date // the day on which certificates are valid; zero means today
	Within        int         // so many days from the day on, it included
	Version       uint64      // 0 means the newest
}

// LapsingCount is how many persons of one region or enterprise hold a valid certificate, and of how many it ends in time.
// Regions and enterprises of which none ends are left out; they come by code.
type LapsingCount struct {
	Region         safety.RegionCode
	Enterprise     string // empty when counted by region
	Lapsing, Valid uint64
}

//go:embed sql/certificates_lapsing.sql
var certificatesLapsingSQL string

// LapsingCertificates answers a LapsingQuery under a scope.
func (w *Warehouse) LapsingCertificates(ctx context.Context, scope Scope, q LapsingQuery) ([]LapsingCount, error) {
	if !scope.SeesFact("training") {
		return nil, Fault(Forbidden, "training records are outside what this caller may see")
	}
	if q.Tree == "" {
		q.Tree = Managing
	}
	if today := w.Today(); q.Day.IsZero() || q.Day.After(today) {
		q.Day = today
	}
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	defer release()
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return nil, err
	}
	m := MetricQuery{Region: q.Region, Tree: q.Tree, TreeDate: q.Day}
	if m.Region == "" {
		m.Region = homeOf(scope, regions, m.TreeDate)
	}
	if err := allowRegion(scope, regions, m); err != nil {
		return nil, err
	}
	p := &plan{catalogue: w.catalogue, version: v, scope: scope, query: m, args: map[string]any{}}
	statement, err := p.lapsing(ctx, w, q)
	if err != nil {
		return nil, err
	}
	rows, err := w.conn.Query(ctx, statement.SQL, statement.values()...)
	if err != nil {
		return nil, faultOf(ctx, "count the certificates", err)
	}
	defer rows.Close()
	sums := map[LapsingCount]LapsingCount{} // by region and enterprise
	for rows.Next() {
		var c LapsingCount
		var region string
		if err := rows.Scan(&region, &c.Enterprise, &c.Lapsing, &c.Valid); err != nil {
			return nil, faultOf(ctx, "count the certificates", err)
		}
		for _, unit := range q.unitsAbove(regions, safety.RegionCode(region), m.Region) {
			key := LapsingCount{Region: unit, Enterprise: c.Enterprise}
			sum := sums[key]
			sums[key] = LapsingCount{unit, c.Enterprise, sum.Lapsing + c.Lapsing, sum.Valid + c.Valid}
		}
	}
	list := slices.DeleteFunc(slices.Collect(maps.Values(sums)), func(c LapsingCount) bool { return c.Lapsing == 0 })
	slices.SortFunc(list, func(a, b LapsingCount) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Enterprise, b.Enterprise))
	})
	return list, faultOf(ctx, "count the certificates", rows.Err())
}

// unitsAbove are the regions that a recorded one counts for: one a level, none above the region that was asked about.
func (q LapsingQuery) unitsAbove(regions *Regions, code, top safety.RegionCode) []safety.RegionCode {
	if q.PerEnterprise {
		return []safety.RegionCode{code}
	}
	var units []safety.RegionCode
	own, _ := regions.Get(code, q.Day)
	for _, r := range append([]Region{own}, regions.Ancestors(q.Tree, code, q.Day)...) {
		if r.Holds(q.Day) && slices.Contains(q.Levels, r.Level) {
			units = append(units, r.Code)
		}
		if r.Code == top {
			break
		}
	}
	return units
}

// lapsing is the SQL. A person's newest certificate is looked for among all records, so that one that was renewed elsewhere
// is no warning; counted is what lies in the scope.
func (p *plan) lapsing(ctx context.Context, w *Warehouse, q LapsingQuery) (Statement, error) {
	enterprise := "''"
	where := []string{"holder.1 IN (SELECT descendant FROM below)"}
	for _, condition := range p.scopeConditions() {
		column, rest, _ := strings.Cut(condition, " ")
		where = append(where, map[string]string{"region": "holder.1", "sector": "holder.3"}[column]+" "+rest)
	}
	if q.PerEnterprise {
		enterprise, where = "holder.2", append(where, "holder.2 != ''")
	}
	if len(q.Sectors) > 0 {
		sectors, err := w.Sectors(ctx, p.version)
		if err != nil {
			return Statement{}, err
		}
		p.args["of_sectors"] = sectors.Below(q.Sectors...)
		where = append(where, "holder.3 IN {of_sectors:Array(String)}")
	}
	for name, value := range map[string]any{
		"parts": texts(p.version.Partitions("training")), "audiences": q.Audiences, "day": q.Day.String(), "lapsing_last": q.Day.AddDays(q.Within).String(),
	} {
		p.args[name] = value
	}
	sql := strings.NewReplacer("/*enterprise*/", enterprise, "/*where*/", strings.Join(where, " AND ")).Replace(certificatesLapsingSQL)
	return Statement{SQL: p.with() + sql, Args: p.args}, nil
}
