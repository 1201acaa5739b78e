package risk

import (
	"context"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// ContributorsQuery asks what makes the risk of one area at the end of one month.
type ContributorsQuery struct {
	Model   string
	Region  safety.RegionCode // the area itself; empty means the caller's own
	Sectors []string          // the area's risk in these sectors; empty means all
	Period  safety.Period     // its last month that has begun
	First   int               // enterprises and sectors at most; 0 means 10, at most 100
	Tree    warehouse.Tree
	Version uint64
	AsOf    safety.Date
}

// Contributors is what makes the risk of one area: its factors, the gravest first, and the sectors and enterprises whose records
// its index comes from.
type Contributors struct {
	Model *Model
	// Cell is the area; its factors are in the order of what they contribute.
	Cell        Cell
	Sectors     []Contributor
	Enterprises []Contributor
	// Attributed is the part of the index that comes from counted records, which lie in a sector and an enterprise; the rest
	// comes from rates and from what did not happen.
	Attributed decimal.Decimal
	Source     warehouse.Source
}

// Contributor is a sector or an enterprise of an area.
type Contributor struct {
	Key  string // code of the sector, number of the enterprise; empty where the records name none
	Name string
	// Points is its part of the area's index: of each factor that counts records, its share of the records.
	Points decimal.Decimal
	// Share is Points in percent of the area's index.
	Share decimal.Decimal
	Parts []Part
}

// Part is what a contributor has of one factor.
type Part struct {
	Factor *Factor
	Figure decimal.Decimal
	Of     decimal.Decimal // the figure of the area
	Points decimal.Decimal
}

// Contributors says what makes the risk of an area. Errors are [*warehouse.Error].
func (r *Reports) Contributors(ctx context.Context, scope warehouse.Scope, q ContributorsQuery) (*Contributors, error) {
	return nil, warehouse.Fault(warehouse.NotFound, "contributors are not given yet")
}
