package query

import (
	"slices"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// guess gives parameters the types of the columns that they are compared with.
func (r *reader) guess(s *Statement) {
	var set *warehouse.DataSet
	for _, candidate := range r.sets {
		if candidate.Name == s.query.Set {
			set = candidate
		}
	}
	g := guesser{set, s.parameters}
	for _, item := range s.query.Select {
		g.walk(item.Expr)
	}
	for _, e := range append([]*warehouse.Expr{s.query.Where, s.query.Having}, s.query.GroupBy...) {
		g.walk(e)
	}
	for _, e := range []*warehouse.Expr{s.limit, s.offset} {
		g.give(e, "Int64")
	}
}

type guesser struct {
	set        *warehouse.DataSet
	parameters []Parameter
}

func (g guesser) walk(e *warehouse.Expr) {
	if e == nil {
		return
	}
	if slices.Contains([]string{"equals", "notEquals", "less", "lessOrEquals", "greater", "greaterOrEquals", "between", "in", "coalesce"}, e.Call) {
		if i := slices.IndexFunc(e.Args, func(a *warehouse.Expr) bool { return a.Column != "" }); i >= 0 {
			c, _ := g.set.Column(e.Args[i].Column)
			typ := c.Type
			if inner, ok := strings.CutPrefix(typ, "Nullable("); ok {
				typ = strings.TrimSuffix(inner, ")")
			}
			for _, a := range e.Args {
				g.give(a, typ)
			}
		}
	}
	for _, a := range e.Args {
		g.walk(a)
	}
}

// give sets the type of the parameters that an argument is.
func (g guesser) give(e *warehouse.Expr, typ string) {
	if e == nil || e.Literal == nil {
		return
	}
	for _, l := range append([]warehouse.Literal{*e.Literal}, e.Literal.List...) {
		if n, err := strconv.Atoi(l.Text); l.Type == parameterType && err == nil {
			g.parameters[n].Type = typ
		}
	}
}
