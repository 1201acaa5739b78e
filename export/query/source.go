package query

import (
	"slices"
	"strings"

	"github.com/AfterShip/clickhouse-sql-parser/parser"

	"anlan/warehouse"
)

// source is what stands behind FROM: a data set, or a SELECT in brackets that the outer one is merged with.
type source struct {
	set     *warehouse.DataSet
	alias   string
	columns []visible
	query   warehouse.DataQuery // what is said already
	limit   *warehouse.Expr
	offset  *warehouse.Expr
	inner   bool // a SELECT in brackets
	grouped bool
}

// visible is a column that the source shows.
type visible struct {
	name   string
	expr   *warehouse.Expr
	hidden bool // not among *
}

func columnsOf(s *warehouse.DataSet) []visible {
	out := make([]visible, len(s.Columns))
	for i, c := range s.Columns {
		out[i] = visible{c.Name, &warehouse.Expr{Column: c.Name}, c.Sensitive}
	}
	return out
}

// wrapped is a SELECT in brackets as a source.
func (r *reader) wrapped(s *Statement, alias string, at parser.Expr) (*source, error) {
	if s.probe != nil {
		return nil, r.at(at, "FROM and the name of a data set are missing")
	}
	from := &source{alias: alias, query: s.query, limit: s.limit, offset: s.offset, inner: true}
	for _, set := range r.sets {
		if set.Name == s.query.Set {
			from.set = set
		}
	}
	from.grouped = len(s.query.GroupBy) > 0 || s.query.Having != nil
	for _, item := range s.query.Select {
		name, err := item.Name()
		if err != nil {
			return nil, r.at(at, "%s", err)
		}
		from.columns = append(from.columns, visible{name, item.Expr, false})
		from.grouped = from.grouped || item.Expr.Aggregates()
	}
	if len(s.query.Select) == 0 {
		from.columns = slices.DeleteFunc(columnsOf(from.set), func(v visible) bool { return v.hidden })
	}
	return from, nil
}

// columnOf gives what a name means over a source.
func (r *reader) columnOf(from *source, n name) (*warehouse.Expr, error) {
	last := n.parts[len(n.parts)-1]
	if last == "*" {
		return nil, fault(r.source, n.at, "* stands alone in SELECT, or in count(*)")
	}
	if len(n.parts) > 1 {
		table := n.parts[len(n.parts)-2]
		if !strings.EqualFold(table, from.alias) && (from.inner || !strings.EqualFold(table, from.set.Name)) {
			return nil, fault(r.source, n.at, "nothing here is called %q", table)
		}
	}
	if v, ok := from.find(last); ok {
		return v.expr, nil
	}
	if from.inner {
		return nil, fault(r.source, n.at, "the SELECT in brackets has no column %q", last)
	}
	_, err := from.set.FindColumn(last)
	return nil, fault(r.source, n.at, "%s", err)
}

// find looks a column up, first as it is written, then in any case.
func (s *source) find(name string) (visible, bool) {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, v := range s.columns {
			if same(v.name, name) {
				return v, true
			}
		}
	}
	return visible{}, false
}
