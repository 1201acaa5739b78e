package reports

import (
	"anlan/safety"
	"anlan/warehouse"
)

// RecordQuery names the records behind a figure of one region.
type RecordQuery struct {
	Fact     string
	Region   safety.RegionCode
	Tree     warehouse.Tree
	TreeDate safety.Date
	From, To safety.Date
	Metric   string
	AsOf     safety.Date
	Filters  []warehouse.Filter
	After    string
	First    int
	Version  uint64
}
