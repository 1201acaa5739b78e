package warehouse

import (
	"slices"
	"strconv"
	"strings"

	"anlan/safety"
)

// recordPlan is a RecordQuery on its way to SQL: a pure function of the catalogue, the version's partitions, the scope and
// the query. Scope and region are limited by the same words as in a metric's plan, so that a figure and its records agree.
type recordPlan struct {
	plan
	fact    *Fact
	records RecordQuery // resolved: region, tree and dates are set
	measure *Measure    // nil without a metric
	after   *cursor
	cells   string // what is selected instead of the record's columns; empty for those
}

// where are the conditions of the list, without the version's pin and the cursor's.
func (p *recordPlan) where() ([]string, error) {
	p.args = map[string]any{
		"closure": p.version.Partitions("region_closure"), "tree": string(p.records.Tree),
		"tree_date": p.records.TreeDate.String(), "region": string(p.records.Region),
	}
	var where []string
	if p.records.Region != "" { // lists have one always, data sets may be of all that the scope holds
		where = append(where, "region IN (SELECT descendant FROM region_closure WHERE "+closureAt+" AND ancestor = {region:String})")
	}
	where = append(where, p.scopeConditions()...)
	where = append(where, p.time()...)
	for i, f := range p.records.Filters {
		d, err := p.catalogue.Dimension(f.Dimension)
		if err != nil {
			return nil, err
		}
		column, ok := d.ColumnOf(p.fact.Name)
		if !ok {
			return nil, Fault(BadRequest, "%s records have no %s to filter by", p.fact.Name, f.Dimension)
		}
		not := ""
		if f.Not {
			not = "NOT "
		}
		name := "filter" + strconv.Itoa(i)
		p.args[name] = f.Values
		where = append(where, "toString("+column+") "+not+"IN {"+name+":Array(String)}")
	}
	if !p.records.Lapsing.IsZero() {
		p.args["newest_in"] = p.version.Partitions(p.fact.Name)
		where = append(where, "passed AND trained_on <= "+p.day("newest_by", p.records.AsOf)+" AND certificate_until BETWEEN "+p.day("lapsing_from", p.records.Lapsing.From)+" AND "+
			p.day("lapsing_to", p.records.Lapsing.To)+" AND (training.person, audience, assumeNotNull(certificate_until)) IN ("+newestCertificates+")")
	}
	if p.records.Search != "" {
		p.args["search"] = p.records.Search
		where = append(where, "(positionCaseInsensitiveUTF8(name, {search:String}) > 0 OR startsWith(id, upperUTF8({search:String})))")
	}
	return where, nil
}

// newestCertificates are looked for among all records: one that was renewed elsewhere does not lapse. Outside of them the
// column is named with its table: a list that leaves sensitive columns empty gives the name another meaning.
const newestCertificates = `SELECT person, audience, max(assumeNotNull(certificate_until)) FROM training
	WHERE _partition_id IN {newest_in:Array(String)} AND passed AND person != '' AND trained_on <= {newest_by:Date} AND certificate_until IS NOT NULL
	GROUP BY person, audience`

// time limits the date that the query is about, and what the metric counts.
func (p *recordPlan) time() []string {
	var where []string
	date := p.fact.Date
	if p.measure != nil {
		date = p.measure.Date
		if p.measure.Where != "" {
			p.args["as_of"] = p.records.AsOf.String()
			where = append(where, "("+strings.ReplaceAll(p.measure.Where, "{as_of}", "{as_of:Date}")+")")
		}
	}
	if date == "" {
		return where
	}
	if !p.records.From.IsZero() {
		where = append(where, date+" >= "+p.day("from", p.records.From))
	}
	if !p.records.To.IsZero() {
		where = append(where, date+" <= "+p.day("to", p.records.To))
	}
	return where
}

// onMainDate reports whether the dates of the query bound the date that partitions are made by.
func (p *recordPlan) onMainDate() bool {
	return p.fact.Date != "" && (p.measure == nil || p.measure.Date == p.fact.Date)
}

// partitions lists what has to be read for the page, the newest month first.
func (p *recordPlan) partitions() []string {
	from, to := safety.Month(0), openEnd().YearMonth()
	if p.onMainDate() {
		if !p.records.From.IsZero() {
			from = p.records.From.YearMonth()
		}
		if !p.records.To.IsZero() {
			to = p.records.To.YearMonth()
		}
	}
	if p.after != nil && p.after.Date != "" {
		if day, err := safety.ParseDate(p.after.Date); err == nil && day.YearMonth() < to {
			to = day.YearMonth()
		}
	}
	parts := p.version.PartitionsBetween(p.fact.Name, from, to)
	slices.SortStableFunc(parts, func(a, b string) int { return int(partitionMonth(b)) - int(partitionMonth(a)) })
	return parts
}

// list is the SQL of one page over some partitions.
func (p *recordPlan) list(parts []string, limit int) (Statement, error) {
	where, err := p.where()
	if err != nil {
		return Statement{}, err
	}
	where = append([]string{"_partition_id IN {parts:Array(String)}"}, where...)
	where = append(where, p.beyond()...)
	p.args["parts"], p.args["limit"] = parts, uint64(limit)
	order, err := p.order()
	if err != nil {
		return Statement{}, err
	}
	return Statement{Args: p.args, SQL: "SELECT " + p.columns() + "\nFROM " + p.fact.Name + "\nWHERE " + strings.Join(where, " AND ") +
		"\nORDER BY " + order + "\nLIMIT {limit:UInt64}"}, nil
}

// order is what the list is sorted by: as asked, then the newest first.
func (p *recordPlan) order() (string, error) {
	var by []string
	for _, o := range p.records.Order {
		text, err := orderBy(p.fact, o)
		if err != nil {
			return "", err
		}
		by = append(by, text)
	}
	if p.fact.Date != "" {
		by = append(by, p.fact.Date+" DESC")
	}
	return strings.Join(append(by, "system", "id"), ", "), nil
}

// orderBy is the SQL of one order: names come from the fact, so none of the caller's text is in it.
func orderBy(f *Fact, o Order) (string, error) {
	names := strings.Split(o.Column, "|")
	for _, name := range names {
		c, ok := f.Column(name)
		if !ok || c.Sensitive || recordKind(c.Type) == ListCells {
			return "", Fault(BadRequest, "%s records have no column %q to order by", f.Name, name)
		}
	}
	text := "coalesce(" + strings.Join(names, ", ") + ")"
	if o.Desc {
		text += " DESC"
	}
	return text + " NULLS LAST", nil
}

// beyond limits the rows to those that come after the cursor.
func (p *recordPlan) beyond() []string {
	if p.after == nil {
		return nil
	}
	p.args["after_system"], p.args["after_id"] = p.after.System, p.after.ID
	behind := "(system, id) > ({after_system:String}, {after_id:String})"
	if p.fact.Date == "" {
		return []string{behind}
	}
	p.args["after_date"] = p.after.Date
	return []string{"(" + p.fact.Date + " < {after_date:Date} OR (" + p.fact.Date + " = {after_date:Date} AND " + behind + "))"}
}

// count is the SQL of the length of the whole list.
func (p *recordPlan) count(parts []string) (Statement, error) {
	where, err := p.where()
	if err != nil {
		return Statement{}, err
	}
	p.args["parts"] = parts
	return Statement{Args: p.args, SQL: "SELECT count()\nFROM " + p.fact.Name + "\nWHERE _partition_id IN {parts:Array(String)} AND " + strings.Join(where, " AND ")}, nil
}

// columns are those of the record, and the load that brought it. Sensitive ones are empty unless they were asked for.
func (p *recordPlan) columns() string {
	if p.cells != "" {
		return p.cells
	}
	names := recordColumns(p.fact)
	for i, name := range names {
		if c, ok := p.fact.Column(name); ok && c.Sensitive && !p.records.Sensitive {
			names[i] = "'' AS " + name
		}
	}
	return strings.Join(names, ", ")
}

// named is the SQL of the records with these numbers, of one system or, with an empty one, of all.
func (p *recordPlan) named(system string, ids []string) Statement {
	p.args = map[string]any{"closure": p.version.Partitions("region_closure"), "parts": p.version.Partitions(p.fact.Name), "ids": ids}
	where := append([]string{"_partition_id IN {parts:Array(String)}", "id IN {ids:Array(String)}"}, p.scopeConditions()...)
	if system != "" {
		p.args["system"] = system
		where = append(where, "system = {system:String}")
	}
	return Statement{Args: p.args, SQL: "SELECT " + p.columns() + "\nFROM " + p.fact.Name + "\nWHERE " + strings.Join(where, " AND ") + "\nORDER BY id, system"}
}

// values are the statement's arguments for the driver.
func (s Statement) values() []any {
	args := make([]any, 0, len(s.Args))
	for name, value := range s.Args {
		args = append(args, named(name, value))
	}
	return args
}
