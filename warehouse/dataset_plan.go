package warehouse

import (
	"maps"
	"slices"
	"strings"
)

// dataPlan is a DataQuery on its way to SQL. Scope, region and period are limited by the words of the lists of records, which it embeds; what the
// caller says in expressions is written by dataClauses.
//
//	SELECT <items> FROM (
//	    SELECT <columns as they leave> FROM (
//	        SELECT <columns> FROM <table> WHERE <version, scope, region, sector, period>
//	    ) AS t <joins> <fence>
//	) AS __rows WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …
//
// A name means what leaves in the outer statement and what is kept in the innermost, so that the sorting key prunes.
type dataPlan struct {
	recordPlan
	source  *dataSource
	query   DataQuery // settled
	said    *dataClauses
	columns []DataColumn // of the result
	seen    []string     // partitions in which the scope shows rows; nil: not asked for
}

// statement is the SQL of the result, read from these partitions, with these items.
func (p *dataPlan) statement(parts, items []string) (Statement, error) {
	rows, err := p.rows(parts, p.said.Used)
	if err != nil {
		return Statement{}, err
	}
	distinct := ""
	if p.query.Distinct {
		distinct = "DISTINCT "
	}
	sql := "SELECT " + distinct + strings.Join(items, ", ") + "\nFROM (" + rows + ") AS " + dataRows + p.condition()
	for _, c := range []struct {
		word string
		list []string
	}{{"GROUP BY", p.said.GroupBy}, {"HAVING", having(p.said.Having)}, {"ORDER BY", p.said.Order}} {
		if len(c.list) > 0 {
			sql += "\n" + c.word + " " + strings.Join(c.list, ", ")
		}
	}
	if p.query.Limit != nil {
		p.args["limit"] = *p.query.Limit
		sql += "\nLIMIT {limit:UInt64}"
	}
	if p.query.Offset > 0 {
		p.args["offset"] = p.query.Offset
		sql += "\nOFFSET {offset:UInt64}"
	}
	return Statement{SQL: sql, Args: p.args}, nil
}

func (p *dataPlan) condition() string {
	if p.said.Where == "" {
		return ""
	}
	return "\nWHERE " + p.said.Where
}

func having(condition string) []string {
	if condition == "" {
		return nil
	}
	return []string{condition}
}

// counted is the SQL of the number of rows. Where the result is the rows themselves, columns that only leave are not read.
func (p *dataPlan) counted(parts []string) (Statement, error) {
	if !p.rowByRow() {
		s, err := p.statement(parts, p.said.Items)
		s.SQL = "SELECT count() FROM (" + s.SQL + ")"
		return s, err
	}
	where, err := p.source.clauses(DataQuery{Set: p.query.Set, Where: p.query.Where, Select: []Selected{{Expr: &Expr{Call: "count", Args: []*Expr{{Star: true}}}}}})
	if err != nil {
		return Statement{}, err
	}
	rows, err := p.rows(parts, where.Used)
	return Statement{SQL: "SELECT count() FROM (" + rows + ") AS " + dataRows + p.condition(), Args: p.args}, err
}

// rowByRow reports whether every row of the set that the conditions leave is a row of the result, and every such row is.
func (p *dataPlan) rowByRow() bool {
	return !p.query.Distinct && !p.said.Grouped && p.query.Limit == nil && p.query.Offset == 0
}

// rows is the SQL of the rows of the set with the columns of these names, none other being read. It begins the arguments.
func (p *dataPlan) rows(parts, names []string) (string, error) {
	where, err := p.limits(parts)
	if err != nil {
		return "", err
	}
	maps.Copy(p.args, p.said.Args)
	var leave, raw, joins, facts []string
	note := func(list *[]string, item string) {
		if item != "" && !slices.Contains(*list, item) {
			*list = append(*list, item)
		}
	}
	for _, name := range names {
		r := p.source.reads[name]
		note(&leave, r.first)
		leave = append(leave, r.sql+" AS "+name)
		for _, c := range r.raw {
			note(&raw, c)
		}
		join, columns := p.join(r.join)
		note(&joins, join)
		for _, c := range columns {
			note(&raw, c)
		}
		maps.Copy(p.args, r.args)
		note(&facts, r.evidence)
		if r.lookup != "" {
			p.args[r.lookup+"_list"] = p.version.Partitions(r.lookup)
		}
	}
	note(&leave, firstOf(leave, "1 AS one"))
	note(&raw, firstOf(raw, "1 AS one"))
	with := ""
	if len(facts) > 0 {
		with = p.evidence(facts)
	}
	return "\n" + with + "SELECT " + strings.Join(leave, ", ") + "\nFROM (\nSELECT " + strings.Join(raw, ", ") + "\nFROM " + p.source.from() +
		where + "\n) AS t" + strings.Join(joins, "") + p.fence() + "\n", nil
}

// fence keeps what the caller says above what the scope says. Left to itself the engine moves conditions inwards and judges first what it thinks is cheap: an error
// of the caller's arithmetic would tell of rows that the scope hides. Nothing can be moved below a limit, whatever the engine's version and settings. Below it the
// sorting key prunes by the scope, the region and the period, as ever. Whom nothing is hidden from needs no fence, and the sorting key prunes by the caller's conditions too.
func (p *dataPlan) fence() string {
	if p.source.of == nil || p.scope.Whole(p.source.Fact) {
		return ""
	}
	return "\nLIMIT 9223372036854775807"
}

func firstOf(list []string, otherwise string) string {
	if len(list) > 0 {
		return list[0]
	}
	return otherwise
}

// limits are the conditions on the table: the version, and what the scope and the question leave of it.
func (p *dataPlan) limits(parts []string) (string, error) {
	p.args = map[string]any{}
	if p.source.constant != nil {
		maps.Copy(p.args, p.source.constant.Args)
		return "", nil
	}
	var limits []string
	if p.source.of != nil {
		var err error
		if limits, err = p.where(); err != nil {
			return "", err
		}
		limits = append(limits, p.figured()...)
	}
	p.args["parts"] = parts
	if p.query.Sector != "" {
		p.args["sector"], p.args["sectors"] = p.query.Sector, p.version.Partitions("sector")
		limits = append(limits, "sector IN (SELECT code FROM sector WHERE _partition_id IN {sectors:Array(String)} AND (code = {sector:String} OR parent = {sector:String}))")
	}
	return "\nWHERE " + strings.Join(append([]string{"_partition_id IN {parts:Array(String)}"}, limits...), " AND "), nil
}
