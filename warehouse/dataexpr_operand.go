package warehouse

import "strings"

// each writes expressions one by one.
func (r *dataSQL) each(es []*Expr) ([]dataPiece, error) {
	out := make([]dataPiece, len(es))
	for i, e := range es {
		var err error
		if out[i], err = r.expr(e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// alike writes expressions that are compared or stand for each other, and gives the type that holds all of them. A text constant beside a
// date, a moment, a number or a truth value is read as one; days beside moments are their midnights in Beijing.
func (r *dataSQL) alike(es []*Expr) ([]dataPiece, dataType, error) {
	ps, err := r.each(es)
	if err != nil {
		return nil, dataType{}, err
	}
	return r.settle(ps)
}

// settle does that for pieces that are written already.
func (r *dataSQL) settle(ps []dataPiece) ([]dataPiece, dataType, error) {
	var common dataType
	var err error
	for _, p := range ps {
		if p.literal != nil && p.literal.Type == "String" {
			continue
		}
		if common, err = together(common, p); err != nil {
			return nil, common, err
		}
	}
	for i, p := range ps {
		if p.literal == nil || p.literal.Type != "String" {
			continue
		}
		if ps[i], err = r.reread(p, common.kind); err != nil {
			return nil, common, err
		}
		if common, err = together(common, ps[i]); err != nil {
			return nil, common, err
		}
	}
	if common.temporal() {
		for i := range ps {
			ps[i] = ps[i].to(common)
		}
	}
	return ps, common, nil
}

// reread gives a text constant the type of what it stands beside, in the parameter that it has.
func (r *dataSQL) reread(p dataPiece, kind dataKind) (dataPiece, error) {
	l, err := p.literal.asKind(kind)
	if err != nil || l.Type == "String" {
		return p, err
	}
	t, typ, value, err := readLiteral(l)
	if err != nil {
		return p, err
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(p.sql, "{"), ":")
	r.args[name] = value
	return dataPiece{sql: "{" + name + ":" + typ + "}", t: t, literal: &l}, nil
}

// together is the type that holds both.
func together(t dataType, p dataPiece) (dataType, error) {
	o := p.t
	switch {
	case o.kind == nullKind:
		return t, nil
	case t.kind == nullKind:
		if o.kind == listKind {
			return t, Fault(BadRequest, "a list is not compared: ask has(list, value) or length(list)")
		}
		return o, nil
	case t.kind == o.kind:
		return dataType{kind: t.kind, scale: max(t.scale, o.scale), whole: max(t.whole, o.whole), bits: max(t.bits, o.bits)}, nil
	case t.numeric() && o.numeric():
		whole := max(dataPiece{t: t}.wholeDigits(), p.wholeDigits())
		return dataType{kind: max(t.kind, o.kind), scale: max(t.scale, o.scale), whole: whole}, nil
	case t.temporal() && o.temporal():
		return dataType{kind: momentKind}, nil
	case t.kind == booleanKind && p.zeroOrOne():
		return t, nil
	}
	return t, Fault(BadRequest, "%s cannot be put beside %s%s", t.kind, o.kind, quotesMeant(t.kind, o.kind))
}

// quotesMeant helps who left quotes away.
func quotesMeant(a, b dataKind) string {
	if a == textKind && b == integerKind || a == integerKind && b == textKind {
		return ": write codes in quotes, as '370300'"
	}
	return ""
}

// zeroOrOne reports whether a constant can stand for a truth value, as some clients write it.
func (p dataPiece) zeroOrOne() bool {
	return p.literal != nil && (p.literal.Text == "0" || p.literal.Text == "1")
}

// to writes a piece as another type that holds it. Exactly: an integer beyond 63 bits becomes a decimal.
func (p dataPiece) to(t dataType) dataPiece {
	if p.t.kind == nullKind {
		return p
	}
	sql := p.sql
	switch t.kind {
	case momentKind:
		if p.t.kind == dateKind {
			sql = "toDateTime64(" + sql + ", 0, 'Asia/Shanghai')"
		}
	case decimalKind:
		sql = p.decimal(t.scale)
	case floatKind:
		if p.t.kind != floatKind {
			sql = "toFloat64(" + sql + ")"
		}
	case integerKind:
		if t.bits > 63 {
			return dataPiece{sql: p.decimal(0), t: dataType{kind: decimalKind, whole: p.wholeDigits()}}
		}
		sql = "toInt64(" + sql + ")"
	}
	return dataPiece{sql: sql, t: t}
}

// boolean is a piece as a condition.
func (p dataPiece) boolean() (string, error) {
	if p.t.kind != booleanKind && p.t.kind != nullKind {
		return "", Fault(BadRequest, "a condition is true or false; this is %s", p.t.kind)
	}
	return p.sql, nil
}

// want refuses an argument of the wrong kind.
func (p dataPiece) want(function string, kinds ...dataKind) error {
	for _, k := range kinds {
		if p.t.kind == k || p.t.kind == nullKind {
			return nil
		}
	}
	return Fault(BadRequest, "%s does not take %s", function, p.t.kind)
}
