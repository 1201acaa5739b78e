package warehouse

// Aggregates are NULL of no values, as SQL has them: the engine alone would say 0, or 1970-01-01.

var countType = dataType{kind: integerKind, bits: 63}

func counting(r *dataSQL, args []*Expr) (dataPiece, error) {
	if len(args) == 0 || args[0].Star {
		return dataPiece{sql: "count()", t: countType}, nil
	}
	p, err := r.expr(args[0])
	return dataPiece{sql: "count(" + p.sql + ")", t: countType}, err
}

func countingDistinct(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.expr(args[0])
	if err == nil && p.t.kind == listKind {
		err = Fault(BadRequest, "different lists are not counted")
	}
	return dataPiece{sql: "uniqExact(" + p.sql + ")", t: countType}, err
}

func countingIf(r *dataSQL, args []*Expr) (dataPiece, error) {
	sql, err := r.boolean(args[0])
	return dataPiece{sql: "countIf(ifNull(" + sql + ", false))", t: countType}, err
}

// Digits that a sum may have more than what it sums: ten thousand million rows.
const sumDigits = 10

// summing writes sum(x) and sumIf(x, condition).
func summing(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, _, err := r.numbersOf("sum", args[:1])
	if err != nil {
		return dataPiece{}, err
	}
	condition := ""
	if len(args) == 2 {
		if condition, err = r.boolean(args[1]); err != nil {
			return dataPiece{}, err
		}
	}
	return ps[0].sum(condition), nil
}

// sum adds values up exactly, of all rows or of those where a condition holds. What might not fit is added with room and must fit in the end.
func (p dataPiece) sum(condition string) dataPiece {
	adds := func(sql string) string {
		if condition == "" {
			return "sumOrNull(" + sql + ")"
		}
		return "sumOrNullIf(" + sql + ", ifNull(" + condition + ", false))"
	}
	switch {
	case p.t.kind == integerKind && p.t.bits > 32:
		return dataPiece{sql: "accurateCast(" + adds("toInt128("+p.sql+")") + ", 'Nullable(Int64)')", t: countType}
	case p.t.kind == integerKind:
		return dataPiece{sql: adds(p.sql), t: countType}
	case p.t.kind == decimalKind && p.wholeDigits()+p.t.scale+sumDigits > decimalDigits:
		return dataPiece{sql: decimal128(adds(decimal256(p.sql, p.t.scale)), p.t.scale), t: dataType{kind: decimalKind, scale: p.t.scale, whole: decimalDigits - p.t.scale}}
	case p.t.kind == decimalKind:
		return dataPiece{sql: adds(p.sql), t: dataType{kind: decimalKind, scale: p.t.scale, whole: p.t.whole + sumDigits}}
	}
	return dataPiece{sql: adds(p.sql), t: p.t}
}

func averaging(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, _, err := r.numbersOf("avg", args)
	if err != nil {
		return dataPiece{}, err
	}
	p := ps[0]
	if p.t.kind == decimalKind {
		return quotient(p.sum("").sql, "toDecimal128(count("+p.sql+"), 0)", 0, max(6, p.t.scale)), nil
	}
	return dataPiece{sql: "avgOrNull(" + p.to(dataType{kind: floatKind}).sql + ")", t: dataType{kind: floatKind}}, nil
}

func extremeOf(function string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		p, err := r.expr(args[0])
		if err == nil && p.t.kind == listKind {
			err = Fault(BadRequest, "lists have no order")
		}
		return dataPiece{sql: function + "(" + p.sql + ")", t: p.t}, err
	}
}
