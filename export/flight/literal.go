package flight

import (
	"fmt"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"anlan/safety"
	"anlan/warehouse"
)

// literalOf reads a value that a client bound. Moments that name a zone are moments, those that do not are meant in Beijing.
func literalOf(column arrow.Array, row int) (warehouse.Literal, error) {
	if column.IsNull(row) {
		return warehouse.Literal{Type: "Null"}, nil
	}
	switch a := column.(type) {
	case *array.Null:
		return warehouse.Literal{Type: "Null"}, nil
	case *array.Boolean:
		return warehouse.Literal{Type: "Bool", Text: strconv.FormatBool(a.Value(row))}, nil
	case *array.Int8, *array.Int16, *array.Int32, *array.Int64, *array.Uint8, *array.Uint16, *array.Uint32, *array.Uint64:
		return warehouse.Literal{Type: "Number", Text: column.ValueStr(row)}, nil
	case *array.Decimal128:
		if t, ok := a.DataType().(*arrow.Decimal128Type); ok { // exactly: ValueStr goes by a float
			return warehouse.Literal{Type: "Decimal", Text: a.Value(row).ToString(t.Scale)}, nil
		}
	case *array.Decimal256:
		if t, ok := a.DataType().(*arrow.Decimal256Type); ok { // exactly: ValueStr goes by a float
			return warehouse.Literal{Type: "Decimal", Text: a.Value(row).ToString(t.Scale)}, nil
		}
	case *array.Float16, *array.Float32, *array.Float64:
		return warehouse.Literal{Type: "Float64", Text: column.ValueStr(row)}, nil
	case *array.String:
		return warehouse.Literal{Type: "String", Text: a.Value(row)}, nil
	case *array.LargeString:
		return warehouse.Literal{Type: "String", Text: a.Value(row)}, nil
	case *array.Date32:
		return warehouse.Literal{Type: "Date32", Text: a.Value(row).ToTime().Format(time.DateOnly)}, nil
	case *array.Date64:
		return warehouse.Literal{Type: "Date32", Text: a.Value(row).ToTime().Format(time.DateOnly)}, nil
	case *array.Timestamp:
		t, ok := a.DataType().(*arrow.TimestampType)
		if !ok {
			break
		}
		at := a.Value(row).ToTime(t.Unit)
		if t.TimeZone != "" {
			at = at.In(safety.Beijing())
		}
		return warehouse.Literal{Type: "DateTime64", Text: at.Format("2006-01-02 15:04:05.999999")}, nil
	case *array.Dictionary:
		return literalOf(a.Dictionary(), a.GetValueIndex(row))
	case array.ExtensionArray:
		return literalOf(a.Storage(), row)
	}
	return warehouse.Literal{}, fmt.Errorf("values of the type %s cannot be bound: bind a text, a number, a boolean, a date or a moment", column.DataType())
}
