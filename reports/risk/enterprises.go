package risk

import (
	"context"

	"anlan/safety"
	"anlan/warehouse"
)

// EnterprisesQuery asks for the enterprises of an area by risk at the end of one month.
type EnterprisesQuery struct {
	Model   string            // empty means the default one for enterprises
	Region  safety.RegionCode // empty means the caller's own
	Sectors []string
	Colours []Colour      // only these; empty means all
	Period  safety.Period // its last month that has begun
	First   int           // 0 means 20, at most 1000
	Offset  int
	Tree    warehouse.Tree
	Version uint64
	AsOf    safety.Date
}

// Ranking is the enterprises of an area, the highest index first.
type Ranking struct {
	Model  *Model
	Month  safety.Month
	Region safety.RegionCode
	Cells  []Cell
	Total  int // enterprises of those colours in the area
	// Counts says how many enterprises of the area have each colour, gravest first; those without one last, under no colour.
	Counts []ColourCount
	Source warehouse.Source
}

// ColourCount is how many have a colour; none where the colour is empty.
type ColourCount struct {
	Colour Colour
	Count  int
}

// Enterprises lists the enterprises of an area by risk. Errors are [*warehouse.Error]: too_large for an area with more
// enterprises than are rated at once.
func (r *Reports) Enterprises(ctx context.Context, scope warehouse.Scope, q EnterprisesQuery) (*Ranking, error) {
	return nil, warehouse.Fault(warehouse.NotFound, "enterprises are not rated yet")
}
