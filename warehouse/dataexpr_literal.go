package warehouse

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"anlan/safety"
)

// literal writes a constant as a parameter of its own type.
func (r *dataSQL) literal(l Literal) (dataPiece, error) {
	if l.List != nil {
		return dataPiece{}, Fault(BadRequest, "a list of values stands only behind IN")
	}
	t, typ, value, err := readLiteral(l)
	if err != nil {
		return dataPiece{}, err
	}
	if t.kind == nullKind {
		return dataPiece{sql: "NULL", t: t, literal: &l}, nil
	}
	return dataPiece{sql: r.param(typ, value), t: t, literal: &l}, nil
}

// readLiteral checks a constant and gives its type, the parameter's type and its value, in the form that the engine reads for sure.
func readLiteral(l Literal) (t dataType, typ, value string, err error) {
	base, _, _ := strings.Cut(l.Type, "(")
	switch base {
	case "Null", "":
		return dataType{kind: nullKind}, "", "", nil
	case "String":
		if !utf8.ValidString(l.Text) {
			return t, "", "", Fault(BadRequest, "a text is not UTF-8")
		}
		return dataType{kind: textKind}, "String", l.Text, nil
	case "Bool":
		switch strings.ToLower(l.Text) {
		case "true", "1":
			return dataType{kind: booleanKind}, "Bool", "true", nil
		case "false", "0":
			return dataType{kind: booleanKind}, "Bool", "false", nil
		}
		return t, "", "", Fault(BadRequest, "%q is neither true nor false", shorten(l.Text))
	case "Int64", "Decimal", "Number":
		return numberLiteral(l.Text)
	case "Float64":
		f, err := strconv.ParseFloat(l.Text, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return t, "", "", Fault(BadRequest, "%q is no number", shorten(l.Text))
		}
		return dataType{kind: floatKind}, "Float64", strconv.FormatFloat(f, 'g', -1, 64), nil
	case "Date32", "Date":
		day, err := dayLiteral(l.Text)
		if err != nil {
			return t, "", "", err
		}
		return dataType{kind: dateKind}, "Date32", day.String(), nil
	case "DateTime64", "DateTime":
		at, err := momentLiteral(l.Text)
		if err != nil {
			return t, "", "", err
		}
		if at.Nanosecond() == 0 {
			return dataType{kind: momentKind}, momentType, at.Format(time.DateTime), nil
		}
		return dataType{kind: momentKind}, "DateTime64(6, 'Asia/Shanghai')", at.Format("2006-01-02 15:04:05.000000"), nil
	}
	return t, "", "", Fault(BadRequest, "a constant of type %q cannot be read", shorten(l.Type))
}

// numberLiteral reads a number exactly: digits that fit are Int64, everything else, 2.0 and 1e3 too, a decimal.
func numberLiteral(text string) (t dataType, typ, value string, err error) {
	wrong := Fault(BadRequest, "%q is no number of at most 38 digits", shorten(text))
	if len(text) > 100 {
		return t, "", "", wrong
	}
	d, err := decimal.NewFromString(text)
	if err != nil || d.Exponent() > 38 || d.Exponent() < -400 || d.NumDigits() > 100 {
		return t, "", "", wrong
	}
	if n := d.BigInt(); n.IsInt64() && !strings.ContainsAny(text, ".eE") {
		return dataType{kind: integerKind, bits: n.BitLen()}, "Int64", n.String(), nil
	}
	value = d.String()
	if strings.Contains(value, ".") {
		value = strings.TrimRight(strings.TrimRight(value, "0"), ".")
	}
	whole, places, _ := strings.Cut(strings.TrimPrefix(value, "-"), ".")
	if len(places) > 38 || len(strings.TrimLeft(whole+places, "0")) > 38 {
		return t, "", "", wrong
	}
	return dataType{kind: decimalKind, scale: len(places), whole: len(strings.TrimLeft(whole, "0"))}, decimalType(len(places)), value, nil
}

// decimalType holds 38 digits and leaves room for a comparison with other scales.
func decimalType(scale int) string {
	if scale > 12 {
		return "Decimal(76, " + strconv.Itoa(scale) + ")"
	}
	return "Decimal(38, " + strconv.Itoa(scale) + ")"
}

// dayLiteral reads a day; safety's calendar is the engine's.
func dayLiteral(text string) (safety.Date, error) {
	day, err := safety.ParseDate(text)
	if err != nil {
		return day, Fault(BadRequest, "%q is no date of 1900 to 2299: write 2026-05-01", shorten(text))
	}
	return day, nil
}

// momentLiteral reads a moment: with an offset it is that moment, without one it is meant in Beijing; a day alone is its midnight.
func momentLiteral(text string) (time.Time, error) {
	clean := strings.Replace(text, "T", " ", 1)
	for _, layout := range []string{"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		at, err := time.ParseInLocation(layout, clean, beijing)
		if err != nil {
			continue
		}
		at = at.In(beijing)
		if at.Year() < 1900 || at.Year() > 2299 {
			return at, Fault(BadRequest, "%q is outside the calendar of 1900 to 2299", shorten(text))
		}
		return at, nil
	}
	return time.Time{}, Fault(BadRequest, "%q is no moment: write 2026-05-01 08:30:00, or 2026-05-01T08:30:00+08:00", shorten(text))
}

// asKind reads a text constant as what it is put beside: a date beside a date column, a number beside a number.
func (l Literal) asKind(kind dataKind) (Literal, error) {
	if l.Type != "String" {
		return l, nil
	}
	switch kind {
	case dateKind:
		if _, err := safety.ParseDate(l.Text); err == nil {
			return Literal{Type: "Date32", Text: l.Text}, nil
		}
		at, err := momentLiteral(l.Text)
		if err != nil {
			return l, Fault(BadRequest, "%q is no date: write 2026-05-01", shorten(l.Text))
		}
		if at.Equal(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, beijing)) {
			return Literal{Type: "Date32", Text: at.Format(time.DateOnly)}, nil
		}
		return Literal{Type: "DateTime64", Text: l.Text}, nil
	case momentKind:
		return Literal{Type: "DateTime64", Text: l.Text}, nil
	case integerKind, decimalKind, floatKind:
		return Literal{Type: "Number", Text: strings.TrimSpace(l.Text)}, nil
	case booleanKind:
		return Literal{Type: "Bool", Text: l.Text}, nil
	}
	return l, nil
}

// Check reports a constant that cannot be read.
func (l Literal) Check() error {
	_, _, _, err := readLiteral(l)
	return err
}
