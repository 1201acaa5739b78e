package reports

import (
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// pinned is one version of the data to answer from.
type pinned struct {
	version uint64
	today   safety.Date
	regions regionTree
	release func() // lets the version go
}

// regionTree is what assessments ask of the regions of a version.
type regionTree interface {
	// Peers lists the regions of a level below a parent; those directly below it for no level.
	Peers(tree warehouse.Tree, parent safety.RegionCode, level safety.RegionLevel, on safety.Date) []peer
	// Within reports whether a region is an ancestor or lies below it.
	Within(tree warehouse.Tree, code, ancestor safety.RegionCode, on safety.Date) bool
}

type peer struct {
	code  safety.RegionCode
	name  string
	level safety.RegionLevel
}

// peerGroup is the subjects of an assessment and what the caller may see of them.
type peerGroup struct {
	region   safety.RegionCode
	peers    []peer
	treeDate safety.Date
	caller   warehouse.Scope
	holds    map[safety.RegionCode]bool // subjects that lie wholly in the caller's regions
}

// findPeers lists the subjects. It is the first check of a caller: who has no part in the group (no subject lies in the
// scope, and no region of the scope lies in a subject) is told "forbidden" whether or not the group exists.
func findPeers(regions regionTree, scope warehouse.Scope, q AssessmentQuery) (peerGroup, error) {
	group := peerGroup{
		region: q.Region,
		peers:  regions.Peers(q.Tree, q.Region, q.Level, q.AsOf), treeDate: q.AsOf,
		caller: scope, holds: map[safety.RegionCode]bool{},
	}
	touched := scope.All
	for _, p := range group.peers {
		group.holds[p.code] = scope.All
		for _, own := range scope.Regions {
			// A subject is seen whole only when it lies in the scope by the tree that is assessed.
			if regions.Within(q.Tree, p.code, own, q.AsOf) {
				group.holds[p.code] = true
				touched = true
			}
			touched = touched || regions.Within(q.Tree, own, p.code, q.AsOf)
		}
	}
	switch {
	case !touched:
		return peerGroup{}, warehouse.Fault(warehouse.Forbidden, "this ranking is not in your area")
	case len(group.peers) == 0:
		return peerGroup{}, warehouse.Fault(warehouse.NotFound, "%s has no regions to rank on %s", q.Region, q.AsOf)
	}
	return group, nil
}

// scope is what the ranking is computed under: the region whose parts are ranked, and nothing beside it. It is the same
// for every caller, so the ranking is too.
func (g peerGroup) scope() warehouse.Scope {
	return warehouse.Scope{Regions: []safety.RegionCode{g.region}}
}

// seesAll is the second check: the reasons of a subject are shown only to who may see all of its records that they
// rest on. A caller limited to sectors, or without one of the data sets, sees the published line only.
func (g peerGroup) seesAll(p peer, facts []string) bool {
	if !g.holds[p.code] || len(g.caller.Sectors) > 0 {
		return false
	}
	if len(g.caller.Facts) == 0 {
		return true
	}
	return !slices.ContainsFunc(facts, func(fact string) bool { return !slices.Contains(g.caller.Facts, fact) })
}
