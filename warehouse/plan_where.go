package warehouse

import (
	"slices"
	"strconv"
	"strings"

	"anlan/safety"
)

// conditions pin the version, and limit rows to the scope, the region, the filters and the time of the slots.
func (p *plan) conditions(l leg, number int) ([]string, error) {
	parts := "parts" + strconv.Itoa(number)
	p.args[parts] = p.partitions(l)
	where := []string{"_partition_id IN {" + parts + ":Array(String)}", "region IN (SELECT descendant FROM below)"}
	where = append(where, p.scopeConditions()...)
	for i, f := range p.query.Filters {
		column, err := p.dimensionColumn(l, f.Dimension)
		if err != nil {
			return nil, err
		}
		name := "filter" + strconv.Itoa(i)
		p.args[name] = f.Values
		not := ""
		if f.Not {
			not = "NOT "
		}
		where = append(where, "toString("+column+") "+not+"IN {"+name+":Array(String)}")
	}
	if l.date != "" {
		var any []string
		for _, s := range l.slots {
			any = append(any, p.within(l, s))
		}
		where = append(where, "("+strings.Join(any, " OR ")+")")
	}
	if narrow := p.narrow(l); narrow != "" {
		where = append(where, narrow)
	}
	return where, nil
}

// narrow leaves out the rows that no measure of the leg counts, when every measure says which it does.
func (p *plan) narrow(l leg) string {
	if l.fact == nil {
		return ""
	}
	var conditions []string
	for _, m := range l.measures {
		if m.Measure.Where == "" || m.Measure.Known != "" || p.judgedByBucket(m.Measure, l) {
			return ""
		}
		for _, s := range l.slots {
			condition := "(" + p.whereAt(m.Measure, l, s) + ")"
			if !slices.Contains(conditions, condition) {
				conditions = append(conditions, condition)
			}
		}
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

// whereAt is a measure's condition on the as-of day of a slot. Along a grain a row may count in any bucket: the day is each
// bucket's last.
func (p *plan) whereAt(m *Measure, l leg, s int) string {
	if l.asOf {
		return "arrayExists(e -> " + and(strings.ReplaceAll(m.Where, "{as_of}", "e")) + ", " + p.ends(s) + ")"
	}
	return strings.ReplaceAll(m.Where, "{as_of}", p.asOf(m, l, s))
}

// asOf is the day on which a row is judged: the slot's last, along a grain the last of the bucket that its date is in, so that
// a month of a series is what the month alone is.
func (p *plan) asOf(m *Measure, l leg, s int) string {
	if p.judgedByBucket(m, l) {
		return p.ends(s) + "[bucket]" // the name of the grouping column
	}
	return p.to(s)
}

func (p *plan) judgedByBucket(m *Measure, l leg) bool {
	return m.AsOf && l.date != "" && p.query.Grain != safety.GrainSpan
}

// scopeConditions limit rows to what the caller may see. Nothing is planned without them.
func (p *plan) scopeConditions() []string {
	var where []string
	if !p.scope.All {
		p.args["scope_regions"] = codes(p.scope.Regions)
		where = append(where, "region IN (SELECT descendant FROM region_closure WHERE _partition_id IN {closure:Array(String)} AND ancestor IN {scope_regions:Array(String)})")
	}
	if len(p.scope.Sectors) > 0 {
		p.args["scope_sectors"] = p.scope.Sectors
		p.args["sectors"] = p.version.Partitions("sector")
		where = append(where, "sector IN (SELECT code FROM sector WHERE _partition_id IN {sectors:Array(String)} AND (code IN {scope_sectors:Array(String)} OR parent IN {scope_sectors:Array(String)}))")
	}
	return where
}

// partitions names the partitions that can hold rows of the leg's slots.
func (p *plan) partitions(l leg) []string {
	byMonth := l.fact == nil || l.date == l.fact.Date
	if !byMonth || (l.fact != nil && l.fact.Date == "") {
		return p.version.Partitions(l.table)
	}
	var out []string
	for _, s := range l.slots {
		window := p.slots[s].window
		for _, id := range p.version.PartitionsBetween(l.table, window.From.YearMonth(), window.To.YearMonth()) {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// dimensionColumn is the column of a leg's table that holds a dimension; a bad_request Error when its records have none.
func (p *plan) dimensionColumn(l leg, name string) (string, error) {
	d, err := p.catalogue.Dimension(name)
	if err != nil {
		return "", err
	}
	if l.fact == nil {
		return name, nil // the rollup has only sector, under its own name
	}
	column, ok := d.ColumnOf(l.fact.Name)
	if !ok {
		return "", Fault(BadRequest, "%s records have no %s: %s cannot be broken down or filtered by it", l.fact.Name, name, l.measures[0].Name)
	}
	return column, nil
}

func codes(regions []safety.RegionCode) []string {
	out := make([]string, len(regions))
	for i, r := range regions {
		out[i] = string(r)
	}
	return out
}
