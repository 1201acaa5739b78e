package assessment

import (
	"cmp"
	"slices"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// unit is a subject before its figures are known.
type unit struct {
	key    string
	name   string
	region safety.RegionCode
	level  safety.RegionLevel // of a region
	kind   string             // of a region: statutory, zone …; of an enterprise: its class
	sector string             // of an enterprise
}

// mostUnits bounds the subjects of one ranking.
const mostUnits = 1000

// dimensionOf is what figures are broken down by.
func dimensionOf(kind scheme.SubjectKind) string {
	return map[scheme.SubjectKind]string{scheme.Regions: "region", scheme.Departments: "department", scheme.Enterprises: "enterprise"}[kind]
}

// kindOf says what a scheme assesses.
func kindOf(s *scheme.Scheme) scheme.SubjectKind { return cmp.Or(s.Subjects, scheme.Regions) }

// checkKind refuses what makes no sense for the subjects of the scheme.
func (q Query) checkKind(kind scheme.SubjectKind) error {
	switch {
	case kind != scheme.Regions && q.Level != safety.LevelUnknown:
		return warehouse.Fault(warehouse.BadRequest, "the scheme assesses %s: they have no level", kind)
	case kind != scheme.Enterprises && (q.Sector != "" || q.Class != ""):
		return warehouse.Fault(warehouse.BadRequest, "the scheme assesses %s: only enterprises are chosen by sector and class", kind)
	}
	return nil
}

// orderOf is the place of a peer group among those of the scheme; those that no group takes come last.
func orderOf(s *scheme.Scheme, peers string) int {
	i := slices.IndexFunc(s.PeerGroups, func(g scheme.PeerGroup) bool { return g.Name == peers })
	if i < 0 {
		return len(s.PeerGroups)
	}
	return i
}

func peersTitle(s *scheme.Scheme, peers string) warehouse.Text {
	if i := orderOf(s, peers); i < len(s.PeerGroups) {
		return s.PeerGroups[i].Title
	}
	return warehouse.Text{}
}

// checkPeers refuses a peer group that the scheme does not have.
func checkPeers(s *scheme.Scheme, peers string) error {
	if peers == "" || orderOf(s, peers) < len(s.PeerGroups) {
		return nil
	}
	names := make([]string, 0, len(s.PeerGroups))
	for _, g := range s.PeerGroups {
		names = append(names, g.Name)
	}
	return warehouse.Fault(warehouse.BadRequest, "the scheme %s has no peer group %q; expected one of %q", s.Name, peers, names)
}
