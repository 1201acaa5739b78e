package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"anlan/reports/assessment"
	"anlan/reports/risk"
	"anlan/safety"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

// report is a question with a name, answered with all its reasons, and what the engine has to do for it.
type report struct {
	name string
	// fresh gives the question to a reader that has kept no answer.
	fresh func() (func(context.Context) error, error)
	bare  func(context.Context) error
	// against says what bare is.
	against string
	aim     string
}

// assess measures the ranking of all counties and zones of the province, every mark explained and with its movement, against
// the statements that its figures take, run straight on the engine.
func (b *bench) assess(ctx context.Context) error {
	return b.reports(ctx, func(w *warehouse.Warehouse) (report, error) {
		quarter, err := safety.ParsePeriod("2026Q3")
		if err != nil {
			return report{}, err
		}
		before, _ := quarter.Previous()
		first, err := assessment.Open(w, assessment.Options{})
		if err != nil {
			return report{}, err
		}
		q := assessment.Query{Region: "370000", Level: safety.LevelCounty, Period: quarter, AsOf: quarter.To}
		statements, err := assessmentSQL(ctx, w, first, quarter, before)
		return report{
			name: "ranking of 136 counties and zones, every mark explained", against: "the statements of its figures, bare SQL", aim: "≤ 1.5",
			fresh: func() (func(context.Context) error, error) {
				r, err := assessment.Open(w, assessment.Options{})
				return func(ctx context.Context) error { _, err := r.Assess(ctx, warehouse.Everything(), q); return err }, err
			},
			bare: func(ctx context.Context) error {
				for _, s := range statements {
					if _, err := w.Execute(ctx, s); err != nil {
						return err
					}
				}
				return nil
			},
		}, err
	})
}

// assessmentSQL are the statements of the figures that the default scheme needs, of the period and of the one before.
func assessmentSQL(ctx context.Context, w *warehouse.Warehouse, r *assessment.Reports, periods ...safety.Period) ([]warehouse.Statement, error) {
	queries := map[string]*warehouse.MetricQuery{}
	for _, s := range r.Schemes() {
		if s.Name != r.DefaultScheme() {
			continue
		}
		for _, input := range s.Inputs() {
			key := fmt.Sprint(input.Filters)
			if input.Metric == "" {
				continue
			}
			if queries[key] == nil {
				queries[key] = &warehouse.MetricQuery{
					Dimensions: []string{"region"}, Region: "370000", Level: safety.LevelCounty, Filters: input.Filters, Compare: []warehouse.Comparison{warehouse.PreviousYear},
				}
			}
			if !slices.Contains(queries[key].Measures, input.Metric) {
				queries[key].Measures = append(queries[key].Measures, input.Metric)
			}
		}
	}
	var out []warehouse.Statement
	for _, q := range queries {
		for _, p := range periods {
			q.Period = p
			s, err := w.Explain(ctx, warehouse.Everything(), *q)
			if err != nil {
				return nil, err
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// risk measures the risk map of the province at county level, every factor explained, against the same model worked out in one
// statement on the facts.
func (b *bench) risk(ctx context.Context) error {
	return b.reports(ctx, func(w *warehouse.Warehouse) (report, error) {
		month, err := safety.ParsePeriod("2026-06")
		if err != nil {
			return report{}, err
		}
		q := risk.MapQuery{Region: "370000", Level: safety.LevelCounty, Period: month}
		bare, err := riskSQL(ctx, w, month.To)
		return report{
			name: "risk map of 136 counties and zones, every factor explained", against: "the same model in one statement of SQL", aim: "≤ 1",
			fresh: func() (func(context.Context) error, error) {
				r, err := risk.Open(w, risk.Options{})
				return func(ctx context.Context) error { _, err := r.Map(ctx, warehouse.Everything(), q); return err }, err
			},
			bare: bare,
		}, err
	})
}

// riskSQL gives the statement that the tests hold the model to.
func riskSQL(ctx context.Context, w *warehouse.Warehouse, day safety.Date) (func(context.Context) error, error) {
	text, err := os.ReadFile(filepath.Join("reports", "risk", "testdata", "area_by_hand.sql"))
	if err != nil {
		return nil, err
	}
	v, err := w.Current(ctx)
	if err != nil {
		return nil, err
	}
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return nil, err
	}
	var units []string
	for _, r := range regions.Below(warehouse.Managing, "370000", safety.LevelCounty, day) {
		units = append(units, string(r.Code))
	}
	args := []any{dial.Named("day", day.String()), dial.Named("units", units), dial.Named("closure", v.Partitions("region_closure"))}
	for _, fact := range []string{"enterprise", "hazard", "accident", "training", "inspection", "obligation"} {
		args = append(args, dial.Named(fact, v.Partitions(fact)))
	}
	return func(ctx context.Context) error {
		rows, err := w.Conn().Query(ctx, string(text), args...)
		if err != nil {
			return err
		}
		for rows.Next() { // reading them is part of it
		}
		err = rows.Err()
		if closing := rows.Close(); err == nil {
			err = closing
		}
		return err
	}, nil
}

// reports measures one report on the loaded data: the first answer of a process, answers that nobody kept, and kept ones.
func (b *bench) reports(ctx context.Context, of func(*warehouse.Warehouse) (report, error)) error {
	dir := filepath.Join(b.dir, "data")
	if _, err := os.Stat(dir); err != nil {
		if err := b.load(ctx); err != nil {
			return err
		}
	}
	w, err := warehouse.Open(ctx, warehouse.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer w.Close(ctx) //nolint:errcheck // the next open reports a folder that is still taken
	r, err := of(w)
	if err != nil {
		return err
	}
	one, err := r.fresh()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := one(ctx); err != nil {
		return err
	}
	b.add(Result{Name: r.name + ", first answer", Value: float64(time.Since(start).Microseconds()) / 1000, Unit: "ms"})
	for _, clients := range []int{1, 8} {
		runs := 4 * min(clients, 2)
		var bare, anew, known times
		for range 3 { // in turns: how busy a machine is changes from minute to minute, and a ratio must not
			for _, part := range []struct {
				into     *times
				runs     int
				question func(i int) (func(context.Context) error, error)
			}{
				{&bare, runs, func(int) (func(context.Context) error, error) { return r.bare, nil }},
				{&anew, runs, func(int) (func(context.Context) error, error) { return r.fresh() }},
				{&known, 5 * runs, func(int) (func(context.Context) error, error) { return one, nil }},
			} {
				took, err := together(ctx, clients, part.runs, part.question)
				if err != nil {
					return err
				}
				*part.into = append(*part.into, took...)
			}
		}
		b.percentiles(r, clients, "computed", anew, bare)
		b.percentiles(r, clients, "kept", known, bare)
	}
	return nil
}

func (b *bench) percentiles(r report, clients int, what string, measured, bare times) {
	who := "1 client"
	if clients > 1 {
		who = "8 clients"
	}
	for _, p := range []struct {
		name string
		at   float64
	}{{"p50", 0.5}, {"p99", 0.99}} {
		result := Result{
			Name: r.name + ", " + what + ", " + who + ", " + p.name, Value: measured.at(p.at), Unit: "ms",
			Baseline: bare.at(p.at), Against: r.against,
		}
		if what == "computed" && p.name == "p50" {
			result.Aim = r.aim
		}
		b.add(result)
	}
}

// together runs a question so many times by several clients at once, and gives how long each took; making it is not timed.
func together(ctx context.Context, clients, runs int, question func(i int) (func(context.Context) error, error)) (times, error) {
	asked := make([]func(context.Context) error, runs)
	for i := range asked {
		var err error
		if asked[i], err = question(i); err != nil {
			return nil, err
		}
	}
	var (
		wait  sync.WaitGroup
		mutex sync.Mutex
		all   times
		first error
		next  int
	)
	for range clients {
		wait.Go(func() {
			for {
				mutex.Lock()
				i := next
				next++
				stop := i >= runs || first != nil
				mutex.Unlock()
				if stop {
					return
				}
				start := time.Now()
				err := asked[i](ctx)
				took := time.Since(start)
				mutex.Lock()
				all = append(all, took)
				if first == nil {
					first = err
				}
				mutex.Unlock()
			}
		})
	}
	wait.Wait()
	return all, first
}
