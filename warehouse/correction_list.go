package warehouse

import (
	"context"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"anlan/safety"
)

var (
	//go:embed sql/correction_cells.sql
	correctionCellsSQL string
	//go:embed sql/correction_figures.sql
	correctionFiguresSQL string
	//go:embed sql/correction_page.sql
	correctionPageSQL string
)

// Corrections lists what loads changed in months that were over. A region's figures are exact: the sums of what was recorded in
// the regions that lie below it on the tree's date.
func (w *Warehouse) Corrections(ctx context.Context, scope Scope, q CorrectionQuery) (*CorrectionPage, error) {
	after, err := decodeCorrectionCursor(q.After)
	if err != nil {
		return nil, err
	}
	v, release, err := w.pin(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer release()
	s, err := w.correctionStatement(ctx, v, scope, &q)
	if err != nil || s == nil {
		return &CorrectionPage{}, err
	}
	s.Args["paged"], s.Args["limit"] = q.After != "", uint32(q.First+1)
	s.Args["after_version"], s.Args["after_metric"], s.Args["after_month"] = -int64(after.Version), after.Metric, -int64(after.Month)
	s.Args["after_region"], s.Args["after_sector"] = after.Region, after.Sector
	var listed []listedCorrection
	if err := w.conn.Select(ctx, &listed, s.SQL, s.values()...); err != nil {
		return nil, faultOf(ctx, "list corrections", err)
	}
	page := &CorrectionPage{HasNext: len(listed) > q.First}
	for _, l := range listed[:min(len(listed), q.First)] {
		c := l.Correction
		c.Month, c.Region = safety.Month(l.MonthNumber), safety.RegionCode(l.RegionText)
		page.Cursors = append(page.Cursors, correctionCursor{c.Version, c.Metric, c.Month, string(c.Region), c.Sector}.encode())
		if !q.Cells {
			c.Region = q.Region
		}
		page.Corrections = append(page.Corrections, c)
	}
	return page, nil
}

// listedCorrection is a correction as the engine lists it.
type listedCorrection struct {
	Correction
	MonthNumber uint32 `ch:"month"`
	RegionText  string `ch:"region"`
}

// correctionStatement fills in what the query leaves open and makes its SQL, without the place of the page; nil when the scope
// sees none of the measures.
func (w *Warehouse) correctionStatement(ctx context.Context, v *Version, scope Scope, q *CorrectionQuery) (*Statement, error) {
	if q.First == 0 {
		q.First = pageSize
	}
	if q.First < 1 || q.First > maxPageSize {
		return nil, Fault(BadRequest, "a page has 1 to %d corrections", maxPageSize)
	}
	measures, err := w.correctedMeasures(scope, q.Metric)
	if err != nil || len(measures) == 0 {
		return nil, err
	}
	if q.Tree == "" {
		q.Tree = Managing
	}
	if q.TreeDate.IsZero() {
		q.TreeDate = w.Today()
	}
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return nil, err
	}
	if q.Region == "" {
		q.Region = homeOf(scope, regions, q.TreeDate)
	}
	if err := allowRegion(scope, regions, MetricQuery{Region: q.Region, TreeDate: q.TreeDate}); err != nil {
		return nil, err
	}
	if q.To == 0 {
		q.To = openEnd().YearMonth()
	}
	if q.ToVersion == 0 {
		q.ToVersion = v.Number
	}
	p := plan{version: v, scope: scope, args: map[string]any{
		"closure": v.Partitions("region_closure"), "tree": string(q.Tree), "tree_date": q.TreeDate.String(), "region": string(q.Region),
		"current": v.Number, "metrics": metricNames(measures), "from": uint32(q.From), "to": uint32(q.To),
		"from_version": q.FromVersion, "to_version": q.ToVersion, "run": q.Run, "no_new": q.NoNew,
	}}
	where := append([]string{"region IN (SELECT descendant FROM region_closure WHERE " + closureAt + " AND ancestor = {region:String})"}, p.scopeConditions()...)
	list := correctionCellsSQL
	if q.Cells {
		p.args["first"] = scope.Whole("") && q.Region == homeOf(scope, regions, q.TreeDate) // a month's first figures name no region
	} else {
		list = correctionFiguresSQL
		p.args["rollup"] = texts(v.PartitionsBetween(rollupTable, q.From, q.To))
	}
	figures := make([]string, len(measures))
	for i, m := range measures {
		figures[i] = "tuple('" + m.Name + "', ifNull(" + exact("sum("+m.Name+")") + ", 0))"
	}
	list = strings.NewReplacer("/*where*/", strings.Join(where, " AND "), "/*figures*/", strings.Join(figures, ", ")).Replace(list)
	return &Statement{SQL: strings.Replace(correctionPageSQL, "/*list*/", list, 1), Args: p.args}, nil
}

// correctedMeasures are the measures whose corrections are kept: all that the scope may see, or those of one metric.
func (w *Warehouse) correctedMeasures(scope Scope, metric string) ([]*Metric, error) {
	kept := slices.DeleteFunc(rollupMeasures(), func(m *Metric) bool { return !scope.SeesFact(m.Measure.Fact) })
	if metric == "" {
		return kept, nil
	}
	m, err := w.catalogue.Metric(metric)
	if err != nil {
		return nil, err
	}
	asked := []string{m.Name}
	if m.Ratio != nil {
		asked = []string{m.Ratio.Numerator.Name, m.Ratio.Denominator.Name}
	}
	if !scope.SeesFact(m.Fact()) {
		return nil, Fault(Forbidden, "%s records are outside what this caller may see", m.Fact())
	}
	found := slices.DeleteFunc(kept, func(k *Metric) bool { return !slices.Contains(asked, k.Name) })
	if len(found) == 0 {
		return nil, Fault(BadRequest, "%s does not add up over months and regions: corrections are kept of measures that do", metric)
	}
	return found, nil
}

func metricNames(metrics []*Metric) []string {
	list := make([]string, len(metrics))
	for i, m := range metrics {
		list[i] = m.Name
	}
	return list
}

// correctionCursor is the place of a correction in the list, which never changes.
type correctionCursor struct {
	Version uint64       `json:"v"`
	Metric  string       `json:"m"`
	Month   safety.Month `json:"t"`
	Region  string       `json:"r"`
	Sector  string       `json:"s"`
}

func (c correctionCursor) encode() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic("encode cursor: " + err.Error()) // texts and numbers only
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func decodeCorrectionCursor(cursor string) (c correctionCursor, err error) {
	if cursor == "" {
		return c, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil {
		return c, Fault(BadRequest, "the cursor %q is none of this list", cursor)
	}
	return c, nil
}
