package warehouse

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"anlan/safety"
)

// LapsingQuery asks how many persons' certificates end soon and were not renewed.
type LapsingQuery struct {
	Audiences []string // codes of training_audience
	Region    safety.RegionCode
	Level     safety.RegionLevel // what is counted by; zero means the regions directly below Region
	Tree      Tree               // zero means Managing
	// PerEnterprise counts by enterprise and the region that its certificates are recorded in, whatever the level.
	PerEnterprise bool
	Sectors       []string    // these and those below them; empty means all
	Day           safety.Date // the day on which certificates are valid; zero means today
	Within        int         // so many days from the day on, it included
	Version       uint64      // 0 means the newest
}

// LapsingCount is how many persons of one region or enterprise hold a valid certificate, and of how many it ends in time.
// Regions and enterprises of which none ends are left out.
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
	p, err := w.planLapsing(ctx, v, scope, q)
	if err != nil {
		return nil, err
	}
	statement, err := p.lapsing(ctx, w, q)
	if err != nil {
		return nil, err
	}
	rows, err := w.conn.Query(ctx, statement.SQL, statement.values()...)
	if err != nil {
		return nil, faultOf(ctx, "count the certificates", err)
	}
	defer rows.Close()
	var list []LapsingCount
	for rows.Next() {
		var c LapsingCount
		var region string
		if err := rows.Scan(&region, &c.Enterprise, &c.Lapsing, &c.Valid); err != nil {
			return nil, faultOf(ctx, "count the certificates", err)
		}
		c.Region = safety.RegionCode(region)
		list = append(list, c)
	}
	return list, faultOf(ctx, "count the certificates", rows.Err())
}

func (w *Warehouse) planLapsing(ctx context.Context, v *Version, scope Scope, q LapsingQuery) (*plan, error) {
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return nil, err
	}
	m := MetricQuery{Region: q.Region, Level: q.Level, Tree: q.Tree, TreeDate: q.Day}
	if m.Region == "" {
		m.Region = homeOf(scope, regions, m.TreeDate)
	}
	if err := allowRegion(scope, regions, m); err != nil {
		return nil, err
	}
	p := &plan{catalogue: w.catalogue, version: v, scope: scope, query: m, args: map[string]any{}}
	if home, _ := regions.Get(m.Region, q.Day); q.PerEnterprise || q.Level == home.Level {
		return p, nil // of the whole region
	}
	p.query.Dimensions = []string{regionDimension}
	if p.units, err = unitsOf(regions, m); err != nil {
		return nil, err
	}
	p.units = slices.DeleteFunc(p.units, func(u safety.RegionCode) bool { return !sees(scope, regions, u, q.Day) })
	return p, nil
}

// lapsing is the SQL. A person's newest certificate is looked for among all records, so that one that was renewed elsewhere
// is no warning; counted is what lies in the scope.
func (p *plan) lapsing(ctx context.Context, w *Warehouse, q LapsingQuery) (Statement, error) {
	with, unit, join := p.with(), "{region:String}", ""
	switch {
	case q.PerEnterprise:
		unit = "holder.1"
	case p.byRegion():
		unit, join = "unit", " LEFT ANY JOIN unit_of ON holder.1 = leaf"
	}
	enterprise := "holder.2"
	where := []string{"holder.1 IN (SELECT descendant FROM below)"}
	if join != "" {
		where = append(where, "unit != ''")
	}
	for _, condition := range p.scopeConditions() {
		column, rest, _ := strings.Cut(condition, " ")
		where = append(where, map[string]string{"region": "holder.1", "sector": "holder.3"}[column]+" "+rest)
	}
	if q.PerEnterprise {
		where = append(where, "holder.2 != ''")
	} else {
		enterprise = "''"
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
	sql := strings.NewReplacer("/*unit*/", unit, "/*enterprise*/", enterprise, "/*join*/", join, "/*where*/", strings.Join(where, " AND ")).Replace(certificatesLapsingSQL)
	return Statement{SQL: with + sql, Args: p.args}, nil
}
