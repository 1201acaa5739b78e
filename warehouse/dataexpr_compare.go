package warehouse

import (
	"math/big"
	"strconv"
	"strings"
)

var truth = dataType{kind: booleanKind}

// comparing writes a comparison, with NULL as SQL has it.
func comparing(operator string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		ps, common, err := r.alike(args)
		if err != nil {
			return dataPiece{}, err
		}
		if common.kind == floatKind {
			ps[0], ps[1] = ps[0].to(common), ps[1].to(common)
		}
		return dataPiece{sql: "(" + ps[0].sql + " " + operator + " " + ps[1].sql + ")", t: truth}, nil
	}
}

// joining writes AND and OR.
func joining(operator string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		var out []string
		for _, e := range args {
			sql, err := r.boolean(e)
			if err != nil {
				return dataPiece{}, err
			}
			out = append(out, sql)
		}
		return dataPiece{sql: "(" + strings.Join(out, " "+operator+" ") + ")", t: truth}, nil
	}
}

func negating(r *dataSQL, args []*Expr) (dataPiece, error) {
	sql, err := r.boolean(args[0])
	return dataPiece{sql: "(NOT " + sql + ")", t: truth}, err
}

func between(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, common, err := r.alike(args)
	if err != nil {
		return dataPiece{}, err
	}
	if common.kind == floatKind {
		for i := range ps {
			ps[i] = ps[i].to(common)
		}
	}
	return dataPiece{sql: "(" + ps[0].sql + " >= " + ps[1].sql + " AND " + ps[0].sql + " <= " + ps[2].sql + ")", t: truth}, nil
}

func isNull(operator string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		p, err := r.expr(args[0])
		return dataPiece{sql: "(" + p.sql + " " + operator + ")", t: truth}, err
	}
}

// like writes LIKE: % is any text, _ one character, a backslash takes the next sign as it is.
func like(operator string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		p, err := r.expr(args[0])
		if err != nil {
			return dataPiece{}, err
		}
		if err := p.want(operator, textKind); err != nil {
			return dataPiece{}, err
		}
		pattern := args[1].Literal
		if pattern == nil || pattern.Type != "String" && pattern.Type != "Null" {
			return dataPiece{}, Fault(BadRequest, "%s compares with a pattern in quotes, as '%%矿%%'", operator)
		}
		if bare := strings.TrimRight(pattern.Text, `\`); (len(pattern.Text)-len(bare))%2 == 1 {
			return dataPiece{}, Fault(BadRequest, `the pattern %q ends within an escape: write \\ for a backslash`, shorten(pattern.Text))
		}
		q, err := r.literal(*pattern)
		return dataPiece{sql: "(" + p.sql + " " + operator + " " + q.sql + ")", t: truth}, err
	}
}

// in writes membership in a list of constants, which is one parameter. A NULL in the list makes it unknown where it is not true, as SQL has it.
func in(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.expr(args[0])
	if err != nil {
		return p, err
	}
	list := args[1].Literal
	if list == nil || len(list.List) == 0 {
		return p, Fault(BadRequest, "IN is followed by a list of values in parentheses")
	}
	if len(list.List) > maxInItems {
		return p, Fault(BadRequest, "a list has %d values; at most %d are read", len(list.List), maxInItems)
	}
	if p.t.kind == listKind {
		return p, Fault(BadRequest, "a list is not compared: ask has(list, value)")
	}
	values, common, null, err := listValues(p, list.List)
	if err != nil {
		return p, err
	}
	if len(values) == 0 {
		return dataPiece{sql: "NULL", t: truth}, nil
	}
	var sql string
	switch common.kind {
	case textKind:
		sql = p.sql + " IN " + r.param("Array(String)", values)
	case booleanKind:
		sql = p.sql + " IN " + r.param("Array(Bool)", bracketed(values, ""))
	case dateKind:
		sql = p.sql + " IN " + r.param("Array(Date32)", bracketed(values, "'"))
	case momentKind:
		sql = "toDateTime64(" + p.sql + ", 6, 'Asia/Shanghai') IN " + r.param("Array(DateTime64(6, 'Asia/Shanghai'))", bracketed(values, "'"))
	case integerKind:
		sql = p.sql + " IN " + r.param("Array(Int64)", bracketed(values, ""))
	case decimalKind:
		sql = decimal256(p.sql, common.scale) + " IN " + r.param("Array(Decimal(76, "+strconv.Itoa(common.scale)+"))", bracketed(values, ""))
	default:
		sql = p.to(dataType{kind: floatKind}).sql + " IN " + r.param("Array(Float64)", bracketed(values, ""))
	}
	sql = "if(" + p.sql + " IS NULL, NULL, " + sql + ")"
	if null {
		sql = "(" + sql + " OR NULL)"
	}
	return dataPiece{sql: sql, t: truth}, nil
}

// listValues reads the constants behind IN as what they are compared with.
func listValues(p dataPiece, list []Literal) (values []string, common dataType, null bool, err error) {
	common = p.t
	for _, l := range list {
		if l, err = l.asKind(p.t.kind); err != nil {
			return nil, common, false, err
		}
		t, _, value, err := readLiteral(l)
		if err != nil {
			return nil, common, false, err
		}
		if t.kind == nullKind {
			null = true
			continue
		}
		if p.t.kind == booleanKind && t.kind == integerKind && (value == "0" || value == "1") {
			t, value = truth, strconv.FormatBool(value == "1")
		}
		if common, err = together(common, dataPiece{t: t}); err != nil {
			return nil, common, false, err
		}
		values = append(values, value)
	}
	return values, common, null, nil
}

// bracketed is the text of an array of values that consist of digits and signs only.
func bracketed(values []string, quote string) string {
	return "[" + quote + strings.Join(values, quote+","+quote) + quote + "]"
}

// has asks for a member of a list.
func has(r *dataSQL, args []*Expr) (dataPiece, error) {
	list, err := r.expr(args[0])
	if err != nil {
		return list, err
	}
	if err := list.want("has", listKind); err != nil {
		return list, err
	}
	value, err := r.expr(args[1])
	if err != nil {
		return value, err
	}
	if err := value.want("has of a list of texts", textKind); err != nil {
		return value, err
	}
	return dataPiece{sql: "has(" + list.sql + ", " + value.sql + ")", t: truth}, nil
}

// integerArgument is a constant integer within bounds, such as the places of round.
func integerArgument(e *Expr, function string, least, most int64) (int, error) {
	if e.Literal != nil {
		if n, ok := new(big.Int).SetString(e.Literal.Text, 10); ok && n.IsInt64() && n.Int64() >= least && n.Int64() <= most {
			return int(n.Int64()), nil
		}
	}
	return 0, Fault(BadRequest, "%s takes a whole number from %d to %d there", function, least, most)
}
