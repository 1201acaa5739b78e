package scheme

import (
	"math/big"
	"slices"
)

// grade gives every subject the band that its score reaches, lowers it by vetoes, and applies quotas.
func (m *marking) grade(papers []*paper) {
	grades := make([]int, len(papers)) // places of bands, 0 is the best; −1 without a score
	for i, p := range papers {
		grades[i] = -1
		if p.sheet.Score == nil {
			continue
		}
		grades[i] = p.band()
		for _, v := range p.vetoed {
			grades[i] = p.s.lowered(grades[i], v.Effect)
		}
	}
	for _, q := range m.s.Quotas {
		if q.Per == "scheme" {
			all := make([]int, len(papers))
			for i := range all {
				all[i] = i
			}
			m.quota(q, all, papers, grades)
			continue
		}
		for name, group := range m.groups {
			if len(m.s.quotasOf(name)) == 0 {
				m.quota(q, group, papers, grades)
			}
		}
	}
	for name, group := range m.groups {
		for _, q := range m.s.quotasOf(name) {
			m.quota(q, group, papers, grades)
		}
	}
	for i, p := range papers {
		if grades[i] >= 0 {
			b := m.s.Bands[grades[i]]
			p.sheet.Grade = Grade{Name: b.Name, Title: b.Title}
		}
	}
}

// band gives the place of the best band whose lower edge the score reaches and whose condition holds.
func (p *paper) band() int {
	for i, b := range p.s.Bands {
		reached := (b.From == nil || p.sheet.Score.GreaterThanOrEqual(*b.From)) && (b.Above == nil || p.sheet.Score.GreaterThan(*b.Above))
		if !reached {
			continue
		}
		if p.holds(b.When).holds {
			return i
		}
		if b.From != nil || b.Above != nil {
			p.note(p.s.wordsBandMissed(b, p.sheet))
		}
	}
	return len(p.s.Bands) - 1
}

// lowered gives the place of a grade after a veto.
func (s *Scheme) lowered(grade int, e Effect) int {
	if e.Cap != "" {
		grade = max(grade, slices.Index(s.bandNames(), e.Cap))
	}
	return min(grade+e.Demote, len(s.Bands)-1)
}

// quotasOf are the quotas that a peer group has of its own.
func (s *Scheme) quotasOf(peers string) []Quota {
	for _, g := range s.PeerGroups {
		if g.Name == peers {
			return g.Quotas
		}
	}
	return nil
}

// quota lowers those of a group beyond the number that may have a grade. The best stay: by rank within a peer group, by score
// over several.
func (m *marking) quota(q Quota, group []int, papers []*paper, grades []int) {
	grade := slices.Index(m.s.bandNames(), q.Grade)
	then := grade + 1
	if q.Then != "" {
		then = slices.Index(m.s.bandNames(), q.Then)
	}
	var holders []int
	scored, better := int64(0), 0
	for _, i := range group {
		if grades[i] >= 0 {
			scored++
		}
		if grades[i] == grade {
			holders = append(holders, i)
		}
		if q.AndBetter && grades[i] >= 0 && grades[i] < grade {
			better++
		}
	}
	most := 0
	if q.Count != nil {
		most = *q.Count
	} else {
		share := new(big.Rat).Mul(q.Share.Rat(), big.NewRat(scored, 100))
		mode := q.Rounding
		if mode == "" {
			mode = Down
		}
		most = int(mode.round(share, 0).IntPart())
	}
	most = max(0, most-better)
	if len(holders) <= most {
		return
	}
	ahead := func(a, b int) int {
		x, y := papers[a], papers[b]
		if q.Per != "scheme" && x.sheet.Rank != y.sheet.Rank && x.sheet.Rank > 0 && y.sheet.Rank > 0 {
			return x.sheet.Rank - y.sheet.Rank
		}
		return y.score.Cmp(x.score)
	}
	slices.SortStableFunc(holders, ahead)
	kept := most
	if q.Ties == TiesIn {
		for kept > 0 && kept < len(holders) && ahead(holders[kept-1], holders[kept]) == 0 {
			kept++
		}
	} else {
		for kept > 0 && ahead(holders[kept-1], holders[kept]) == 0 {
			kept--
		}
	}
	for _, i := range holders[kept:] {
		grades[i] = then
		papers[i].note(m.s.wordsQuota(q, most, scored, then))
	}
}
