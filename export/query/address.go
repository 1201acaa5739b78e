package query

import (
	"strings"

	"anlan/warehouse"
)

// Where reads the condition of an address: the part of SQL behind WHERE. Empty text is no condition. Types are checked too.
func Where(text string, set *warehouse.DataSet) (*warehouse.Expr, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	e, err := Expression(text, set)
	if err != nil {
		return nil, err
	}
	return e, set.Check(warehouse.DataQuery{Set: set.Name, Where: e})
}

// Expression reads one expression over the columns of a data set.
func Expression(text string, set *warehouse.DataSet) (*warehouse.Expr, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	if len(tokens) == 0 {
		return nil, fault(text, 0, "there is no expression")
	}
	for _, t := range tokens {
		if t.is(";") {
			return nil, fault(text, t.at, "; does not belong here")
		}
		if t.is("?") {
			return nil, fault(text, t.at, "a value belongs here: nothing is bound to ? in an address")
		}
	}
	// The expression is read in brackets of its own, so that no clause can follow it.
	p := &plain{source: text}
	p.write("SELECT 0 FROM X WHERE (", 0)
	if err := p.all(tokens); err != nil {
		return nil, err
	}
	p.write(")", len(text))
	selected, err := grammatical(p)
	if err != nil {
		return nil, err
	}
	if selected.Where == nil {
		return nil, fault(text, 0, "the text cannot be read")
	}
	from := &source{set: set, columns: columnsOf(set)}
	r := &reader{translator: translator{plain: p, read: map[int]bool{}}, sets: []*warehouse.DataSet{set}}
	r.column = func(n name) (*warehouse.Expr, error) { return r.columnOf(from, n) }
	e, err := r.expr(selected.Where.Expr)
	if err != nil {
		return nil, err
	}
	return e, r.complete()
}

// Columns reads a list of names with commas between them: id,region,found_on. Empty text is every column that is not sensitive.
func Columns(text string) ([]warehouse.Selected, error) {
	names, err := list(text)
	if err != nil {
		return nil, err
	}
	var out []warehouse.Selected
	for _, n := range names {
		out = append(out, warehouse.Selected{Expr: &warehouse.Expr{Column: n}})
	}
	return out, nil
}

// Order reads an order: -found_on,id has the newest first, and one day's by their numbers; key is the data set's own order. Empty text is no order.
func Order(text string, set *warehouse.DataSet) ([]warehouse.OrderedBy, error) {
	names, err := list(text)
	if err != nil {
		return nil, err
	}
	if len(names) == 1 && names[0] == "key" {
		if _, isColumn := set.Column("key"); !isColumn {
			names = set.Key
		}
	}
	var out []warehouse.OrderedBy
	for _, n := range names {
		column, desc := strings.CutPrefix(n, "-")
		if _, err := set.FindColumn(column); err != nil {
			return nil, err
		}
		out = append(out, warehouse.OrderedBy{Expr: &warehouse.Expr{Column: column}, Desc: desc})
	}
	return out, nil
}

// list cuts a list at its commas.
func list(text string) ([]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	if len(text) > maxText {
		return nil, warehouse.Fault(warehouse.TooLarge, "the list has %d bytes; at most %d are read", len(text), maxText)
	}
	names := strings.Split(text, ",")
	for i, n := range names {
		names[i] = strings.TrimSpace(n)
		if names[i] == "" {
			return nil, warehouse.Fault(warehouse.BadRequest, "name %d of the list %q is empty", i+1, text)
		}
	}
	return names, nil
}
