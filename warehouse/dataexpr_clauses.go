package warehouse

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dataClauses are the parts of a statement that come from a query's expressions; the rows stand in a subquery AS __rows (dataRows).
//
//	SELECT [DISTINCT] Items FROM (…) AS __rows [WHERE Where] [GROUP BY GroupBy] [HAVING Having] [ORDER BY Order] LIMIT …
type dataClauses struct {
	Items     []string     // each AS its name
	Columns   []DataColumn // of the result; Type is empty where only the engine knows it (DESCRIBE)
	Where     string       // empty: none
	GroupBy   []string
	Having    string
	Order     []string
	Args      map[string]any // x0, x1, …
	Used      []string       // columns of the set that are read anywhere
	Sensitive []string       // those of Used that not everybody may read, in whichever clause they stand
	Grouped   bool           // the result has groups, or one row, instead of the rows
}

// clauses checks all that a query says in expressions and writes it. Errors are *Error with BadRequest. Region, sector, dates, limit and
// version are not looked at. Whether Sensitive may be read is for the caller to decide: they are as telling in a condition as in the result.
func (s *DataSet) clauses(q DataQuery) (*dataClauses, error) {
	selected := q.Select
	grouped := len(q.GroupBy) > 0 || q.Having != nil
	for _, e := range selected {
		grouped = grouped || e.Expr.Aggregates()
	}
	for _, o := range q.Order {
		grouped = grouped || o.Expr.Aggregates()
	}
	if len(selected) == 0 {
		if grouped {
			return nil, Fault(BadRequest, "a question with groups names its columns: * is not among them")
		}
		for _, c := range s.Columns {
			if !c.Sensitive {
				selected = append(selected, Selected{Expr: &Expr{Column: c.Name}})
			}
		}
	}
	r := newDataSQL(s)
	out := &dataClauses{Args: r.args, Grouped: grouped}
	if err := out.items(r, selected); err != nil {
		return nil, err
	}
	var err error
	if q.Where != nil {
		if out.Where, err = r.condition(q.Where); err != nil {
			return nil, err
		}
	}
	if err := out.groups(r, q); err != nil {
		return nil, err
	}
	if err := out.order(r, q, selected); err != nil {
		return nil, err
	}
	if grouped {
		if err := allGrouped(q, selected); err != nil {
			return nil, err
		}
	}
	out.Used, out.Sensitive = r.used, r.sensitive
	return out, nil
}

// Check reports what is wrong with the expressions of a query, before anything is opened.
func (s *DataSet) Check(q DataQuery) error {
	_, err := s.clauses(q)
	return err
}

func (c *dataClauses) items(r *dataSQL, selected []Selected) error {
	taken := map[string]bool{}
	for _, item := range selected {
		p, err := r.value(item.Expr)
		if err != nil {
			return err
		}
		column := DataColumn{}
		if item.Expr.Column != "" {
			column, _ = r.set.Column(item.Expr.Column)
		}
		if column.Name, err = item.Name(); err != nil {
			return err
		}
		if taken[column.Name] {
			return Fault(BadRequest, "two columns of the result are called %q: give one another name with AS", column.Name)
		}
		taken[column.Name] = true
		c.Items = append(c.Items, p.sql+" AS `"+column.Name+"`")
		c.Columns = append(c.Columns, column)
	}
	return nil
}

func (c *dataClauses) groups(r *dataSQL, q DataQuery) (err error) {
	r.inside = "GROUP BY"
	for _, e := range q.GroupBy {
		if e != nil && e.Literal != nil {
			return Fault(BadRequest, "rows are not grouped by a constant")
		}
		p, err := r.expr(e)
		if err != nil {
			return err
		}
		c.GroupBy = append(c.GroupBy, p.sql)
	}
	r.inside = ""
	if q.Having != nil {
		c.Having, err = r.boolean(q.Having)
	}
	return err
}

// order puts NULL last in both directions.
func (c *dataClauses) order(r *dataSQL, q DataQuery, selected []Selected) error {
	for _, o := range q.Order {
		p, err := r.expr(o.Expr)
		if err != nil {
			return err
		}
		switch {
		case o.Expr.Literal != nil:
			return Fault(BadRequest, "rows are not ordered by a constant")
		case p.t.kind == listKind:
			return Fault(BadRequest, "lists have no order")
		case q.Distinct && !slices.ContainsFunc(selected, func(s Selected) bool { return reflect.DeepEqual(s.Expr, o.Expr) }):
			return Fault(BadRequest, "with DISTINCT rows are ordered by columns of the result only")
		}
		direction := " ASC"
		if o.Desc {
			direction = " DESC"
		}
		c.Order = append(c.Order, p.sql+direction+" NULLS LAST")
	}
	return nil
}

// Aggregates reports whether an expression sums up rows.
func (e *Expr) Aggregates() bool {
	if e == nil {
		return false
	}
	if f, ok := dataFunctionsByName[e.Call]; ok && f.Aggregate {
		return true
	}
	return slices.ContainsFunc(e.Args, (*Expr).Aggregates)
}

// allGrouped refuses what has no one value in a group.
func allGrouped(q DataQuery, selected []Selected) error {
	var es []*Expr
	for _, s := range selected {
		es = append(es, s.Expr)
	}
	for _, o := range q.Order {
		es = append(es, o.Expr)
	}
	if q.Having != nil {
		es = append(es, q.Having)
	}
	for _, e := range es {
		if column := ungrouped(e, q.GroupBy); column != "" {
			return Fault(BadRequest, "%s has many values in a group: name it in GROUP BY, or sum it up with count, sum, min, max …", column)
		}
	}
	return nil
}

// ungrouped gives a column of an expression that stands outside of aggregates and of what is grouped by.
func ungrouped(e *Expr, groups []*Expr) string {
	if e == nil || slices.ContainsFunc(groups, func(g *Expr) bool { return reflect.DeepEqual(g, e) }) {
		return ""
	}
	if e.Column != "" {
		return e.Column
	}
	if f, ok := dataFunctionsByName[e.Call]; ok && f.Aggregate {
		return ""
	}
	for _, a := range e.Args {
		if column := ungrouped(a, groups); column != "" {
			return column
		}
	}
	return ""
}

// Name is what a column of the result is called. It stands in the statement in backquotes, so it has no sign that could end them or be
// taken for a parameter.
func (s Selected) Name() (string, error) {
	name := s.As
	if name == "" && s.Expr.Column != "" {
		return s.Expr.Column, nil
	}
	if name == "" {
		name = strings.Map(func(c rune) rune {
			if odd(c) {
				return -1
			}
			return c
		}, s.Expr.String())
		if runes := []rune(name); len(runes) > 60 {
			name = string(runes[:60])
		}
	}
	if s.As == "" && strings.TrimSpace(name) == "" {
		name = "column"
	}
	if strings.TrimSpace(name) == "" || len(name) > 256 || !utf8.ValidString(name) || strings.ContainsFunc(name, odd) {
		return "", Fault(BadRequest, "%q cannot be the name of a column: letters, digits, spaces and most signs can", shorten(name))
	}
	return name, nil
}

func odd(c rune) bool {
	return !unicode.IsPrint(c) || c == utf8.RuneError || strings.ContainsRune("`\\'\"{}", c)
}
