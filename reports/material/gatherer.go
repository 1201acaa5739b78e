package material

import (
	"context"
	"errors"
	"fmt"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/reports/assessment"
	"anlan/reports/result"
	"anlan/warehouse"
)

// Sources are what material is gathered from. Those beside the warehouse may be nil: then nothing of theirs is there.
type Sources struct {
	Warehouse *warehouse.Warehouse
	Rankings  Rankings
	Officials Officials
	Alerts    Warnings
}

// Rankings computes rankings; see [assessment.Reports].
type Rankings interface {
	Assess(ctx context.Context, scope warehouse.Scope, q assessment.Query) (*assessment.Assessment, error)
}

// Officials knows published results; see [result.Results].
type Officials interface {
	Official(ctx context.Context, caller access.Caller, q assessment.Query) (*result.Run, error)
}

// Warnings lists warnings; see [alert.Alerts].
type Warnings interface {
	List(ctx context.Context, scope access.Scope, q alert.Query) (*alert.Page, error)
	Counts(ctx context.Context, scope access.Scope, q alert.Query) ([]alert.Count, error)
}

// Gatherer gathers material. It is safe for concurrent use.
type Gatherer struct {
	sources Sources
	sharing sharing
}

// New makes a gatherer.
func New(sources Sources) *Gatherer {
	return &Gatherer{sources: sources, sharing: sharing{answers: map[string]*sharedAnswer{}}}
}

// Gather answers a plan under the caller's scope. Errors are [*warehouse.Error]: forbidden when the region lies outside the
// scope; bad_request and not_found for a plan that cannot be answered, with the name of the ask.
func (g *Gatherer) Gather(ctx context.Context, caller access.Caller, p Plan) (*Material, error) {
	if faults := Check(g.sources.Warehouse.Catalogue(), p); len(faults) > 0 {
		return nil, &warehouse.Error{Code: warehouse.BadRequest, Message: errors.Join(faults...).Error()}
	}
	pin, err := g.pin(ctx, caller, p)
	if err != nil {
		return nil, err
	}
	defer pin.release()
	return pin.gather(ctx, g.sources, &g.sharing)
}

// gather puts the questions and then the other asks, and answers in the order of the plan.
func (p *pinned) gather(ctx context.Context, from Sources, with *sharing) (*Material, error) {
	out := &Material{
		Plan: p.plan, Region: p.region, Source: p.source(), Tables: map[string]*Table{}, Lists: map[string]*List{},
		Rankings: map[string]*Ranking{}, Alerts: map[string]*Alerts{}, Missing: map[string]*Missing{},
	}
	if s, ok := p.sectors.Get(p.plan.Sector); ok {
		out.Sector = twoNames(s.Name, s.NameEN)
	}
	q := &questions{index: map[string]*question{}}
	var tables []*tabled
	for _, ask := range p.plan.Metrics {
		t, err := p.table(q, ask)
		if err != nil {
			return nil, about(ask.Name, err)
		}
		tables = append(tables, t)
	}
	var owe []*owing
	for _, ask := range p.plan.Missing {
		o, err := p.missing(q, ask)
		if err != nil {
			return nil, about(ask.Name, err)
		}
		owe = append(owe, o)
	}
	if err := q.put(ctx, p, with); err != nil {
		return nil, err
	}
	for _, t := range tables {
		answer := t.answer(p)
		out.Tables[t.ask.Name] = answer
		out.Queries = append(out.Queries, t.document(p, answer))
	}
	if err := p.others(ctx, from, out); err != nil {
		return nil, err
	}
	for _, o := range owe {
		answer, units := o.answer(p)
		out.Missing[o.ask.Name] = answer
		out.Queries = append(out.Queries, o.units.document(p, units))
	}
	var err error
	if p.plan.Checks {
		out.Held, err = p.held(ctx)
	}
	return out, err
}

// others answers what is no metric question, one after the other: few are asked, and most read little.
func (p *pinned) others(ctx context.Context, from Sources, out *Material) error {
	for _, ask := range p.plan.Lists {
		list, query, err := p.list(ctx, ask)
		if err != nil {
			return about(ask.Name, err)
		}
		out.Lists[ask.Name] = list
		out.Queries = append(out.Queries, query)
	}
	for _, ask := range p.plan.Rankings {
		ranking, query, err := p.ranking(ctx, from, ask)
		if err != nil {
			return about(ask.Name, err)
		}
		out.Rankings[ask.Name] = ranking
		out.Queries = append(out.Queries, query)
	}
	for _, ask := range p.plan.Alerts {
		alerts, query, err := p.warnings(ctx, from.Alerts, ask)
		if err != nil {
			return about(ask.Name, err)
		}
		out.Alerts[ask.Name] = alerts
		out.Queries = append(out.Queries, query)
	}
	return nil
}

// about says which ask a fault is about.
func about(ask string, err error) error {
	var fault *warehouse.Error
	if !errors.As(err, &fault) {
		return fmt.Errorf("%s: %w", ask, err)
	}
	return &warehouse.Error{Code: fault.Code, Message: ask + ": " + fault.Message, Err: fault.Err}
}
