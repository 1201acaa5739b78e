package warehouse

import (
	"regexp"
	"slices"
	"strings"
)

// How tightly forms bind: a form in a place that binds more tightly is put into parentheses.
const (
	bindOr = iota + 1
	bindAnd
	bindNot
	bindComparison
	bindSum
	bindProduct
	bindWhole
)

// exprOperators are the functions that are written between their arguments.
var exprOperators = map[string]struct {
	sign  string
	binds int
}{
	"or": {" OR ", bindOr}, "and": {" AND ", bindAnd},
	"equals": {" = ", bindComparison}, "notEquals": {" <> ", bindComparison}, "less": {" < ", bindComparison},
	"lessOrEquals": {" <= ", bindComparison}, "greater": {" > ", bindComparison}, "greaterOrEquals": {" >= ", bindComparison},
	"in": {" IN ", bindComparison}, "like": {" LIKE ", bindComparison}, "ilike": {" ILIKE ", bindComparison}, "between": {" BETWEEN ", bindComparison},
	"plus": {" + ", bindSum}, "minus": {" - ", bindSum}, "multiply": {" * ", bindProduct}, "divide": {" / ", bindProduct}, "modulo": {" % ", bindProduct},
}

// String gives an expression as a person writes it, in the words in which conditions of addresses and SQL are read: export/query reads it back
// as the same value. It is for manifests, names of columns and keys of caches; the engine never sees it.
func (e *Expr) String() string {
	text, _ := e.text()
	return text
}

// in gives the text in parentheses where the place binds at least as tightly as given.
func (e *Expr) in(least int) string {
	text, binds := e.text()
	if binds < least {
		return "(" + text + ")"
	}
	return text
}

func (e *Expr) text() (text string, binds int) {
	switch {
	case e == nil:
		return "", bindWhole
	case e.Column != "":
		return quoteColumn(e.Column), bindWhole
	case e.Literal != nil:
		return e.Literal.String(), bindWhole
	case e.Star:
		return "*", bindWhole
	}
	operator := exprOperators[e.Call]
	switch e.Call {
	case "or", "and":
		if len(e.Args) > 1 {
			return e.joined(operator.sign, operator.binds+1), operator.binds
		}
	case "not":
		if len(e.Args) == 1 {
			return e.Args[0].negated(), bindNot
		}
	case "isNull", "isNotNull":
		if len(e.Args) == 1 {
			return e.Args[0].in(bindSum) + map[string]string{"isNull": " IS NULL", "isNotNull": " IS NOT NULL"}[e.Call], bindComparison
		}
	case "between":
		if len(e.Args) == 3 {
			return e.membership(""), bindComparison
		}
	case "in", "like", "ilike":
		if len(e.Args) == 2 {
			return e.membership(""), bindComparison
		}
	case "negate":
		if len(e.Args) == 1 && e.Args[0].Literal == nil {
			return "-" + e.Args[0].in(bindWhole), bindProduct
		}
	case "case":
		if len(e.Args) > 1 {
			return e.choice(), bindWhole
		}
	case "countDistinct":
		return "count(DISTINCT " + e.joined(", ", 0) + ")", bindWhole
	case "count":
		if len(e.Args) == 0 {
			return "count(*)", bindWhole
		}
	default:
		if operator.sign != "" && len(e.Args) == 2 {
			right := operator.binds + 1
			left := operator.binds
			if left == bindComparison {
				left = right
			}
			return e.Args[0].in(left) + operator.sign + e.Args[1].in(right), operator.binds
		}
	}
	return e.Call + "(" + e.joined(", ", 0) + ")", bindWhole
}

func (e *Expr) joined(between string, least int) string {
	out := make([]string, len(e.Args))
	for i, a := range e.Args {
		out[i] = a.in(least)
	}
	return strings.Join(out, between)
}

// membership is IN, LIKE and BETWEEN, with NOT where it is given.
func (e *Expr) membership(not string) string {
	text := e.Args[0].in(bindSum) + " " + not + strings.TrimPrefix(exprOperators[e.Call].sign, " ") + e.Args[1].in(bindSum)
	if e.Call == "between" {
		text += " AND " + e.Args[2].in(bindSum)
	}
	return text
}

func (e *Expr) negated() string {
	switch {
	case e != nil && (e.Call == "in" || e.Call == "like" || e.Call == "ilike") && len(e.Args) == 2, e != nil && e.Call == "between" && len(e.Args) == 3:
		return e.membership("NOT ")
	}
	return "NOT " + e.in(bindNot)
}

func (e *Expr) choice() string {
	out, args := "CASE", e.Args
	for len(args) > 1 {
		out += " WHEN " + args[0].in(0) + " THEN " + args[1].in(0)
		args = args[2:]
	}
	if len(args) == 1 {
		out += " ELSE " + args[0].in(0)
	}
	return out + " END"
}

// String gives a constant as it is written.
func (l Literal) String() string {
	if l.List != nil {
		out := make([]string, len(l.List))
		for i, item := range l.List {
			out[i] = item.String()
		}
		return "(" + strings.Join(out, ", ") + ")"
	}
	quoted := "'" + strings.ReplaceAll(l.Text, "'", "''") + "'"
	kind, _, _ := strings.Cut(l.Type, "(")
	switch kind {
	case "String":
		return quoted
	case "Date32", "Date":
		return "DATE " + quoted
	case "DateTime64", "DateTime":
		return "TIMESTAMP " + quoted
	case "Float64":
		return "FLOAT " + quoted
	case "Bool":
		return strings.ToUpper(l.Text)
	case "Null", "":
		return "NULL"
	}
	return l.Text
}

var plainColumn = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*$`)

// sqlWords mean something of their own in a question, so a column of that name is written in quotes.
var sqlWords = strings.Fields(`all and any array as asc between by case cast cross date datetime desc distinct else end except exists extract false fetch final float for format from full global group
	having ilike in inner insert intersect interval into is join left like limit natural not null nulls offset on or order outer over partition prewhere qualify right sample select semi settings
	table then timestamp top true union using values when where window with within`)

func quoteColumn(name string) string {
	if plainColumn.MatchString(name) && !slices.Contains(sqlWords, strings.ToLower(name)) {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
