package dispatch

import (
	"slices"

	"anlan/access"
	"anlan/safety"
	"anlan/warehouse"
)

// sight is what a caller may see of a bulletin. It rests on what was stored of its region, so that a later reform does not change it.
//
// A bulletin tells of all records of its region, and of its sector if it has one: only who may see all of them may see it. Drafts
// are for who works on them. Its texts and files name enterprises and hazards, and people write into them, so that no program can
// tell whom they name: they take the permission to read records. Who is shown figures alone is told that a bulletin was issued, by
// number, title and SHA-256 of its files.
type sight struct {
	drafts bool // before it is issued too, with who did what
	issued bool // once it is issued
	reads  bool // its texts, figures and files
}

// look decides what a caller sees of a bulletin.
func look(caller access.Caller, h head) sight {
	if !covers(caller.Scope, h.Case, h.Area) {
		return sight{}
	}
	reads := caller.May(access.ReadRecords)
	works := caller.May(access.DraftBulletins) || caller.May(access.ReviewBulletins) || caller.May(access.IssueBulletins)
	return sight{drafts: reads && works, issued: caller.May(access.ReadMetrics), reads: reads}
}

// covers says whether a scope holds all records that a bulletin may tell of.
func covers(scope access.Scope, c Case, area []safety.RegionCode) bool {
	region := scope.All || slices.ContainsFunc(area, func(code safety.RegionCode) bool { return slices.Contains(scope.Regions, code) })
	sector := len(scope.Sectors) == 0 || c.Sector != "" && slices.Contains(scope.Sectors, c.Sector)
	return region && sector && len(scope.Facts) == 0
}

// any says whether the caller may know of a bulletin.
func (s sight) any(wasIssued bool) bool { return s.drafts || s.issued && wasIssued }

// hidden is the one answer to who asks for a bulletin that is not there, or not his to see.
func hidden(id string) error {
	return warehouse.Fault(warehouse.NotFound, "there is no bulletin %q, or it is not given to you", id)
}

func mayNot(caller access.Caller, what Kind) error {
	return warehouse.Fault(warehouse.Forbidden, "%s may not do this (%s): it takes a role that does it and all records of the region", caller.Name, what)
}
