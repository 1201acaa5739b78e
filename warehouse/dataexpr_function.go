package warehouse

import (
	"slices"
	"strings"
)

// DataFunction is a function or an operator that may stand in a question about a data set. What is not among DataFunctions is refused.
type DataFunction struct {
	Name      string   // in Expr.Call
	Form      string   // how it is written
	Other     []string // other names that are read as it
	Group     string   // comparison, arithmetic, text, date, conversion, choice, list, aggregate
	Doc       string
	Aggregate bool // sums up rows
}

// DataFunctions lists them all, in the order of the documentation.
func DataFunctions() []DataFunction {
	out := make([]DataFunction, 0, len(dataFunctionTable))
	for _, f := range dataFunctionTable {
		f.Other = slices.Clone(f.Other)
		out = append(out, f.DataFunction)
	}
	return out
}

// dataRender writes a call; the number of arguments is right already.
type dataRender func(r *dataSQL, args []*Expr) (dataPiece, error)

// dataFunction is a function with the number of arguments it takes (most -1: any) and how it is written for the engine.
type dataFunction struct {
	DataFunction
	least, most int
	render      dataRender
}

// dataFunctionsByName finds them under the name in Expr.Call.
var dataFunctionsByName = func() map[string]*dataFunction {
	out := map[string]*dataFunction{}
	for i := range dataFunctionTable {
		out[dataFunctionTable[i].Name] = &dataFunctionTable[i]
	}
	return out
}()

// FindDataFunction gives the function that a caller means by a name, in any case and under any of its names.
func FindDataFunction(name string) (DataFunction, error) {
	for _, f := range dataFunctionTable {
		if f.called(name) {
			return f.DataFunction, nil
		}
	}
	return DataFunction{}, unknownFunction(name, dataFunctionsByName)
}

func (f *dataFunction) called(name string) bool {
	same := func(other string) bool { return strings.EqualFold(other, name) }
	return same(f.Name) || slices.ContainsFunc(f.Other, same)
}

func unknownFunction(name string, known map[string]*dataFunction) error {
	var names []string
	for _, f := range known {
		names = append(append(names, f.Name), f.Other...)
	}
	slices.Sort(names)
	if near := nearestName(name, names); near != "" {
		return Fault(BadRequest, "there is no function %q; did you mean %s?", shorten(name), near)
	}
	return Fault(BadRequest, "there is no function %q: docs/data-queries.md lists them", shorten(name))
}
