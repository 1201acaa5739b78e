package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"anlan/safety"
	"anlan/warehouse"
)

// serve measures the program itself over HTTP: start, memory, and rankings uncached and cached, against the bare SQL and
// against a question that needs no data.
func (b *bench) serve(ctx context.Context) error {
	bare, err := b.bareSQL(ctx)
	if err != nil {
		return fmt.Errorf("bare SQL: %w", err)
	}
	s, err := startServer(ctx, b.binary, filepath.Join(b.dir, "data"))
	if err != nil {
		return err
	}
	defer s.stop()
	b.add(Result{Name: "start to first answer", Value: s.started.Seconds(), Unit: "s", Aim: "< 2"})
	b.add(Result{Name: "resident memory, idle", Value: s.residentMiB(), Unit: "MiB"})
	nothing, err := s.hammer(ctx, 8, func(int) string { return "{__typename}" })
	if err != nil {
		return err
	}
	b.add(Result{Name: "{__typename}, 8 clients", Value: nothing.rate, Unit: "req/s"})
	for _, q := range questions {
		if err := b.question(ctx, s, q, bare[q.name], nothing.rate); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	b.add(Result{Name: "resident memory, under load (highest)", Value: s.peakMiB(), Unit: "MiB"})
	return nil
}

// question measures one GraphQL question uncached and cached.
func (b *bench) question(ctx context.Context, s *server, q question, bare times, nothing float64) error {
	start := time.Now()
	if err := s.ask(ctx, q.graphQL+" # first"); err != nil {
		return err
	}
	b.add(Result{Name: q.name + ", first answer", Value: float64(time.Since(start).Microseconds()) / 1000, Unit: "ms"})
	uncached := "uncached"
	if q.metrics == nil {
		uncached = "new text, ranking known" // a ranking is computed once for its peer group
	}
	var alone loadResult
	for _, clients := range []int{1, 8} {
		// a comment makes every text new, so that no kept answer fits
		r, err := s.hammer(ctx, clients, func(i int) string { return fmt.Sprintf("%s # %d %d", q.graphQL, clients, i) })
		if err != nil {
			return err
		}
		if clients == 1 {
			alone = r
		}
		name := fmt.Sprintf("%s, %s, %d client", q.name, uncached, clients)
		b.add(Result{Name: name + ", p50", Value: r.times.at(0.5), Unit: "ms"})
		b.add(Result{Name: name + ", p99", Value: r.times.at(0.99), Unit: "ms"})
	}
	if len(bare) > 0 {
		b.add(Result{Name: q.name + ", GraphQL over the bare SQL", Value: alone.times.at(0.5), Unit: "ms p50", Baseline: bare.at(0.5), Against: "bare SQL", Aim: "≤ 1.3"})
	}
	for _, clients := range []int{1, 8} {
		r, err := s.hammer(ctx, clients, func(int) string { return q.graphQL })
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s, cached, %d client", q.name, clients)
		b.add(Result{Name: name + ", p50", Value: r.times.at(0.5), Unit: "ms"})
		b.add(Result{Name: name + ", p99", Value: r.times.at(0.99), Unit: "ms"})
		if clients == 8 {
			b.add(Result{Name: q.name + ", cached rate", Value: r.rate, Unit: "req/s", Baseline: nothing, Against: "{__typename}", Aim: "≥ 0.33"})
		}
	}
	return nil
}

// question is something asked over GraphQL and, where it is one query of metrics, in bare SQL.
type question struct {
	name    string
	graphQL string
	metrics *warehouse.MetricQuery
}

var rankingMeasures = []string{"hazards_found", "hazards_found_major", "hazard_on_time_rate", "inspections", "exam_pass_rate", "deaths_counted"}

var questions = []question{
	ranked("figures of 16 cities for a quarter", safety.LevelCity),
	ranked("figures of 136 counties and zones for a quarter", safety.LevelCounty),
	{name: "assessment of 16 cities, every mark explained", graphQL: rankingText("CITY")},
	{name: "assessment of 136 counties and zones, every mark explained", graphQL: rankingText("COUNTY")},
}

func ranked(name string, level safety.RegionLevel) question {
	quarter, _ := safety.ParsePeriod("2026Q3")
	text := fmt.Sprintf(`{metrics(query: {measures: ["%s"], dimensions: ["region"], region: "370000", level: %s, period: "2026Q3"}) {rows columns {name texts numbers states} source {version}}}`,
		strings.Join(rankingMeasures, `", "`), strings.ToUpper(level.String()))
	return question{name: name, graphQL: text, metrics: &warehouse.MetricQuery{
		Measures: rankingMeasures, Dimensions: []string{"region"}, Region: "370000", Level: level, Period: quarter,
	}}
}

func rankingText(level string) string {
	return `{assessment(region: "370000", level: ` + level + `, period: "2026Q3") {subjects {rank rankChange region name score grade {title {zh}}
		indicators {title {zh} given lost figure rule {zh}}}}}`
}

// bareSQL times the statements that the planner makes, run straight on the engine in this process.
func (b *bench) bareSQL(ctx context.Context) (map[string]times, error) {
	w, err := warehouse.Open(ctx, warehouse.Config{Dir: filepath.Join(b.dir, "data")})
	if err != nil {
		return nil, err
	}
	defer w.Close(ctx) //nolint:errcheck // the next open reports a folder that is still taken
	out := map[string]times{}
	for _, q := range questions {
		if q.metrics == nil {
			continue
		}
		statement, err := w.Explain(ctx, warehouse.Everything(), *q.metrics)
		if err != nil {
			return nil, err
		}
		out[q.name], err = repeat(60, func() error {
			_, err := w.Execute(ctx, statement)
			return err
		})
		if err != nil {
			return nil, err
		}
		b.add(Result{Name: q.name + ", bare SQL, 1 client, p50", Value: out[q.name].at(0.5), Unit: "ms"})
	}
	return out, nil
}
