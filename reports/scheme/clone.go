package scheme

import (
	"maps"
	"reflect"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/safety"
)

// Clone gives a copy whose numbers may be changed: marks, targets, costs, bands. Expressions, names and figures must stay
// as they are. When marks of indicators change, the score is out of their new sum.
func (s *Scheme) Clone() *Scheme {
	out := &Scheme{}
	copyInto(reflect.ValueOf(out).Elem(), reflect.ValueOf(s).Elem())
	out.file, out.known, out.programs, out.names = s.file, s.known, s.programs, s.names
	out.inputs, out.index = slices.Clone(s.inputs), maps.Clone(s.index)
	return out
}

// copyInto copies what is exported, to the last pointer; decimals and days are never changed in place.
func copyInto(to, from reflect.Value) {
	switch from.Interface().(type) {
	case decimal.Decimal, safety.Date:
		to.Set(from)
		return
	}
	switch from.Kind() {
	case reflect.Struct:
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() {
				copyInto(to.Field(i), from.Field(i))
			}
		}
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			copyInto(to.Elem(), from.Elem())
		}
	case reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				copyInto(to.Index(i), from.Index(i))
			}
		}
	default:
		to.Set(from)
	}
}
