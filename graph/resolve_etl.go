package graph

import (
	"context"
	"maps"
	"slices"

	"anlan/etl/notice"
	"anlan/etl/schedule"
	"anlan/graph/generated"
	"anlan/graph/relay"
	"anlan/warehouse"
)

const (
	maxRuns       = 200
	maxQuarantine = 200
)

func (r queryResolver) Freshness(ctx context.Context) (*generated.Freshness, error) {
	version, err := r.at(ctx, nil)
	if err != nil {
		return nil, err
	}
	latest, err := r.latestRuns(ctx, func(run warehouse.Run) bool { return !run.DryRun && run.Trigger != warehouse.TriggerReplay }, readsTheSource) // the others read nothing new
	if err != nil {
		return nil, err
	}
	jobs, err := r.jobsByName(ctx)
	if err != nil {
		return nil, err
	}
	fresh := &generated.Freshness{Version: *version}
	for _, p := range r.sources.Jobs.Pipelines() {
		one := generated.PipelineFreshness{Name: p.Name, Title: p.Title, Fact: p.Fact.Name}
		if run, ok := latest[0][p.Name]; ok {
			one.State, one.At = orNil(run.State), orNil(run.At)
		}
		due := jobs[p.Name]
		one.NextDue = orNil(due.NextDue)
		if run, ok := latest[1][p.Name]; ok {
			one.LastGood, one.StaleAt = orNil(run.At), orNil(notice.StaleAt(notice.Watched{Pipeline: p, Paused: due.Paused}, run.At))
		}
		fresh.Pipelines = append(fresh.Pipelines, one)
	}
	return fresh, nil
}

func (r queryResolver) Pipelines(ctx context.Context) ([]generated.Pipeline, error) {
	latest, err := r.latestRuns(ctx, func(warehouse.Run) bool { return true })
	if err != nil {
		return nil, err
	}
	var list []generated.Pipeline
	for _, p := range r.sources.Jobs.Pipelines() {
		one := generated.Pipeline{Name: p.Name, Title: p.Title, Doc: orNil(p.Doc), Fact: p.Fact.Name, System: orNil(p.System), Source: p.Source.Describe(), Windowed: p.Windowed(), Incremental: p.Incremental()}
		if run, ok := latest[0][p.Name]; ok {
			one.LatestRun = &run
		}
		list = append(list, one)
	}
	return list, nil
}

// readsTheSource picks the runs that say that a source is well: a replay reads only the quarantine, a window only some days.
func readsTheSource(run warehouse.Run) bool {
	good := run.State == warehouse.RunSucceeded || run.State == warehouse.RunUnchanged
	return good && !run.DryRun && run.Trigger != warehouse.TriggerReplay && run.Trigger != warehouse.TriggerBackfill && run.WindowFrom == ""
}

// jobsByName gives the pipelines as jobs; none where nothing is scheduled.
func (r *Resolver) jobsByName(ctx context.Context) (map[string]schedule.JobStatus, error) {
	out := map[string]schedule.JobStatus{}
	if r.sources.Schedule == nil {
		return out, nil
	}
	list, err := r.sources.Schedule.Jobs(ctx)
	for _, j := range list {
		out[j.Pipeline] = j
	}
	return out, err
}

// latestRuns gives of every pipeline the latest run that counts, in each of some ways: most are among the last runs of all, the others
// are asked for.
func (r *Resolver) latestRuns(ctx context.Context, counts ...func(warehouse.Run) bool) ([]map[string]warehouse.Run, error) {
	runs, err := r.sources.Ledger.Runs(ctx, warehouse.RunQuery{First: maxRuns})
	if err != nil {
		return nil, err
	}
	latest := make([]map[string]warehouse.Run, len(counts))
	for i := range latest {
		latest[i] = map[string]warehouse.Run{}
		for _, run := range slices.Backward(runs) {
			if counts[i](run) {
				latest[i][run.Pipeline] = run
			}
		}
	}
	if len(runs) < maxRuns {
		return latest, nil // those were all
	}
	for _, p := range r.sources.Jobs.Pipelines() {
		if !slices.ContainsFunc(latest, func(known map[string]warehouse.Run) bool { _, ok := known[p.Name]; return !ok }) {
			continue
		}
		older, err := r.sources.Ledger.Runs(ctx, warehouse.RunQuery{Pipeline: p.Name, First: maxRuns})
		if err != nil {
			return nil, err
		}
		for i := range latest {
			if at := slices.IndexFunc(older, counts[i]); at >= 0 {
				latest[i][p.Name] = older[at]
			}
		}
	}
	return latest, nil
}

func (r queryResolver) Runs(ctx context.Context, pipeline, state *string, first int, after *string) (*relay.RunConnection, error) {
	if err := within(first, maxRuns); err != nil {
		return nil, err
	}
	runs, err := r.sources.Ledger.Runs(ctx, warehouse.RunQuery{
		Pipeline: orZero(pipeline), State: orZero(state), Facts: scope(ctx).Facts, After: orZero(after), First: first + 1,
	})
	if err != nil {
		return nil, err
	}
	more := len(runs) > first
	runs = runs[:min(len(runs), first)]
	var cursors []string
	for _, run := range runs {
		cursors = append(cursors, run.ID)
	}
	return relay.NewConnection(runs, cursors, more, 0, nil), nil
}

func (r queryResolver) Run(ctx context.Context, id string) (*warehouse.Run, error) {
	run, err := r.sources.Ledger.Run(ctx, id)
	if facts := scope(ctx).Facts; err == nil && len(facts) > 0 && !slices.Contains(facts, run.Fact) {
		return nil, nil //nolint:nilnil // null: the caller sees no such run
	}
	if !seesWhole(scope(ctx), &run) {
		run.Files = nil
	}
	return optional(&run, err)
}

func (runResolver) Warnings(ctx context.Context, run *warehouse.Run) ([]warehouse.WarningCount, error) {
	if !seesWhole(scope(ctx), run) {
		return nil, nil
	}
	return run.WarningCounts(), nil
}

func (runResolver) Rules(_ context.Context, run *warehouse.Run) ([]generated.RunRule, error) {
	list := make([]generated.RunRule, 0, len(run.Rules))
	for _, name := range slices.Sorted(maps.Keys(run.Rules)) {
		list = append(list, generated.RunRule{Name: name, Value: run.Rules[name]})
	}
	return list, nil
}

func (r queryResolver) Quarantine(ctx context.Context, query *warehouse.QuarantineQuery, first int, after *string) (*relay.QuarantineConnection, error) {
	if err := within(first, maxQuarantine); err != nil {
		return nil, err
	}
	q := orZero(query)
	q.First, q.After, q.Raw = first, orZero(after), true
	page, err := r.sources.Quarantine.Quarantine(ctx, scope(ctx), q)
	if err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (uint64, error) {
		return r.sources.Quarantine.CountQuarantine(ctx, scope(ctx), q)
	}
	return relay.NewConnection(page.Rows, page.Cursors, page.HasNext, 0, count), nil
}

func (r queryResolver) QuarantineReasons(ctx context.Context, query *warehouse.QuarantineQuery) ([]warehouse.ReasonCount, error) {
	return r.sources.Quarantine.QuarantineReasons(ctx, scope(ctx), orZero(query))
}
