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

// summing writes sum(x) and sumIf(x, condition).
func summing(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, _, err := r.numbersOf("sum", args[:1])
	if err != nil {
		return dataPiece{}, err
	}
	t := ps[0].t
	if t.kind == integerKind {
		t = countType
	}
	if len(args) == 1 {
		return dataPiece{sql: "sumOrNull(" + ps[0].sql + ")", t: t}, nil
	}
	condition, err := r.boolean(args[1])
	return dataPiece{sql: "sumOrNullIf(" + ps[0].sql + ", ifNull(" + condition + ", false))", t: t}, err
}

func averaging(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, _, err := r.numbersOf("avg", args)
	if err != nil {
		return dataPiece{}, err
	}
	if p := ps[0]; p.t.kind == decimalKind {
		return quotient("sumOrNull("+decimalSQL(p.sql, p.t.scale)+")", decimalSQL("count("+p.sql+")", 0), max(6, p.t.scale)), nil
	}
	return dataPiece{sql: "avgOrNull(" + ps[0].sql + ")", t: dataType{kind: floatKind}}, nil
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
