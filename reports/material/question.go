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

// question is one question to the warehouse, for all asks that share region, time, breakdown and filters.
type question struct {
	query warehouse.MetricQuery
	names []string // of the asks

	table   *warehouse.MetricTable
	columns map[string]*warehouse.Column
	rows    map[string]int
	keys    []string // of the rows
}

// questions are all questions of a plan.
type questions struct {
	list  []*question
	index map[string]*question
}

// ask adds an ask to the question that answers it: the measures, of ratios both parts, and the comparisons.
func (q *questions) ask(catalogue *warehouse.Catalogue, name string, asked warehouse.MetricQuery) (*question, error) {
	same := asked
	same.Measures, same.Compare = nil, nil
	text, err := json.Marshal(same)
	if err != nil {
		return nil, err
	}
	found, ok := q.index[string(text)]
	if !ok {
		found = &question{query: same}
		q.index[string(text)] = found
		q.list = append(q.list, found)
	}
	found.names = union(found.names, name)
	for _, measure := range asked.Measures {
		m, err := catalogue.Metric(measure)
		if err != nil {
			return nil, err
		}
		found.query.Measures = union(found.query.Measures, parts(m)...)
	}
	found.query.Compare = union(found.query.Compare, asked.Compare...)
	return found, nil
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
func (q *questions) put(ctx context.Context, p *pinned) error {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(atOnce)
	for _, one := range q.list {
		work.Go(func() (err error) {
			if one.table, err = p.Metrics(ctx, p.caller.Scope, one.query); err != nil {
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

// cell gives the cell of a column in a row; unknown where there is none.
func (q *question) cell(name, key string) (*float64, warehouse.State) {
	c, ok := q.columns[name]
	i, there := q.rows[key]
	if !ok || !there || i >= len(c.Numbers) {
		return nil, warehouse.NoComparison
	}
	return c.Numbers[i], c.States[i]
}

// label is the title that the warehouse gives a value of a dimension.
func (q *question) label(dimension, key string) string {
	c, ok := q.columns[dimension+"__title"]
	i, there := q.rows[key]
	if !ok || !there {
		return key
	}
	return c.Texts[i]
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
		whole.Period = safety.PeriodAt(safety.GrainMonth, p.plan.Period.To)
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
