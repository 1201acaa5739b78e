package assessment

import (
	"cmp"
	"context"

	"golang.org/x/sync/errgroup"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// Reports answers named questions from one warehouse. It is safe for concurrent use.
type Reports struct {
	data    data
	schemes library
	kept    *kept
}

// library is what reports ask of the schemes; see [scheme.Library].
type library interface {
	Schemes() []*scheme.Scheme
	Find(name string, on safety.Date) (*scheme.Scheme, error)
	Default() string
	Hash() string
}

// data is what reports ask of the warehouse.
type data interface {
	Metrics(ctx context.Context, scope warehouse.Scope, q warehouse.MetricQuery) (*warehouse.MetricTable, error)
	Entries(ctx context.Context, scope warehouse.Scope, q warehouse.EntryQuery) ([]warehouse.Entry, error)
	// Metric gives a metric of the catalogue.
	Metric(name string) (metric, bool)
	// Pin resolves a version (0 is the newest), and holds it, so that all questions of one answer see the same data.
	Pin(ctx context.Context, version uint64) (pinned, error)
	// Units lists the departments or enterprises of a region.
	Units(ctx context.Context, scope warehouse.Scope, kind scheme.SubjectKind, q Query) ([]unit, error)
	// SectorsBelow gives the sectors and all those below them.
	SectorsBelow(ctx context.Context, version uint64, sectors []string) ([]string, error)
	Catalogue() *warehouse.Catalogue
}

// Schemes lists every version of every scheme by name and day. They must not be changed.
func (r *Reports) Schemes() []*scheme.Scheme { return r.schemes.Schemes() }

// DefaultScheme names the scheme that is used where none is asked for.
func (r *Reports) DefaultScheme() string { return r.schemes.Default() }

// Hash identifies the content of all schemes, for cache keys.
func (r *Reports) Hash() string { return r.schemes.Hash() }

// Assess ranks the subjects of a scheme. Errors are [*warehouse.Error]: forbidden when the region is neither in
// the caller's scope nor the parent of a region of it, and when a ranking of others is asked for in another way than it is
// published; bad_request and not_found for a query that cannot be answered; too_large for more than 1,000 subjects.
//
// The ranking of a peer group is published to the group, so it is computed from all of its members' figures, also those
// that the caller may not see: otherwise each caller would see another ranking. This is safe because nothing that was
// computed leaves this function unless one of two things holds: the caller's own scope holds the whole subject, or it is
// the subject's published line (score, rank and grade, now and before), asked for in the way in which it is published. See
// [peerGroup] for the three checks.
func (r *Reports) Assess(ctx context.Context, scope warehouse.Scope, q Query) (*Assessment, error) {
	b, err := r.open(ctx, scope, q)
	if err != nil {
		return nil, err
	}
	defer b.release()
	return r.answer(ctx, b)
}

// opened is an assessment that the caller may ask for, before it is computed. Its data is held until release.
type opened struct {
	query   Query // resolved: version, tree and day are set
	scheme  *scheme.Scheme
	group   peerGroup
	facts   []string
	regions regionTree
	release func()
}

// open checks a query and says who is assessed by what.
func (r *Reports) open(ctx context.Context, caller warehouse.Scope, q Query) (*opened, error) {
	if q.Period.IsZero() || q.Region == "" {
		return nil, warehouse.Fault(warehouse.BadRequest, "an assessment needs a region and a period")
	}
	q.Tree = cmp.Or(q.Tree, warehouse.Managing)
	pin, err := r.data.Pin(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	b, err := r.openPinned(ctx, caller, q, pin)
	if err != nil {
		pin.release()
		return nil, err
	}
	b.release = pin.release
	return b, nil
}

func (r *Reports) openPinned(ctx context.Context, caller warehouse.Scope, q Query, pin pinned) (*opened, error) {
	q.Version = pin.version
	s, err := r.schemes.Find(q.Scheme, q.Period.To)
	if err != nil {
		return nil, err
	}
	kind, facts := kindOf(s), r.facts(s)
	asked := q.AsOf
	if q.AsOf.IsZero() {
		q.AsOf = lastDay(q.Period, pin.today)
	}
	group, err := findPeers(pin.regions, caller, kind, q)
	if err != nil {
		return nil, err
	}
	if published, ok := publishedDay(q.Period, pin.today); asked.IsZero() && published.Before(q.AsOf) && !group.seesEverything(facts) {
		if !ok {
			return nil, warehouse.Fault(warehouse.Forbidden, "the ranking of %s is published from the end of its first month on", q.Period)
		}
		q.AsOf = published
		if group, err = findPeers(pin.regions, caller, kind, q); err != nil {
			return nil, err
		}
	}
	if q.AsOf.Before(q.Period.From) {
		return nil, warehouse.Fault(warehouse.BadRequest, "the period %s has not begun on %s", q.Period, q.AsOf)
	}
	if err := group.checkPublished(pin, q, facts); err != nil {
		return nil, err
	}
	if err := cmp.Or(q.checkKind(kind), checkPeers(s, q.Peers), pin.named.check(s)); err != nil {
		return nil, err
	}
	group.named, group.until = pin.named, pin.until
	if kind != scheme.Regions {
		if group.units, err = r.data.Units(ctx, group.scope(), kind, q); err != nil {
			return nil, err
		}
		if group.sectors, err = r.data.SectorsBelow(ctx, q.Version, caller.Sectors); err != nil {
			return nil, err
		}
		if len(group.units) == 0 {
			return nil, warehouse.Fault(warehouse.NotFound, "%s has no %s to rank", q.Region, kind)
		}
	}
	return &opened{query: q, scheme: s, group: group, facts: facts, regions: pin.regions}, nil
}

// answer computes an assessment and leaves out what the caller may not see.
func (r *Reports) answer(ctx context.Context, b *opened) (*Assessment, error) {
	now, before, err := r.rankings(ctx, b)
	if err != nil {
		return nil, err
	}
	e, err := r.explanation(ctx, b, now, before)
	if err != nil {
		return nil, err
	}
	return r.assemble(b, now, before, e), nil
}

// assemble gives the caller what he may see of a ranking.
func (r *Reports) assemble(b *opened, now, before *ranking, e *explained) *Assessment {
	q, s := b.query, b.scheme
	a := &Assessment{
		Scheme: s.Name, SchemeTitle: s.Title, SchemeVersion: s.EffectiveFrom, Kind: b.group.kind, FullMarks: s.FullMarks,
		Region: q.Region, Level: q.Level, Tree: q.Tree, Period: q.Period, Provisional: q.AsOf.Before(q.Period.To), Source: now.source,
		Previous: before.summary(),
	}
	if b.group.kind == scheme.Regions && a.Level == safety.LevelUnknown {
		a.Level = b.group.units[0].level
	}
	a.Caution = s.Caution(a.Level, q.Period)
	for i := range e.subjects {
		whole, u := &e.subjects[i], e.units[i]
		switch {
		case !b.group.shows(u), q.Peers != "" && whole.Peers != q.Peers:
		case b.group.seesAll(u, b.facts):
			a.Subjects = append(a.Subjects, whole.own())
		default:
			a.Subjects = append(a.Subjects, whole.published())
		}
		if n := len(a.Subjects); n > 0 && b.group.hidesLines() {
			a.Subjects[n-1].Ranked = 0
		}
	}
	return a
}

// rankings computes the period and the one that it moves against, at the same time.
func (r *Reports) rankings(ctx context.Context, b *opened) (now, before *ranking, err error) {
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() (err error) {
		now, err = r.ranking(ctx, b.group, b.scheme, b.query)
		return err
	})
	previous, kind, ok := previousPeriod(b.query.Period, b.query.AsOf)
	old, oldErr := r.schemes.Find(b.scheme.Name, previous.To)
	if ok && oldErr == nil && kindOf(old) == b.group.kind {
		work.Go(func() error {
			earlier := b.query
			earlier.Period, earlier.AsOf, earlier.sheets = previous, previous.To, wholePrevious(b.query.Period)
			found, err := r.ranking(ctx, b.group, old, earlier)
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
// none, the same one last year; cut to the same day while the period is running. The end of a month is set against the end
// of a month: whole months against whole months, so that what is published of them tells nothing of a day.
func previousPeriod(p safety.Period, asOf safety.Date) (safety.Period, warehouse.Comparison, bool) {
	kind, comparison := safety.PeriodOnPeriod, warehouse.PreviousPeriod
	if p.Cumulative {
		kind, comparison = safety.YearOnYear, warehouse.PreviousYear
	}
	previous, ok := p.Comparison(kind, asOf)
	if end := previous.To.YearMonth().Last(); ok && asOf.Before(p.To) && asOf == asOf.YearMonth().Last() && previous.To.Before(end) {
		if whole, err := safety.Between(previous.From, end); err == nil {
			previous = whole
		}
	}
	return previous, comparison, ok
}

// wholePrevious is the period before, not cut to a day: what people entered is for it.
func wholePrevious(p safety.Period) safety.Period {
	previous, _, _ := previousPeriod(p, p.To)
	return previous
}
