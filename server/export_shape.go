package server

import "anlan/warehouse"

func (a *arguments) shape(q *warehouse.DataQuery, set *warehouse.DataSet) {
	_, _, _ = a.text("columns"), a.text("order"), a.text("where")
}
