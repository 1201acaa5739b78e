package export

import (
	"slices"

	"anlan/access"
	"anlan/warehouse"
)

// Permit says whether a caller may ask a question at all: who takes data sets away needs access.ExportData, for rows of records access.ReadRecords too, and sensitive
// columns are for who runs the installation, wherever in the question they stand. What of the rows may be seen is the scope's concern. A set that does not exist
// is left to the warehouse.
func Permit(caller access.Caller, sets []*warehouse.DataSet, q warehouse.DataQuery) error {
	if !caller.May(access.ExportData) {
		return warehouse.Fault(warehouse.Forbidden, "you may not take data sets away")
	}
	at := slices.IndexFunc(sets, func(s *warehouse.DataSet) bool { return s.Name == q.Set })
	if at < 0 {
		return nil
	}
	set := sets[at]
	if (set.Kind == warehouse.RecordSet || set.Kind == warehouse.ReadableSet) && !caller.May(access.ReadRecords) {
		return warehouse.Fault(warehouse.Forbidden, "you may not read single records, which %s consists of", set.Name)
	}
	if caller.Local || caller.May(access.Administer) {
		return nil
	}
	for name := range columnsOf(q) {
		if c, ok := set.Column(name); ok && c.Sensitive {
			return warehouse.Fault(warehouse.Forbidden, "the column %s of %s is sensitive: you may not read it", name, set.Name)
		}
	}
	return nil
}

// columnsOf lists the columns that a question names.
func columnsOf(q warehouse.DataQuery) map[string]bool {
	names := map[string]bool{}
	for _, s := range q.Select {
		collect(s.Expr, names)
	}
	collect(q.Where, names)
	collect(q.Having, names)
	for _, e := range q.GroupBy {
		collect(e, names)
	}
	for _, o := range q.Order {
		collect(o.Expr, names)
	}
	return names
}

func collect(e *warehouse.Expr, names map[string]bool) {
	if e == nil {
		return
	}
	if e.Column != "" {
		names[e.Column] = true
	}
	for _, a := range e.Args {
		collect(a, names)
	}
}
