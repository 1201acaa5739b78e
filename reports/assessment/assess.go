package assessment

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"anlan/safety"
	"anlan/warehouse"
)

// Reports answers named questions from one warehouse. It is safe for concurrent use.
type Reports struct {
	data    data
	schemes *schemes
	kept    *kept
}

// data is what reports ask of the warehouse.
type data interface {
	Metrics(ctx context.Context, scope warehouse.Scope, q warehouse.MetricQuery) (*warehouse.MetricTable, error)
	// Metric gives a metric of the catalogue.
	Metric(name string) (metric, bool)
	// Pin resolves a version (0 is the newest), and holds it, so that all questions of one answer see the same data.
	Pin(ctx context.Context, version uint64) (pinned, error)
}

// Schemes lists every version of every scheme by name and day. They must not be changed.
func (r *Reports) Schemes() []*Scheme { return r.schemes.list }

// DefaultScheme names the scheme that is used where none is asked for.
func (r *Reports) DefaultScheme() string { return r.schemes.standard }

// Assess ranks the regions of a level below a region. Errors are [*warehouse.Error]: forbidden when the region is neither in
// the caller's scope nor the parent of a region of it, and when a ranking of others is asked for in another way than it is
// published; bad_request and not_found for a query that cannot be answered.
//
// The ranking of a peer group is published to the group, so it is computed from all of its members' figures, also those
// that the caller may not see: otherwise each caller would see another ranking. This is safe because nothing that was
// computed leaves this function unless one of two things holds: the caller's own scope holds the whole subject, or it is
// the subject's published line (score, rank and grade, now and before), asked for in the way in which it is published. See
// [peerGroup] for the three checks.
func (r *Reports) Assess(ctx context.Context, scope warehouse.Scope, q Query) (*Assessment, error) {
	if q.Period.IsZero() || q.Region == "" {
		return nil, warehouse.Fault(warehouse.BadRequest, "an assessment needs a region and a period")
	}
	if q.Tree == "" {
		q.Tree = warehouse.Managing
	}
	pin, err := r.data.Pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	defer pin.release()
	q.Version = pin.version
	if q.AsOf.IsZero() {
		q.AsOf = lastDay(q.Period, pin.today)
	}
	group, err := findPeers(pin.regions, scope, q)
	if err != nil {
		return nil, err
	}
	if q.AsOf.Before(q.Period.From) {
		return nil, warehouse.Fault(warehouse.BadRequest, "the period %s has not begun on %s", q.Period, q.AsOf)
	}
	scheme, err := r.schemes.find(q.Scheme, q.Period.To)
	if err != nil {
		return nil, err
	}
	if err := group.checkPublished(pin, q, r.facts(scheme)); err != nil {
		return nil, err
	}
	now, before, err := r.rankings(ctx, group, scheme, q)
	if err != nil {
		return nil, err
	}
	a := &Assessment{
		Scheme: scheme.Name, SchemeTitle: scheme.Title, SchemeVersion: scheme.EffectiveFrom, FullMarks: scheme.FullMarks,
		Region: q.Region, Level: q.Level, Tree: q.Tree, Period: q.Period, Source: now.source,
	}
	for _, p := range group.peers {
		a.Subjects = append(a.Subjects, r.subject(p, now.sheets[p.code], q, group.seesAll(p, r.facts(scheme))))
	}
	if a.Level == safety.LevelUnknown {
		a.Level = group.peers[0].level
	}
	rank(a.Subjects)
	a.Previous = before.summary()
	compare(a.Subjects, before)
	return a, nil
}

// rankings computes the period and the one that it moves against, at the same time: one question to the warehouse each.
func (r *Reports) rankings(ctx context.Context, group peerGroup, scheme *Scheme, q Query) (now, before *ranking, err error) {
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		now, err = r.ranking(ctx, group, scheme, q)
		return err
	})
	previous, kind, ok := previousPeriod(q.Period, q.AsOf)
	old, oldErr := r.schemes.find(scheme.Name, previous.To)
	if ok && oldErr == nil {
		work.Go(func() error {
			earlier := q
			earlier.Period, earlier.AsOf = previous, previous.To
			found, err := r.ranking(ctx, group, old, earlier)
			if err == nil && found.known {
				found.kind = kind
				before = found
			}
			return err
		})
	}
	err = work.Wait()
	return now, before, err
}

// previousPeriod is what a movement is measured against: the period before, and for a cumulative period, which has
// none, the same one last year; cut to the same day while the period is running.
func previousPeriod(p safety.Period, asOf safety.Date) (safety.Period, warehouse.Comparison, bool) {
	if p.Cumulative {
		previous, ok := p.Comparison(safety.YearOnYear, asOf)
		return previous, warehouse.PreviousYear, ok
	}
	previous, ok := p.Comparison(safety.PeriodOnPeriod, asOf)
	return previous, warehouse.PreviousPeriod, ok
}

// subject puts one line of the ranking together; what the caller may not see is left out here and nowhere else.
func (r *Reports) subject(p peer, s sheet, q Query, visible bool) Subject {
	out := Subject{Region: p.code, Name: p.name, Score: s.score, Unranked: s.reason, Grade: s.grade, Redacted: !visible}
	if !visible {
		return out
	}
	out.Indicators, out.Vetoes = slices.Clone(s.lines), slices.Clone(s.vetoes) // the sheet is shared
	for i := range out.Indicators {
		out.Indicators[i].Drill = r.drill(s.drills[out.Indicators[i].Indicator], p, q)
	}
	for i := range out.Vetoes {
		out.Vetoes[i].Drill = r.drill(out.Vetoes[i].Metric, p, q)
	}
	return out
}

// compare fills in where subjects stood before.
func compare(subjects []Subject, before *ranking) {
	if before == nil {
		return
	}
	past := make([]Subject, 0, len(subjects))
	for _, s := range subjects {
		past = append(past, Subject{Region: s.Region, Score: before.sheets[s.Region].score})
	}
	rank(past)
	index := make(map[safety.RegionCode]Subject, len(past))
	for _, s := range past {
		index[s.Region] = s
	}
	for i := range subjects {
		s := &subjects[i]
		old := index[s.Region]
		s.PreviousScore, s.PreviousRank = old.Score, old.Rank
		if s.Score != nil && old.Score != nil {
			places, score := old.Rank-s.Rank, s.Score.Sub(*old.Score)
			s.RankChange, s.ScoreChange = &places, &score
		}
	}
}
