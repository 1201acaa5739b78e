package assessment

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// question is one question to the warehouse: metrics that share filters and a stretch of time.
type question struct {
	filters []warehouse.Filter
	months  int
	metrics []string
	compare []warehouse.Comparison
	// base asks for the region as a whole what a breakdown cannot tell: whether anybody reported.
	base bool
	// evidence asks whether records of a department or an enterprise ever come in.
	evidence bool

	columns map[string]column
	rows    map[string]int
	alone   bool // one row for all subjects
}

type column struct {
	numbers []*float64
	states  []warehouse.State
}

func (q *question) is(filters []warehouse.Filter, months int, base bool) bool {
	return !q.evidence && q.base == base && q.months == months && slices.EqualFunc(q.filters, filters, func(a, b warehouse.Filter) bool {
		return a.Dimension == b.Dimension && a.Not == b.Not && slices.Equal(a.Values, b.Values)
	})
}

func (q *question) want(compare warehouse.Comparison, wanted bool) {
	if wanted && !slices.Contains(q.compare, compare) {
		q.compare = append(q.compare, compare)
	}
}

// questions lists what a scheme asks of the warehouse: its inputs by filters and time, and where these break figures down
// more finely than reports are owed, the same metrics of the whole, which tell what nobody reported: for departments of the
// region, for filters of the same subject. Of an enterprise the warehouse judges by the region that owes its reports.
func (r *Reports) questions(s *scheme.Scheme) []*question {
	var list []*question
	find := func(filters []warehouse.Filter, months int, base bool) *question {
		for _, q := range list {
			if q.is(filters, months, base) {
				return q
			}
		}
		list = append(list, &question{filters: filters, months: months, base: base})
		return list[len(list)-1]
	}
	for _, input := range s.Inputs() {
		if input.Metric == "" {
			continue
		}
		find(input.Filters, input.Months, false).add(r, input)
		switch {
		case kindOf(s) == scheme.Departments:
			find(nil, input.Months, true).add(r, input)
		case len(input.Filters) > 0:
			find(nil, input.Months, false).add(r, input)
		}
	}
	if records := r.recordCounts(s); kindOf(s) != scheme.Regions && len(records) > 0 {
		list = append(list, &question{evidence: true, months: evidenceMonths, metrics: records})
	}
	return list
}

// evidenceMonths is how long nothing may come from a department or an enterprise until its zeros are not believed.
const evidenceMonths = 24

// recordCounts names the metrics that count all records of the data sets that a scheme draws on.
func (r *Reports) recordCounts(s *scheme.Scheme) []string {
	var out []string
	for _, name := range r.facts(s) {
		if f, ok := warehouse.FactNamed(name); ok && f.Date != "" && name != warehouse.EntryFact && f.Records != "" {
			out = append(out, f.Records)
		}
	}
	return out
}

// add asks for the metric of an input, and of a ratio for both parts, so that marks are computed from whole numbers and a
// person can check them.
func (q *question) add(r *Reports, input scheme.Input) {
	m, _ := r.data.Metric(input.Metric) // schemes are checked against the catalogue when they are read
	for _, one := range []string{m.Name, m.Numerator, m.Denominator} {
		if one != "" && !slices.Contains(q.metrics, one) {
			q.metrics = append(q.metrics, one)
		}
	}
	q.want(warehouse.PreviousYear, input.PreviousYear)
	q.want(warehouse.PreviousPeriod, input.PreviousPeriod)
}

// window is the stretch of time that a question is about.
func window(p safety.Period, months int) (safety.Period, error) {
	switch months {
	case 0:
		return p, nil
	case scheme.ThisYear:
		return safety.Between(safety.NewDate(p.To.Year(), 1, 1), p.To)
	}
	return safety.Between(p.To.YearMonth().Add(1-months).First(), p.To)
}

// query is the question in the warehouse's words.
func (q *question) query(group peerGroup, asked Query) (warehouse.MetricQuery, error) {
	period, err := window(asked.Period, q.months)
	out := warehouse.MetricQuery{
		Measures: q.metrics, Region: asked.Region, Level: asked.Level, Tree: asked.Tree, TreeDate: group.treeDate,
		Period: period, Version: asked.Version, AsOf: asked.AsOf, Compare: q.compare, Filters: group.named.widened(q.filters),
	}
	switch {
	case q.base:
	case group.kind == scheme.Regions:
		out.Dimensions = []string{dimensionOf(group.kind)}
	default:
		out.Dimensions = []string{dimensionOf(group.kind)}
		for _, u := range group.units {
			out.Rows = append(out.Rows, u.key)
		}
	}
	return out, err
}

// answered holds the answers of all questions of a scheme.
type answered struct {
	list   []*question
	source warehouse.Source
}

// ask puts all questions, at the same time.
func (r *Reports) ask(ctx context.Context, group peerGroup, s *scheme.Scheme, asked Query) (*answered, error) {
	out := &answered{list: r.questions(s)}
	sources := make([]warehouse.Source, len(out.list))
	work, ctx := errgroup.WithContext(ctx)
	for i, q := range out.list {
		work.Go(func() error {
			query, err := q.query(group, asked)
			if err != nil {
				return err
			}
			table, err := r.data.Metrics(ctx, group.scope(), query)
			if err != nil {
				return fmt.Errorf("figures of scheme %s: %w", s.Name, err)
			}
			q.read(table, query.Dimensions)
			sources[i] = table.Source
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	out.source = together(sources, asked)
	return out, nil
}

func (q *question) read(table *warehouse.MetricTable, dimensions []string) {
	q.columns, q.rows, q.alone = map[string]column{}, map[string]int{}, len(dimensions) == 0
	for _, c := range table.Columns {
		if len(dimensions) > 0 && c.Kind == warehouse.DimensionColumn && c.Name == dimensions[0] {
			for i, key := range c.Texts {
				q.rows[key] = i
			}
			continue
		}
		q.columns[c.Name] = column{c.Numbers, c.States}
	}
}

// cell gives a subject's cell of a column.
func (q *question) cell(key, name string) cell {
	i, there := q.rows[key]
	if q.alone {
		i, there = 0, true
	}
	if !there {
		return cell{state: warehouse.NotReported}
	}
	c, ok := q.columns[name]
	if !ok || i >= len(c.numbers) || i >= len(c.states) {
		return cell{state: warehouse.NotRecorded}
	}
	return cell{number: c.numbers[i], state: c.states[i]}
}

// figure gives an input's figure of a subject.
func (a *answered) figure(r *Reports, input scheme.Input, kind scheme.SubjectKind, key string) scheme.Figure {
	m, _ := r.data.Metric(input.Metric)
	whole := kind != scheme.Departments && len(input.Filters) == 0
	if fact, ok := warehouse.FactNamed(m.Fact); ok && fact.Date != "" && a.unheard(key) {
		return noData()
	}
	var f scheme.Figure
	for _, q := range a.list {
		if q.is(input.Filters, input.Months, false) {
			f = newFigure(m, func(name string) cell { return q.cell(key, name) })
		}
	}
	if whole {
		return f
	}
	for _, q := range a.list {
		if q.is(nil, input.Months, kind == scheme.Departments) {
			f.Value = unreported(f.Value, q.cell(key, m.Name))
			f.PreviousYear = unreported(f.PreviousYear, q.cell(key, m.Name+ofPreviousYear))
			f.PreviousPeriod = unreported(f.PreviousPeriod, q.cell(key, m.Name+ofPreviousPeriod))
		}
	}
	return f
}

// unheard reports whether no record of a department or an enterprise came in for so long that its zeros mean nothing.
func (a *answered) unheard(key string) bool {
	for _, q := range a.list {
		if !q.evidence {
			continue
		}
		for _, name := range q.metrics {
			if n := q.cell(key, name).number; n != nil && *n > 0 {
				return false
			}
		}
		return true
	}
	return false
}

// unreported takes over from the whole what a part of it cannot tell: that nobody reported, or not everybody. A part that
// has records is a figure all the same.
func unreported(part scheme.Value, whole cell) scheme.Value {
	switch {
	case (whole.state == warehouse.NotReported || whole.state == warehouse.NoData) && (part.Number == nil || part.Number.Sign() == 0):
		return scheme.Value{State: whole.state}
	case whole.state == warehouse.Partial && part.State.Known():
		part.State = warehouse.Partial
	}
	return part
}

// together is the source of all answers: they are of one version and day, and of the period that was asked about.
func together(sources []warehouse.Source, asked Query) warehouse.Source {
	if len(sources) == 0 {
		return warehouse.Source{Version: asked.Version, Period: asked.Period, AsOf: asked.AsOf, Running: asked.AsOf.Before(asked.Period.To)}
	}
	out := sources[0]
	for _, s := range sources[1:] {
		out.Elapsed = max(out.Elapsed, s.Elapsed)
		out.RowsRead += s.RowsRead
		out.Cached = out.Cached && s.Cached
		for _, mark := range s.Watermarks {
			if !slices.Contains(out.Watermarks, mark) {
				out.Watermarks = append(out.Watermarks, mark)
			}
		}
	}
	out.Period, out.Running = asked.Period, asked.AsOf.Before(asked.Period.To)
	return out
}
