package query

import (
	"slices"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// Statement is a question with the values of its parameters left open.
type Statement struct {
	query      warehouse.DataQuery
	parameters []Parameter
	limit      *warehouse.Expr // of LIMIT and OFFSET, so that they can be parameters
	offset     *warehouse.Expr
	probe      []warehouse.Selected
}

// Parameter is a ? of a statement.
type Parameter struct {
	Type string // of ClickHouse, guessed from what it is compared with: String, Int64, Date32 …
}

// Parse reads one SELECT over one of the data sets. Errors are *warehouse.Error: bad_request with line and column and what would be right, not_found for a data set that does not exist.
// Types are checked when the question is opened (warehouse.DataSet.Check does it before).
func Parse(sql string, sets []*warehouse.DataSet) (*Statement, error) {
	tokens, err := scan(sql)
	if err != nil {
		return nil, err
	}
	for len(tokens) > 0 && tokens[len(tokens)-1].is(";") {
		tokens = tokens[:len(tokens)-1]
	}
	if len(tokens) == 0 {
		return nil, fault(sql, 0, "there is no question")
	}
	if i := slices.IndexFunc(tokens, func(t token) bool { return t.is(";") }); i >= 0 {
		return nil, fault(sql, tokens[i].at, "one statement at a time")
	}
	if first := tokens[0]; first.kind == wordToken && slices.Contains(others, strings.ToUpper(first.text)) {
		return nil, fault(sql, first.at, "%s is not read: data sets are asked by SELECT and changed by nobody", strings.ToUpper(first.text))
	}
	p, err := plainly(sql, tokens)
	if err != nil {
		return nil, err
	}
	selected, err := grammatical(p)
	if err != nil {
		return nil, err
	}
	r := &reader{translator: translator{plain: p, read: map[int]bool{}}, sets: sets}
	s, err := r.statement(selected, 0)
	if err != nil {
		return nil, err
	}
	if err := r.complete(); err != nil {
		return nil, err
	}
	s.parameters = make([]Parameter, p.parameters)
	for i := range s.parameters {
		s.parameters[i].Type = "String"
	}
	r.guess(s)
	return s, nil
}

// Parameters lists the ? in their order.
func (s *Statement) Parameters() []Parameter { return slices.Clone(s.parameters) }

// Probe gives the columns of a SELECT without FROM, by which clients try a connection: constants only. Such a statement asks no data set.
func (s *Statement) Probe() ([]warehouse.Selected, bool) {
	return slices.Clone(s.probe), s.probe != nil
}

// Bind gives the question with values for the parameters, one each. Values of LIMIT and OFFSET are whole numbers.
func (s *Statement) Bind(values []warehouse.Literal) (warehouse.DataQuery, error) {
	if len(values) != len(s.parameters) {
		return warehouse.DataQuery{}, warehouse.Fault(warehouse.BadRequest, "the statement has %d parameters, and %d values were given", len(s.parameters), len(values))
	}
	for i, v := range values {
		if v.List != nil || v.Type == parameterType {
			return warehouse.DataQuery{}, warehouse.Fault(warehouse.BadRequest, "the value of parameter %d is not one value", i+1)
		}
		if err := v.Check(); err != nil {
			return warehouse.DataQuery{}, warehouse.Fault(warehouse.BadRequest, "parameter %d: %s", i+1, err)
		}
	}
	q := s.query
	b := binding(values)
	q.Select = slices.Clone(q.Select)
	for i := range q.Select {
		q.Select[i].Expr = b.expr(q.Select[i].Expr)
	}
	q.Where, q.Having = b.expr(q.Where), b.expr(q.Having)
	q.GroupBy = b.exprs(q.GroupBy)
	q.Order = slices.Clone(q.Order)
	for i := range q.Order {
		q.Order[i].Expr = b.expr(q.Order[i].Expr)
	}
	limit, err := count(b.expr(s.limit), "LIMIT")
	if err != nil {
		return warehouse.DataQuery{}, err
	}
	q.Limit = limit
	offset, err := count(b.expr(s.offset), "OFFSET")
	if offset != nil {
		q.Offset = *offset
	}
	return q, err
}

// Shape gives a question whose result has the statement's columns, before values are bound: it is for describing, not for reading.
func (s *Statement) Shape() warehouse.DataQuery {
	values := make([]warehouse.Literal, len(s.parameters))
	open := *s
	open.limit, open.offset = nil, nil
	for i := range values {
		values[i] = warehouse.Literal{Type: "Null"}
	}
	q, _ := open.Bind(values) // NULLs are always values
	return q
}

// binding puts values into the places of parameters.
type binding []warehouse.Literal

// expr copies what has parameters; what has none is shared.
func (b binding) expr(e *warehouse.Expr) *warehouse.Expr {
	if e == nil || len(b) == 0 {
		return e
	}
	out := *e
	out.Args = b.exprs(e.Args)
	if e.Literal != nil {
		l := b.literal(*e.Literal)
		out.Literal = &l
	}
	return &out
}

func (b binding) exprs(es []*warehouse.Expr) []*warehouse.Expr {
	if es == nil {
		return nil
	}
	out := make([]*warehouse.Expr, len(es))
	for i, e := range es {
		out[i] = b.expr(e)
	}
	return out
}

func (b binding) literal(l warehouse.Literal) warehouse.Literal {
	if l.Type == parameterType {
		i, _ := strconv.Atoi(l.Text)
		return b[i]
	}
	if l.List != nil {
		l.List = slices.Clone(l.List)
		for i := range l.List {
			l.List[i] = b.literal(l.List[i])
		}
	}
	return l
}

// count reads the number behind LIMIT or OFFSET.
func count(e *warehouse.Expr, clause string) (*uint64, error) {
	if e == nil {
		return nil, nil
	}
	if e.Literal != nil && e.Literal.Type != parameterType {
		if e.Literal.Type == "Null" {
			return nil, nil
		}
		if n, err := strconv.ParseUint(e.Literal.Text, 10, 63); err == nil {
			return &n, nil
		}
	}
	return nil, warehouse.Fault(warehouse.BadRequest, "%s takes a whole number that is not negative", clause)
}
