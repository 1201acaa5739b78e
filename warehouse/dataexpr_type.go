package warehouse

import (
	"strconv"
	"strings"
)

// dataKind is what operators distinguish; the engine knows the exact type.
type dataKind int

const (
	nullKind dataKind = iota // NULL alone
	textKind
	integerKind
	decimalKind
	floatKind
	booleanKind
	dateKind
	momentKind
	listKind
)

// String names a kind to a person.
func (k dataKind) String() string {
	return [...]string{"NULL", "text", "an integer", "a decimal", "a float", "a truth value", "a date", "a moment", "a list"}[k]
}

// dataType is the type of an expression as far as rules need it.
type dataType struct {
	kind  dataKind
	scale int       // of a decimal: places after the point
	whole int       // of a decimal: digits before the point, at most
	bits  int       // of an integer: every value is below 2^bits in magnitude
	of    *dataType // of a list
}

func (t dataType) numeric() bool {
	return t.kind == integerKind || t.kind == decimalKind || t.kind == floatKind
}

func (t dataType) temporal() bool { return t.kind == dateKind || t.kind == momentKind }

// dataTypeOf reads a type of the engine.
func dataTypeOf(name string) dataType {
	for _, wrapper := range []string{"Nullable(", "LowCardinality("} {
		if inner, ok := strings.CutPrefix(name, wrapper); ok {
			return dataTypeOf(strings.TrimSuffix(inner, ")"))
		}
	}
	inner := ""
	if open := strings.IndexByte(name, '('); open >= 0 {
		name, inner = name[:open], strings.TrimSuffix(name[open+1:], ")")
	}
	switch name {
	case "Array":
		of := dataTypeOf(inner)
		return dataType{kind: listKind, of: &of}
	case "Bool":
		return dataType{kind: booleanKind}
	case "Decimal":
		precision, scale, _ := strings.Cut(inner, ",")
		digits, _ := strconv.Atoi(strings.TrimSpace(precision))
		places, _ := strconv.Atoi(strings.TrimSpace(scale))
		return dataType{kind: decimalKind, scale: places, whole: digits - places}
	case "Float32", "Float64":
		return dataType{kind: floatKind}
	case "Date", "Date32":
		return dataType{kind: dateKind}
	case "DateTime", "DateTime64":
		return dataType{kind: momentKind}
	}
	if bits, ok := strings.CutPrefix(name, "UInt"); ok {
		n, _ := strconv.Atoi(bits)
		return dataType{kind: integerKind, bits: n}
	}
	if bits, ok := strings.CutPrefix(name, "Int"); ok {
		n, _ := strconv.Atoi(bits)
		return dataType{kind: integerKind, bits: n - 1}
	}
	return dataType{kind: textKind}
}
