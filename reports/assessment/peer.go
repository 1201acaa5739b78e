package assessment

import (
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// pinned is one version of the data to answer from.
type pinned struct {
	version uint64
	newest  bool // no later one was there when the question was asked
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
	inside   bool                       // the whole group lies in the caller's regions
	direct   bool                       // all subjects lie directly below the region
	holds    map[safety.RegionCode]bool // subjects that lie wholly in the caller's regions
}

// refused is the one answer to who may not see a ranking. It is the same for every question, so that it tells nothing of
// regions, groups and versions.
func refused() error {
	return warehouse.Fault(warehouse.Forbidden, "this ranking is not given to you: you may rank what lies in your own area, "+
		"and your own region among those beside it by a month, quarter, half-year, year or January to a month, as the newest data has it")
}

// findPeers lists the subjects. It is the first check of a caller: he may rank what lies inside his regions, at any level,
// and his own regions among those that lie directly below the same parent. Anybody else is told "forbidden", whether or not
// the group exists.
func findPeers(regions regionTree, scope warehouse.Scope, q Query) (peerGroup, error) {
	group := peerGroup{
		region: q.Region,
		peers:  regions.Peers(q.Tree, q.Region, q.Level, q.AsOf), treeDate: q.AsOf,
		caller: scope, inside: scope.All, holds: map[safety.RegionCode]bool{},
	}
	beside := regions.Peers(q.Tree, q.Region, safety.LevelUnknown, q.AsOf)
	group.direct = !slices.ContainsFunc(group.peers, func(p peer) bool { return !slices.Contains(beside, p) })
	own := false
	for _, mine := range scope.Regions {
		group.inside = group.inside || regions.Within(q.Tree, q.Region, mine, q.AsOf)
		own = own || slices.ContainsFunc(group.peers, func(p peer) bool { return p.code == mine })
	}
	for _, p := range group.peers {
		// A subject is seen whole only when it lies in the scope by the tree that is assessed.
		group.holds[p.code] = scope.All || slices.ContainsFunc(scope.Regions, func(mine safety.RegionCode) bool {
			return regions.Within(q.Tree, p.code, mine, q.AsOf)
		})
	}
	switch {
	case !group.inside && !(own && group.direct):
		return peerGroup{}, refused()
	case len(group.peers) == 0:
		return peerGroup{}, warehouse.Fault(warehouse.NotFound, "%s has no regions to rank on %s", q.Region, q.AsOf)
	}
	return group, nil
}

// checkPublished is the second check: who may not see all subjects whole is given the ranking only as it is published. A
// level further down, a day, a day's difference between two periods, days or versions, or the other tree would tell when
// and where others had an accident.
func (g peerGroup) checkPublished(pin pinned, q Query, facts []string) error {
	if !slices.ContainsFunc(g.peers, func(p peer) bool { return !g.seesAll(p, facts) }) {
		return nil
	}
	if g.direct && pin.newest && q.Tree == warehouse.Managing && q.AsOf == lastDay(q.Period, pin.today) && publishable(q.Period) {
		return nil
	}
	return refused()
}

// publishable says whether rankings are published for periods of that kind: whole months that do not depend on the asker.
func publishable(p safety.Period) bool {
	switch p.Grain {
	case safety.GrainMonth, safety.GrainQuarter, safety.GrainHalfYear, safety.GrainYear:
		return true
	}
	return false
}

// lastDay is the day that a ranking is as of when nobody asks for another.
func lastDay(p safety.Period, today safety.Date) safety.Date {
	if p.To.Before(today) {
		return p.To
	}
	return today
}

// scope is what the ranking is computed under: the region whose parts are ranked, and nothing beside it. It is the same
// for every caller, so the ranking is too.
func (g peerGroup) scope() warehouse.Scope {
	return warehouse.Scope{Regions: []safety.RegionCode{g.region}}
}

// seesAll is the third check: the reasons of a subject are shown only to who may see all of its records that they
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
