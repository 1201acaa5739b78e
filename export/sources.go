package export

import (
	"context"

	"anlan/warehouse"
)

// Data is where data sets come from; *warehouse.Warehouse is one.
type Data interface {
	DataSets() []*warehouse.DataSet
	OpenData(ctx context.Context, scope warehouse.Scope, q warehouse.DataQuery) (warehouse.DataReading, error)
}
