package warehouse

import (
	"slices"
	"strconv"
	"strings"
)

// Values of one row: text, dates, choices.

func joined(function string, ps []dataPiece) string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = p.sql
	}
	return function + "(" + strings.Join(out, ", ") + ")"
}

// textFunction writes a function of texts that gives one.
func textFunction(function string, n int) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		ps, err := r.each(args)
		if err != nil {
			return dataPiece{}, err
		}
		for _, p := range ps[:n] {
			if err := p.want(function, textKind); err != nil {
				return dataPiece{}, err
			}
		}
		return dataPiece{sql: joined(function, ps), t: dataType{kind: textKind}}, nil
	}
}

// textTest writes a function of two texts that is true or false.
func textTest(function string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		p, err := textFunction(function, 2)(r, args)
		p.t = truth
		return p, err
	}
}

func positioning(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := textFunction("positionUTF8", 2)(r, args)
	p.t = dataType{kind: integerKind, bits: 32}
	return p, err
}

func length(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.expr(args[0])
	if err != nil {
		return p, err
	}
	function := "lengthUTF8"
	if p.t.kind == listKind {
		function = "length"
	} else if err := p.want("length", textKind); err != nil {
		return p, err
	}
	return dataPiece{sql: function + "(" + p.sql + ")", t: dataType{kind: integerKind, bits: 32}}, nil
}

// cutting writes a piece of a text, counted in characters.
func cutting(function string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		ps, err := r.each(args)
		if err != nil {
			return dataPiece{}, err
		}
		if err := ps[0].want("a piece of text", textKind); err != nil {
			return dataPiece{}, err
		}
		for _, p := range ps[1:] {
			if err := p.want("a count of characters", integerKind); err != nil {
				return dataPiece{}, err
			}
		}
		if function == "substringUTF8" {
			if l := ps[1].literal; l != nil && l.Text == "0" {
				return dataPiece{}, Fault(BadRequest, "characters are counted from 1")
			} else if l == nil {
				// The engine refuses a 0, and looks at what stands behind a NULL: neither may reach it.
				n := ps[1].sql
				ps[0].sql = "if(" + n + " IS NULL, NULL, " + ps[0].sql + ")"
				ps[1].sql = "if(coalesce(" + n + ", 0) = 0, 1, assumeNotNull(coalesce(" + n + ", 1)))"
			}
		}
		return dataPiece{sql: joined(function, ps), t: dataType{kind: textKind}}, nil
	}
}

func concatenating(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, err := r.each(args)
	if err != nil {
		return dataPiece{}, err
	}
	for i, p := range ps {
		if p.t.kind == listKind {
			return p, Fault(BadRequest, "a list is not joined to text")
		}
		if p.t.kind != textKind {
			ps[i].sql = textSQL(p)
		}
	}
	return dataPiece{sql: joined("concat", ps), t: dataType{kind: textKind}}, nil
}

// textSQL writes a value as text. A comparison is kept as a number by the engine, so a truth value is named.
func textSQL(p dataPiece) string {
	if p.t.kind == booleanKind {
		return "toString(toBool(" + p.sql + "))"
	}
	return "toString(" + p.sql + ")"
}

// coalescing writes a function whose arguments stand for each other.
func coalescing(function string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		ps, t, err := r.exchangeable(args)
		if err != nil {
			return dataPiece{}, err
		}
		return dataPiece{sql: joined(function, ps), t: t}, nil
	}
}

// extreme writes greatest and least, which are NULL where one argument is.
func extreme(function string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		ps, t, err := r.exchangeable(args)
		if err != nil {
			return dataPiece{}, err
		}
		var missing []string
		for _, p := range ps {
			missing = append(missing, p.sql+" IS NULL")
		}
		return dataPiece{sql: "if(" + strings.Join(missing, " OR ") + ", NULL, " + joined(function, ps) + ")", t: t}, nil
	}
}

// exchangeable writes arguments as one type.
func (r *dataSQL) exchangeable(args []*Expr) ([]dataPiece, dataType, error) {
	ps, t, err := r.alike(args)
	if err != nil {
		return nil, t, err
	}
	for i := range ps {
		ps[i] = ps[i].to(t)
		if t.kind == booleanKind && ps[i].t.kind != nullKind {
			ps[i].sql = "toBool(" + ps[i].sql + ")"
		}
	}
	if t.kind == integerKind && t.bits > 63 {
		t = dataType{kind: decimalKind}
	}
	return ps, t, nil
}

// choosing writes CASE: conditions and values in turn, the last one without a condition is for the rest.
func choosing(r *dataSQL, args []*Expr) (dataPiece, error) {
	var values []*Expr
	var conditions []string
	for len(args) > 1 {
		sql, err := r.boolean(args[0])
		if err != nil {
			return dataPiece{}, err
		}
		conditions, values, args = append(conditions, sql), append(values, args[1]), args[2:]
	}
	values = append(values, args...)
	ps, t, err := r.exchangeable(values)
	if err != nil {
		return dataPiece{}, err
	}
	var out []string
	for i, c := range conditions {
		out = append(out, c, ps[i].sql)
	}
	rest := "NULL"
	if len(ps) > len(conditions) {
		rest = ps[len(ps)-1].sql
	}
	return dataPiece{sql: "multiIf(" + strings.Join(append(out, rest), ", ") + ")", t: t}, nil
}

// day writes an argument that must be a date or a moment; a text constant is read as a date.
func (r *dataSQL) day(e *Expr, function string) (dataPiece, error) {
	p, err := r.expr(e)
	if err != nil {
		return p, err
	}
	if p.literal != nil && p.t.kind == textKind {
		if p, err = r.reread(p, dateKind); err != nil {
			return p, err
		}
	}
	return p, p.want(function, dateKind, momentKind)
}

func ofDate(function string, bits int) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		p, err := r.day(args[0], function)
		return dataPiece{sql: function + "(" + p.sql + ")", t: dataType{kind: integerKind, bits: bits}}, err
	}
}

func ofMoment(function string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		p, err := r.day(args[0], function)
		return dataPiece{sql: function + "(" + p.to(dataType{kind: momentKind}).sql + ")", t: dataType{kind: integerKind, bits: 8}}, err
	}
}

// startOf writes the first day of a period; ? is the date. The engine's own functions end in 1970.
func startOf(month, day string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		p, err := r.day(args[0], "the start of a period")
		sql := "makeDate32(toYear(" + p.sql + "), " + strings.ReplaceAll(month, "?", p.sql) + ", " + day + ")"
		return dataPiece{sql: sql, t: dataType{kind: dateKind}}, err
	}
}

func monday(r *dataSQL, args []*Expr) (dataPiece, error) {
	p, err := r.day(args[0], "toStartOfWeek")
	return dataPiece{sql: "subtractDays(toDate32(" + p.sql + "), toDayOfWeek(" + p.sql + ") - 1)", t: dataType{kind: dateKind}}, err
}

func addingUnits(function string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		p, err := r.day(args[0], function)
		if err != nil {
			return p, err
		}
		n, err := r.expr(args[1])
		if err != nil {
			return n, err
		}
		return moved(function, p, n), n.want(function, integerKind)
	}
}

func dateDifference(r *dataSQL, args []*Expr) (dataPiece, error) {
	units := []string{"day", "week", "month", "quarter", "year"}
	unit := args[0].Literal
	if unit == nil || !slices.Contains(units, strings.ToLower(unit.Text)) {
		return dataPiece{}, Fault(BadRequest, "dateDiff counts in one of %s, in quotes", "'"+strings.Join(units, "', '")+"'")
	}
	from, err := r.day(args[1], "dateDiff")
	if err != nil {
		return from, err
	}
	to, err := r.day(args[2], "dateDiff")
	sql := "dateDiff('" + units[slices.Index(units, strings.ToLower(unit.Text))] + "', " + from.sql + ", " + to.sql + ")"
	return dataPiece{sql: sql, t: dataType{kind: integerKind, bits: 32}}, err
}

// numeric writes a function of a number that keeps its type.
func numeric(function string) dataRender {
	return func(r *dataSQL, args []*Expr) (dataPiece, error) {
		ps, _, err := r.numbersOf(function, args)
		if err != nil {
			return dataPiece{}, err
		}
		return dataPiece{sql: function + "(" + ps[0].sql + ")", t: ps[0].t}, nil
	}
}

func rounding(r *dataSQL, args []*Expr) (dataPiece, error) {
	ps, _, err := r.numbersOf("round", args[:1])
	if err != nil {
		return dataPiece{}, err
	}
	places := 0
	if len(args) == 2 {
		if places, err = integerArgument(args[1], "round", -18, 18); err != nil {
			return dataPiece{}, err
		}
	}
	return dataPiece{sql: "round(" + ps[0].sql + ", " + strconv.Itoa(places) + ")", t: ps[0].t}, nil
}
