package warehouse

import "strconv"

// Conversions: what cannot be read is NULL, so that one odd value does not break an export; a constant that cannot be read is a fault.

// converted writes an argument, read as a kind where it is a text constant.
func (r *dataSQL) converted(e *Expr, kind dataKind) (dataPiece, error) {
	p, err := r.expr(e)
	if err != nil {
		return p, err
	}
	if p.t.kind == listKind {
		return p, Fault(BadRequest, "a list is not converted")
	}
	if p.literal != nil && p.t.kind == textKind {
		return r.reread(p, kind)
	}
	return p, nil
}

func toText(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.converted(args[0], textKind)
	return dataPiece{sql: textSQL(p), t: dataType{kind: textKind}}, err
}

func toInteger(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.converted(args[0], integerKind)
	if err != nil {
		return p, err
	}
	t := dataType{kind: integerKind, bits: 63}
	switch p.t.kind {
	case textKind:
		return dataPiece{sql: "toInt64OrNull(" + p.sql + ")", t: t}, nil
	case decimalKind, floatKind:
		return dataPiece{sql: "accurateCastOrNull(trunc(" + p.sql + "), 'Int64')", t: t}, nil
	}
	return dataPiece{sql: "accurateCastOrNull(" + p.sql + ", 'Int64')", t: t}, p.want("toInt64", integerKind, booleanKind)
}

func toFloat(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.converted(args[0], floatKind)
	if err != nil {
		return p, err
	}
	t := dataType{kind: floatKind}
	if p.t.kind == textKind {
		return dataPiece{sql: "toFloat64OrNull(" + p.sql + ")", t: t}, nil
	}
	return dataPiece{sql: "toFloat64(" + p.sql + ")", t: t}, p.want("toFloat64", integerKind, decimalKind, floatKind, booleanKind)
}

func toDecimal(r *dataSQL, args []*Expr) (dataPiece, error) {
	places, err := integerArgument(args[1], "toDecimal", 0, 18)
	if err != nil {
		return dataPiece{}, err
	}
	p, err := r.converted(args[0], decimalKind)
	if err != nil {
		return p, err
	}
	t, n := dataType{kind: decimalKind, scale: places, whole: decimalDigits - places}, strconv.Itoa(places)
	if p.t.kind == textKind {
		return dataPiece{sql: "toDecimal128OrNull(" + p.sql + ", " + n + ")", t: t}, nil
	}
	rounded := dataPiece{sql: "round(" + p.sql + ", " + n + ")", t: p.t}
	return dataPiece{sql: rounded.decimal(places), t: t}, p.want("toDecimal", integerKind, decimalKind, floatKind)
}

func toTruth(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.converted(args[0], booleanKind)
	if err != nil {
		return p, err
	}
	switch p.t.kind {
	case textKind:
		return dataPiece{sql: "accurateCastOrNull(" + p.sql + ", 'Bool')", t: truth}, nil
	case booleanKind:
		return p, nil
	}
	return dataPiece{sql: "(" + p.sql + " != 0)", t: truth}, p.want("toBool", integerKind, decimalKind, floatKind)
}

func toDay(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.converted(args[0], dateKind)
	if err != nil {
		return p, err
	}
	t := dataType{kind: dateKind}
	switch p.t.kind {
	case dateKind:
		return p, nil
	case textKind:
		return dataPiece{sql: "toDate32OrNull(" + p.sql + ")", t: t}, nil
	}
	return dataPiece{sql: "toDate32(" + p.sql + ")", t: t}, p.want("toDate", momentKind)
}

func toMoment(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.converted(args[0], momentKind)
	if err != nil {
		return p, err
	}
	if p.t.kind == textKind {
		return dataPiece{sql: "toDateTime64(parseDateTime64BestEffortOrNull(" + p.sql + ", 3, 'Asia/Shanghai'), 0, 'Asia/Shanghai')", t: dataType{kind: momentKind}}, nil
	}
	return p.to(dataType{kind: momentKind}), p.want("toDateTime", dateKind, momentKind)
}
