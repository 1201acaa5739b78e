package assessment

import (
	"slices"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// pinned is one version of the data to answer from.
type pinned struct {
	version uint64
	newest  bool // no later one was there when the question was asked
	today   safety.Date
	until   safety.Date // the day up to which its records reach; zero when there are none
	regions regionTree
	named   *named
	release func() // lets the version go
}

// regionTree is what assessments ask of the regions of a version.
type regionTree interface {
	// Peers lists the regions of a level below a parent; those directly below it for no level.
	Peers(tree warehouse.Tree, parent safety.RegionCode, level safety.RegionLevel, on safety.Date) []unit
	// Within reports whether a region is an ancestor or lies below it.
	Within(tree warehouse.Tree, code, ancestor safety.RegionCode, on safety.Date) bool
	// Above lists a region and every region above it.
	Above(tree warehouse.Tree, code safety.RegionCode, on safety.Date) []safety.RegionCode
}

// peerGroup is the subjects of an assessment and what the caller may see of them.
type peerGroup struct {
	kind     scheme.SubjectKind
	region   safety.RegionCode
	units    []unit
	treeDate safety.Date
	caller   warehouse.Scope
	inside   bool                       // the whole group lies in the caller's regions
	direct   bool                       // all subjects lie directly below the region, or are its departments or enterprises
	holds    map[safety.RegionCode]bool // regions that lie wholly in the caller's
	named    *named
	until    safety.Date // up to which the data reach
	sectors  []string    // of a caller limited to sectors: these and those below them
}

// refused is the one answer to who may not see a ranking. It is the same for every question, so that it tells nothing of
// regions, groups and versions.
func refused() error {
	return warehouse.Fault(warehouse.Forbidden, "this ranking is not given to you: you may rank what lies in your own area, "+
		"and your own region among those beside it by a month, quarter, half-year, year or January to a month, as the newest data has it")
}

// findPeers says which regions a question is about. It is the first check of a caller: he may rank what lies inside his
// regions, at any level, and his own regions among those that lie directly below the same parent; departments and
// enterprises of a region only when it lies inside his. Anybody else is told "forbidden", whether or not the group exists.
// Departments and enterprises are listed later, when nothing stands against it.
func findPeers(regions regionTree, scope warehouse.Scope, kind scheme.SubjectKind, q Query) (peerGroup, error) {
	group := peerGroup{kind: kind, region: q.Region, treeDate: q.AsOf, caller: scope, inside: scope.All, holds: map[safety.RegionCode]bool{}}
	for _, mine := range scope.Regions {
		group.inside = group.inside || regions.Within(q.Tree, q.Region, mine, q.AsOf)
	}
	if kind != scheme.Regions {
		if !group.inside {
			return peerGroup{}, refused()
		}
		group.direct, group.holds[q.Region] = true, true
		return group, nil
	}
	group.units = regions.Peers(q.Tree, q.Region, q.Level, q.AsOf)
	beside := regions.Peers(q.Tree, q.Region, safety.LevelUnknown, q.AsOf)
	group.direct = !slices.ContainsFunc(group.units, func(u unit) bool { return !slices.Contains(beside, u) })
	own := false
	for _, u := range group.units {
		// A subject is seen whole only when it lies in the scope by the tree that is assessed.
		group.holds[u.region] = scope.All || slices.ContainsFunc(scope.Regions, func(mine safety.RegionCode) bool {
			return regions.Within(q.Tree, u.region, mine, q.AsOf)
		})
		own = own || slices.Contains(scope.Regions, u.region)
	}
	switch {
	case !group.inside && (!own || !group.direct):
		return peerGroup{}, refused()
	case len(group.units) == 0:
		return peerGroup{}, warehouse.Fault(warehouse.NotFound, "%s has no regions to rank on %s", q.Region, q.AsOf)
	}
	return group, nil
}

// checkPublished is the second check: who may not see all subjects whole is given the ranking only as it is published. A
// level further down, a day, a day's difference between two periods, days or versions, or the other tree would tell when
// and where others had an accident; so would a running period that is asked for day by day.
func (g peerGroup) checkPublished(pin pinned, q Query, facts []string) error {
	if g.seesEverything(facts) {
		return nil
	}
	published, ok := publishedDay(q.Period, pin.today)
	if g.direct && pin.newest && q.Tree == warehouse.Managing && ok && q.AsOf == published && publishable(q.Period) && q.Sector == "" && q.Class == "" {
		return nil
	}
	return refused()
}

// publishable says whether rankings are published for periods of that kind: whole months that do not depend on the asker.
func publishable(p safety.Period) bool {
	return slices.Contains([]safety.Grain{safety.GrainMonth, safety.GrainQuarter, safety.GrainHalfYear, safety.GrainYear}, p.Grain)
}

// lastDay is the day that a ranking is as of when nobody asks for another.
func lastDay(p safety.Period, today safety.Date) safety.Date {
	if p.To.Before(today) {
		return p.To
	}
	return today
}

// publishedDay is the day that a published ranking is as of: the period's end, and while it runs the end of the last whole
// month. It is false while none of the period's months has ended.
func publishedDay(p safety.Period, today safety.Date) (safety.Date, bool) {
	day := today.YearMonth().Prev().Last()
	if p.To.Before(today) {
		day = p.To
	}
	return day, !day.Before(p.From)
}

// scope is what the ranking is computed under: the region whose parts are ranked, and nothing beside it. It is the same
// for every caller, so the ranking is too.
func (g peerGroup) scope() warehouse.Scope {
	return warehouse.Scope{Regions: []safety.RegionCode{g.region}}
}

// seesAll is the third check: the reasons of a subject are shown only to who may see all of its records that they
// rest on. A caller limited to sectors, or without one of the data sets, sees the published line only. Departments and
// enterprises rest on records of the whole region.
func (g peerGroup) seesAll(u unit, facts []string) bool {
	region := u.region
	if g.kind != scheme.Regions {
		region = g.region
	}
	return g.holds[region] && g.seesFacts(facts)
}

func (g peerGroup) seesFacts(facts []string) bool {
	return len(g.caller.Sectors) == 0 && (len(g.caller.Facts) == 0 || !slices.ContainsFunc(facts, func(fact string) bool { return !slices.Contains(g.caller.Facts, fact) }))
}

// shows says whether a subject's line is given at all: enterprises are published to nobody, so a caller limited to sectors
// sees the lines of those that are registered in them.
func (g peerGroup) shows(u unit) bool {
	return g.kind != scheme.Enterprises || len(g.caller.Sectors) == 0 || slices.Contains(g.sectors, u.sector)
}

// hidesLines says whether some lines may not be given at all; then not even their number is.
func (g peerGroup) hidesLines() bool {
	return g.kind == scheme.Enterprises && len(g.caller.Sectors) > 0
}

// seesEverything says whether nothing of any subject is hidden from the caller.
func (g peerGroup) seesEverything(facts []string) bool {
	return g.seesFacts(facts) && !slices.ContainsFunc(g.units, func(u unit) bool { return !g.seesAll(u, facts) })
}
