package query

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/AfterShip/clickhouse-sql-parser/parser"

	"anlan/warehouse"
)

// clauses reads a SELECT over its source. Where the source is a SELECT itself both become one, if that means the same.
func (r *reader) clauses(q *parser.SelectQuery, from *source) (*Statement, error) {
	s := &Statement{query: from.query}
	columns := func(n name) (*warehouse.Expr, error) { return r.columnOf(from, n) }
	r.column = columns
	named, err := r.items(q, from, s)
	if err != nil {
		return nil, err
	}
	r.column = columns
	if err := r.where(q, from, s); err != nil {
		return nil, err
	}
	r.column = r.orAlias(columns, named)
	groups, err := r.groups(q, s.query.Select)
	if err != nil {
		return nil, err
	}
	if q.Having != nil {
		having, err := r.expr(q.Having.Expr)
		if err != nil {
			return nil, err
		}
		s.query.Having = both(s.query.Having, having)
	}
	order, err := r.order(q, named, s.query.Select)
	if err != nil {
		return nil, err
	}
	r.column = columns
	if err := r.limits(q, s); err != nil {
		return nil, err
	}
	grouping := len(groups) > 0 || q.Having != nil || slices.ContainsFunc(s.query.Select, func(i warehouse.Selected) bool { return i.Expr.Aggregates() }) && !from.grouped ||
		slices.ContainsFunc(order, func(o warehouse.OrderedBy) bool { return o.Expr.Aggregates() }) && !from.grouped
	s.query.Distinct = s.query.Distinct || q.HasDistinct
	if from.inner {
		if err := r.merge(q, from, s, grouping, order); err != nil {
			return nil, err
		}
	}
	if groups != nil {
		s.query.GroupBy = groups
	}
	if order != nil {
		s.query.Order = order
	} else if grouping {
		s.query.Order = nil
	}
	return s, nil
}

// items reads what is selected, and gives what aliases mean.
func (r *reader) items(q *parser.SelectQuery, from *source, s *Statement) (map[string]*warehouse.Expr, error) {
	named := map[string]*warehouse.Expr{}
	var out []warehouse.Selected
	for _, item := range q.SelectItems {
		if len(item.Modifiers) > 0 {
			return nil, r.at(item.Expr, "name the columns that are wanted")
		}
		all, err := r.everything(item, from)
		if err != nil {
			return nil, err
		}
		if all {
			if len(q.SelectItems) == 1 && len(from.query.Select) == 0 {
				return named, nil
			}
			for _, v := range from.columns {
				if !v.hidden {
					out = append(out, v.selected())
				}
			}
			continue
		}
		e, err := r.expr(item.Expr)
		if err != nil {
			return nil, err
		}
		one := warehouse.Selected{Expr: e, As: r.alias(item, "")}
		if i, ok := item.Expr.(*parser.Ident); ok && item.Alias == nil {
			// A column of a SELECT in brackets keeps the name that it has there.
			n, _ := r.nameOf(i)
			if v, ok := from.find(n.parts[len(n.parts)-1]); ok {
				one = v.selected()
			}
		}
		if _, err := one.Name(); err != nil {
			return nil, r.at(item.Expr, "%s", err)
		}
		if item.Alias != nil {
			named[strings.ToLower(one.As)] = e
			if one.As == e.Column {
				one.As = ""
			}
		}
		out = append(out, one)
	}
	if len(out) == 0 {
		return nil, r.at(q, "nothing is selected")
	}
	s.query.Select = out
	return named, nil
}

// selected is a column as an item of a result.
func (v visible) selected() warehouse.Selected {
	if v.expr.Column == v.name {
		return warehouse.Selected{Expr: v.expr}
	}
	return warehouse.Selected{Expr: v.expr, As: v.name}
}

// everything reports whether an item is * or alias.*.
func (r *reader) everything(item *parser.SelectItem, from *source) (bool, error) {
	if star(item.Expr) {
		return true, nil
	}
	i, ok := item.Expr.(*parser.Ident)
	if !ok {
		return false, nil
	}
	n, ok := r.nameOf(i)
	if !ok || n.parts[len(n.parts)-1] != "*" {
		return false, nil
	}
	table := n.parts[len(n.parts)-2]
	if !strings.EqualFold(table, from.alias) && (from.inner || !strings.EqualFold(table, from.set.Name)) {
		return false, fault(r.source, n.at, "nothing here is called %q", table)
	}
	return true, nil
}

// orAlias reads a name as a column or, where there is none, as an alias of the result.
func (r *reader) orAlias(columns func(name) (*warehouse.Expr, error), named map[string]*warehouse.Expr) func(name) (*warehouse.Expr, error) {
	return func(n name) (*warehouse.Expr, error) {
		e, err := columns(n)
		if err != nil && len(n.parts) == 1 {
			if alias, ok := named[strings.ToLower(n.parts[0])]; ok {
				return alias, nil
			}
		}
		return e, err
	}
}

// groups reads GROUP BY: columns, expressions, aliases and positions.
func (r *reader) groups(q *parser.SelectQuery, selected []warehouse.Selected) ([]*warehouse.Expr, error) {
	g := q.GroupBy
	if g == nil {
		return nil, nil
	}
	list, ok := g.Expr.(*parser.ColumnExprList)
	if !ok || g.AggregateType != "" || g.WithCube || g.WithRollup || g.WithTotals || list.HasDistinct || len(list.Items) == 0 {
		return nil, r.at(g, "GROUP BY is followed by columns or expressions")
	}
	items := list.Items
	if params, ok := bare(items[0]).(*parser.ParamExprList); ok && len(items) == 1 && params.Items != nil && params.ColumnArgList == nil {
		items = params.Items.Items
	}
	var out []*warehouse.Expr
	for _, item := range items {
		e, err := r.expr(item)
		if err != nil {
			return nil, err
		}
		if e, err = r.position(e, item, selected); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(o *warehouse.Expr) bool { return reflect.DeepEqual(o, e) }) {
			out = append(out, e)
		}
	}
	return out, nil
}

// position replaces a number by the column of the result that stands there.
func (r *reader) position(e *warehouse.Expr, at parser.Expr, selected []warehouse.Selected) (*warehouse.Expr, error) {
	if e.Literal == nil {
		return e, nil
	}
	n, err := strconv.Atoi(e.Literal.Text)
	if e.Literal.Type != "Int64" || err != nil || n < 1 || n > len(selected) {
		return nil, r.at(at, "a constant does not belong here; a number from 1 on means that column of the result, which SELECT must name")
	}
	return selected[n-1].Expr, nil
}

// order reads ORDER BY: aliases come before columns there.
func (r *reader) order(q *parser.SelectQuery, named map[string]*warehouse.Expr, selected []warehouse.Selected) ([]warehouse.OrderedBy, error) {
	if q.OrderBy == nil {
		return nil, nil
	}
	var out []warehouse.OrderedBy
	for _, item := range q.OrderBy.Items {
		o, ok := item.(*parser.OrderExpr)
		if !ok || o.Fill != nil || o.Alias != nil || q.OrderBy.Interpolate != nil {
			return nil, r.at(item, "ORDER BY is followed by columns or expressions, each with ASC or DESC")
		}
		e, err := r.ordered(o.Expr, named)
		if err != nil {
			return nil, err
		}
		if e, err = r.position(e, o.Expr, selected); err != nil {
			return nil, err
		}
		out = append(out, warehouse.OrderedBy{Expr: e, Desc: strings.EqualFold(string(o.Direction), "DESC")})
	}
	return out, nil
}

func (r *reader) ordered(e parser.Expr, named map[string]*warehouse.Expr) (*warehouse.Expr, error) {
	if i, ok := e.(*parser.Ident); ok {
		if n, ok := r.nameOf(i); ok && len(n.parts) == 1 {
			if alias, ok := named[strings.ToLower(n.parts[0])]; ok {
				return alias, nil
			}
		}
	}
	return r.expr(e)
}
