package warehouse

import (
	"slices"
	"sync"
)

// dataSource is a data set and how its rows are read.
type dataSource struct {
	DataSet
	table string
	// constant is what stands for the table where the rows are part of the program.
	constant *Statement
	// of says what limits the rows: the fact, or what stands for one: a name, which is the table's, and the SQL of its date. nil for dimensions,
	// which are for everybody.
	of    *Fact
	reads map[string]columnRead
}

// columnRead says how a column is made of the rows of the table, whose columns it calls t.name.
type columnRead struct {
	raw      []string       // columns of the table that the SQL reads
	first    string         // an expression AS the name by which the SQL calls it
	sql      string         // the value as it leaves
	args     map[string]any // values in the SQL
	join     dataJoin       // what the SQL reads beside the table
	lookup   string         // the dimension whose partitions the SQL names {lookup_list:Array(String)}
	evidence string         // the fact whose evidence the SQL names, see dataPlan.evidence
	fact     string         // records of this fact are in it as well: a scope must see them; empty: nothing more
}

// allDataSets are described once: facts, vocabularies and the rollup's measures are part of the program.
var allDataSets = sync.OnceValue(func() []*dataSource {
	var all []*dataSource
	for _, f := range Facts() {
		all = append(all, factSource(f), readableSource(f))
	}
	all = append(all, figureSource())
	return append(all, dimensionSources()...)
})

// DataSets lists what leaves in bulk, in display order: they are the same in every warehouse.
func DataSets() []*DataSet {
	var list []*DataSet
	for _, s := range allDataSets() {
		list = append(list, &s.DataSet)
	}
	return list
}

// DataSets lists what leaves in bulk, in display order.
func (w *Warehouse) DataSets() []*DataSet { return DataSets() }

func dataSourceNamed(name string) (*dataSource, error) {
	all := allDataSets()
	if i := slices.IndexFunc(all, func(s *dataSource) bool { return s.Name == name }); i >= 0 {
		return all[i], nil
	}
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Name
	}
	if near := nearestName(name, names); near != "" {
		return nil, Fault(NotFound, "there is no data set %q; did you mean %s?", shorten(name), near)
	}
	return nil, Fault(NotFound, "there is no data set %q", shorten(name))
}

// add appends a column and how it is read.
func (s *dataSource) add(c DataColumn, r columnRead) {
	if s.reads == nil {
		s.reads = map[string]columnRead{}
	}
	s.Columns = append(s.Columns, c)
	s.reads[c.Name] = r
}

// from is what stands after FROM.
func (s *dataSource) from() string {
	if s.constant != nil {
		return s.constant.SQL
	}
	return s.table
}
