package warehouse

import (
	"time"

	"anlan/safety"
)

// Kinds of Region.
const (
	StatutoryRegion = "statutory" // in the code table
	ZoneRegion      = "zone"      // 功能区: assessed like a statutory region, made by a decision
	DirectRegion    = "direct"    // 市直, 未分配: what the level above runs itself or has not assigned
	ForeignRegion   = "foreign"   // outside China
)

// Region is a region during one stretch of days. One that was renamed, moved or taken over by a zone has several, without
// gaps; none of them overlap.
type Region struct {
	Code            safety.RegionCode
	Name            string
	FullName        string // with the names of the regions above, less the country's: 山东省淄博市张店区
	Level           safety.RegionLevel
	Kind            string
	StatutoryParent safety.RegionCode
	ManagingParent  safety.RegionCode // equals StatutoryParent where nobody else manages the region
	ValidFrom       safety.Date       // first day; 1970-01-01 where the start is not known
	ValidTo         safety.Date       // last day; 2149-06-06 where no end is known
	Successors      []safety.RegionCode
	Document        string // what it was decided by
	// Place is a point for the map, for regions without a polygon: zones, grids. OnMap is the same in GCJ-02, nil without one.
	Place Place
	OnMap *Point
	// ResponsibleUnit and ResponsiblePost say who answers for it (责任单位, 责任岗位): a unit and a post, never a person.
	ResponsibleUnit, ResponsiblePost string
}

// Parent is the region directly above in that tree; empty at the top.
func (r Region) Parent(tree Tree) safety.RegionCode {
	if tree == Statutory {
		return r.StatutoryParent
	}
	return r.ManagingParent
}

// Holds reports whether the region is as described on that day.
func (r Region) Holds(on safety.Date) bool { return !on.Before(r.ValidFrom) && !on.After(r.ValidTo) }

// unknownStart and openEnd are the bounds of a date column.
func unknownStart() safety.Date { return safety.NewDate(1970, time.January, 1) }
func openEnd() safety.Date      { return safety.NewDate(2149, time.June, 6) }
