package arrowipc

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// plain are the types of the engine that need no more than their name.
var plain = map[string]arrow.DataType{
	"Bool": arrow.FixedWidthTypes.Boolean, "String": arrow.BinaryTypes.String, "UUID": &arrow.FixedSizeBinaryType{ByteWidth: 16},
	"Date32": arrow.FixedWidthTypes.Date32, "Date": arrow.PrimitiveTypes.Uint16, "DateTime": arrow.PrimitiveTypes.Uint32, // data sets have Date32 and DateTime64
	"Int8": arrow.PrimitiveTypes.Int8, "Int16": arrow.PrimitiveTypes.Int16, "Int32": arrow.PrimitiveTypes.Int32, "Int64": arrow.PrimitiveTypes.Int64,
	"UInt8": arrow.PrimitiveTypes.Uint8, "UInt16": arrow.PrimitiveTypes.Uint16, "UInt32": arrow.PrimitiveTypes.Uint32, "UInt64": arrow.PrimitiveTypes.Uint64,
	"Float32": arrow.PrimitiveTypes.Float32, "Float64": arrow.PrimitiveTypes.Float64,
	"Nothing": arrow.Null,
}

// TypeOf says as what the engine writes a type of its own, and whether it may be NULL: Nullable(Decimal(18, 2)) is a decimal128(18, 2) that may.
func TypeOf(engine string) (t arrow.DataType, nullable bool, err error) {
	name, arguments := split(engine)
	switch name {
	case "Nullable":
		t, _, err = TypeOf(arguments)
		return t, true, err
	case "LowCardinality":
		return TypeOf(arguments)
	case "Array":
		item, nullable, err := TypeOf(arguments)
		if err != nil {
			return nil, false, err
		}
		if nullable {
			return arrow.ListOf(item), false, nil
		}
		return arrow.ListOfNonNullable(item), false, nil
	case "Decimal":
		t, err = decimalType(arguments)
	case "DateTime64":
		t, err = momentType(arguments)
	default:
		if t = plain[name]; t == nil {
			err = fmt.Errorf("the type %s has no equal in Arrow", engine)
		}
	}
	return t, false, err
}

// split takes Decimal(18, 2) apart.
func split(engine string) (name, arguments string) {
	name, rest, ok := strings.Cut(engine, "(")
	if !ok {
		return engine, ""
	}
	return name, strings.TrimSuffix(rest, ")")
}

func decimalType(arguments string) (arrow.DataType, error) {
	var precision, scale int32
	if _, err := fmt.Sscanf(strings.ReplaceAll(arguments, ",", " "), "%d %d", &precision, &scale); err != nil {
		return nil, fmt.Errorf("read the type Decimal(%s): %w", arguments, err)
	}
	if precision > 38 {
		return &arrow.Decimal256Type{Precision: precision, Scale: scale}, nil
	}
	return &arrow.Decimal128Type{Precision: precision, Scale: scale}, nil
}

func momentType(arguments string) (arrow.DataType, error) {
	digits, zone, _ := strings.Cut(arguments, ",")
	scale, err := strconv.Atoi(strings.TrimSpace(digits))
	if err != nil {
		return nil, fmt.Errorf("read the type DateTime64(%s): %w", arguments, err)
	}
	unit := arrow.Second
	switch {
	case scale > 6:
		unit = arrow.Nanosecond
	case scale > 3:
		unit = arrow.Microsecond
	case scale > 0:
		unit = arrow.Millisecond
	}
	return &arrow.TimestampType{Unit: unit, TimeZone: strings.Trim(strings.TrimSpace(zone), "'")}, nil
}
