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
