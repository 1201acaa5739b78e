package server

import (
	"errors"
	"strings"

	"anlan/export/query"
	"anlan/warehouse"
)

// longest is the longest list or condition that an address may hold, in bytes.
const longest = 32_000

// shape reads which columns and rows of a data set are asked for, in which order.
func (a *arguments) shape(q *warehouse.DataQuery, set *warehouse.DataSet) {
	var err error
	q.Select, err = query.Columns(a.bounded("columns", longest))
	a.wrong("columns", err)
	named := map[string]bool{}
	for _, s := range q.Select {
		_, err := set.FindColumn(s.Expr.Column)
		a.wrong("columns", err)
		if named[s.Expr.Column] {
			a.faults = append(a.faults, "columns: "+s.Expr.Column+" is named twice")
		}
		named[s.Expr.Column] = true
	}
	q.Where, err = query.Where(a.bounded("where", longest), set)
	a.wrong("where", err)
	q.Order, err = query.Order(a.bounded("order", longest), set)
	a.wrong("order", err)
}

// faulty remembers what names the arguments itself.
func (a *arguments) faulty(err error) {
	if fault := (*warehouse.Error)(nil); errors.As(err, &fault) {
		a.faults = append(a.faults, strings.Split(fault.Message, "; ")...)
	}
}

// wrong remembers what is wrong with an argument, in the words for callers.
func (a *arguments) wrong(name string, err error) {
	var fault *warehouse.Error
	switch {
	case err == nil:
	case errors.As(err, &fault):
		a.faults = append(a.faults, name+": "+fault.Message)
	default:
		a.faults = append(a.faults, name+": "+err.Error())
	}
}
