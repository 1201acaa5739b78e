package etl

import (
	"fmt"
	"strconv"

	"anlan/warehouse/dial"
)

// arguments collects the values of a statement's {name:Type} placeholders. Equal lists share one.
type arguments struct {
	values []any
	known  map[string]string
}

func (a *arguments) add(value any, typ string) string {
	key := fmt.Sprintf("%s %#v", typ, value)
	if placeholder, ok := a.known[key]; ok {
		return placeholder
	}
	name := "p" + strconv.Itoa(len(a.values)+1)
	a.values = append(a.values, named(name, value))
	if a.known == nil {
		a.known = map[string]string{}
	}
	a.known[key] = "{" + name + ":" + typ + "}"
	return a.known[key]
}

// addNumbers adds a list of small numbers. They go as 16 bits: the driver would take bytes for a text.
func (a *arguments) addNumbers(values []uint8) string {
	wide := make([]uint16, len(values))
	for i, v := range values {
		wide[i] = uint16(v)
	}
	return a.add(wide, "Array(UInt16)")
}

// named is a value for a {name:Type} placeholder.
func named(name string, value any) any { return dial.Named(name, value) }
