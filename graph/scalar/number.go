package scalar

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/shopspring/decimal"
)

// maxCount is the largest whole number that every JSON reader keeps exactly.
const maxCount = 1<<53 - 1

// MarshalFloat writes a number in the shortest form that gives it back, null when it is infinite or none.
func MarshalFloat(f float64) graphql.Marshaler {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return graphql.Null
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return raw(strconv.AppendFloat(nil, f, format, -1, 64))
}

// UnmarshalFloat reads a number.
func UnmarshalFloat(v any) (float64, error) {
	switch n := v.(type) {
	case nil:
		return 0, nil
	case float64:
		return n, nil
	case int64:
		return float64(n), nil
	case int:
		return float64(n), nil
	case json.Number:
		if f, err := n.Float64(); err == nil {
			return f, nil
		}
	}
	return 0, refuse("value", show(v), "expected a number")
}

// MarshalInt writes a whole number.
func MarshalInt(n int) graphql.Marshaler { return raw(strconv.AppendInt(nil, int64(n), 10)) }

// UnmarshalInt reads a whole number of 32 bits, as the GraphQL specification says; null is 0.
func UnmarshalInt(v any) (int, error) {
	n, ok := whole(v)
	if !ok || n < math.MinInt32 || n > math.MaxInt32 {
		return 0, refuse("value", show(v), "expected a whole number of 32 bits")
	}
	return int(n), nil
}

// MarshalUint64 writes a version number.
func MarshalUint64(n uint64) graphql.Marshaler { return raw(strconv.AppendUint(nil, n, 10)) }

// UnmarshalUint64 reads a version number, 0 or more; null is 0.
func UnmarshalUint64(v any) (uint64, error) {
	n, ok := whole(v)
	if !ok || n < 0 {
		return 0, refuse("value", show(v), "expected a whole number, 0 or more")
	}
	return uint64(n), nil
}

// MarshalUint32 writes a count of a record.
func MarshalUint32(n uint32) graphql.Marshaler { return MarshalUint64(uint64(n)) }

// UnmarshalUint32 reads a count of a record; null is 0.
func UnmarshalUint32(v any) (uint32, error) {
	n, err := UnmarshalUint64(v)
	if err != nil || n > math.MaxUint32 {
		return 0, refuse("value", show(v), "expected a whole number of 32 bits")
	}
	return uint32(n), nil
}

// MarshalCount writes a count.
func MarshalCount(n uint64) graphql.Marshaler { return MarshalUint64(n) }

// UnmarshalCount reads a count up to 2^53 - 1; null is 0.
func UnmarshalCount(v any) (uint64, error) {
	n, err := UnmarshalUint64(v)
	if err != nil || n > maxCount {
		return 0, refuse("value", show(v), "expected a whole number from 0 to 2^53 - 1")
	}
	return n, nil
}

// MarshalBytes writes a size in bytes.
func MarshalBytes(n int64) graphql.Marshaler { return MarshalUint64(uint64(max(n, 0))) }

// UnmarshalBytes reads a size in bytes; null is 0.
func UnmarshalBytes(v any) (int64, error) {
	n, err := UnmarshalCount(v)
	return int64(n), err
}

// MarshalDecimal writes an exact decimal as text.
func MarshalDecimal(d decimal.Decimal) graphql.Marshaler { return quoted(d.String()) }

// UnmarshalDecimal reads an exact decimal, as text or as a number; null is 0.
func UnmarshalDecimal(v any) (decimal.Decimal, error) {
	text, ok := v.(string)
	switch n := v.(type) {
	case nil:
		return decimal.Zero, nil
	case json.Number:
		text, ok = n.String(), true
	case int64:
		return decimal.NewFromInt(n), nil
	}
	// An exponent could ask for a number of a million digits.
	if d, err := decimal.NewFromString(text); ok && err == nil && len(text) <= 40 && d.Exponent() >= -20 && d.Exponent() <= 20 {
		return d, nil
	}
	return decimal.Zero, refuse("value", show(v), "expected a decimal number of at most 40 characters as \"12.50\"")
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case nil:
		return 0, true
	case int64:
		return n, true
	case int:
		return int64(n), true
	case json.Number:
		i, err := n.Int64()
		return i, err == nil
	case float64:
		return int64(n), n == math.Trunc(n) && math.Abs(n) <= maxCount
	}
	return 0, false
}
