package query

import (
	"slices"
	"strconv"
	"strings"

	"github.com/AfterShip/clickhouse-sql-parser/parser"

	"anlan/warehouse"
)

// reader reads SELECTs.
type reader struct {
	translator
	sets []*warehouse.DataSet
}

// statement reads a SELECT and the SELECTs that it is wrapped around.
func (r *reader) statement(q *parser.SelectQuery, depth int) (*Statement, error) {
	if !plainSelect(q) {
		return nil, r.at(q, "write SELECT … FROM a data set WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …")
	}
	if q.From == nil {
		return r.constants(q)
	}
	table, alias := tableOf(q.From.Expr), ""
	if a, ok := table.(*parser.AliasExpr); ok {
		if i, ok := a.Alias.(*parser.Ident); ok {
			n, _ := r.nameOf(i)
			alias = strings.Join(n.parts, ".")
		}
		table = a.Expr
	}
	switch table := table.(type) {
	case *parser.TableIdentifier:
		from, err := r.dataSet(table)
		if err != nil {
			return nil, err
		}
		return r.clauses(q, &source{set: from, alias: alias, columns: columnsOf(from), query: warehouse.DataQuery{Set: from.Name}})
	case *parser.SubQuery:
		if depth >= 4 {
			return nil, r.at(table, "SELECTs are wrapped too often")
		}
		inner, err := r.statement(table.Select, depth+1)
		if err != nil {
			return nil, err
		}
		from, err := r.wrapped(inner, alias, table)
		if err != nil {
			return nil, err
		}
		return r.clauses(q, from)
	case *parser.TableFunctionExpr:
		return nil, r.at(table, "only data sets are read: there are no functions that make tables")
	}
	return nil, r.at(q.From.Expr, "a question is about one data set: joins are not read; a data set whose name ends in _readable has the names beside the codes")
}

// dataSet looks a name up: hazard, main.hazard or anlan.main.hazard.
func (r *reader) dataSet(table *parser.TableIdentifier) (*warehouse.DataSet, error) {
	n, ok := r.nameOf(table.Table)
	if !ok || table.Database != nil {
		return nil, r.at(table, "the name of a data set belongs here")
	}
	last := n.parts[len(n.parts)-1]
	for i, part := range n.parts[:len(n.parts)-1] {
		if !slices.Contains([]string{"anlan", "main", "public", "default", "dbo", ""}, strings.ToLower(part)) || i > 1 {
			return nil, notFound(r.source, n.at, "there is no schema %q: data sets are named alone, or anlan.main.%s", part, last)
		}
	}
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, s := range r.sets {
			if same(s.Name, last) {
				return s, nil
			}
		}
	}
	var names []string
	for _, s := range r.sets {
		names = append(names, s.Name)
	}
	return nil, notFound(r.source, n.at, "there is no data set %q; there are %s", last, strings.Join(names, ", "))
}

func notFound(text string, at int, format string, args ...any) error {
	return &warehouse.Error{Code: warehouse.NotFound, Message: fault(text, at, format, args...).Error()}
}

// probes are what clients ask to see whom they talk to.
var probes = map[string]string{"version": "Anlan", "database": "anlan", "current_database": "anlan", "current_catalog": "anlan", "current_schema": "main"}

// constants reads a SELECT without FROM.
func (r *reader) constants(q *parser.SelectQuery) (*Statement, error) {
	if q.Where != nil || q.GroupBy != nil || q.Having != nil || q.OrderBy != nil || q.HasDistinct {
		return nil, r.at(q, "FROM and the name of a data set are missing")
	}
	r.column = func(n name) (*warehouse.Expr, error) {
		return nil, fault(r.source, n.at, "FROM and the name of a data set are missing")
	}
	s := &Statement{}
	for i, item := range q.SelectItems {
		if f, ok := item.Expr.(*parser.FunctionExpr); ok && f.Params != nil && f.Params.Items != nil && len(f.Params.Items.Items) == 0 {
			if n, ok := r.nameOf(f.Name); ok && probes[strings.ToLower(n.parts[0])] != "" {
				s.probe = append(s.probe, warehouse.Selected{Expr: &warehouse.Expr{Literal: &warehouse.Literal{Type: "String", Text: probes[strings.ToLower(n.parts[0])]}}, As: r.alias(item, n.parts[0]+"()")})
				continue
			}
		}
		e, err := r.expr(item.Expr)
		if err != nil {
			return nil, err
		}
		if e.Literal == nil || e.Literal.Type == parameterType {
			return nil, r.at(item.Expr, "FROM and the name of a data set are missing")
		}
		s.probe = append(s.probe, warehouse.Selected{Expr: e, As: r.alias(item, "column"+strconv.Itoa(i+1))})
	}
	if len(s.probe) == 0 {
		return nil, r.at(q, "nothing is selected")
	}
	return s, r.limits(q, s)
}

func (r *reader) alias(item *parser.SelectItem, without string) string {
	if item.Alias == nil {
		return without
	}
	if n, ok := r.nameOf(item.Alias); ok {
		return strings.Join(n.parts, ".")
	}
	return item.Alias.Name
}

// limits reads LIMIT and OFFSET.
func (r *reader) limits(q *parser.SelectQuery, s *Statement) (err error) {
	if q.Limit == nil {
		return nil
	}
	read := func(e parser.Expr, clause string) (*warehouse.Expr, error) {
		if e == nil {
			return nil, nil
		}
		out, err := r.expr(e)
		if err != nil {
			return nil, err
		}
		if out.Literal != nil && out.Literal.Type == parameterType {
			return out, nil
		}
		if _, err := count(out, clause); err != nil {
			return nil, r.at(e, "%s", err)
		}
		return out, nil
	}
	if s.limit, err = read(q.Limit.Limit, "LIMIT"); err != nil {
		return err
	}
	s.offset, err = read(q.Limit.Offset, "OFFSET")
	return err
}
