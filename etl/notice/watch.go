package notice

import (
	"context"
	"time"

	"anlan/etl"
	"anlan/safety"
	"anlan/warehouse"
)

// Watched is a pipeline whose good runs are expected.
type Watched struct {
	Pipeline *etl.Pipeline
	Paused   bool
}

// Watch notes which pipelines have gone without a good run for longer than their stale_after or, without one, than two of
// their due times, and which have had one since something was wrong. It asks the ledger, so that runs by any way count.
func (n *Notifier) Watch(ctx context.Context, ledger Ledger, pipelines []Watched) error {
	now := n.config.Clock.Now()
	since := map[string]time.Time{}
	outages, err := n.config.State.Outages(ctx)
	if err != nil {
		return err
	}
	for _, o := range outages {
		if at, ok := since[o.Subject]; !ok || o.Since.After(at) {
			since[o.Subject] = o.Since
		}
	}
	for _, w := range pipelines {
		good, err := lastGoodRun(ctx, ledger, w.Pipeline.Name)
		if err != nil {
			return err
		}
		m := Message{Pipeline: w.Pipeline.Name, Title: w.Pipeline.Title.ZH}
		if wrong, ok := since[w.Pipeline.Name]; ok && good.After(wrong) {
			if err := n.Recovered(ctx, m); err != nil {
				return err
			}
		}
		from := good
		if good.IsZero() {
			from = n.began
		} else {
			m.LastGood = &good
		}
		if why, stale := overdue(w, from, now); stale {
			m.Reason, m.reasonZH = why.EN, why.ZH
			if err := n.Stale(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// leastStale keeps pipelines that run every few minutes from being called stale at once: failures are told at once anyway.
const leastStale = time.Hour

// overdue says whether a pipeline has gone without a good run for too long, and by which rule. One that is paused is expected
// to, unless it has a stale_after.
func overdue(w Watched, from, now time.Time) (why Text, stale bool) {
	p, at := w.Pipeline, StaleAt(w, from)
	if limit := p.StaleAfter; limit > 0 {
		why = Text{ZH: "超过规定的 " + lasting(limit, "天", "小时", "分钟"), EN: "Longer than its stale_after of " + lasting(limit, " d", " h", " min")}
		return why, now.After(at)
	}
	if at.IsZero() {
		return why, false
	}
	first, _ := p.Schedule.Next(from)
	second, _ := p.Schedule.Next(first)
	times := first.Format("01-02 15:04") + ", " + second.Format("01-02 15:04")
	return Text{ZH: "错过了两次计划时间：" + times, EN: "Two due times went by: " + times}, now.After(at)
}

// StaleAt is when a pipeline is late without another good run than the one at from: after its stale_after, or when two of its due
// times have gone by. Zero for one that never is: it has no times of its own, or is paused and has no stale_after.
func StaleAt(w Watched, from time.Time) time.Time {
	if limit := w.Pipeline.StaleAfter; limit > 0 {
		return from.Add(limit)
	}
	first, _ := w.Pipeline.Schedule.Next(from)
	second, _ := w.Pipeline.Schedule.Next(first)
	if w.Paused || first.IsZero() || second.IsZero() {
		return time.Time{}
	}
	if least := from.Add(leastStale); second.Before(least) {
		return least
	}
	return second
}

// lastGoodRun is when the last run ended that read the source, all of it or what is new; zero when there was none. A replay reads only
// the quarantine, and a window only some days: neither says that the source is well.
func lastGoodRun(ctx context.Context, ledger Ledger, pipeline string) (time.Time, error) {
	var last time.Time
	for _, state := range []string{warehouse.RunSucceeded, warehouse.RunUnchanged} {
		query := warehouse.RunQuery{Pipeline: pipeline, State: state, First: 50}
		for found := false; !found; {
			runs, err := ledger.Runs(ctx, query)
			if err != nil {
				return last, err
			}
			for _, run := range runs {
				if run.DryRun || run.Trigger == warehouse.TriggerReplay || run.Trigger == warehouse.TriggerBackfill || run.WindowFrom != "" {
					continue
				}
				found = true
				if run.At.After(last) {
					last = run.At.In(safety.Beijing())
				}
			}
			if len(runs) < query.First {
				break
			}
			query.After = runs[len(runs)-1].ID
		}
	}
	return last, nil
}
