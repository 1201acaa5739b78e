package material

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"anlan/safety"
	"anlan/warehouse"
)

// atOnce is how many questions are put to the engine at the same time.
const atOnce = 4

// question is one question to the warehouse about one data set, for all asks that share region, time, breakdown and filters.
type question struct {
	query warehouse.MetricQuery
	names []string // of the asks

	table   *warehouse.MetricTable
	columns map[string]*warehouse.Column
	rows    map[string]int
	keys    []string // of the rows
}

// questions are all questions of a plan, each once: what asks share is asked once.
type questions struct {
	list  []*question
	index map[string]*question
}

// ask adds an ask to the questions that answer it, one a data set: the engine reads each for itself, and what one question reads of
// several costs as much as their product.
func (q *questions) ask(catalogue *warehouse.Catalogue, name string, asked warehouse.MetricQuery) (answers, error) {
	out := answers{by: map[string]*question{}}
	for _, measure := range asked.Measures {
		m, err := catalogue.Metric(measure)
		if err != nil {
			return out, err
		}
		one, err := q.about(m.Fact(), asked)
		if err != nil {
			return out, err
		}
		one.names = union(one.names, name)
		one.query.Measures = union(one.query.Measures, parts(m)...)
		for _, part := range parts(m) {
			out.by[part] = one
		}
		out.list = union(out.list, one)
	}
	return out, nil
}

// about finds the question of a data set, or begins it.
func (q *questions) about(fact string, asked warehouse.MetricQuery) (*question, error) {
	compare := asked.Compare
	asked.Measures, asked.Compare = nil, nil
	text, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	key := fact + string(text)
	if q.index[key] == nil {
		q.index[key] = &question{query: asked}
		q.list = append(q.list, q.index[key])
	}
	q.index[key].query.Compare = union(q.index[key].query.Compare, compare...)
	return q.index[key], nil
}

// answers are the questions that together answer an ask.
type answers struct {
	list []*question
	by   map[string]*question // by metric
}

// keys lists the rows of all questions, each once.
func (a answers) keys() []string {
	var keys []string
	seen := map[string]bool{}
	for _, q := range a.list {
		for _, key := range q.keys {
			if !seen[key] {
				seen[key] = true
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// cell gives the cell of a metric in a row, for a comparison. What no record of a data set names reads as the warehouse says.
func (a answers) cell(metric, suffix, key string) (*float64, warehouse.State) {
	q := a.by[metric]
	if q == nil {
		return nil, warehouse.NoData
	}
	return q.cell(metric, suffix, key)
}

// label is the title that the warehouse gives a value of a dimension.
func (a answers) label(dimension, key string) string {
	for _, q := range a.list {
		if i, there := q.rows[key]; there && q.columns[dimension+"__title"] != nil {
			return q.columns[dimension+"__title"].Texts[i]
		}
	}
	return key
}

// parts are the metrics that a figure is exactly computed from: of a ratio the quotient, and what it divides.
func parts(m *warehouse.Metric) []string {
	if m.Ratio == nil {
		return []string{m.Name}
	}
	return []string{m.Name, m.Ratio.Numerator.Name, m.Ratio.Denominator.Name}
}

func union[T comparable](list []T, more ...T) []T {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// put puts all questions.
func (q *questions) put(ctx context.Context, p *pinned, with *sharing) error {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(atOnce)
	for _, one := range q.list {
		work.Go(func() (err error) {
			if one.table, err = with.answer(ctx, p, one); one.table == nil && err == nil {
				one.table, err = p.Metrics(ctx, p.caller.Scope, one.query)
			}
			if err != nil {
				return about(strings.Join(one.names, ", "), err)
			}
			one.index()
			return nil
		})
	}
	return work.Wait()
}

// index finds rows by the only dimension, which is the month along a series.
func (q *question) index() {
	q.columns, q.rows = map[string]*warehouse.Column{}, map[string]int{}
	q.keys = make([]string, q.table.Rows)
	for i := range q.table.Columns {
		c := &q.table.Columns[i]
		q.columns[c.Name] = c
		if c.Kind == warehouse.DimensionColumn && (len(q.query.Dimensions) == 1 && c.Name == q.query.Dimensions[0] || len(q.query.Dimensions) == 0 && q.query.Trailing == 0) {
			q.keys = c.Texts
		}
	}
	for i, key := range q.keys {
		q.rows[key] = i
	}
}

// cell gives the cell of a column in a row; where there is no such row, what the warehouse says of one that no record names.
func (q *question) cell(metric, suffix, key string) (*float64, warehouse.State) {
	c, ok := q.columns[metric+suffix]
	if !ok {
		return nil, warehouse.NoComparison
	}
	if i, there := q.rows[key]; there {
		return c.Numbers[i], c.States[i]
	}
	return q.table.Absent(metric, key)
}

// query is an ask in the warehouse's words, pinned: for its rows, and without its breakdown for the whole.
func (p *pinned) query(ask MetricAsk) (rows, whole warehouse.MetricQuery) {
	whole = warehouse.MetricQuery{
		Measures: ask.Measures, Region: p.plan.Region, Tree: p.plan.Tree, TreeDate: p.plan.AsOf, Period: p.span(ask.Span, ask.Months),
		Filters: p.filters(ask.Filters), Version: p.plan.Version, AsOf: p.plan.AsOf, Compare: ask.Compare,
	}
	switch {
	case ask.By == ByMonth && ask.Span != Cumulative && ask.Months > 0:
		whole.Period = p.span(Trailing, ask.Months)
	case ask.By != ByMonth && ask.Span == Trailing: // compares whole months with whole months, leap year or not
		whole.Period = safety.PeriodAt(safety.GrainMonth, p.plan.AsOf)
		whole.Grain, whole.Trailing = safety.GrainMonth, ask.Months
	case ask.Span == Cumulative: // January to April lies in January to May
		whole.Compare = slices.DeleteFunc(slices.Clone(whole.Compare), func(c warehouse.Comparison) bool { return c == warehouse.PreviousPeriod })
	}
	rows = whole
	switch ask.By {
	case "":
	case ByMonth:
		rows.Grain = safety.GrainMonth
	case ByRegion:
		rows.Dimensions, rows.Level = []string{ByRegion}, ask.Level
	default:
		rows.Dimensions = []string{ask.By}
	}
	return rows, whole
}
