package warehouse

// adding writes + and - exactly: integers that might not fit become decimals. A day and a number of days make a
// day, two days the number of days between them.
func adding(operator string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		ps, err := r.each(args)
		if err != nil {
			return dataPiece{}, err
		}
		if ps[0].t.temporal() {
			return r.addingDays(operator, ps)
		}
		ps, common, err := r.numbers(operator, ps)
		if err != nil {
			return dataPiece{}, err
		}
		if bits := max(ps[0].t.bits, ps[1].t.bits) + 1; common.kind == integerKind && bits <= 63 {
			return dataPiece{sql: "(toInt64(" + ps[0].sql + ") " + operator + " toInt64(" + ps[1].sql + "))", t: dataType{kind: integerKind, bits: bits}}, nil
		} else if common.kind == floatKind {
			return floating(operator, ps), nil
		}
		scale := max(ps[0].t.scale, ps[1].t.scale)
		return decimally(operator, ps, []int{scale, scale}, scale, max(ps[0].wholeDigits(), ps[1].wholeDigits())+1), nil
	}
}

// addingDays writes arithmetic of days.
func (r *dataSQL) addingDays(operator string, ps []dataPiece) (dataPiece, error) {
	function := map[string]string{"+": "addDays", "-": "subtractDays"}[operator]
	if ps[1].t.kind == integerKind {
		return moved(function, ps[0], ps[1]), nil
	}
	if operator == "-" {
		if both, common, err := r.settle(ps); err == nil && common.kind == dateKind {
			return dataPiece{sql: "dateDiff('day', " + both[1].sql + ", " + both[0].sql + ")", t: dataType{kind: integerKind, bits: 32}}, nil
		}
	}
	return dataPiece{}, Fault(BadRequest, "to or from a date goes a whole number of days, or a date from a date; see dateDiff")
}

func multiplying(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, common, err := r.numbersOf("*", args)
	if err != nil {
		return dataPiece{}, err
	}
	if bits := ps[0].t.bits + ps[1].t.bits; common.kind == integerKind && bits <= 63 {
		return dataPiece{sql: "(toInt64(" + ps[0].sql + ") * toInt64(" + ps[1].sql + "))", t: dataType{kind: integerKind, bits: bits}}, nil
	} else if common.kind == floatKind {
		return floating("*", ps), nil
	}
	scale := ps[0].t.scale + ps[1].t.scale
	if scale > 20 {
		return dataPiece{}, Fault(BadRequest, "a product has more than 20 places: round the factors")
	}
	return decimally("*", ps, []int{ps[0].t.scale, ps[1].t.scale}, scale, ps[0].wholeDigits()+ps[1].wholeDigits()), nil
}

// dividing writes /: of integers a float, where a decimal is concerned a decimal of 6 places or more, rounded half up. By nothing there is no
// quotient: NULL.
func dividing(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, common, err := r.numbersOf("/", args)
	if err != nil {
		return dataPiece{}, err
	}
	if common.kind != decimalKind {
		return dataPiece{sql: "(" + ps[0].sql + " / nullIf(" + ps[1].sql + ", 0))", t: dataType{kind: floatKind}}, nil
	}
	return quotient(ps[0].decimal(ps[0].t.scale), ps[1].decimal(ps[1].t.scale), ps[1].t.scale, max(6, ps[0].t.scale)), nil
}

// remaining writes %, whose sign is that of the dividend.
func remaining(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, common, err := r.numbersOf("%", args)
	if err != nil {
		return dataPiece{}, err
	}
	if common.kind != integerKind {
		return dataPiece{}, Fault(BadRequest, "%% is for integers")
	}
	return dataPiece{sql: "(toInt64(" + ps[0].sql + ") % nullIf(toInt64(" + ps[1].sql + "), 0))", t: dataType{kind: integerKind, bits: 63}}, nil
}

func opposite(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, _, err := r.numbersOf("-", args)
	if err != nil {
		return dataPiece{}, err
	}
	p := ps[0].to(ps[0].t)
	return dataPiece{sql: "negate(" + p.sql + ")", t: p.t}, nil
}

func (r *dataSQL) numbersOf(operator string, args []*Expr) ([]dataPiece, dataType, error) {
	ps, err := r.each(args)
	if err != nil {
		return nil, dataType{}, err
	}
	return r.numbers(operator, ps)
}

// numbers settles operands of arithmetic. Truth values count as 1 and 0.
func (r *dataSQL) numbers(operator string, ps []dataPiece) ([]dataPiece, dataType, error) {
	ps, common, err := r.settle(ps)
	if err != nil {
		return nil, common, err
	}
	for i, p := range ps {
		if p.t.kind == booleanKind {
			ps[i] = dataPiece{sql: "toUInt8(" + p.sql + ")", t: dataType{kind: integerKind, bits: 1}}
		} else if p.t.kind == nullKind {
			ps[i] = dataPiece{sql: "CAST(NULL AS Nullable(Int64))", t: dataType{kind: integerKind, bits: 1}}
		} else if !p.t.numeric() {
			return nil, common, Fault(BadRequest, "%s computes with numbers, not with %s", operator, p.t.kind)
		}
	}
	if !common.numeric() {
		common = dataType{kind: integerKind}
	}
	return ps, common, nil
}
