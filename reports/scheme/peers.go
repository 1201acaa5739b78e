package scheme

import "slices"

// LooksAtPeers says whether anything that a subject is given depends on the figures of its peers, beyond the places of
// scores: comparisons with them, places among them, marks given as they earned on average, ties decided by a figure.
func (s *Scheme) LooksAtPeers() bool {
	if s.Spread == SpreadMean || len(s.Ties.By) > 0 {
		return true
	}
	for _, r := range s.names {
		if slices.Contains(partsOfPeers, r.part) {
			return true
		}
	}
	found := false
	look := func(r *Rule) {
		found = found || r.Rank != nil || r.Compare != nil && slices.Contains(withPeers, r.Compare.With)
	}
	eachGroup(s.Groups, func(g *Group) {
		for i := range g.Indicators {
			found = found || g.Indicators[i].Spread == SpreadMean
			look(&g.Indicators[i].Rule)
		}
	})
	for i := range s.Bonuses {
		look(&s.Bonuses[i].Rule)
	}
	for i := range s.Deductions {
		look(&s.Deductions[i].Rule)
	}
	return found
}

var (
	partsOfPeers = []part{partPeersMean, partPeersMax, partPeersMin, partPeersTotal, partPeersCount, partRankHighest, partRankLowest}
	withPeers    = []Comparison{WithPeersMean, WithPeersBest, WithPeersTotal, WithPeersRank}
)

// takesRest says that a group names nobody, and so takes all that no other group takes.
func (g PeerGroup) takesRest() bool { return len(g.Members) == 0 && len(g.Kinds) == 0 }

// PeersOf names the peer group that takes a subject: the first that names its code or its kind, otherwise the one that names
// nobody. It is empty where none does.
func (s *Scheme) PeersOf(code, kind string) string {
	rest := ""
	for _, g := range s.PeerGroups {
		if slices.Contains(g.Members, code) || kind != "" && slices.Contains(g.Kinds, kind) {
			return g.Name
		}
		if g.takesRest() {
			rest = g.Name
		}
	}
	return rest
}
