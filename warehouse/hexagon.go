package warehouse

import (
	"context"
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"anlan/safety"
)

//go:embed sql/hexagons.sql
var hexagonsSQL string

// HexagonQuery asks how figures lie in space: enterprises with coordinates, and what is recorded of them, by hexagons of H3. A hexagon
// shows density. It is nobody's area of responsibility, and nothing is assessed by it.
type HexagonQuery struct {
	Region safety.RegionCode // empty means the caller's own
	Tree   Tree              // zero means Managing
	// Resolution is that of H3, 3 (edges of 59 km) to 9 (170 m).
	Resolution int
	// Measures are counts and sums of the catalogue over enterprises or records that name one; empty means DefaultHexagonMeasures.
	Measures []string
	Filters  []Filter
	// Sectors limits it to these and the sectors below them; empty means all.
	Sectors []string
	// Period bounds the measures that have a date; those that judge records on a day (open, overdue) do so on AsOf. The register of
	// enterprises is today's.
	Period  safety.Period
	AsOf    safety.Date // zero means the earlier of the period's end and today
	Version uint64      // 0 means the newest
}

// DefaultHexagonMeasures are shown where nothing else is asked for: who is there, open hazards, accidents.
func DefaultHexagonMeasures() []string {
	return []string{"enterprises", "enterprises_high_risk", "hazards_open", "hazards_open_major", "accidents"}
}

// HexagonTable is the answer, figure by figure: every list has a value for each cell.
type HexagonTable struct {
	Region     safety.RegionCode
	Resolution int
	Cells      []string  // H3 indexes as texts: 8730a40f1ffffff, in their order
	Borders    [][]Point // five or six corners each, counter-clockwise, not closed
	Figures    []HexagonFigure
	// Enterprises is how many the region has, Located how many of them have coordinates and are in a hexagon.
	Enterprises, Located uint64
	AsOf                 safety.Date
	Version              uint64
}

// HexagonFigure is a measure in every cell; nil where no record of the cell tells it.
type HexagonFigure struct {
	Metric *Metric
	Values []*float64
}

const (
	coarsestHexagon, finestHexagon = 3, 9
	mostHexagons                   = 10_000
	mostHexagonMeasures            = 20
)

// Hexagons answers a HexagonQuery under a scope: enterprises and records outside of it count in no hexagon. Errors are *Error:
// too_large when there are more than 10,000 hexagons, then a coarser resolution is right.
func (w *Warehouse) Hexagons(ctx context.Context, scope Scope, q HexagonQuery) (*HexagonTable, error) {
	if q.Resolution < coarsestHexagon || q.Resolution > finestHexagon {
		return nil, Fault(BadRequest, "resolution %d: expected %d to %d", q.Resolution, coarsestHexagon, finestHexagon)
	}
	if len(q.Measures) == 0 {
		q.Measures = DefaultHexagonMeasures()
	}
	if len(q.Measures) > mostHexagonMeasures {
		return nil, Fault(BadRequest, "%d measures in one query; at most %d are answered", len(q.Measures), mostHexagonMeasures)
	}
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	defer release()
	if len(q.Sectors) > 0 {
		sectors, err := w.Sectors(ctx, v)
		if err != nil {
			return nil, err
		}
		chosen, err := sectors.Chosen(q.Sectors...)
		if err != nil {
			return nil, err
		}
		q.Filters = append(slices.Clone(q.Filters), Filter{Dimension: "sector", Values: chosen})
	}
	p, err := w.planHexagons(ctx, v, scope, &q)
	if err != nil {
		return nil, err
	}
	table := &HexagonTable{Region: q.Region, Resolution: q.Resolution, AsOf: q.AsOf, Version: v.Number}
	for _, m := range p.measures {
		table.Figures = append(table.Figures, HexagonFigure{Metric: m})
	}
	if len(v.Partitions("enterprise")) == 0 {
		return table, nil
	}
	statement, err := p.statement()
	if err != nil {
		return nil, err
	}
	return table, faultOf(ctx, "count by hexagons", w.readHexagons(ctx, table, statement))
}

func (w *Warehouse) readHexagons(ctx context.Context, table *HexagonTable, s Statement) error {
	rows, err := w.conn.Query(ctx, s.SQL, s.values()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var cell string
		var longitudes, latitudes []float64
		var figures []*float64
		if err := rows.Scan(&cell, &longitudes, &latitudes, &table.Enterprises, &table.Located, &figures); err != nil {
			return err
		}
		if cell == "" { // the row of all, which says how many have a place
			continue
		}
		if len(table.Cells) == mostHexagons {
			return Fault(TooLarge, "there are more than %d hexagons at resolution %d: ask for a coarser one or a smaller region", mostHexagons, table.Resolution)
		}
		border := make([]Point, len(longitudes))
		for i := range border {
			border[i] = Point{longitudes[i], latitudes[i]}
		}
		table.Cells, table.Borders = append(table.Cells, cell), append(table.Borders, border)
		for i := range table.Figures {
			table.Figures[i].Values = append(table.Figures[i].Values, figures[i])
		}
	}
	return rows.Err()
}

// hexagonPlan is a HexagonQuery on its way to SQL.
type hexagonPlan struct {
	query    *HexagonQuery
	measures []*Metric
	records  func(fact string) *recordPlan
}

func (w *Warehouse) planHexagons(ctx context.Context, v *Version, scope Scope, q *HexagonQuery) (*hexagonPlan, error) {
	if today := w.Today(); q.AsOf.IsZero() || q.AsOf.After(today) {
		q.AsOf = today
	}
	if !q.Period.IsZero() && q.AsOf.After(q.Period.To) {
		q.AsOf = q.Period.To
	}
	if q.Tree == "" {
		q.Tree = Managing
	}
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return nil, err
	}
	if q.Region == "" {
		q.Region = homeOf(scope, regions, q.AsOf)
	}
	if err := allowRegion(scope, regions, MetricQuery{Region: q.Region, TreeDate: q.AsOf}); err != nil {
		return nil, err
	}
	p := &hexagonPlan{query: q}
	facts := []string{"enterprise"}
	for i, name := range q.Measures {
		m, err := w.catalogue.Metric(name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(q.Measures[:i], name) {
			return nil, Fault(BadRequest, "the measure %q is named twice", name)
		}
		if m.Measure == nil || m.Measure.Value.Aggregation != Count && m.Measure.Value.Aggregation != Sum {
			return nil, Fault(BadRequest, "%s is no count or sum, so it does not add up in a hexagon", name)
		}
		f, _ := FactNamed(m.Measure.Fact)
		if _, ok := f.Column("enterprise"); !ok && f.Name != "enterprise" {
			return nil, Fault(BadRequest, "%s records name no enterprise, so %s has no place on the map", f.Name, name)
		}
		p.measures = append(p.measures, m)
		facts = append(facts, f.Name)
	}
	for _, fact := range facts {
		if !scope.SeesFact(fact) {
			return nil, Fault(Forbidden, "%s records are outside what this caller may see", fact)
		}
	}
	p.records = func(fact string) *recordPlan {
		f, _ := FactNamed(fact)
		return &recordPlan{plan: plan{catalogue: w.catalogue, version: v, scope: scope}, fact: f,
			records: RecordQuery{Region: q.Region, Tree: q.Tree, TreeDate: q.AsOf, AsOf: q.AsOf, Filters: q.Filters}}
	}
	return p, nil
}

// statement joins the counts of every fact by enterprise to the enterprises that have a place.
func (p *hexagonPlan) statement() (Statement, error) {
	args := map[string]any{"resolution": uint8(p.query.Resolution), "as_of": p.query.AsOf.String(), "most": uint64(mostHexagons + 2)}
	if !p.query.Period.IsZero() {
		args["from"], args["to"] = p.query.Period.From.String(), p.query.Period.To.String()
	}
	where := func(fact string) (string, error) {
		records := p.records(fact)
		conditions, err := records.where()
		for name, value := range records.args {
			args[name] = value
		}
		args["parts_"+fact] = records.version.Partitions(fact)
		return strings.Join(append([]string{"_partition_id IN {parts_" + fact + ":Array(String)}"}, conditions...), " AND "), err
	}
	places, err := where("enterprise")
	if err != nil {
		return Statement{}, err
	}
	own, joins, sums := []string{}, []string{}, make([]string, len(p.measures))
	byFact := map[string][]string{}
	var facts []string
	for i, m := range p.measures {
		name := "f" + strconv.Itoa(i)
		within := p.within(m.Measure)
		figure := "toNullable(toFloat64(" + m.Measure.aggregate(within) + ")) AS " + name + ", countIf(" + and(m.Measure.Where, within) + ") AS n" + name
		figure = strings.ReplaceAll(figure, "{as_of}", "{as_of:Date}")
		switch {
		case m.Measure.Value.Aggregation == Sum: // of no records it is 0, of records that do not tell it is unknown
			sums[i] = "if(sum(n" + name + ") = 0, 0, sum(" + name + "))"
		case m.Measure.Known == "":
			sums[i] = "sum(ifNull(" + name + ", 0))"
		default:
			sums[i] = "sum(" + name + ")"
		}
		if m.Measure.Fact == "enterprise" {
			own = append(own, figure)
			continue
		}
		if byFact[m.Measure.Fact] == nil {
			facts = append(facts, m.Measure.Fact)
		}
		byFact[m.Measure.Fact] = append(byFact[m.Measure.Fact], figure)
	}
	for _, fact := range facts {
		conditions, err := where(fact)
		if err != nil {
			return Statement{}, err
		}
		joins = append(joins, "LEFT JOIN (SELECT enterprise AS of_"+fact+", "+strings.Join(byFact[fact], ", ")+"\n    FROM "+fact+"\n    WHERE enterprise != '' AND "+conditions+
			"\n    GROUP BY enterprise) AS "+fact+"_by ON of_"+fact+" = enterprise_id")
	}
	return Statement{Args: args, SQL: strings.NewReplacer(
		"/*gcj02*/", gcj02SQL, "/*places*/", places, "/*own*/", strings.Join(append([]string{""}, own...), ", "),
		"/*joins*/", strings.Join(joins, "\n"), "/*sums*/", strings.Join(sums, ", "),
	).Replace(hexagonsSQL)}, nil
}

// within bounds a measure that has a date by the period.
func (p *hexagonPlan) within(m *Measure) string {
	if m.Date == "" || p.query.Period.IsZero() {
		return ""
	}
	return m.Date + " >= {from:Date} AND " + m.Date + " <= {to:Date}"
}
