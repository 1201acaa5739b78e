package warehouse

import "strconv"

// Exact arithmetic. A decimal has 38 digits; what does not fit is an error of the engine, which it notices only when 76 digits are cut to 38: its own
// products, sums and changes of scale with 38 digits wrap around without a word. So whatever could be longer than 38 digits is computed with 76.

const decimalDigits = 38

// wholeDigits are the digits before the point that a value has at most.
func (p dataPiece) wholeDigits() int {
	switch p.t.kind {
	case decimalKind:
		return p.t.whole
	case integerKind:
		return p.t.bits*31/100 + 1
	}
	return decimalDigits
}

// decimal writes a number with 38 digits, of which so many are behind the point.
func (p dataPiece) decimal(scale int) string {
	if p.t.kind == floatKind || p.wholeDigits()+scale <= decimalDigits {
		return decimal128(p.sql, scale)
	}
	return decimal128(decimal256(p.sql, scale), scale)
}

func decimal128(sql string, scale int) string {
	return "toDecimal128(" + sql + ", " + strconv.Itoa(scale) + ")"
}

func decimal256(sql string, scale int) string {
	return "toDecimal256(" + sql + ", " + strconv.Itoa(scale) + ")"
}

// decimally writes an operation of decimals, each at its scale, whose result has a scale and at most so many digits before the point.
func decimally(operator string, ps []dataPiece, scales []int, scale, whole int) dataPiece {
	t := dataType{kind: decimalKind, scale: scale, whole: min(whole, decimalDigits-scale)}
	if whole+scale <= decimalDigits {
		return dataPiece{sql: "(" + ps[0].decimal(scales[0]) + " " + operator + " " + ps[1].decimal(scales[1]) + ")", t: t}
	}
	wide := "(" + decimal256(ps[0].sql, scales[0]) + " " + operator + " " + decimal256(ps[1].sql, scales[1]) + ")"
	return dataPiece{sql: decimal128(wide, scale), t: t}
}

func floating(operator string, ps []dataPiece) dataPiece {
	t := dataType{kind: floatKind}
	return dataPiece{sql: "(" + ps[0].to(t).sql + " " + operator + " " + ps[1].to(t).sql + ")", t: t}
}

// quotient divides decimals, rounded half up at a scale. The engine divides before it looks for NULL, so the divisor is never 0 or NULL there.
func quotient(a, b string, scaleOfB, scale int) dataPiece {
	divisor := "nullIf(" + b + ", 0)"
	divided := "divideDecimal(" + a + ", coalesce(" + divisor + ", " + decimal128("1", scaleOfB) + "), " + strconv.Itoa(scale+2) + ")"
	return dataPiece{sql: "if(" + divisor + " IS NULL, NULL, " + decimal128("round("+divided+", "+strconv.Itoa(scale)+")", scale) + ")",
		t: dataType{kind: decimalKind, scale: scale, whole: decimalDigits - scale}}
}
