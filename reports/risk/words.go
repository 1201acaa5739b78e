package risk

import "anlan/warehouse"

// Rule says in words what the figure scores and what that gives the index, with the figures put in.
func (f FactorScore) Rule() warehouse.Text { return warehouse.Text{} }

// Drill asks for the records behind the figure of the cell, under the caller's own scope; nil where it is not made of records.
func (f FactorScore) Drill() *warehouse.RecordQuery { return nil }
