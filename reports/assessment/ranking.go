package assessment

import (
	"context"

	"golang.org/x/sync/errgroup"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// ranking is what one period's figures gave, before anybody looks at it.
type ranking struct {
	key    rankingKey
	period safety.Period
	kind   warehouse.Comparison
	scheme *scheme.Scheme
	source warehouse.Source
	run    scheme.Run
	places map[string]int // of a subject in the run, by its key
	known  bool           // at least one figure of one subject is known
}

func (r *ranking) summary() *PreviousAssessment {
	if r == nil {
		return nil
	}
	return &PreviousAssessment{Period: r.period, Kind: r.kind, SchemeVersion: r.scheme.EffectiveFrom, Source: r.source}
}

// sheet gives a subject's result; the zero Sheet for one that was not marked.
func (r *ranking) sheet(key string) scheme.Sheet {
	if i, ok := r.places[key]; ok {
		return r.run.Sheets[i]
	}
	return scheme.Sheet{Key: key}
}

// ranking gives the ranking of a period, kept or computed. The result is the caller's own; its sheets are shared and must
// not be changed.
func (r *Reports) ranking(ctx context.Context, group peerGroup, s *scheme.Scheme, q Query) (*ranking, error) {
	q.Scheme, q.Peers = "", "" // the scheme itself is in the key; of its peer groups all are computed
	key := rankingKey{query: q, scheme: s, treeDate: group.treeDate}
	found, cached, err := get(ctx, r.kept.rankings, key,
		func(ctx context.Context) (*ranking, error) { return r.compute(ctx, group, s, q) })
	if err != nil {
		return nil, err
	}
	own := *found
	own.key = key
	own.source.Cached = own.source.Cached || cached
	return &own, nil
}

// compute asks for all figures of all subjects and marks them.
func (r *Reports) compute(ctx context.Context, group peerGroup, s *scheme.Scheme, q Query) (*ranking, error) {
	var answers *answered
	var byHand entries
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() (err error) {
		answers, err = r.ask(ctx, group, s, q)
		return err
	})
	work.Go(func() (err error) {
		byHand, err = r.entered(ctx, group, s, q)
		return err
	})
	if err := work.Wait(); err != nil {
		return nil, err
	}
	out := &ranking{period: q.Period, scheme: s, source: answers.source, places: map[string]int{}}
	out.run.Scheme = s
	ahead := group.ahead(q.Period)
	for i, u := range group.units {
		subject := scheme.Subject{Key: u.key, Name: u.name, Peers: s.PeersOf(u.key, u.kind), Figures: map[string]scheme.Figure{}}
		for _, input := range s.Inputs() {
			switch {
			case input.Metric != "":
				subject.Figures[input.Name] = answers.figure(r, input, group.kind, u.key)
				if ahead {
					subject.Figures[input.Name] = noData()
				}
			case input.Entered:
				subject.Figures[input.Name] = byHand.figure(input.Name, u.key)
			}
			out.known = out.known || subject.Figures[input.Name].Number != nil
		}
		out.places[u.key] = i
		out.run.Subjects = append(out.run.Subjects, subject)
	}
	out.run.Sheets = s.Mark(out.run.Subjects)
	for i := range out.run.Sheets {
		if sheet := &out.run.Sheets[i]; ahead && sheet.Score == nil {
			sheet.Reason = warehouse.NotReached(group.until)
		}
	}
	return out, nil
}

// ahead reports whether a period begins when the data have ended. What was open then was not put right since only as far as
// anybody knows, and what nobody reported since is not none: no record tells anything of such a period.
func (g peerGroup) ahead(p safety.Period) bool { return !g.until.IsZero() && p.From.After(g.until) }

// noData is a figure of which no record can tell.
func noData() scheme.Figure {
	none := scheme.Value{State: warehouse.NoData}
	return scheme.Figure{Value: none, PreviousYear: none, PreviousPeriod: none}
}

// facts lists the data sets that a scheme draws on.
func (r *Reports) facts(s *scheme.Scheme) []string {
	facts := map[string]bool{}
	var list []string
	add := func(fact string) {
		if fact != "" && !facts[fact] {
			facts[fact] = true
			list = append(list, fact)
		}
	}
	for _, input := range s.Inputs() {
		if input.Entered {
			add(warehouse.EntryFact)
		}
		m, _ := r.data.Metric(input.Metric)
		for _, name := range []string{m.Name, m.Numerator, m.Denominator} {
			part, _ := r.data.Metric(name)
			add(part.Fact)
		}
	}
	return list
}
