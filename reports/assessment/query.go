package assessment

import (
	"anlan/safety"
	"anlan/warehouse"
)

// Query asks for the ranking of the subjects of a scheme, for one region and period: the regions of a level below it, its
// departments or its enterprises, as the scheme says. It is a value: the same query against the same version gives the
// same ranking for ever.
type Query struct {
	// Scheme names the scheme; empty means the default one. The version in force at the end of the period is used.
	Scheme string
	// Region is the parent whose regions are assessed, or the region whose departments or enterprises are.
	Region safety.RegionCode
	// Level is which regions are assessed; zero means those directly below Region. Departments and enterprises have none.
	Level safety.RegionLevel
	// Sector (with the sectors below it) and Class choose among enterprises; empty means all.
	Sector, Class string
	// Peers keeps the answer to one of the scheme's peer groups; empty means all subjects.
	Peers   string
	Period  safety.Period
	Tree    warehouse.Tree // zero means warehouse.Managing
	Version uint64         // 0 means the newest
	// AsOf is the day that figures are as of. Zero means the earlier of the period's end and today; to a caller who may not
	// see all subjects whole, the end of the last whole month instead of today.
	AsOf safety.Date

	// sheets is the period that entries are for, where Period is a part of it; zero means Period.
	sheets safety.Period
}
