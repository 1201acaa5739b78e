package warehouse

import "context"

// DataSets lists what leaves in bulk, in display order.
func (w *Warehouse) DataSets() []*DataSet { return nil }

// OpenData opens a question about a data set under a scope. Errors are *Error: not_found for a set or column that does not exist, forbidden for what lies outside the scope, bad_request
// with what would be right.
func (w *Warehouse) OpenData(_ context.Context, _ Scope, q DataQuery) (DataReading, error) {
	return nil, Fault(NotFound, "there is no data set %q", q.Set)
}
