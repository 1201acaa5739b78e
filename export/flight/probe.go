package flight

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"anlan/warehouse"
)

// constants answers a SELECT without a data set, such as SELECT 1: one row. Whole numbers and truths are what they are, everything else is text.
func (a *answers) constants(probe []warehouse.Selected) (arrow.Record, error) {
	fields := make([]arrow.Field, len(probe))
	for i, item := range probe {
		name, err := item.Name()
		if err != nil {
			return nil, err
		}
		if item.Expr == nil || item.Expr.Literal == nil {
			return nil, warehouse.Fault(warehouse.BadRequest, "without FROM only constants are answered: name a data set")
		}
		fields[i] = arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
		switch item.Expr.Literal.Type {
		case "Int64":
			fields[i].Type = arrow.PrimitiveTypes.Int64
		case "Bool":
			fields[i].Type = arrow.FixedWidthTypes.Boolean
		}
	}
	builder := array.NewRecordBuilder(a.mem, arrow.NewSchema(fields, nil))
	defer builder.Release()
	for i, item := range probe {
		if item.Expr.Literal.Type == "Null" {
			builder.Field(i).AppendNull()
		} else if err := builder.Field(i).AppendValueFromString(item.Expr.Literal.Text); err != nil {
			return nil, fmt.Errorf("answer constant %d: %w", i+1, err)
		}
	}
	return builder.NewRecord(), nil
}
