package warehouse

import (
	"context"
	_ "embed"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/safety"
)

//go:embed sql/entries.sql
var entriesSQL string

// EntryFact is the fact that holds what people enter for assessments (评分录入).
const EntryFact = "assessment_entry"

// EntryQuery asks for what people entered for a scheme. Entries count for exactly the subject that they name: those of a
// county are not its city's.
type EntryQuery struct {
	Scheme string
	Items  []string // names of the scheme's entered figures
	Kind   string   // of subjects: region, department, enterprise
	// Region is where subjects are looked for: below it, or, for departments, that region itself.
	Region   safety.RegionCode
	Tree     Tree
	TreeDate safety.Date
	// Period is what entries are for, exactly; with Within those of all periods in it are added up.
	Period  safety.Period
	Within  bool
	Version uint64 // 0 means the newest
}

// Entry is the value of one item of one subject.
type Entry struct {
	Subject          string // a region's code as recorded, a department's, or an enterprise's number
	Item             string
	Value            *decimal.Decimal // nil when several entries for one period contradict each other
	Remark, Evidence string
}

// Entries gives what people entered, by subject and item; what nobody entered is not among them. Errors are *Error: forbidden
// when the region or the data set lies outside the scope.
func (w *Warehouse) Entries(ctx context.Context, scope Scope, q EntryQuery) ([]Entry, error) {
	if !scope.SeesFact(EntryFact) {
		return nil, Fault(Forbidden, "%s records are outside what this caller may see", EntryFact)
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
	if err := allowRegion(scope, regions, MetricQuery{Region: q.Region, TreeDate: q.TreeDate}); err != nil {
		return nil, err
	}
	if parts := entryPartitions(v, q); len(q.Items) == 0 || len(parts) == 0 {
		return nil, nil
	}
	s := (&plan{version: v, scope: scope}).entries(q)
	rows, err := w.conn.Query(ctx, s.SQL, s.values()...)
	if err != nil {
		return nil, faultOf(ctx, "read what was entered", err)
	}
	defer rows.Close()
	var out []Entry
	for rows.Next() {
		var e Entry
		var different uint32
		if err := rows.Scan(&e.Subject, &e.Item, &e.Value, &e.Remark, &e.Evidence, &different); err != nil {
			return nil, faultOf(ctx, "read what was entered", err)
		}
		out = append(out, e)
	}
	return out, faultOf(ctx, "read what was entered", rows.Err())
}

// entryPartitions are those of the months in which a period can begin that the question is about.
func entryPartitions(v *Version, q EntryQuery) []string {
	return v.PartitionsBetween(EntryFact, q.Period.From.YearMonth(), q.Period.To.YearMonth())
}

// entries is the SQL of the question: a pure function of the version's partitions, the scope and the query.
func (p *plan) entries(q EntryQuery) Statement {
	p.args = map[string]any{
		"closure": p.version.Partitions("region_closure"), "tree": string(q.Tree), "tree_date": q.TreeDate.String(), "region": string(q.Region),
		"parts":  entryPartitions(p.version, q),
		"scheme": q.Scheme, "kind": q.Kind, "items": q.Items, "from": q.Period.From.String(), "to": q.Period.To.String(),
	}
	where := []string{"region IN (SELECT descendant FROM region_closure WHERE " + closureAt + " AND ancestor = {region:String})"}
	subject := "toString(region)"
	switch q.Kind {
	case departmentDimension:
		subject, where = "toString(department)", []string{"region = {region:String}"}
	case enterpriseDimension:
		subject = "enterprise"
	}
	period := "period_from = {from:Date} AND period_to = {to:Date}"
	if q.Within {
		period = "period_from >= {from:Date} AND period_to <= {to:Date}"
	}
	where = append(where, p.scopeConditions()...)
	return Statement{Args: p.args, SQL: strings.NewReplacer("/*subject*/", subject, "/*period*/", period, "/*where*/", strings.Join(where, " AND ")).Replace(entriesSQL)}
}
