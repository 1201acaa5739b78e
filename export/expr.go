package export

import (
	"strings"

	"anlan/warehouse"
)

// operators are the functions that people write between their arguments.
var operators = map[string]string{
	"equals": "=", "notEquals": "!=", "less": "<", "lessOrEquals": "<=", "greater": ">", "greaterOrEquals": ">=", "and": "AND", "or": "OR",
	"like": "LIKE", "notLike": "NOT LIKE", "ilike": "ILIKE", "in": "IN", "notIn": "NOT IN", "plus": "+", "minus": "-", "multiply": "*", "divide": "/",
}

// textOf writes an expression as one would in an address; empty for none. Equal expressions have equal texts.
func textOf(e *warehouse.Expr) string {
	switch {
	case e == nil:
		return ""
	case e.Column != "":
		return e.Column
	case e.Literal != nil:
		return literal(*e.Literal)
	case e.Star:
		return "*"
	}
	args := make([]string, len(e.Args))
	for i, a := range e.Args {
		if args[i] = textOf(a); a != nil && operators[a.Call] != "" && operators[e.Call] != "" {
			args[i] = "(" + args[i] + ")"
		}
	}
	if op := operators[e.Call]; op != "" && len(args) > 1 {
		return strings.Join(args, " "+op+" ")
	}
	return e.Call + "(" + strings.Join(args, ", ") + ")"
}

func literal(l warehouse.Literal) string {
	if l.List != nil {
		items := make([]string, len(l.List))
		for i, item := range l.List {
			items[i] = literal(item)
		}
		return "(" + strings.Join(items, ", ") + ")"
	}
	switch {
	case l.Type == "Null":
		return "NULL"
	case l.Type == "Bool" || strings.HasPrefix(l.Type, "Int") || strings.HasPrefix(l.Type, "UInt") || strings.HasPrefix(l.Type, "Float") || strings.HasPrefix(l.Type, "Decimal"):
		return l.Text
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(l.Text) + "'"
}
