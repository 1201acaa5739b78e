package assessment

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"anlan/reports/scheme"
)

// explained is a ranking with the reasons of all its subjects, nothing left out. It is the same for every caller and shared by
// them: it must not be changed, and nothing of it leaves but through [Reports.assemble], which asks for each subject what the
// caller may see.
type explained struct {
	subjects []Subject // by peer group, then by rank
	units    []unit    // who they are, in the same order
}

// pairKey is all that the reasons of a ranking depend on: the ranking, and the one that it moves against.
type pairKey struct {
	now, before rankingKey // before is zero where there is none
}

// explanation gives the reasons of a ranking, kept or made once for all who ask at the same time.
func (r *Reports) explanation(ctx context.Context, b *opened, now, before *ranking) (*explained, error) {
	key := pairKey{now: now.key}
	if before != nil {
		key.before = before.key
	}
	e, _, err := get(ctx, r.kept.reasons, key, func(ctx context.Context) (*explained, error) {
		moves, err := r.movements(ctx, b, now, before)
		if err != nil {
			return nil, err
		}
		return r.explain(b, now, before, moves), nil
	})
	return e, err
}

// explain puts all reasons together.
func (r *Reports) explain(b *opened, now, before *ranking, moves map[string]*scheme.Movement) *explained {
	d := r.drills(b)
	type pair struct {
		subject Subject
		unit    unit
	}
	list := make([]pair, len(b.group.units))
	for i, u := range b.group.units {
		s := d.of(u).subject(now.sheet(u.key))
		s.Peers = now.run.Subjects[i].Peers
		s.PeersTitle = peersTitle(b.scheme, s.Peers)
		s.compare(before)
		s.Movement = moves[u.key]
		list[i] = pair{s, u}
	}
	ranked := map[string]int{}
	for _, p := range list {
		if p.subject.Rank != 0 {
			ranked[p.subject.Peers]++
		}
	}
	slices.SortFunc(list, func(x, y pair) int {
		a, c := &x.subject, &y.subject
		return cmp.Or(cmp.Compare(orderOf(b.scheme, a.Peers), orderOf(b.scheme, c.Peers)), compareRanks(a, c), strings.Compare(a.Key, c.Key))
	})
	e := &explained{subjects: make([]Subject, len(list)), units: make([]unit, len(list))}
	for i, p := range list {
		e.subjects[i], e.units[i] = p.subject, p.unit
		e.subjects[i].Ranked = ranked[p.subject.Peers]
	}
	return e
}

// subject is one line of the ranking with all its reasons.
func (d drills) subject(sheet scheme.Sheet) Subject {
	out := Subject{
		Key: d.unit.key, Region: d.unit.region, Name: d.unit.name,
		Score: sheet.Score, Unranked: sheet.Reason, Rank: sheet.Rank, Grade: sheet.Grade, Notes: sheet.Notes,
	}
	if len(sheet.Lines) > 0 {
		out.Indicators = make([]IndicatorScore, len(sheet.Lines))
	}
	for i, line := range sheet.Lines {
		out.Indicators[i] = d.line(line)
	}
	for _, veto := range sheet.Vetoes {
		out.Vetoes = append(out.Vetoes, d.veto(veto))
	}
	return out
}

// own is a copy for a caller: its lists are his.
func (s *Subject) own() Subject {
	out := *s
	out.Notes, out.Indicators, out.Vetoes = slices.Clone(s.Notes), slices.Clone(s.Indicators), slices.Clone(s.Vetoes)
	return out
}

// published is the line of the ranking that everybody in it is given; what the caller may not see is left out here and nowhere
// else.
func (s *Subject) published() Subject {
	return Subject{
		Key: s.Key, Region: s.Region, Name: s.Name, Peers: s.Peers, PeersTitle: s.PeersTitle,
		Score: s.Score, Unranked: s.Unranked, Rank: s.Rank, Ranked: s.Ranked, Grade: s.Grade,
		PreviousScore: s.PreviousScore, PreviousRank: s.PreviousRank, RankChange: s.RankChange, ScoreChange: s.ScoreChange,
		Redacted: true,
	}
}

// compare fills in where the subject stood before.
func (s *Subject) compare(before *ranking) {
	if before == nil {
		return
	}
	old := before.sheet(s.Key)
	s.PreviousScore, s.PreviousRank = old.Score, old.Rank
	if s.Score != nil && old.Score != nil {
		change := s.Score.Sub(*old.Score)
		s.ScoreChange = &change
	}
	if s.Rank != 0 && old.Rank != 0 {
		places := old.Rank - s.Rank
		s.RankChange = &places
	}
}

// compareRanks puts the better rank first, and those without one last: by score where they have one all the same.
func compareRanks(a, b *Subject) int {
	switch {
	case a.Rank != 0 && b.Rank != 0:
		return cmp.Compare(a.Rank, b.Rank)
	case a.Rank != 0 || b.Rank != 0:
		return cmp.Compare(b.Rank, a.Rank) // 0 last
	case a.Score != nil && b.Score != nil:
		return b.Score.Cmp(*a.Score)
	case a.Score != nil:
		return -1
	case b.Score != nil:
		return +1
	}
	return 0
}
