package warehouse

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// dataPlan is a DataQuery on its way to SQL. Scope, region and period are limited by the words of the lists of records, which it embeds.
//
//	SELECT <items> FROM (
//	    SELECT <columns as they leave> FROM (
//	        SELECT <columns> FROM <table> WHERE <version, scope, region, sector, period>
//	    ) AS t <joins>
//	) AS __rows WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …
//
// Names of columns stand in the middle for what leaves and inside for what is kept, so that the sorting key prunes.
type dataPlan struct {
	recordPlan
	source  *dataSource
	query   DataQuery    // settled
	columns []DataColumn // of the result
	used    []string     // columns of the set that the question names, each once
}

// rowsAlias names the rows of the set within a statement.
const rowsAlias = "__rows"

// statement is the SQL of the whole, or of a part, with items instead of the selected columns where they are given.
func (p *dataPlan) statement(parts []string, items []string) (Statement, error) {
	p.used = nil
	p.args = map[string]any{"parts": parts, "closure": p.version.Partitions("region_closure")}
	clauses, err := p.clauses(items)
	if err != nil {
		return Statement{}, err
	}
	rows, err := p.rows()
	if err != nil {
		return Statement{}, err
	}
	return Statement{SQL: strings.Replace(clauses, "/*rows*/", rows, 1), Args: maps.Clone(p.args)}, nil
}

// clauses is what the question says, around the rows of the set.
func (p *dataPlan) clauses(items []string) (string, error) {
	q := p.query
	var out strings.Builder
	out.WriteString("SELECT ")
	if q.Distinct && items == nil {
		out.WriteString("DISTINCT ")
	}
	if items == nil {
		for i, s := range q.Select {
			sql, _, err := p.expression(s.Expr)
			if err != nil {
				return "", err
			}
			items = append(items, sql+" AS "+quoteName(p.columns[i].Name))
		}
	}
	out.WriteString(strings.Join(items, ", ") + "\nFROM (/*rows*/) AS " + rowsAlias)
	if err := p.clause(&out, "\nWHERE ", q.Where); err != nil {
		return "", err
	}
	for i, e := range q.GroupBy {
		word := ", "
		if i == 0 {
			word = "\nGROUP BY "
		}
		if err := p.clause(&out, word, e); err != nil {
			return "", err
		}
	}
	if err := p.clause(&out, "\nHAVING ", q.Having); err != nil {
		return "", err
	}
	return out.String(), p.tail(&out)
}

func (p *dataPlan) clause(out *strings.Builder, word string, e *Expr) error {
	if e == nil {
		return nil
	}
	sql, _, err := p.expression(e)
	out.WriteString(word + sql)
	return err
}

// tail is the order and the bounds.
func (p *dataPlan) tail(out *strings.Builder) error {
	for i, o := range p.query.Order {
		word := ", "
		if i == 0 {
			word = "\nORDER BY "
		}
		if err := p.clause(out, word, o.Expr); err != nil {
			return err
		}
		if o.Desc {
			out.WriteString(" DESC")
		}
		out.WriteString(" NULLS LAST")
	}
	if p.query.Limit != nil {
		p.args["limit"] = *p.query.Limit
		out.WriteString("\nLIMIT {limit:UInt64}")
	}
	if p.query.Offset > 0 {
		p.args["offset"] = p.query.Offset
		out.WriteString("\nOFFSET {offset:UInt64}")
	}
	return nil
}

// rows is the SQL of the rows of the set, as they leave: no column that the question does not name.
func (p *dataPlan) rows() (string, error) {
	var leave, raw, joins []string
	for _, name := range p.used {
		r := p.source.reads[name]
		leave = append(leave, r.sql+" AS "+name)
		for _, c := range r.raw {
			if !slices.Contains(raw, c) {
				raw = append(raw, c)
			}
		}
	}
	if len(leave) == 0 {
		leave = []string{"1 AS one"}
	}
	if len(raw) == 0 {
		raw = []string{"1 AS one"}
	}
	where, err := p.limits()
	if err != nil {
		return "", err
	}
	return "\nSELECT " + strings.Join(leave, ", ") + "\nFROM (\nSELECT " + strings.Join(raw, ", ") + "\nFROM " + p.source.table +
		"\nWHERE " + strings.Join(where, " AND ") + "\n) AS t" + strings.Join(joins, "") + "\n", nil
}

// limits are the conditions on the table: the version, and what the scope and the question leave of it.
func (p *dataPlan) limits() ([]string, error) {
	where := []string{"_partition_id IN {parts:Array(String)}"}
	if p.source.of == nil {
		return where, nil
	}
	args := p.args
	limits, err := p.where()
	if err != nil {
		return nil, err
	}
	maps.Copy(p.args, args)
	where = append(where, limits...)
	if p.query.Sector != "" {
		p.args["sector"], p.args["sectors"] = p.query.Sector, p.version.Partitions("sector")
		where = append(where, "sector IN (SELECT code FROM sector WHERE _partition_id IN {sectors:Array(String)} AND (code = {sector:String} OR parent = {sector:String}))")
	}
	return where, nil
}

// expression is the SQL of an expression over the columns of the set, and its type.
func (p *dataPlan) expression(e *Expr) (sql, typ string, err error) {
	if e == nil || e.Column == "" {
		return "", "", Fault(BadRequest, "only columns can be selected")
	}
	return p.column(e.Column)
}

// column is the SQL of a column of the set, and its type. It notes that the column is used.
func (p *dataPlan) column(name string) (sql, typ string, err error) {
	c, ok := p.source.Column(name)
	if !ok {
		return "", "", Fault(NotFound, "the data set %s has no column %q", p.source.Name, name)
	}
	if fact := p.source.reads[name].fact; fact != "" && !p.scope.SeesFact(fact) {
		return "", "", Fault(Forbidden, "%s records, which the column %s is made of, are outside what this caller may see", fact, name)
	}
	if !slices.Contains(p.used, name) {
		p.used = append(p.used, name)
	}
	return rowsAlias + "." + name, c.Type, nil
}

// sees reports whether the scope shows the records that a column is made of.
func (p *dataPlan) sees(column string) bool {
	fact := p.source.reads[column].fact
	return fact == "" || p.scope.SeesFact(fact)
}

// resolve checks every expression and names the columns of the result.
func (p *dataPlan) resolve() error {
	p.columns = nil
	for i, s := range p.query.Select {
		_, typ, err := p.expression(s.Expr)
		if err != nil {
			return err
		}
		c := DataColumn{Name: s.As, Type: typ}
		if s.Expr.Column != "" {
			c, _ = p.source.Column(s.Expr.Column)
			if s.As != "" {
				c.Name = s.As
			}
		}
		if c.Name == "" {
			c.Name = "column" + strconv.Itoa(i+1)
		}
		if err := checkName(c.Name); err != nil {
			return err
		}
		if slices.ContainsFunc(p.columns, func(other DataColumn) bool { return other.Name == c.Name }) {
			return Fault(BadRequest, "two columns of the result are called %q: name one of them otherwise", c.Name)
		}
		p.columns = append(p.columns, c)
	}
	_, err := p.statement(nil, nil)
	return err
}

// checkName refuses a name that cannot be written between backticks as it is.
func checkName(name string) error {
	if len(name) > 200 || strings.HasPrefix(name, "__") || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '`' || r == '\\' || r == 0x7f || r == 0xfffd }) {
		return Fault(BadRequest, "a column of the result cannot be called %q: use letters, digits, spaces and brackets", name)
	}
	return nil
}

// quoteName writes a name that checkName lets pass.
func quoteName(name string) string { return "`" + name + "`" }
