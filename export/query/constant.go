package query

import (
	"strconv"
	"strings"

	"anlan/warehouse"
)

// Kinds of constants that stand only within this package: a value that is bound later, and the type of a conversion.
const (
	parameterType = "Parameter"
	castType      = "Cast"
)

// typedLiterals are the words that say of the text behind them what it is.
var typedLiterals = map[string]string{"DATE": "Date32", "TIMESTAMP": "DateTime64", "DATETIME": "DateTime64", "FLOAT": "Float64"}

// numberOf keeps a number as it is written: an integer that fits 64 bits, or a decimal.
func numberOf(text string) warehouse.Literal {
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return warehouse.Literal{Type: "Int64", Text: text}
	}
	return warehouse.Literal{Type: "Decimal", Text: text}
}

// typeName reads the name of a type from token i: decimal(10, 2), double precision, timestamp with time zone.
func typeName(source string, tokens []token, i int) (text string, used int, err error) {
	if i >= len(tokens) || tokens[i].kind != wordToken && tokens[i].kind != textToken {
		return "", 0, fault(source, tokens[i-1].at, "the name of a type is missing")
	}
	text, used = strings.ToLower(tokens[i].text), 1
	if tokens[i].kind == textToken {
		return text, used, nil
	}
	word := func(s string) bool { return i+used < len(tokens) && tokens[i+used].is(s) }
	if text == "double" && word("precision") {
		used++
	}
	if text == "character" && word("varying") {
		used++
	}
	if word("(") {
		for {
			if i+used >= len(tokens) {
				return "", 0, fault(source, tokens[i].at, "the type is not closed")
			}
			t := tokens[i+used]
			text += t.text
			used++
			if t.is(")") {
				break
			}
		}
	}
	if (word("with") || word("without")) && i+used+2 < len(tokens) && tokens[i+used+1].is("time") && tokens[i+used+2].is("zone") {
		used += 3
	}
	return text, used, nil
}

// castNames are the functions that convert to a type, by the type's name without its brackets.
var castNames = map[string]string{
	"text": "toString", "string": "toString", "varchar": "toString", "char": "toString", "character": "toString", "nvarchar": "toString",
	"bigint": "toInt64", "integer": "toInt64", "int": "toInt64", "smallint": "toInt64", "tinyint": "toInt64", "int64": "toInt64", "int32": "toInt64", "uint32": "toInt64", "int8": "toInt64", "int4": "toInt64",
	"double": "toFloat64", "float": "toFloat64", "real": "toFloat64", "float8": "toFloat64", "float64": "toFloat64",
	"decimal": "toDecimal", "numeric": "toDecimal",
	"date": "toDate", "date32": "toDate", "timestamp": "toDateTime", "timestamptz": "toDateTime", "datetime": "toDateTime", "datetime64": "toDateTime",
	"boolean": "toBool", "bool": "toBool",
}

// cast is the conversion of an expression to a type.
func cast(e *warehouse.Expr, typ string) (*warehouse.Expr, string) {
	base, inner, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(typ, " ", "")), "(")
	function, ok := castNames[base]
	if !ok {
		return nil, "there is no type " + strconv.Quote(typ) + ": text, bigint, double, decimal(38, 2), date, timestamp and boolean are read"
	}
	call := &warehouse.Expr{Call: function, Args: []*warehouse.Expr{e}}
	if function == "toDecimal" {
		_, places, _ := strings.Cut(strings.TrimSuffix(inner, ")"), ",")
		if places == "" {
			return nil, "a decimal says its places: decimal(38, 2)"
		}
		l := numberOf(places)
		call.Args = append(call.Args, &warehouse.Expr{Literal: &l})
	}
	return call, ""
}
