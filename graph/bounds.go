package graph

import "anlan/warehouse"

// Bounds of the lists in a query's input. What a dashboard or a report asks for is far below; a list of ten thousand only
// keeps the planner busy.
const (
	maxMeasures   = 100
	maxDimensions = 8
	maxCompare    = 3
	maxOrder      = 20
	maxFilters    = 20
	maxValues     = 5000 // of all filters
)

// boundMetrics refuses a metric query whose lists are too long.
func boundMetrics(q warehouse.MetricQuery) error {
	for _, list := range []struct {
		name         string
		length, most int
	}{
		{"measures", len(q.Measures), maxMeasures},
		{"dimensions", len(q.Dimensions), maxDimensions},
		{"compare", len(q.Compare), maxCompare},
		{"order", len(q.Order), maxOrder},
	} {
		if list.length > list.most {
			return warehouse.Fault(warehouse.BadRequest, "%s has %d entries, the limit is %d", list.name, list.length, list.most)
		}
	}
	return boundFilters(q.Filters)
}

// boundFilters refuses too many filters or values.
func boundFilters(filters []warehouse.Filter) error {
	if len(filters) > maxFilters {
		return warehouse.Fault(warehouse.BadRequest, "filters has %d entries, the limit is %d", len(filters), maxFilters)
	}
	var values int
	for _, f := range filters {
		values += len(f.Values)
	}
	if values > maxValues {
		return warehouse.Fault(warehouse.BadRequest, "the filters have %d values, the limit is %d", values, maxValues)
	}
	return nil
}
