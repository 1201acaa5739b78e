package warehouse

import (
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Bounds of an expression: what a person or a program writes is far below them.
const (
	maxExprDepth = 64
	maxExprNodes = 2000
	maxInItems   = 10_000
	maxExprSQL   = 64 << 10 // of what is written: some forms name an operand twice
)

// DataRows is the name by which expressions call the rows of a data set: the statement that they are put into has the rows in a
// subquery AS __rows. A column is always written with it, so an alias of the result never takes the place of a column.
const dataRows = "__rows"

// dataSQL writes the expressions of one query as SQL. Nothing that a caller wrote is in it: literals are parameters ({x0:String}), columns
// are looked up in the data set, functions in dataFunctions. Use one for all clauses of a statement:
//
//	r := newDataSQL(set)
//	where, err := r.condition(q.Where)  // no aggregates inside
//	item, err := r.value(e)             // an item of a result, aggregates allowed: item.sql, item.t
//	r.args                              // the parameters, named x0, x1, …
//	r.used, r.sensitive                 // the columns that were read
//
// Most callers want all of a query at once: DataSet.clauses.
type dataSQL struct {
	set       *DataSet
	functions map[string]*dataFunction
	args      map[string]any
	used      []string // columns read, in order of their first use
	sensitive []string // those of them that not everybody may read
	nodes     int
	depth     int
	inside    string // the clause or function in which no aggregate may stand; empty where one may
}

func newDataSQL(set *DataSet) *dataSQL {
	return &dataSQL{set: set, functions: dataFunctionsByName, args: map[string]any{}}
}

// dataPiece is a rendered expression and its type.
type dataPiece struct {
	sql     string
	t       dataType
	literal *Literal // of a constant, so that it can be read again as another type
}

// condition writes an expression that is true or false for each row.
func (r *dataSQL) condition(e *Expr) (string, error) {
	r.inside = "a condition on rows (use HAVING)"
	defer func() { r.inside = "" }()
	return r.boolean(e)
}

// boolean writes an expression that must be a truth value.
func (r *dataSQL) boolean(e *Expr) (string, error) {
	p, err := r.expr(e)
	if err != nil {
		return "", err
	}
	return p.boolean()
}

// value writes an expression as it leaves: a truth value is a Bool, and NULL has a type.
func (r *dataSQL) value(e *Expr) (dataPiece, error) {
	p, err := r.expr(e)
	if err != nil {
		return p, err
	}
	switch {
	case p.t.kind == booleanKind && (e.Column == "" && e.Literal == nil):
		p.sql = "toBool(" + p.sql + ")"
	case p.t.kind == nullKind:
		p.sql = "CAST(" + p.sql + " AS Nullable(String))"
		p.t = dataType{kind: textKind}
	}
	return p, nil
}

// expr writes any expression.
func (r *dataSQL) expr(e *Expr) (dataPiece, error) {
	if e == nil {
		return dataPiece{}, Fault(BadRequest, "an expression is missing")
	}
	r.nodes++
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > maxExprDepth {
		return dataPiece{}, Fault(BadRequest, "the expression is nested more than %d deep", maxExprDepth)
	}
	if r.nodes > maxExprNodes {
		return dataPiece{}, Fault(BadRequest, "the expressions have more than %d parts: use IN for a list of values", maxExprNodes)
	}
	switch {
	case e.Column != "":
		return r.column(e.Column)
	case e.Literal != nil:
		return r.literal(*e.Literal)
	case e.Star:
		return dataPiece{}, Fault(BadRequest, "* stands only in count(*)")
	case e.Call != "":
		p, err := r.call(e)
		if err == nil && len(p.sql) > maxExprSQL {
			err = Fault(BadRequest, "the expression is too complicated")
		}
		return p, err
	}
	return dataPiece{}, Fault(BadRequest, "an expression is empty")
}

// column looks a column up. Its name in the statement is the data set's, never the caller's.
func (r *dataSQL) column(name string) (dataPiece, error) {
	c, err := r.set.FindColumn(name)
	if err != nil {
		return dataPiece{}, err
	}
	if !slices.Contains(r.used, c.Name) {
		r.used = append(r.used, c.Name)
		if c.Sensitive {
			r.sensitive = append(r.sensitive, c.Name)
		}
	}
	return dataPiece{sql: dataRows + "." + c.Name, t: dataTypeOf(c.Type)}, nil
}

// FindColumn gives the column of that name; the error of another name says which one was probably meant.
func (s *DataSet) FindColumn(name string) (DataColumn, error) {
	if c, ok := s.Column(name); ok {
		return c, nil
	}
	names := make([]string, 0, len(s.Columns))
	for _, c := range s.Columns {
		if name != "" && (name == c.Title.ZH || strings.EqualFold(name, c.Title.EN)) {
			return DataColumn{}, Fault(BadRequest, "%s has no column %q; did you mean %s?", s.Name, name, c.Name)
		}
		names = append(names, c.Name)
	}
	if near := nearestName(name, names); near != "" {
		return DataColumn{}, Fault(BadRequest, "%s has no column %q; did you mean %s?", s.Name, shorten(name), near)
	}
	return DataColumn{}, Fault(BadRequest, "%s has no column %q; it has %s", s.Name, shorten(name), some(names))
}

// some lists names, not more than a person reads.
func some(names []string) string {
	const most = 30
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + ", …"
}

// nearestName is the name that a wrong one is nearest to; empty where none is near.
func nearestName(name string, names []string) string {
	best, least := "", 0
	name = shorten(strings.ToLower(name))
	for _, other := range names {
		differ := levenshtein.ComputeDistance(name, strings.ToLower(other))
		if (differ*3 <= max(len(name), len(other)) || differ <= 2 && len(name) > 3) && (best == "" || differ < least) {
			best, least = other, differ
		}
	}
	return best
}

// shorten keeps a caller's text from filling a message.
func shorten(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}

// call looks a function up and lets it write itself.
func (r *dataSQL) call(e *Expr) (dataPiece, error) {
	f, ok := r.functions[e.Call]
	if !ok {
		return dataPiece{}, unknownFunction(e.Call, r.functions)
	}
	if len(e.Args) < f.least || f.most >= 0 && len(e.Args) > f.most {
		return dataPiece{}, Fault(BadRequest, "%s is written %s", f.Name, f.Form)
	}
	if !f.Aggregate {
		return f.render(r, e.Args)
	}
	if r.inside != "" {
		return dataPiece{}, Fault(BadRequest, "%s sums up rows: it cannot stand in %s", f.Name, r.inside)
	}
	r.inside = "another function of that kind"
	defer func() { r.inside = "" }()
	return f.render(r, e.Args)
}

// param keeps a value as a parameter and gives its place in the statement.
func (r *dataSQL) param(typ string, value any) string {
	name := "x" + strconv.Itoa(len(r.args))
	r.args[name] = value
	return "{" + name + ":" + typ + "}"
}
