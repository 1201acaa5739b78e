package query

import (
	"slices"
	"strconv"
	"strings"

	"github.com/AfterShip/clickhouse-sql-parser/parser"

	"anlan/warehouse"
)

// translator turns what the parser read into expressions.
type translator struct {
	*plain
	column func(n name) (*warehouse.Expr, error) // what a name means in the clause that is read
	within func(column, code string) bool        // takes a subtree; nil where none may stand
	read   map[int]bool                          // constants read: all of them must have been in the end
	depth  int
}

// complete makes sure that nothing of the text was passed over.
func (t *translator) complete() error {
	for i, l := range t.literals {
		if !t.read[i] {
			return fault(t.source, l.at, "this does not belong here")
		}
	}
	return nil
}

// expr reads one expression.
func (t *translator) expr(e parser.Expr) (*warehouse.Expr, error) {
	switch e := e.(type) {
	case *parser.ColumnExpr:
		if e.Alias == nil {
			return t.expr(e.Expr)
		}
	case *parser.Ident:
		return t.ident(e)
	case *parser.NumberLiteral:
		return t.constant(e)
	case *parser.ParamExprList:
		if e.ColumnArgList == nil && e.Items != nil && !e.Items.HasDistinct && len(e.Items.Items) == 1 {
			return t.expr(e.Items.Items[0])
		}
	default:
		t.depth++
		defer func() { t.depth-- }()
		if t.depth > maxDepth {
			return nil, t.at(e, "this is nested more than %d deep", maxDepth)
		}
		return t.composed(e)
	}
	return nil, t.at(e, "this is not read here")
}

// composed reads an expression that is made of others.
func (t *translator) composed(e parser.Expr) (*warehouse.Expr, error) {
	switch e := e.(type) {
	case *parser.BinaryOperation:
		return t.binary(e)
	case *parser.UnaryExpr:
		return t.unary(e)
	case *parser.BetweenClause:
		return t.between(e)
	case *parser.IsNullExpr:
		return t.call("isNull", e.Expr)
	case *parser.IsNotNullExpr:
		return t.call("isNotNull", e.Expr)
	case *parser.CaseExpr:
		return t.choice(e)
	case *parser.FunctionExpr:
		return t.function(e)
	case *parser.SubQuery, *parser.SelectQuery:
		return nil, t.at(e, "there are no subqueries in expressions")
	}
	return nil, t.at(e, "this is not read here")
}

func (t *translator) at(e parser.Expr, format string, args ...any) error {
	if e == nil {
		return fault(t.source, len(t.source), format, args...)
	}
	return fault(t.source, t.sourceOf(int(e.Pos())), format, args...)
}

// nameOf looks a name up that was replaced by its number.
func (t *translator) nameOf(i *parser.Ident) (name, bool) {
	n, err := strconv.Atoi(i.Name)
	if i.QuoteType != parser.BackTicks || err != nil || n < 0 || n >= len(t.names) {
		return name{}, false
	}
	return t.names[n], true
}

func (t *translator) ident(i *parser.Ident) (*warehouse.Expr, error) {
	n, ok := t.nameOf(i)
	if !ok {
		return nil, t.at(i, "%s does not belong here", i.Name)
	}
	return t.column(n)
}

// constant looks a constant up that was replaced by its number.
func (t *translator) constant(e *parser.NumberLiteral) (*warehouse.Expr, error) {
	l, err := t.literal(e)
	if err != nil {
		return nil, err
	}
	if l.Type == castType {
		return nil, fault(t.source, l.at, "this does not belong here")
	}
	return t.checked(l)
}

func (t *translator) literal(e parser.Expr) (placed, error) {
	if number, ok := e.(*parser.NumberLiteral); ok {
		if n, err := strconv.Atoi(number.Literal); err == nil && n >= 0 && n < len(t.literals) {
			t.read[n] = true
			return t.literals[n], nil
		}
	}
	return placed{}, t.at(e, "a constant belongs here")
}

// checked refuses a constant that cannot be read, where it stands.
func (t *translator) checked(l placed) (*warehouse.Expr, error) {
	constant := l.Literal
	if constant.Type == parameterType {
		return &warehouse.Expr{Literal: &constant}, nil
	}
	if err := constant.Check(); err != nil {
		return nil, fault(t.source, l.at, "%s", err)
	}
	return &warehouse.Expr{Literal: &constant}, nil
}

// call makes a call of the function of this very name.
func (t *translator) call(function string, args ...parser.Expr) (*warehouse.Expr, error) {
	out := &warehouse.Expr{Call: function}
	for _, a := range args {
		e, err := t.expr(a)
		if err != nil {
			return nil, err
		}
		out.Args = append(out.Args, e)
	}
	return out, nil
}

func not(e *warehouse.Expr) *warehouse.Expr {
	return &warehouse.Expr{Call: "not", Args: []*warehouse.Expr{e}}
}

var operators = map[string]string{
	"=": "equals", "==": "equals", "!=": "notEquals", "<>": "notEquals", "<": "less", "<=": "lessOrEquals", ">": "greater", ">=": "greaterOrEquals",
	"+": "plus", "-": "minus", "*": "multiply", "/": "divide", "%": "modulo", "||": "concat", "LIKE": "like", "ILIKE": "ilike", "IN": "in",
}

func (t *translator) binary(e *parser.BinaryOperation) (*warehouse.Expr, error) {
	operator := string(e.Operation)
	switch operator {
	case "AND", "OR":
		return t.chain(e, operator)
	case "::":
		return t.converted(e)
	}
	positive, negated := strings.CutPrefix(operator, "NOT ")
	function, ok := operators[positive]
	if !ok || e.HasGlobal || e.HasNot {
		return nil, t.at(e, "%s is not read here", operator)
	}
	left, err := t.expr(e.LeftExpr)
	if err != nil {
		return nil, err
	}
	var right *warehouse.Expr
	if function == "in" {
		right, err = t.list(e.RightExpr)
	} else {
		right, err = t.expr(e.RightExpr)
	}
	if err != nil {
		return nil, err
	}
	out := &warehouse.Expr{Call: function, Args: []*warehouse.Expr{left, right}}
	if negated {
		out = not(out)
	}
	return out, nil
}

// chain makes one call of a AND b AND c, which the parser nests to the left.
func (t *translator) chain(e *parser.BinaryOperation, operator string) (*warehouse.Expr, error) {
	var parts []parser.Expr
	var left parser.Expr = e
	for {
		b, ok := left.(*parser.BinaryOperation)
		if !ok || string(b.Operation) != operator {
			break
		}
		parts, left = append(parts, b.RightExpr), b.LeftExpr
	}
	parts = append(parts, left)
	slices.Reverse(parts)
	return t.call(strings.ToLower(operator), parts...)
}

func (t *translator) converted(e *parser.BinaryOperation) (*warehouse.Expr, error) {
	inner, err := t.expr(e.LeftExpr)
	if err != nil {
		return nil, err
	}
	typ, err := t.literal(e.RightExpr)
	if err != nil || typ.Type != castType {
		return nil, t.at(e.RightExpr, "the name of a type belongs here")
	}
	out, wrong := cast(inner, typ.Text)
	if wrong != "" {
		return nil, fault(t.source, typ.at, "%s", wrong)
	}
	return out, nil
}

// list reads what stands behind IN.
func (t *translator) list(e parser.Expr) (*warehouse.Expr, error) {
	params, ok := e.(*parser.ParamExprList)
	if !ok || params.ColumnArgList != nil || params.Items == nil || params.Items.HasDistinct || len(params.Items.Items) == 0 {
		return nil, t.at(e, "IN is followed by constants in parentheses")
	}
	out := &warehouse.Literal{}
	for _, item := range params.Items.Items {
		v, err := t.expr(item)
		if err != nil {
			return nil, err
		}
		if v.Literal == nil {
			return nil, t.at(item, "IN is followed by constants in parentheses")
		}
		out.List = append(out.List, *v.Literal)
	}
	return &warehouse.Expr{Literal: out}, nil
}

func (t *translator) unary(e *parser.UnaryExpr) (*warehouse.Expr, error) {
	switch e.Kind {
	case "NOT":
		inner, err := t.expr(e.Expr)
		if err != nil {
			return nil, err
		}
		return not(inner), nil
	case "+":
		return t.expr(e.Expr)
	case "-":
		number, ok := e.Expr.(*parser.NumberLiteral)
		if !ok {
			return t.call("negate", e.Expr)
		}
		l, err := t.literal(number)
		if err != nil {
			return nil, err
		}
		switch l.Type {
		case "Int64", "Decimal":
			l.Literal = numberOf("-" + l.Text)
			return t.checked(l)
		case parameterType:
			inner, err := t.checked(l)
			return &warehouse.Expr{Call: "negate", Args: []*warehouse.Expr{inner}}, err
		}
		return nil, fault(t.source, l.at, "only a number has a sign")
	}
	return nil, t.at(e, "this is not read here")
}

func (t *translator) between(e *parser.BetweenClause) (*warehouse.Expr, error) {
	out, err := t.call("between", e.Expr, e.Between, e.And)
	if err == nil && e.Not {
		out = not(out)
	}
	return out, err
}

// choice reads CASE WHEN c THEN a … and CASE x WHEN v THEN a …
func (t *translator) choice(e *parser.CaseExpr) (*warehouse.Expr, error) {
	if len(e.Whens) == 0 {
		return nil, t.at(e, "CASE has no WHEN")
	}
	var subject *warehouse.Expr
	if e.Expr != nil {
		var err error
		if subject, err = t.expr(e.Expr); err != nil {
			return nil, err
		}
	}
	out := &warehouse.Expr{Call: "case"}
	for _, w := range e.Whens {
		when, err := t.expr(w.When)
		if err != nil {
			return nil, err
		}
		if subject != nil {
			when = &warehouse.Expr{Call: "equals", Args: []*warehouse.Expr{subject, when}}
		}
		then, err := t.expr(w.Then)
		if err != nil {
			return nil, err
		}
		out.Args = append(out.Args, when, then)
	}
	if e.Else != nil {
		rest, err := t.expr(e.Else)
		if err != nil {
			return nil, err
		}
		out.Args = append(out.Args, rest)
	}
	return out, nil
}
