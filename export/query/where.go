package query

import (
	"slices"
	"strings"

	"github.com/AfterShip/clickhouse-sql-parser/parser"

	"anlan/safety"
	"anlan/warehouse"
)

// where reads the condition. Subtrees that are joined to the whole by AND become the question's region and sector.
func (r *reader) where(q *parser.SelectQuery, from *source, s *Statement) error {
	if q.Where == nil {
		return nil
	}
	var conditions []*warehouse.Expr
	for _, part := range conjuncts(q.Where.Expr) {
		r.within = nil
		if _, ok := r.subtreeCall(part); ok {
			r.within = func(column, code string) bool { return take(&s.query, column, code) }
		}
		e, err := r.expr(part)
		r.within = nil
		if err != nil {
			return err
		}
		if e != nil {
			conditions = append(conditions, e)
		}
	}
	switch {
	case len(conditions) == 0:
		return nil
	case from.grouped:
		s.query.Having = both(s.query.Having, all(conditions))
	default:
		s.query.Where = both(s.query.Where, all(conditions))
	}
	return nil
}

// take keeps a subtree in a question; false where there is one already.
func take(q *warehouse.DataQuery, column, code string) bool {
	switch {
	case column == "region" && q.Region == "":
		q.Region = safety.RegionCode(code)
		return true
	case column == "sector" && q.Sector == "":
		q.Sector = code
		return true
	}
	return false
}

// subtreeCall reports whether an expression is within(…) itself.
func (r *reader) subtreeCall(e parser.Expr) (name, bool) {
	f, ok := e.(*parser.FunctionExpr)
	if !ok {
		return name{}, false
	}
	n, ok := r.nameOf(f.Name)
	return n, ok && len(n.parts) == 1 && strings.EqualFold(n.parts[0], "within")
}

// conjuncts are the parts of a chain of AND, in their order.
func conjuncts(e parser.Expr) []parser.Expr {
	var out []parser.Expr
	for {
		b, ok := e.(*parser.BinaryOperation)
		if !ok || b.Operation != "AND" {
			out = append(out, e)
			slices.Reverse(out)
			return out
		}
		out, e = append(out, b.RightExpr), b.LeftExpr
	}
}

// all joins conditions by AND.
func all(es []*warehouse.Expr) *warehouse.Expr {
	if len(es) == 1 {
		return es[0]
	}
	return &warehouse.Expr{Call: "and", Args: es}
}

// both joins two conditions of which the first may be missing.
func both(a, b *warehouse.Expr) *warehouse.Expr {
	if a == nil {
		return b
	}
	return all([]*warehouse.Expr{a, b})
}

// merge makes one question of a SELECT around a SELECT, or refuses where one cannot mean both.
func (r *reader) merge(q *parser.SelectQuery, from *source, s *Statement, grouping bool, order []warehouse.OrderedBy) error {
	limited := from.limit != nil || from.offset != nil
	refuse := func(what string) error {
		return r.at(q, "%s around a SELECT in brackets that has %s is not read: write one SELECT", what, map[bool]string{true: "LIMIT", false: "groups or DISTINCT"}[limited])
	}
	settled := limited || from.grouped || from.query.Distinct
	switch {
	case grouping && settled:
		return refuse("GROUP BY or an aggregate")
	case limited && (len(order) > 0 || q.HasDistinct || s.offset != nil):
		return refuse("ORDER BY, DISTINCT or OFFSET")
	case from.query.Distinct && !sameColumns(s.query.Select, from.columns):
		return refuse("a choice of columns")
	}
	if !limited {
		return nil
	}
	if q.Where != nil {
		s.query.Where, s.query.Having = from.query.Where, from.query.Having
		s.query.Region, s.query.Sector = from.query.Region, from.query.Sector
		if !never(r, q.Where.Expr) {
			return refuse("WHERE")
		}
		s.limit = &warehouse.Expr{Literal: &warehouse.Literal{Type: "Int64", Text: "0"}}
		return nil
	}
	return r.lower(q, from, s)
}

// lower keeps the smaller of two limits.
func (r *reader) lower(q *parser.SelectQuery, from *source, s *Statement) error {
	outer := s.limit
	s.limit, s.offset = from.limit, from.offset
	if outer == nil || from.limit == nil {
		if outer != nil {
			s.limit = outer
		}
		return nil
	}
	a, errA := count(outer, "LIMIT")
	b, errB := count(from.limit, "LIMIT")
	if errA != nil || errB != nil || a == nil || b == nil {
		return r.at(q, "two limits around each other are numbers, not parameters")
	}
	if *a < *b {
		s.limit = outer
	}
	return nil
}

// never reports whether a condition is 1 = 0, by which programs ask for the columns alone.
func never(r *reader, e parser.Expr) bool {
	x, err := r.expr(e)
	if err != nil || x == nil {
		return false
	}
	if x.Literal != nil {
		return x.Literal.Type == "Bool" && x.Literal.Text == "false"
	}
	return x.Call == "equals" && x.Args[0].Literal != nil && x.Args[1].Literal != nil && x.Args[0].Literal.Type == "Int64" && x.Args[1].Literal.Type == "Int64" &&
		x.Args[0].Literal.Text != x.Args[1].Literal.Text
}

// sameColumns reports whether all columns of a source are selected in their order.
func sameColumns(selected []warehouse.Selected, columns []visible) bool {
	return len(selected) == 0 || slices.EqualFunc(selected, columns, func(s warehouse.Selected, v visible) bool { return s.Expr == v.expr })
}
