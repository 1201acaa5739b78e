package access

import (
	"slices"

	"anlan/safety"
)

// Scope says what a caller may see. The zero Scope sees nothing: forgetting it fails closed.
type Scope struct {
	// All lifts the limit on regions. Regions lists what is visible otherwise: each with everything below it, in both trees.
	All     bool
	Regions []safety.RegionCode
	// Sectors limits records to these sectors and those below them; empty means all sectors.
	Sectors []string
	// Facts limits the data sets; empty means all.
	Facts []string
}

// Everything is the scope of a local administrator.
func Everything() Scope { return Scope{All: true} }

// Empty reports whether the scope sees nothing.
func (s Scope) Empty() bool { return !s.All && len(s.Regions) == 0 }

// SeesFact reports whether records of that fact may be seen at all.
func (s Scope) SeesFact(fact string) bool {
	return !s.Empty() && (len(s.Facts) == 0 || slices.Contains(s.Facts, fact))
}

// Whole reports whether all records of that fact may be seen, in all regions and sectors; for no fact, all records.
func (s Scope) Whole(fact string) bool {
	return s.All && len(s.Sectors) == 0 && (len(s.Facts) == 0 || slices.Contains(s.Facts, fact))
}
